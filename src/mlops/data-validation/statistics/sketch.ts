/**
 * Quantiles of a stream in little memory: the sketch of TensorFlow's boosted trees that TFX uses (a multi-level
 * summary with pruning after Zhang and Wang, “A Fast Algorithm for Approximate Quantiles in High Speed Data Streams”,
 * SSDBM 2007). While few values are distinct it is exact; after that a rank is off by 1 % at most.
 */

/** Values that rise, with their weights and the bounds of their ranks. */
interface Summary {
  size: number;
  value: Float64Array;
  weight: Float64Array;
  minRank: Float64Array;
  maxRank: Float64Array;
}

/** Values below which a share of the weight lies, and how much weight lies up to each. */
export interface Quantiles {
  readonly values: Float64Array;
  readonly cumulative: Float64Array;
}

const room = (length: number): Summary => ({
  size: 0,
  value: new Float64Array(length),
  weight: new Float64Array(length),
  minRank: new Float64Array(length),
  maxRank: new Float64Array(length),
});

function append(summary: Summary, value: number, weight: number, minRank: number, maxRank: number): void {
  const i = summary.size++;
  summary.value[i] = value;
  summary.weight[i] = weight;
  summary.minRank[i] = minRank;
  summary.maxRank[i] = maxRank;
}

/** Both summaries in one; the bounds of ranks stay as tight as they can be known. */
function merged(a: Summary, b: Summary): Summary {
  if (b.size === 0) return a;
  if (a.size === 0) return b;
  const all = room(a.size + b.size);
  let [i, j, nextA, nextB] = [0, 0, 0, 0];
  while (i < a.size && j < b.size) {
    const difference = a.value[i]! - b.value[j]!;
    const [takesA, takesB] = [a.value[i]! <= b.value[j]!, a.value[i]! >= b.value[j]!];
    if (takesA && takesB) {
      const [min, max] = [a.minRank[i]! + b.minRank[j]!, a.maxRank[i]! + b.maxRank[j]!];
      append(all, a.value[i]!, a.weight[i]! + b.weight[j]!, min, max);
    } else if (difference < 0) {
      append(all, a.value[i]!, a.weight[i]!, a.minRank[i]! + nextB, a.maxRank[i]! + b.maxRank[j]! - b.weight[j]!);
    } else {
      append(all, b.value[j]!, b.weight[j]!, b.minRank[j]! + nextA, b.maxRank[j]! + a.maxRank[i]! - a.weight[i]!);
    }
    if (takesA) nextA = a.minRank[i]! + a.weight[i++]!;
    if (takesB) nextB = b.minRank[j]! + b.weight[j++]!;
  }
  const [lastA, lastB] = [a.maxRank[a.size - 1]!, b.maxRank[b.size - 1]!];
  for (; i < a.size; i++) append(all, a.value[i]!, a.weight[i]!, a.minRank[i]! + nextB, a.maxRank[i]! + lastB);
  for (; j < b.size; j++) append(all, b.value[j]!, b.weight[j]!, b.minRank[j]! + nextA, b.maxRank[j]! + lastA);
  return all;
}

/** Leaves out, in place, what can be left out: about `size` entries stay. */
function compress(summary: Summary, size: number, epsilon: number): void {
  if (summary.size <= size) return;
  const { value, weight, minRank, maxRank } = summary;
  const allowed = maxRank[summary.size - 1]! * Math.max(1 / size, epsilon);
  const step = summary.size;
  let [written, last, read, spent] = [1, 1, 0, 0];
  const keep = (from: number) => {
    for (const list of [value, weight, minRank, maxRank]) list[written] = list[from]!;
    written++;
  };
  while (read + 1 < summary.size) {
    let next = read + 1;
    const above = minRank[read]! + weight[read]!;
    while (next < summary.size && spent < step && maxRank[next]! - weight[next]! - above <= allowed) {
      spent += size;
      next++;
    }
    read = read === next - 1 ? read + 1 : next - 1;
    keep(read);
    last = read;
    spent -= step;
  }
  if (last + 1 < summary.size) keep(summary.size - 1);
  summary.size = written;
}

/** How many entries a summary may have, so that `elements` values are seen with an error of `epsilon`. */
function blockSize(epsilon: number, elements: number): number {
  let size = 2;
  for (let level = 1; 2 ** level * size < elements; level++) size = Math.ceil(level / epsilon) + 1;
  return size;
}

