/** How a kernel ended, in words for the user. */
import { t } from '../platform/l10n.ts';
import type { CellError } from './protocol.ts';

/** How a process ended, as Node tells it (neither code nor signal: it was never born), and the last lines it wrote to stderr. */
export interface Death {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: readonly string[];
  /** By our own wish: `stop` kills, `shutdown` lets it finish. */
  readonly wanted?: 'stop' | 'shutdown';
}

export function reasonOf({ code, signal, stderr, wanted }: Death): string {
  if (wanted === 'stop') return t('The cell was stopped, and its kernel with it.');
  if (wanted === 'shutdown') return t('The kernel was shut down.');
  if (stderr.some((line) => /heap out of memory|Allocation failed/.test(line))) {
    return t('The kernel ran out of memory.');
  }
  if (signal === 'SIGKILL') {
    return t('The kernel was killed from outside (SIGKILL); a system that runs out of memory does so.');
  }
  if (signal) return t('The kernel was ended by the signal {0}.', signal);
  if (code === null) return t('The kernel’s process could not be started.');
  return t('The kernel ended by itself with exit code {0}, as by process.exit().', code);
}

/** The error of the cell that ran when its kernel ended. */
export function deathError(death: Death): CellError {
  const name = death.wanted ? 'Interrupted' : 'KernelDied';
  const message = `${reasonOf(death)} ${t('Variables of earlier cells are gone: run those cells again.')}`;
  const lastWords = death.wanted ? [] : death.stderr;
  return { name, message, stack: [`${name}: ${message}`, ...lastWords].join('\n') };
}
