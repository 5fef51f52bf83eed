/** Anything that must be let go of. Structurally the same as `vscode.Disposable`. */
export interface DisposableLike {
  dispose(): unknown;
}

/** Base class of what owns other disposables: registers them, and lets them go in reverse order, once. */
export abstract class Disposable implements DisposableLike {
  readonly #owned: DisposableLike[] = [];
  #disposed = false;

  /** Takes ownership. What is registered after disposal is disposed at once, so a late answer leaks nothing. */
  protected register<T extends DisposableLike>(item: T): T {
    if (this.#disposed) item.dispose();
    else this.#owned.push(item);
    return item;
  }

  get isDisposed(): boolean {
    return this.#disposed;
  }

  dispose(): void {
    this.#disposed = true;
    for (const item of this.#owned.splice(0).reverse()) item.dispose();
  }
}
