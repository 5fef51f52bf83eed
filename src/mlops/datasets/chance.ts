// Seeded chance: the same numbers on every machine, for data and for what is made of them.

/** A stream of uniform numbers in [0, 1), by Wichmann and Hill (Applied Statistics 31, algorithm AS 183, 1982). */
export function uniform(seed: number): () => number {
  let [a, b, c] = [(seed % 30000) + 1, ((seed * 7) % 30000) + 2, ((seed * 13) % 30000) + 3];
  const next = () => {
    a = (171 * a) % 30269;
    b = (172 * b) % 30307;
    c = (170 * c) % 30323;
    return (a / 30269 + b / 30307 + c / 30323) % 1;
  };
  for (let i = 0; i < 20; i++) next();
  return next;
}

/** A standard normal number, by Box and Muller. */
export const normal = (next: () => number) => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());

/** The numbers below `count` in a random order, by Fisher and Yates. */
export function shuffled(count: number, next: () => number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
