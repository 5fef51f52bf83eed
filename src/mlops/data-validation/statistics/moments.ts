/** Mean and deviation of a stream, in chunks that are joined (Chan, Golub and LeVeque, 1979), as TFDV does by batch. */

const chunkLength = 4096;

export class Moments {
  readonly #chunk = new Float64Array(chunkLength);
  #filled = 0;
  #count = 0;
  #mean = 0;
  #variance = 0;

  add(value: number): void {
    this.#chunk[this.#filled++] = value;
    if (this.#filled === chunkLength) this.#join();
  }

  /** Of all values so far, and their population deviation; 0 of none. */
  result(): { mean: number; stdDev: number } {
    this.#join();
    // A variance that is NaN, as of infinities, counts as 0.
    return { mean: this.#mean, stdDev: this.#variance > 0 ? Math.sqrt(this.#variance) : 0 };
  }

  #join(): void {
    const size = this.#filled;
    if (size === 0) return;
    const chunk = this.#chunk.subarray(0, size);
    let sum = 0;
    for (const value of chunk) sum += value;
    const rough = sum / size;
    // What rounding took from the sum of large numbers.
    let rest = 0;
    for (const value of chunk) rest += value - rough;
    const mean = rough + rest / size;
    let squares = 0;
    for (const value of chunk) squares += (value - mean) ** 2;
    this.#filled = 0;
    const share = size / (this.#count + size);
    const [oldMean, difference] = [this.#mean, mean - this.#mean];
    if (this.#count === 0) [this.#mean, this.#variance] = [mean, squares / size];
    else {
      this.#mean = oldMean + share * difference;
      this.#variance += share * (squares / size - this.#variance + (mean - this.#mean) * difference);
    }
    this.#count += size;
  }
}
