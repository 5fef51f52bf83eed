/** Two groups of applicants: a gap that changes sides with the threshold, and two worlds behind equal gaps. */
import { mean, normal, random, rounded } from '../../../../C2/W1/figures/model/chance.ts';
import { dot, fit, logistic } from './fit.ts';

interface Applicant {
  readonly country: boolean;
  readonly pays: boolean;
  readonly cues: readonly [number, number];
}

/** The share of applicants from the country. */
export const minority = 0.22;

/** `noise`: the country's files say the same, less clearly. `cue`: they say it in another column, and mislead in the first. */
export function applicants(world: 'noise' | 'cue', count: number, seed: number): Applicant[] {
  const draw = random(seed);
  return Array.from({ length: count }, () => {
    const country = draw() < minority;
    const pays = draw() < 0.5;
    const sign = pays ? 1 : -1;
    const one = normal(draw);
    const two = normal(draw);
    const cues: [number, number] =
      world === 'noise'
        ? [sign + (country ? 1.6 : 0.8) * one, 0]
        : [sign * (country ? 0.3 : 1) + (country ? 0.9 : 0) + 0.8 * one, sign * (country ? 1 : 0.1) + 0.8 * two];
    return { country, pays, cues };
  });
}

function trained(rows: readonly Applicant[]) {
  const weights = fit(
    rows.map(({ cues }) => [1, ...cues]),
    rows.map(({ pays }) => pays),
  );
  return ({ cues }: Applicant) => logistic(dot(weights, [1, ...cues]));
}

/** False approvals and false refusals of one group at a threshold, each of those who could suffer it. */
export function rates(
  rows: readonly Applicant[],
  score: (row: Applicant) => number,
  threshold: number,
  country: boolean,
) {
  const group = rows.filter((row) => row.country === country);
  const share = (pays: boolean, wrong: (row: Applicant) => boolean) => {
    const able = group.filter((row) => row.pays === pays);
    return { share: rounded(able.filter(wrong).length / able.length, 4), rows: able.length };
  };
  return {
    approved: share(false, (row) => score(row) > threshold),
    refused: share(true, (row) => score(row) <= threshold),
  };
}

const gap = (rows: readonly Applicant[], score: (row: Applicant) => number, threshold: number) =>
  rates(rows, score, threshold, true).approved.share - rates(rows, score, threshold, false).approved.share;

export const thresholds = [0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/** Rates of both groups over thresholds in the noisy world. */
export function sides() {
  const [learn, test] = [applicants('noise', 20_000, 41), applicants('noise', 20_000, 42)];
  const score = trained(learn);
  return thresholds.map((threshold) => {
    const [town, country] = [rates(test, score, threshold, false), rates(test, score, threshold, true)];
    const error = Math.sqrt(
      (country.approved.share * (1 - country.approved.share)) / country.approved.rows +
        (town.approved.share * (1 - town.approved.share)) / town.approved.rows,
    );
    return {
      threshold,
      town: { approved: town.approved.share, refused: town.refused.share },
      country: { approved: country.approved.share, refused: country.refused.share },
      error: rounded(error),
    };
  });
}

/** The gap of false approvals at one half, trained on all rows and on as many of each group, in both worlds. */
export function worlds(seeds: number) {
  const world = (kind: 'noise' | 'cue') => {
    const found = Array.from({ length: seeds }, (_, seed) => {
      const [learn, test] = [applicants(kind, 20_000, 50 + 2 * seed), applicants(kind, 20_000, 51 + 2 * seed)];
      const country = learn.filter((row) => row.country);
      const balanced = [...country, ...learn.filter((row) => !row.country).slice(0, country.length)];
      const accuracy = (score: (row: Applicant) => number) =>
        mean(test.map((row) => (score(row) > 0.5 === row.pays ? 1 : 0)));
      const [all, even] = [trained(learn), trained(balanced)];
      return { all: gap(test, all, 0.5), even: gap(test, even, 0.5), lost: accuracy(all) - accuracy(even) };
    });
    const over = (key: 'all' | 'even' | 'lost') => rounded(mean(found.map((one) => one[key])), 3);
    return { all: over('all'), even: over('even'), lost: over('lost') };
  };
  return { noise: world('noise'), cue: world('cue'), seeds };
}
