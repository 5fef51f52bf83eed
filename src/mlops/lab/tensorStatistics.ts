/** Statistics of a tensor's values in one pass over its data, which is read a part at a time. */
import { type Histogram, sizeOf, type TensorStatistics } from '../payloads/tensor.ts';
import type { ElementReader } from './tensorElements.ts';

/** Values that are read at once: few enough for a processor's cache, since each part is gone through twice. */
const part = 1 << 17;
/** Bins while counting; each value's bin is a power of two wide. */
const mostBins = 1024;
/** Bins that are shown: at most so many, and more than half of them. */
const shownBins = 48;

/** @returns nothing for text and for an empty tensor */
export function statisticsOf(
  reader: ElementReader,
  { dtype, shape }: { dtype: string; shape: readonly number[] },
): TensorStatistics | undefined {
  const size = sizeOf(shape);
  if (size === 0 || dtype === 'string') return undefined;
  const isWhole = dtype === 'bool' || dtype.includes('int');
  const summary = new Summary(isWhole);
  for (let start = 0; start < size; start += part) {
    const values = reader.read(start, Math.min(part, size - start)) as ArrayLike<number>;
    summary.add(dtype === 'complex64' ? magnitudes(values) : values);
  }
  return { of: dtype === 'complex64' ? 'magnitudes' : 'values', ...summary.result() };
}

function magnitudes(pairs: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: pairs.length / 2 }, (_, i) => Math.hypot(pairs[2 * i]!, pairs[2 * i + 1]!));
}

class Summary {
  readonly #bins: Bins;
  #finite = 0;
  #nan = 0;
  #infinite = 0;
  #zeros = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #mean = 0;
  /** Sum of squared distances from the mean. */
  #squares = 0;

  constructor(isWhole: boolean) {
    this.#bins = new Bins(isWhole);
  }

  add(values: ArrayLike<number>): void {
    let [nan, infinite, zeros, sum] = [0, 0, 0, 0];
    let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (Number.isFinite(value)) {
        sum += value;
        if (value < min) min = value;
        if (value > max) max = value;
        if (value === 0) zeros++;
      } else if (Number.isNaN(value)) nan++;
      else infinite++;
    }
    const finite = values.length - nan - infinite;
    this.#nan += nan;
    this.#infinite += infinite;
    this.#zeros += zeros;
    if (finite === 0) return;
    this.#min = Math.min(this.#min, min);
    this.#max = Math.max(this.#max, max);
    const mean = sum / finite;
    this.#merge(finite, mean, this.#bins.count(values, min, max, mean));
  }

  /** Joins the moments of two parts (Chan, Golub, LeVeque 1979): as exact as two passes. */
  #merge(count: number, mean: number, squares: number): void {
    const total = this.#finite + count;
    const distance = mean - this.#mean;
    this.#squares += squares + distance * distance * ((this.#finite * count) / total);
    this.#mean += (distance * count) / total;
    this.#finite = total;
  }

  result(): Omit<TensorStatistics, 'of'> {
    const counts = { finite: this.#finite, nan: this.#nan, infinite: this.#infinite, zeros: this.#zeros };
    if (this.#finite === 0) return counts;
    // Adding 0 makes 0 of -0, which JSON does not keep.
    const [min, max] = [this.#min + 0, this.#max + 0];
    const moments = { min, max, mean: this.#mean + 0, std: Math.sqrt(this.#squares / this.#finite) };
    // Sums of the largest doubles overflow, and JSON has no number for what comes of it.
    if (!Number.isFinite(moments.mean) || !Number.isFinite(moments.std)) return { ...counts, min, max };
    return { ...counts, ...moments, ...(min < max && { histogram: this.#bins.histogram() }) };
  }
}

/**
 * A histogram that needs not know the range beforehand. Bins are a power of two wide and begin at multiples of it, so
 * that when a value falls outside, neighbours can be joined until it fits, and every count stays exact.
 */
class Bins {
  readonly #narrowest: number;
  #width = 0;
  /** The first bin's start, in widths. */
  #first = 0;
  #counts = new Float64Array(mostBins);

  constructor(isWhole: boolean) {
    // Whole numbers have a bin each as long as there are few.
    this.#narrowest = isWhole ? 1 : 0;
  }

  /** Counts the finite of the values, which lie between `min` and `max`. @returns their squared distances from `mean` */
  count(values: ArrayLike<number>, min: number, max: number, mean: number): number {
    this.#cover(min, max);
    const [counts, first, scale] = [this.#counts, this.#first, 1 / this.#width];
    let squares = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      if (!Number.isFinite(value)) continue;
      const distance = value - mean;
      squares += distance * distance;
      // An integer for the processor, too: an index that is a double costs several times as much.
      counts[(Math.floor(value * scale) - first) | 0]!++;
    }
    return squares;
  }

  #cover(min: number, max: number): void {
    if (this.#width === 0) {
      // The inverse of a width, too, must be a number; and the position in widths a whole one.
      const least = Math.max(Math.abs(min), Math.abs(max)) * 2 ** -50;
      this.#width = Math.max(
        this.#narrowest,
        2 ** Math.ceil(Math.log2(Math.max((max - min) / mostBins, least, 2 ** -1000))),
      );
      this.#first = Math.floor(min / this.#width);
    }
    let [first, last] = this.#reach(min, max);
    while (last - first >= mostBins) {
      this.#join();
      [first, last] = this.#reach(min, max);
    }
    if (first === this.#first) return;
    const moved = new Float64Array(mostBins);
    for (let i = 0; i < mostBins; i++) if (this.#counts[i]) moved[i + this.#first - first] = this.#counts[i]!;
    this.#counts = moved;
    this.#first = first;
  }

  /** The bins that values between `min` and `max` need, and those that are needed already. */
  #reach(min: number, max: number): [first: number, last: number] {
    const used = this.#counts.findLastIndex((count) => count > 0);
    const first = Math.min(Math.floor(min / this.#width), used < 0 ? Number.POSITIVE_INFINITY : this.#first);
    return [first, Math.max(Math.floor(max / this.#width), this.#first + used)];
  }

  /** Makes the bins twice as wide. */
  #join(): void {
    const first = Math.floor(this.#first / 2);
    const joined = new Float64Array(mostBins);
    for (let i = 0; i < mostBins; i++) joined[Math.floor((this.#first + i) / 2) - first]! += this.#counts[i]!;
    this.#counts = joined;
    this.#first = first;
    this.#width *= 2;
  }

  histogram(): Histogram {
    const span = () => this.#counts.findLastIndex((count) => count > 0) - this.#counts.findIndex((count) => count > 0);
    while (span() >= shownBins) this.#join();
    const from = this.#counts.findIndex((count) => count > 0);
    const counts = Array.from(this.#counts.subarray(from, from + span() + 1));
    return { start: (this.#first + from) * this.#width, width: this.#width, counts };
  }
}
