// Few labels: spread along neighbors, asked for where they help, or written as rules.
import { mean, normal, range, rounded, shuffled, uniform } from './chance.ts';

type Point = readonly [x: number, y: number];
const squared = ([a, b]: Point, [c, d]: Point) => (a - c) ** 2 + (b - d) ** 2;

/** Two crescents of windows that lie around each other; `noise` blurs them until they touch. */
function crescents(count: number, noise: number, seed: number) {
  const next = uniform(seed);
  const draw = normal(next);
  return range(count).map((i) => {
    const angle = Math.PI * next();
    const label = i % 2;
    const point: Point =
      label === 0
        ? [Math.cos(angle) + noise * draw(), Math.sin(angle) + noise * draw()]
        : [1 - Math.cos(angle) + noise * draw(), 0.5 - Math.sin(angle) + noise * draw()];
    return { point, label };
  });
}

/**
 * Spreads the labels of some points along the six nearest neighbors of each point, until nothing moves any more.
 * Source: Zhu and Ghahramani, Learning from labeled and unlabeled data with label propagation, 2002.
 */
function spread(points: readonly Point[], labels: readonly number[], known: readonly number[]): number[] {
  const links = points.map(() => new Set<number>());
  points.forEach((point, i) => {
    const near = range(points.length)
      .filter((k) => k !== i)
      .sort((a, b) => squared(point, points[a]!) - squared(point, points[b]!))
      .slice(0, 6);
    for (const k of near) {
      links[i]!.add(k);
      links[k]!.add(i);
    }
  });
  const given = new Map(known.map((i) => [i, labels[i]!]));
  let values = points.map((_, i) => given.get(i) ?? 0.5);
  for (let round = 0; round < 600; round++) {
    values = values.map((_, i) => given.get(i) ?? mean([...links[i]!].map((k) => values[k]!)));
  }
  return values.map((value) => (value > 0.5 ? 1 : 0));
}

/** Two labels, spread and not spread, on crescents that lie apart and on ones that touch. */
export function propagation() {
  const one = (noise: number) => {
    const items = crescents(200, noise, 4);
    const points = items.map(({ point }) => point);
    const labels = items.map(({ label }) => label);
    // One label of each kind, at the outer end of its crescent.
    const known = [0, 1].map((kind) => {
      const of = range(200).filter((i) => labels[i] === kind);
      const outer = (i: number) => (kind === 0 ? -points[i]![0] : points[i]![0]);
      return of.reduce((best, i) => (outer(i) > outer(best) ? i : best));
    });
    const nearest = points.map(
      (p) => labels[known.reduce((a, b) => (squared(p, points[b]!) < squared(p, points[a]!) ? b : a))]!,
    );
    const found = spread(points, labels, known);
    const right = (guess: readonly number[]) =>
      rounded(mean(guess.map((value, i) => (value === labels[i] ? 1 : 0))), 3);
    return {
      points: items.map(({ point: [x, y], label }, i) => [rounded(x, 2), rounded(y, 2), label, found[i]!]),
      known,
      nearest: right(nearest),
      spread: right(found),
    };
  };
  return { apart: one(0.06), touching: one(0.3) };
}

/** A pool with two kinds side by side, and an island of the second kind on the far side of the first. */
function pool(seed: number) {
  const next = uniform(seed);
  const draw = normal(next);
  return range(500).map((i) => {
    const island = i % 5 === 4;
    const label = island ? 1 : i % 2;
    const point: Point = island
      ? [-4.5 + 0.5 * draw(), 0.5 * draw()]
      : [(label ? 1.1 : -1.1) + 0.8 * draw(), 1.1 * draw()];
    return { point, label };
  });
}

/** Share of label 1 about a point, each known label weighted by how near it is. */
function belief(point: Point, known: readonly { point: Point; label: number }[], width = 0.7): number {
  let least = Number.POSITIVE_INFINITY;
  for (const other of known) least = Math.min(least, squared(point, other.point));
  let [total, ones] = [0, 0];
  for (const other of known) {
    const weight = Math.exp((least - squared(point, other.point)) / (2 * width ** 2));
    total += weight;
    ones += weight * other.label;
  }
  return ones / total;
}

/** Centers of so many groups (Lloyd's algorithm), and the pool's item nearest to each. */
function centers(points: readonly Point[], count: number, next: () => number): number[] {
  let middle = shuffled(points, next).slice(0, count);
  const nearestOf = (p: Point) =>
    middle.reduce((best, m, k) => (squared(p, m) < squared(p, middle[best]!) ? k : best), 0);
  for (let round = 0; round < 15; round++) {
    const groups = middle.map(() => [] as Point[]);
    for (const point of points) groups[nearestOf(point)]!.push(point);
    middle = groups.map((group, k) =>
      group.length ? [mean(group.map(([x]) => x)), mean(group.map(([, y]) => y))] : middle[k]!,
    );
  }
  return middle.map((m) =>
    range(points.length).reduce((best, i) => (squared(points[i]!, m) < squared(points[best]!, m) ? i : best), 0),
  );
}

