/** How a kernel or a cell ended, in words for the user. */
import { t } from '../platform/l10n.ts';
import type { CellError, StopStage } from './protocol/outputs.ts';

/** Why we ended the process ourselves. */
export type Wanted =
  /** `stuck`: its cell could be stopped in no other way. */
  | { readonly by: 'kill' | 'shutdown' | 'stuck' }
  | { readonly by: 'memory'; readonly megabytes: number; readonly limit: number };

/** How a process ended, as Node tells it (neither code nor signal: it was never born), and the last lines it wrote to stderr. */
export interface Death {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: readonly string[];
  readonly wanted?: Wanted;
  /** The call of a cell that ended it, e.g. `process.exit(3)`. */
  readonly call?: string;
  /** The person was stopping the cell at that moment. */
  readonly stopping?: boolean;
}

export function reasonOf({ code, signal, stderr, wanted, call, stopping }: Death): string {
  switch (wanted?.by) {
    case 'kill':
      return t('The cell was stopped, and its kernel with it.');
    case 'shutdown':
      return t('The kernel was shut down.');
    case 'stuck':
      return t('The cell could be stopped in no other way than by ending its kernel.');
    case 'memory':
      return t(
        'The kernel held {0} MB of memory, more than its limit of {1} MB, and was ended.',
        Math.round(wanted.megabytes),
        wanted.limit,
      );
  }
  if (call !== undefined) return t('The cell called {0}, which ended the kernel.', call);
  if (stderr.some((line) => /heap out of memory|Allocation failed/.test(line))) {
    return t('The kernel ran out of memory.');
  }
  if (stopping) return t('The kernel did not survive that its cell was broken off.');
  if (signal === 'SIGKILL') {
    return t('The kernel was killed from outside (SIGKILL); a system that runs out of memory does so.');
  }
  if (signal) return t('The kernel was ended by the signal {0}.', signal);
  if (code === null) return t('The kernel’s process could not be started.');
  return t('The kernel ended by itself with exit code {0}.', code);
}

/** Whether the end is what the person asked for. */
export function isStop({ wanted, stopping }: Death): boolean {
  return (wanted !== undefined && wanted.by !== 'memory') || stopping === true;
}

/** The error of the cell that ran when its kernel ended. */
export function deathError(death: Death): CellError {
  const name = isStop(death) ? 'Interrupted' : 'KernelDied';
  const sentences = [reasonOf(death), t('Variables of earlier cells are gone: run those cells again.')];
  return told(name, sentences, death.wanted ? [] : death.stderr);
}

/**
 * The error of a cell that was stopped while its kernel lives on.
 * @param thrown what the cell threw when it was asked: it knows the place
 */
export function stopError(stage: Exclude<StopStage, 'killed'>, thrown?: CellError): CellError {
  const sentences =
    stage === 'cooperative'
      ? [
          t('The cell was stopped as soon as it was asked to.'),
          t('All variables are still there, and models can train on.'),
        ]
      : [
          t('The cell did not stop when it was asked to, so its code was broken off.'),
          t('All variables are still there; what it was changing at that moment may be half done.'),
        ];
  const frames = thrown?.stack.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  const { line, column } = thrown ?? {};
  return {
    ...told('Interrupted', sentences, frames),
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}

/** Each sentence has a line of its own in the `stack`: a notebook cuts long lines at its cell's edge. */
function told(name: string, sentences: readonly string[], details: readonly string[]): CellError {
  const [first = '', ...more] = sentences;
  return { name, message: sentences.join(' '), stack: [`${name}: ${first}`, ...more, ...details].join('\n') };
}
