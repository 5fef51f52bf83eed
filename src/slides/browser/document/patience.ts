import { UserError } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';

/** A page that takes longer is given up, so that the others get their turn. */
export const patienceSeconds = 20;

/**
 * Does a piece of work, for a bounded time. Only seconds in which the page is visible count: a browser draws nothing
 * on a page that is hidden.
 * @param work gets a signal that is also raised when the time is up.
 * @throws {UserError} `page-slow`.
 */
export async function withinPatience(stop: AbortSignal, work: (stop: AbortSignal) => Promise<void>): Promise<void> {
  stop.throwIfAborted();
  const ended = new AbortController();
  const end = () => ended.abort(stop.reason);
  stop.addEventListener('abort', end);
  let seconds = 0;
  const clock = setInterval(() => {
    if (document.hidden || ++seconds < patienceSeconds) return;
    ended.abort(new UserError('page-slow', t('it was not done after {0} seconds.', patienceSeconds)));
  }, 1000);
  // The work itself may never answer.
  const late = new Promise<never>((_, reject) => {
    ended.signal.addEventListener('abort', () => reject(ended.signal.reason));
  });
  try {
    await Promise.race([work(ended.signal), late]);
  } finally {
    clearInterval(clock);
    stop.removeEventListener('abort', end);
  }
}
