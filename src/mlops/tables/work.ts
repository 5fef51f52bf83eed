/** Long work, done in pieces: it yields wherever somebody else may have a turn. */
export type Work<T> = Generator<void, T, void>;

/** How long a turn takes, in milliseconds: shorter than a frame, and than a stop waits for the event loop to turn. */
const turn = 8;

/** Does all of it at once. */
export function finish<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Does it in short turns. @param pause resolves when the others have had theirs */
export async function inTurns<T>(work: Work<T>, pause: () => Promise<unknown>): Promise<T> {
  for (;;) {
    for (const end = performance.now() + turn; performance.now() < end; ) {
      const step = work.next();
      if (step.done) return step.value;
    }
    await pause();
  }
}

/** The ranges `[from, to)` in which `length` rows are gone through, with a turn for others after each. */
export function* pieces(length: number): Generator<readonly [from: number, to: number], void, void> {
  const size = 4096;
  for (let from = 0; from < length; from += size) yield [from, Math.min(from + size, length)];
}
