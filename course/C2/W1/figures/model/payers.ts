/** Who pays for the visits of a made-up group of hospitals, and how far two weeks lie apart. */
import { deviation, mean, quantile, type Random, random, rounded, sampler, shareAbove } from './chance.ts';

const raw = [
  0.4, 0.16, 0.08, 0.06, 0.05, 0.045, 0.04, 0.035, 0.03, 0.025, 0.02, 0.015, 0.012, 0.01, 0.008, 0.005, 0.003, 0.002,
];
const scaled = (weights: readonly number[]) => {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
};
/** Shares of the 18 payers in a quiet week. */
export const payers = scaled(raw);
/** B: four points move from the largest payer to the second. */
export const shifted = payers.map((share, index) => share + (index === 0 ? -0.04 : index === 1 ? 0.04 : 0));
/** C: the smallest payer, travel insurance, grows tenfold. */
export const grown = scaled(payers.map((share, index) => (index === payers.length - 1 ? share * 10 : share)));

/** The limit that all the hospitals use, and the rows of a week at the small clinic and at the large one. */
export const threshold = 0.03;
export const sizes = { small: 1000, large: 15_265 };
/** One alarm in a year of 52 weeks. */
const quiet = 1 - 1 / 52;

const shares = (counts: readonly number[]) => scaled(counts);

/** The largest change of any share: 0 to 1. */
export const lInfinity = (one: readonly number[], other: readonly number[]): number =>
  Math.max(...one.map((share, index) => Math.abs(share - other[index]!)));

/** Jensen-Shannon divergence in bits: 0 to 1 (Lin, IEEE Trans. Inf. Theory 37, 1991). */
export function jensenShannon(one: readonly number[], other: readonly number[]): number {
  const toward = (from: number, middle: number) => (from > 0 ? from * Math.log2(from / middle) : 0);
  return one.reduce((sum, share, index) => {
    const middle = (share + other[index]!) / 2;
    return sum + (toward(share, middle) + toward(other[index]!, middle)) / 2;
  }, 0);
}

type Distance = (one: readonly number[], other: readonly number[]) => number;

/** Distances between two samples of `rows` each, drawn `times` times. */
function distances(
  [before, after]: readonly [readonly number[], readonly number[]],
  rows: number,
  times: number,
  seed: number,
  measures: readonly Distance[] = [lInfinity],
): number[][] {
  const draw = random(seed);
  const [old, fresh] = [sampler(before, draw), sampler(after, draw)];
  const found: number[][] = measures.map(() => []);
  for (let time = 0; time < times; time++) {
    const pair = [shares(old(rows)), shares(fresh(rows))] as const;
    measures.forEach((measure, index) => {
      found[index]!.push(measure(...pair));
    });
  }
  return found;
}

/** The week in which B and C happen at the large hospital; weeks count from 1. */
export const events = { shift: 60, growth: 80 };

/** A hundred weeks at one hospital: the distance of each from the week before. */
export function hundredWeeks(rows: number, seed: number, changes: boolean): number[] {
  const draw = random(seed);
  const both = scaled(shifted.map((share, index) => (index === shifted.length - 1 ? share * 10 : share)));
  const draws = [payers, shifted, both].map((kind) => sampler(kind, draw));
  const stage = (week: number) => (!changes || week < events.shift ? 0 : week < events.growth ? 1 : 2);
  let last = shares(draws[0]!(rows));
  return Array.from({ length: 100 }, (_, index) => {
    const now = shares(draws[stage(index + 1)]!(rows));
    const distance = lInfinity(last, now);
    last = now;
    return rounded(distance);
  });
}

/** What two samples of the same payers show, for several sizes. `share` is the share above the usual threshold. */
export function nullDistributions(times: number) {
  return [200, 500, 1000, 3000, 15_265].map((rows) => {
    const [found] = distances([payers, payers], rows, times, 17 + rows);
    const share = shareAbove(found!, threshold);
    // Bins of .005 that hold their upper end, so that none holds distances on both sides of the threshold.
    const bins = Array.from({ length: 20 }, (_, bin) => {
      const inside = found!.filter((value) => Math.ceil(value / 0.005 - 1e-9) === bin + 1);
      return rounded(inside.length / times);
    });
    return {
      rows,
      share: rounded(share),
      error: rounded(Math.sqrt((share * (1 - share)) / times)),
      median: rounded(quantile(found!, 0.5)),
      yearly: rounded(quantile(found!, quiet)),
      bins,
    };
  });
}

/** For both distances and sizes: what B and C are without noise, the limit of one false alarm a year, and the share of
 * such weeks that pass it. */
export function power(times: number) {
  const measures = { lInfinity, jensenShannon };
  const changes = { shift: shifted, growth: grown };
  return Object.values(sizes).flatMap((rows) => {
    const calm = distances([payers, payers], rows, 4 * times, 5 + rows, Object.values(measures));
    const moved = Object.values(changes).map((after, index) =>
      distances([payers, after], rows, times, 71 + rows + index, Object.values(measures)),
    );
    return Object.entries(measures).map(([name, measure], index) => {
      const limit = quantile(calm[index]!, quiet);
      return {
        rows,
        measure: name,
        limit: rounded(limit),
        shift: rounded(measure(payers, shifted)),
        growth: rounded(measure(payers, grown)),
        seesShift: rounded(shareAbove(moved[0]![index]!, limit), 3),
        seesGrowth: rounded(shareAbove(moved[1]![index]!, limit), 3),
      };
    });
  });
}

/** The mean and the middle 80% of false alarms a year. */
const spread = (alarms: readonly number[]) => ({
  mean: rounded(mean(alarms), 1),
  low: rounded(quantile(alarms, 0.1), 1),
  high: rounded(quantile(alarms, 0.9), 1),
});

/** False alarms a year at the small clinic, where the threshold is set from eight quiet weeks by one of four rules. */
export function rules(histories: number, simulated: number) {
  const { small } = sizes;
  const [truth] = distances([payers, payers], small, 20_000, 3);
  const yearly = (limit: number) => 52 * shareAbove(truth!, limit);
  const alarms: Record<'usual' | 'highest' | 'deviations' | 'resampled', number[]> = {
    usual: [],
    highest: [],
    deviations: [],
    resampled: [],
  };
  const limits: number[] = [];
  const draw: Random = random(11);
  const week = sampler(payers, draw);
  for (let history = 0; history < histories; history++) {
    const counts = Array.from({ length: 8 }, () => week(small));
    const seen = counts.slice(1).map((now, index) => lInfinity(shares(counts[index]!), shares(now)));
    const pooled = shares(payers.map((_, payer) => counts.reduce((sum, one) => sum + one[payer]!, 0)));
    const [again] = distances([pooled, pooled], small, simulated, 1000 + history);
    const resampled = quantile(again!, quiet);
    limits.push(resampled);
    alarms.usual.push(yearly(threshold));
    alarms.highest.push(yearly(Math.max(...seen)));
    alarms.deviations.push(yearly(mean(seen) + 3 * deviation(seen)));
    alarms.resampled.push(yearly(resampled));
  }
  return {
    usual: spread(alarms.usual),
    highest: spread(alarms.highest),
    deviations: spread(alarms.deviations),
    resampled: spread(alarms.resampled),
    limit: { mean: rounded(mean(limits)), low: rounded(quantile(limits, 0.1)), high: rounded(quantile(limits, 0.9)) },
  };
}
