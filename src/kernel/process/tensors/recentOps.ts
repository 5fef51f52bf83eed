/** Tells which op made a tensor. */

/** Of so many tensors, the last that were made, it is known: a power of two. */
const known = 1 << 14;

/** By a tensor's id, modulo their number. Plain slots: an object for each tensor would cost every op. */
export class RecentOps {
  readonly #ops: string[] = Array.from({ length: known }, () => '');
  readonly #ids = new Int32Array(known);
  /** The op in progress; the empty text while there is none. */
  current = '';

  /** A tensor is made. */
  note(id: number): void {
    const at = id & (known - 1);
    this.#ops[at] = this.current;
    this.#ids[at] = id;
  }

  /** The op that made a tensor, by its name. One of which it is not known is the result of a scope that made very many. */
  of(id: number): string {
    const at = id & (known - 1);
    return this.#ids[at] === id ? this.#ops[at]! : 'tf.tidy';
  }
}