const mostElements = 2 ** 32;

export class QuantileSketch {
  /** Of each of the three roundings: TFX divides the asked error by them. */
  readonly #epsilon: number;
  readonly #size: number;
  readonly #buffer: Float64Array;
  readonly #weights: Float64Array;
  #buffered = 0;
  #isWeighted = false;
  #levels: (Summary | undefined)[] = [];

  constructor(epsilon = 0.01) {
    this.#epsilon = epsilon / 3;
    this.#size = blockSize(this.#epsilon, mostElements);
    this.#buffer = new Float64Array(2 * this.#size);
    this.#weights = new Float64Array(2 * this.#size).fill(1);
  }

  /** @param value no NaN */
  add(value: number, weight = 1): void {
    this.#buffer[this.#buffered] = value;
    if (weight !== 1) {
      this.#weights[this.#buffered] = weight;
      this.#isWeighted = true;
    }
    if (++this.#buffered === this.#buffer.length) this.#flush();
  }

  /** @param count two or more: `count + 1` values come back, from the least to the greatest; none of no values */
  quantiles(count: number): Quantiles {
    this.#flush();
    const summary = this.#levels.reduce<Summary>((all, level) => (level ? merged(all, level) : all), room(0));
    compress(summary, this.#size, this.#epsilon);
    return ranked(summary, count);
  }

  #flush(): void {
    if (this.#buffered === 0) return;
    const summary = this.#isWeighted ? this.#weighted() : this.#counted();
    this.#buffered = 0;
    compress(summary, this.#size, this.#epsilon);
    this.#settle(summary);
  }

  #counted(): Summary {
    const sorted = this.#buffer.subarray(0, this.#buffered).sort();
    const summary = room(sorted.length);
    for (let from = 0, to = 0; from < sorted.length; from = to) {
      while (to < sorted.length && sorted[to] === sorted[from]) to++;
      append(summary, sorted[from]!, to - from, from, to);
    }
    return summary;
  }

  #weighted(): Summary {
    const order = Array.from({ length: this.#buffered }, (_, i) => i);
    order.sort((i, j) => this.#buffer[i]! - this.#buffer[j]!);
    const summary = room(order.length);
    let below = 0;
    for (let from = 0, to = 0; from < order.length; from = to) {
      const value = this.#buffer[order[from]!]!;
      let weight = 0;
      for (; to < order.length && this.#buffer[order[to]!] === value; to++) weight += this.#weights[order[to]!]!;
      append(summary, value, weight, below, below + weight);
      below += weight;
    }
    this.#weights.fill(1);
    this.#isWeighted = false;
    return summary;
  }

  /** Up the levels, as a carry in a sum of binary numbers. */
  #settle(summary: Summary): void {
    let rising = summary;
    for (let level = 0; ; level++) {
      const present = this.#levels[level];
      if (present) rising = merged(rising, present);
      if (!present || rising.size <= this.#size + 1) {
        this.#levels[level] = trimmed(rising);
        return;
      }
      compress(rising, this.#size, this.#epsilon);
      this.#levels[level] = undefined;
    }
  }
}

/** Without the room that compression left behind. */
function trimmed({ size, value, weight, minRank, maxRank }: Summary): Summary {
  const [v, w, min, max] = [value, weight, minRank, maxRank].map((list) => list.slice(0, size));
  return { size, value: v!, weight: w!, minRank: min!, maxRank: max! };
}

function ranked({ size, value, weight, minRank, maxRank }: Summary, count: number): Quantiles {
  const length = size === 0 ? 0 : count + 1;
  const quantiles = { values: new Float64Array(length), cumulative: new Float64Array(length) };
  const total = maxRank[size - 1] ?? 0;
  let current = 0;
  for (let rank = 0; rank < length; rank++) {
    const twice = 2 * ((rank * total) / count);
    let next = current + 1;
    while (next < size && twice >= minRank[next]! + maxRank[next]!) next++;
    current = next - 1;
    const above = minRank[current]! + weight[current]!;
    const nearer = next === size || twice < above + maxRank[next]! - weight[next]! ? current : next;
    quantiles.values[rank] = value[nearer]!;
    quantiles.cumulative[rank] = maxRank[nearer]!;
  }
  return quantiles;
}
