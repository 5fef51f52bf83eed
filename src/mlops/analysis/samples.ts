/** The sums of a statistic for some rows, and for samples of them. */
import type { IntervalMethod } from './config/config.ts';
import { bootstrapInterval, type Interval, jackknifeInterval, sampleCount } from './intervals.ts';
import type { Answers, Statistic } from './metrics/statistic.ts';

/** How the rows of a slice are sampled: the same way for all models and metrics, so that differences are paired. */
export interface Sampling {
  readonly method: IntervalMethod;
  /** Jackknife: of each row its part. */
  readonly part?: Uint8Array;
  /** Bootstrap: of each sample the places of its rows, each as often as it was drawn. */
  readonly draws?: readonly Uint32Array[];
}

/** @param next uniform numbers from 0 to 1 */
export function samplingOf(method: IntervalMethod, rows: Uint32Array, next: () => number): Sampling {
  if (method === 'JACKKNIFE') return { method, part: Uint8Array.from(rows, () => Math.floor(next() * sampleCount)) };
  return { method, draws: Array.from({ length: sampleCount }, () => poissonDraw(rows, next)) };
}

/** Each row as often as a Poisson number of mean 1 says. */
function poissonDraw(rows: Uint32Array, next: () => number): Uint32Array {
  const drawn: number[] = [];
  for (const row of rows) {
    // Knuth's product of uniform numbers.
    for (let left = next(); left > Math.exp(-1); left *= next()) drawn.push(row);
  }
  return Uint32Array.from(drawn);
}

/** Sums over all rows, and over each sample: shape [1 + samples, size]. */
export interface Sums {
  readonly all: Float64Array;
  readonly samples: readonly Float64Array[];
}

export function sumsOf(statistic: Statistic, answers: Answers, rows: Uint32Array, sampling?: Sampling): Sums {
  const { size } = statistic;
  const all = new Float64Array(size);
  if (!sampling?.part) statistic.add(answers, rows, undefined, all);
  if (!sampling) return { all, samples: [] };
  if (sampling.draws)
    return {
      all,
      samples: sampling.draws.map((draw) => {
        const sums = new Float64Array(size);
        statistic.add(answers, draw, undefined, sums);
        return sums;
      }),
    };
  const parts = new Float64Array(sampleCount * size);
  statistic.add(answers, rows, sampling.part, parts);
  const one = (k: number) => parts.subarray(k * size, (k + 1) * size);
  for (let k = 0; k < sampleCount; k++) addTo(all, one(k));
  return { all, samples: leaveOneOut(one, size) };
}

/**
 * The sums of all parts but one: what stands before it, plus what stands behind it. Nothing is taken away, so that what is
 * empty is exactly 0.
 */
function leaveOneOut(part: (k: number) => Float64Array, size: number): Float64Array[] {
  const samples = Array.from({ length: sampleCount }, () => new Float64Array(size));
  const [before, behind] = [new Float64Array(size), new Float64Array(size)];
  for (let k = 0; k < sampleCount; k++) {
    addTo(samples[k]!, before);
    addTo(before, part(k));
  }
  for (let k = sampleCount - 1; k >= 0; k--) {
    addTo(samples[k]!, behind);
    addTo(behind, part(k));
  }
  return samples;
}

function addTo(sums: Float64Array, more: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += more[i]!;
}

/** The interval of a metric. @param samples of its values */
export const intervalOf = ({ method }: Sampling, value: number, samples: readonly number[]): Interval =>
  method === 'JACKKNIFE' ? jackknifeInterval(value, samples) : bootstrapInterval(samples);