export const budgets = [4, 6, 8, 10, 12, 16, 20, 25, 30, 40, 50, 60];
const tries = 12;

/**
 * Accuracy on the pool's twin over the number of labels, for labels asked at random, at the margin (where the belief is
 * nearest to one half), and by clusters first, then at the margin. The first four labels are two of each kind, of the
 * two near groups: the island is unknown. Means of 12 tries.
 */
export function asking() {
  const ways = ['random', 'margin', 'clusters'] as const;
  const sums = Object.fromEntries(ways.map((way) => [way, budgets.map(() => 0)])) as Record<
    (typeof ways)[number],
    number[]
  >;
  for (let seed = 1; seed <= tries; seed++) {
    const items = pool(seed);
    const test = pool(seed + 1000);
    const next = uniform(seed + 2000);
    const near = shuffled(
      range(500).filter((i) => items[i]!.point[0] > -3),
      next,
    );
    const first = [0, 1].flatMap((label) => near.filter((i) => items[i]!.label === label).slice(0, 2));
    const middle = centers(
      items.map(({ point }) => point),
      10,
      next,
    );
    for (const way of ways) {
      const known = [...first];
      budgets.forEach((budget, at) => {
        while (known.length < budget) {
          const rest = range(500).filter((i) => !known.includes(i));
          const labeled = known.map((i) => items[i]!);
          const cluster = middle.find((i) => !known.includes(i));
          const margin = () => {
            const unsure = (i: number) => Math.abs(belief(items[i]!.point, labeled) - 0.5);
            const values = new Map(rest.map((i) => [i, unsure(i)]));
            return rest.reduce((best, i) => (values.get(i)! < values.get(best)! ? i : best));
          };
          if (way === 'random') known.push(rest[Math.floor(next() * rest.length)]!);
          else if (way === 'clusters' && cluster !== undefined) known.push(cluster);
          else known.push(margin());
        }
        const labeled = known.map((i) => items[i]!);
        sums[way][at]! += mean(
          test.map(({ point, label }) => (belief(point, labeled) > 0.5 === (label === 1) ? 1 : 0)),
        );
      });
    }
  }
  const points = pool(1).map(({ point: [x, y], label }) => [rounded(x, 2), rounded(y, 2), label]);
  return {
    budgets,
    points,
    ...Object.fromEntries(ways.map((way) => [way, sums[way].map((total) => rounded(total / tries))])),
  };
}

/** Five rules for a label of two kinds: how often each speaks, and how often it is then right. */
export const rules: readonly { readonly speaks: number; readonly right: number }[] = [
  { speaks: 0.3, right: 0.95 },
  { speaks: 0.25, right: 0.9 },
  { speaks: 0.4, right: 0.85 },
  { speaks: 0.9, right: 0.6 },
  { speaks: 0.9, right: 0.6 },
];

/**
 * Share of 20,000 rows labeled right by the five rules: each forced to speak (it guesses by a coin where it does not
 * know), free to abstain, and free with weights that were learned from how the rules agree, without a label
 * (Dawid and Skene 1979, one rate of right answers for each rule). Ties and silence are guessed by a coin.
 */
export function weak() {
  const next = uniform(9);
  const rows = range(20_000).map(() => {
    const truth = next() < 0.5 ? -1 : 1;
    const votes = rules.map(({ speaks, right }) => (next() < speaks ? (next() < right ? truth : -truth) : 0));
    const forced = votes.map((vote) => vote || (next() < 0.5 ? -1 : 1));
    return { truth, votes, forced, coin: next() < 0.5 ? -1 : 1 };
  });
  const weigh = (votes: readonly number[], weights: readonly number[]) =>
    votes.reduce((total, vote, j) => total + vote * weights[j]!, 0);
  // Expectation and maximization: how sure each row is, and how right each rule is then.
  let rates = rules.map(() => 0.7);
  for (let round = 0; round < 40; round++) {
    const odds = rates.map((rate) => Math.log(rate / (1 - rate)));
    const sure = rows.map(({ votes }) => 1 / (1 + Math.exp(-weigh(votes, odds))));
    rates = rates.map((_, j) => {
      let [right, spoken] = [0, 0];
      rows.forEach(({ votes }, i) => {
        if (!votes[j]) return;
        spoken++;
        right += votes[j] > 0 ? sure[i]! : 1 - sure[i]!;
      });
      return right / spoken;
    });
  }
  const odds = rates.map((rate) => Math.log(rate / (1 - rate)));
  const even = rules.map(() => 1);
  const share = (score: (row: (typeof rows)[number]) => number) =>
    rounded(mean(rows.map((row) => ((Math.sign(score(row)) || row.coin) === row.truth ? 1 : 0))));
  return {
    rules,
    forced: share(({ forced }) => weigh(forced, even)),
    abstain: share(({ votes }) => weigh(votes, even)),
    weighted: share(({ votes }) => weigh(votes, odds)),
    rates: rates.map((rate) => rounded(rate, 3)),
    silent: rounded(mean(rows.map(({ votes }) => (votes.every((vote) => vote === 0) ? 1 : 0)))),
  };
}
