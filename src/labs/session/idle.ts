import { Disposable } from '../../platform/disposable.ts';

/** Tells when a kernel has had nothing to do for some minutes. */
export class IdleTimer extends Disposable {
  readonly #act: (minutes: number) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(act: (minutes: number) => void) {
    super();
    this.#act = act;
    this.register({ dispose: () => clearTimeout(this.#timer) });
  }

  /** Begins to wait anew; 0 minutes: not at all, since something is being done or the person wants no such thing. */
  set(minutes: number): void {
    clearTimeout(this.#timer);
    if (minutes > 0) this.#timer = setTimeout(this.#act, minutes * 60_000, minutes).unref();
  }
}
