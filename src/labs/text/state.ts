/** What became of a cell run from the text view, in words and as findings at its lines. */
import { pathToFileURL } from 'node:url';
import type { CellError, TensorUse } from '../../kernel/protocol/outputs.ts';
import type { CheckResult } from '../../mlops/host.ts';
import type { CellEnd } from '../../outputs/cellEnd.ts';
import { duration, endText } from '../../outputs/cellEnd.ts';
import { failureText, hintsOf } from '../../outputs/text/checkWords.ts';
import { t } from '../../platform/l10n.ts';
import type { TextCell } from './cells.ts';

export type CellState =
  | { readonly status: 'waiting' | 'running' }
  | {
      readonly status: 'ended';
      readonly end: CellEnd;
      readonly checks: readonly CheckResult[];
      /** What became of its tensors, once that is known. */
      readonly tensors?: TensorUse;
      /** Where the error came up, seen from this cell. */
      readonly at?: Place;
    };

/** Zero-based; the line counts from the first of the cell's source, so that it stays true when the cell moves. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A problem to be shown in the text. Zero-based, in the file. */
export interface Finding extends Place {
  /** An unsolved exercise is no error of the program: a failed check warns. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

function isEnded(state: CellState | undefined): state is Extract<CellState, { status: 'ended' }> {
  return state?.status === 'ended';
}

/** One line, and the codicon that says the same. */
export interface Verdict {
  readonly icon: string;
  readonly words: string;
}

export function verdictOf(state: CellState): Verdict {
  if (state.status === 'waiting') return { icon: 'clock', words: t('Waiting') };
  if (!isEnded(state)) return { icon: 'sync', words: t('Running') };
  const { end, checks } = state;
  if (end.error && end.status === 'failed') return { icon: 'error', words: firstLine(errorText(end.error)) };
  const failed = checks.find(({ passed }) => !passed);
  if (failed) {
    const reason = failureText(failed) ?? hintsOf(failed)[0] ?? failed.name;
    return { icon: 'error', words: t('Check failed: {0}', firstLine(reason)) };
  }
  if (end.covered) return { icon: 'eye-closed', words: t('Predict first') };
  if (end.status === 'succeeded' && checks.length > 0) {
    return { icon: 'pass', words: t('Check passed in {0}', duration(end.seconds)) };
  }
  return { icon: icons[end.status], words: endText(end) };
}

const icons = { succeeded: 'pass', failed: 'error', interrupted: 'debug-stop', skipped: 'circle-slash' };

/** The errors and failed checks of a cell. A cell that was stopped has none: that was the person's wish. */
export function findingsOf(cell: TextCell, state: CellState | undefined): Finding[] {
  if (!isEnded(state)) return [];
  const { end, checks, at } = state;
  const findings: Finding[] = [];
  if (end.error && end.status === 'failed') {
    const line = cell.first + (at?.line ?? 0);
    findings.push({ line, column: at?.column ?? 0, severity: 'error', message: errorText(end.error) });
  }
  const calls = checkCalls(cell);
  for (const [index, check] of checks.entries()) {
    if (check.passed) continue;
    const message = [check.name, failureText(check), hintsOf(check)[0]].filter(Boolean).join('\n');
    findings.push({ line: calls[index] ?? calls[0] ?? cell.first, column: 0, severity: 'warning', message });
  }
  return findings;
}

/**
 * Where in a cell an error came up: its own place, or, for an error inside a function of another cell, the call that
 * stands in this one. `undefined` when no frame lies in it.
 * @param labPath absolute
 */
export function errorPlace(error: CellError, cell: TextCell, labPath: string): Place | undefined {
  const labUrl = pathToFileURL(labPath).href;
  const own = error.line === undefined ? [] : [{ line: error.line, column: error.column ?? 1 }];
  const frames = error.stack.split('\n').flatMap((frame) => {
    const [, line, column] = /:(\d+):(\d+)\)?$/.exec(frame) ?? [];
    return line && frame.includes(`${labUrl}:`) ? [{ line: Number(line), column: Number(column) }] : [];
  });
  const found = [...own, ...frames].find(({ line }) => line > cell.first && line <= cell.last + 1);
  return found && { line: found.line - 1 - cell.first, column: found.column - 1 };
}

/** The lines on which a cell calls `check`, in the order in which the results come. */
function checkCalls({ source, first }: TextCell): number[] {
  return source.split('\n').flatMap((line, offset) => (/\bcheck\(/.test(line) ? [first + offset] : []));
}

function errorText({ name, message }: CellError): string {
  return `${name}: ${message}`;
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
