import type { ComponentChildren } from 'preact';
import { MenuButton, type MenuItem } from '../../../platform/browser/chartMenu.tsx';
import { t } from '../../../platform/l10n.ts';
import type { ExperimentName, RunAction } from '../../compare/contract.ts';
import { type ExportFormat, exportFormats } from '../../compare/exports.ts';
import type { TableColumn } from '../../compare/table.ts';
import type { View } from '../../compare/view.ts';

export interface ToolbarProps {
  readonly view: View;
  readonly experiments: readonly ExperimentName[];
  readonly experiment: string;
  /** Of runs that were chosen one by one, how many. */
  readonly chosen: number;
  /** Columns by which runs can be grouped. */
  readonly groupings: readonly TableColumn[];
  readonly isPanelOpen: boolean;
  /** How many runs the commands are for. */
  readonly targets: number;
  readonly children: ComponentChildren;
  onExperiment(id: string): void;
  onView(view: View): void;
  onPanel(): void;
  onExport(format: ExportFormat): void;
  onAct(action: RunAction): void;
}

const noop = () => undefined;

/** What is chosen above the table. */
export function Toolbar(props: ToolbarProps) {
  const { view, experiments, experiment, chosen, groupings, targets, onView } = props;
  return (
    <div class="toolbar-row">
      <select
        aria-label={t('Runs that are compared')}
        value={chosen > 0 ? 'chosen' : experiment}
        onChange={(event) => props.onExperiment(event.currentTarget.value)}
      >
        {chosen > 0 && <option value="chosen">{t('{0} chosen runs', chosen)}</option>}
        <option value="">{t('All experiments')}</option>
        {experiments.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {props.children}
      <select
        aria-label={t('Group by')}
        value={view.groupBy}
        onChange={(event) => onView({ ...view, groupBy: event.currentTarget.value })}
      >
        <option value="">{t('No groups')}</option>
        {groupings.map(({ id, label, group }) => (
          <option key={id} value={id}>
            {t('By {0} ({1})', label, group)}
          </option>
        ))}
      </select>
      <button
        type="button"
        aria-pressed={view.onlyChanged}
        title={t('Hides the columns in which all runs have the same.')}
        onClick={() => onView({ ...view, onlyChanged: !view.onlyChanged })}
      >
        {t('Only Changed')}
      </button>
      <button type="button" aria-expanded={props.isPanelOpen} aria-haspopup="dialog" onClick={props.onPanel}>
        {t('Columns')}
      </button>
      <span class="menu">
        <MenuButton label={t('Export')} onOpen={noop} items={exportItems(props.onExport)}>
          {t('Export')}
        </MenuButton>
      </span>
      <span class="menu">
        <MenuButton label={t('Actions')} onOpen={noop} items={actionItems(targets, props.onAct)}>
          {t('Actions')}
        </MenuButton>
      </span>
    </div>
  );
}

function exportItems(run: (format: ExportFormat) => void): MenuItem[] {
  const labels: Readonly<Record<ExportFormat, string>> = {
    csv: t('Save as CSV'),
    json: t('Save as JSON'),
    md: t('Save as Markdown'),
  };
  return exportFormats.map((format) => ({ label: labels[format], run: () => run(format) }));
}

function actionItems(targets: number, run: (action: RunAction) => void): MenuItem[] {
  const item = (label: string, action: RunAction): MenuItem => ({ label, run: () => run(action) });
  return [
    item(t('Open Run'), 'open'),
    ...(targets === 2 ? [item(t('Diff Sources'), 'diff')] : []),
    item(t('Star'), 'star'),
    item(t('Remove Star'), 'unstar'),
    ...(targets === 1 ? [item(t('Rename…'), 'rename')] : []),
    item(t('Set Note…'), 'note'),
    item(t('Set Tag…'), 'tag'),
    item(t('Delete…'), 'delete'),
  ];
}
