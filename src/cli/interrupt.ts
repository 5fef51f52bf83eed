/** Ctrl+C: the first press stops in order, the second ends this program at once. */
import type { DisposableLike } from '../platform/disposable.ts';
import { t } from '../platform/l10n.ts';

export interface Interrupt {
  /** Aborted by the first press. */
  readonly signal: AbortSignal;
  /** What the second press lets go of, without waiting for anything. */
  readonly held: Set<DisposableLike>;
}

/** The exit status that a shell gives to what SIGINT has ended. */
const endedBySignal = 130;

/** Does the work, during which Ctrl+C means the above. */
export async function interruptible<T>(work: (interrupt: Interrupt) => Promise<T>): Promise<T> {
  const stopping = new AbortController();
  const held = new Set<DisposableLike>();
  const press = () => {
    if (!stopping.signal.aborted) {
      // A terminal stands at the end of a line that shows progress, or behind the ^C.
      const newLine = process.stderr.isTTY ? '\n' : '';
      console.error(`${newLine}${t('Stopping. Press Ctrl+C again to end at once.')}`);
      stopping.abort();
      return;
    }
    for (const item of held) item.dispose();
    process.exit(endedBySignal);
  };
  process.on('SIGINT', press);
  try {
    return await work({ signal: stopping.signal, held });
  } finally {
    process.off('SIGINT', press);
  }
}
