import * as vscode from 'vscode';
import type { CheckResult } from '../../../mlops/host.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { commands, notebook as ids } from '../../../platform/ids.ts';
import { triesExercise } from '../../checkIds.ts';
import type { CellTarget } from '../exercises/exercises.ts';
import { hintRung, type KnownChecks, type Rung } from '../exercises/knownChecks.ts';
import { cellMetadata } from './serializer.ts';

/** Each exercise and check says what it is in its cell's status bar, and a check how it came out, in words. */
export class CheckStatus extends Disposable implements vscode.NotebookCellStatusBarItemProvider {
  readonly #results = new Map<string, CheckResult[]>();
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeCellStatusBarItems = this.#changed.event;

  readonly #known: KnownChecks;

  constructor(known: KnownChecks) {
    super();
    this.#known = known;
    this.register(known.onDidChange(() => this.#changed.fire()));
    this.register(vscode.notebooks.registerNotebookCellStatusBarItemProvider(ids.type, this));
    // A lab that is opened again gets the same cell addresses, and has not been run.
    this.register(
      vscode.workspace.onDidCloseNotebookDocument((lab) => {
        for (const cell of lab.getCells()) this.clear(cell);
      }),
    );
  }

  clear(cell: vscode.NotebookCell): void {
    if (this.#results.delete(cell.document.uri.toString())) this.#changed.fire();
  }

  set(cell: vscode.NotebookCell, result: CheckResult): void {
    const key = cell.document.uri.toString();
    this.#results.set(key, [...(this.#results.get(key) ?? []), result]);
    this.#changed.fire();
  }

  provideCellStatusBarItems(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem[] {
    const metadata = cellMetadata(cell);
    const { exercise, check, kind } = metadata;
    if (exercise === undefined && check === undefined) return [];
    const rung = hintRung(this.#known, cell.notebook.uri, metadata);
    const hint = rung ? [hintItem(cell, rung)] : [];
    if (exercise === undefined) return [this.#resultItem(cell), ...hint];
    return [
      item(`$(edit) ${vscode.l10n.t('Exercise')}`),
      ...this.#outcome(cell, exercise),
      action(cell, 'beaker', vscode.l10n.t('Check Cell'), commands.checkCell),
      ...hint,
      ...(kind === 'predict' ? [] : [action(cell, 'key', vscode.l10n.t('Show Solution'), commands.showSolution)]),
      action(cell, 'discard', vscode.l10n.t('Reset Cell'), commands.resetCell),
    ];
  }

  /** How an exercise's checks came out last: their own cells are folded, and a folded cell has no status bar. */
  #outcome(cell: vscode.NotebookCell, exercise: string): vscode.NotebookCellStatusBarItem[] {
    const results = this.#known.of(cell.notebook.uri).filter(({ id }) => triesExercise(id, exercise));
    if (results.length === 0) return [];
    const failed = results.filter(({ passed }) => !passed).length;
    if (failed === 0) return [item(`$(pass) ${vscode.l10n.t('Passed')}`)];
    return [item(`$(error) ${vscode.l10n.t('{0} of {1} checks failed', failed, results.length)}`)];
  }

  #resultItem(cell: vscode.NotebookCell): vscode.NotebookCellStatusBarItem {
    const results = this.#results.get(cell.document.uri.toString());
    if (!results) return item(`$(circle-large-outline) ${vscode.l10n.t('Check: not run yet')}`);
    const failed = results.filter(({ passed }) => !passed).length;
    if (failed === 0) return item(`$(pass) ${vscode.l10n.t('Check passed')}`);
    return item(`$(error) ${vscode.l10n.t('Check failed')}`);
  }
}

/** The next rung; where it stands on the last, that one again. */
function hintItem(cell: vscode.NotebookCell, { rung, of }: Rung): vscode.NotebookCellStatusBarItem {
  const next = vscode.l10n.t('Show Hint {0} of {1}', Math.min(rung + 1, of), of);
  return action(cell, 'lightbulb', next, commands.showHint);
}

function action(
  cell: vscode.NotebookCell,
  icon: string,
  title: string,
  command: string,
): vscode.NotebookCellStatusBarItem {
  const shown = item(`$(${icon}) ${title}`);
  const target: CellTarget = { lab: cell.notebook.uri, at: { index: cell.index } };
  shown.command = { command, title, arguments: [target] };
  shown.accessibilityInformation = { label: title, role: 'button' };
  return shown;
}

function item(text: string): vscode.NotebookCellStatusBarItem {
  return new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
}
