/** One page to be drawn in one way. */
export interface Drawing {
  readonly page: number;
  /** Differs where the same page is to be drawn otherwise. */
  readonly key: string;
}

/** Draws pages one after the other, the most urgent first: two at once would both come late. */
export class Drawer<Job extends Drawing> {
  readonly #draw: (job: Job, stop: AbortSignal) => Promise<void>;
  #wanted: readonly Job[] = [];
  #running: { readonly job: Job; readonly stop: AbortController } | undefined;

  /** @param draw does not reject: what goes wrong is told on the page. */
  constructor(draw: (job: Job, stop: AbortSignal) => Promise<void>) {
    this.#draw = draw;
  }

  /**
   * Replaces what was wanted before.
   * @param jobs most urgent first.
   * @param urgent how many of them are on screen: a page that is drawn in advance gives way to those.
   */
  want(jobs: readonly Job[], urgent: number): void {
    this.#wanted = jobs;
    if (!this.#running) return void this.#run();
    const { job, stop } = this.#running;
    const rank = jobs.findIndex((each) => same(each, job));
    if (rank < 0 || (urgent > 0 && rank >= urgent)) stop.abort();
  }

  async #run(): Promise<void> {
    for (let job = this.#wanted[0]; job !== undefined; job = this.#wanted[0]) {
      const running = { job, stop: new AbortController() };
      this.#running = running;
      await this.#draw(job, running.stop.signal);
      // One that was stopped may be wanted again, in its turn.
      if (!running.stop.signal.aborted) this.#wanted = this.#wanted.filter((each) => !same(each, running.job));
    }
    this.#running = undefined;
  }
}

const same = (a: Drawing, b: Drawing) => a.page === b.page && a.key === b.key;
