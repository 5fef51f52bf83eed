import { t } from '../../../platform/l10n.ts';
import { useEnvironment } from '../environment.ts';
import { Tool } from './toolbar.tsx';
import { count } from './words.ts';

/** A cell whose value is shown whole, or why it is not. */
export type OpenCell = { readonly row: number; readonly name: string } & (
  | { readonly text: string; readonly problem?: never }
  | { readonly problem: string; readonly text?: never }
);

/** All of a cell, below its table. */
export function CellValue({ cell, onClose }: { readonly cell: OpenCell; onClose(): void }) {
  const { copy } = useEnvironment();
  const { row, name, text, problem } = cell;
  const title = t('{0}, row {1}', name, count(row + 1));
  return (
    <section class="mlops-lab-table-value" aria-label={title}>
      <div class="mlops-lab-table-title">
        <p>{title}</p>
        {text !== undefined && <Tool icon="copy" label={t('Copy Value')} onClick={() => void copy(text)} />}
        <button type="button" onClick={onClose}>
          {t('Close')}
        </button>
      </div>
      {problem === undefined ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        <pre tabIndex={0}>{text}</pre>
      ) : (
        <p role="alert">{problem}</p>
      )}
    </section>
  );
}
