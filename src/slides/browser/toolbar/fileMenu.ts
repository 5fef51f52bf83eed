import { t } from '../../../platform/l10n.ts';
import type { Host } from '../document/useDeck.ts';
import type { MenuSection } from './menu.tsx';

/** What can be done with the file itself. */
export function fileMenu(host: Host): MenuSection[] {
  return [
    {
      label: t('File'),
      entries: [
        { label: t('Save a Copy…'), keys: 'Ctrl+S', run: () => host.send({ type: 'save' }) },
        { label: t("Print in the System's Viewer…"), keys: 'Ctrl+Alt+P', run: () => host.send({ type: 'print' }) },
      ],
    },
  ];
}
