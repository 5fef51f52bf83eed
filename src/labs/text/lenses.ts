/** The lines of words above a lab's cells that run them and say how they came out: what VS Code calls CodeLens. */
import type { TensorUse } from '../../kernel/protocol/outputs.ts';
import { t } from '../../platform/l10n.ts';
import { leakText } from '../coaching.ts';
import { isCode, type TextCell } from './cells.ts';
import { type CellState, verdictOf } from './state.ts';

export type LensAction =
  | 'runAll'
  | 'runCell'
  | 'runAbove'
  | 'runBelow'
  | 'stop'
  | 'showOutput'
  | 'openAsNotebook'
  | 'openCopy'
  | 'explainLeak'
  | 'showTruth'
  | 'check'
  | 'hint'
  | 'solution'
  | 'reset'
  | 'manageTrust';

export interface Lens {
  /** Zero-based. */
  readonly line: number;
  readonly title: string;
  readonly action: LensAction;
  /** What `explainLeak` is about. */
  readonly tensors?: TensorUse;
  /** The predictions that `showTruth` waits for no longer. */
  readonly missing?: readonly string[];
}

/**
 * `bundled`: the extension's own file, which is there to be read. `kept`: what a run or a reset keeps of a lab.
 * `restricted`: the folder is not trusted.
 */
export type LabAccess = 'own' | 'bundled' | 'kept' | 'restricted';

/**
 * @param busy whether a cell of the lab runs or waits, be it one that was changed since and shows no state
 * @param hasHint whether a check of the cell's exercise has failed and has hints
 */
export function lensesOf(
  cells: readonly TextCell[],
  stateOf: (cell: TextCell) => CellState | undefined,
  access: LabAccess,
  busy: boolean,
  hasHint: (cell: TextCell) => boolean = () => false,
): Lens[] {
  const top = topLenses(access, busy).map((lens) => ({ line: 0, ...lens }));
  if (access !== 'own') return top;
  const code = cells.filter(isCode);
  return [...top, ...code.flatMap((cell) => cellLenses(cell, code, stateOf(cell), hasHint(cell)))];
}

function topLenses(access: LabAccess, busy: boolean): Omit<Lens, 'line'>[] {
  const notebook = { title: t('Open as Notebook'), action: 'openAsNotebook' } as const;
  if (access === 'kept') return [notebook];
  if (access === 'bundled') return [{ title: t('Open Your Copy'), action: 'openCopy' }, notebook];
  if (access === 'restricted') {
    return [{ title: t('Restricted Mode: nothing runs. Manage Workspace Trust'), action: 'manageTrust' }, notebook];
  }
  const run = busy
    ? ({ title: t('Stop'), action: 'stop' } as const)
    : ({ title: t('Run All'), action: 'runAll' } as const);
  return [run, notebook];
}

function cellLenses(cell: TextCell, code: readonly TextCell[], state: CellState | undefined, hasHint: boolean): Lens[] {
  const line = cell.top;
  const result: Lens[] = state
    ? [{ line, title: resultTitle(state), action: 'showOutput' }, ...leakLenses(line, state)]
    : [];
  if (state?.status === 'running') return [{ line, title: t('Stop'), action: 'stop' }, ...result];
  if (state?.status === 'waiting') return result;
  const isCheck = cell.metadata.check !== undefined;
  return [
    { line, title: isCheck ? t('Run Check') : t('Run Cell'), action: 'runCell' },
    ...(cell === code[0] ? [] : [{ line, title: t('Run Above'), action: 'runAbove' } as const]),
    ...(cell === code.at(-1) ? [] : [{ line, title: t('Run Below'), action: 'runBelow' } as const]),
    ...coverLenses(line, state),
    ...exerciseLenses(cell, hasHint),
    ...result,
  ];
}

function exerciseLenses({ top: line, metadata }: TextCell, hasHint: boolean): Lens[] {
  const hint: Lens[] = hasHint ? [{ line, title: t('Show Hint'), action: 'hint' }] : [];
  if (metadata.exercise === undefined) return hint;
  const solution: Lens[] = metadata.kind === 'predict' ? [] : [{ line, title: t('Show Solution'), action: 'solution' }];
  return [
    { line, title: t('Check Cell'), action: 'check' },
    ...hint,
    ...solution,
    { line, title: t('Reset Cell'), action: 'reset' },
  ];
}

function coverLenses(line: number, state: CellState | undefined): Lens[] {
  const missing = state?.status === 'ended' ? state.end.covered : undefined;
  return missing ? [{ line, title: t('Show Anyway'), action: 'showTruth', missing }] : [];
}

function leakLenses(line: number, state: CellState): Lens[] {
  const tensors = state.status === 'ended' ? state.tensors : undefined;
  const text = tensors && leakText(tensors);
  return !tensors || text === undefined
    ? []
    : [{ line, title: `$(warning)\u00a0${text}`, action: 'explainLeak', tensors }];
}

/** With a space that VS Code does not swallow. */
function resultTitle(state: CellState): string {
  const { icon, words } = verdictOf(state);
  return `$(${icon})\u00a0${words}`;
}
