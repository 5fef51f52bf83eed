/** Orders that look random and come back from the same seed: a page that is built anew shows the same quiz. */

/** Numbers in [0, 1), by mulberry32. @param seed a 32-bit integer */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The numbers from 0 to `count` − 1, each order as likely as another (Fisher and Yates). */
export function shuffled(count: number, seed: number): number[] {
  const random = generator(seed);
  const order = Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  return order;
}

/** As `shuffled`, but never 0, 1, 2, …: steps that stand in their right order at once ask nothing. */
export function disordered(count: number, seed: number): number[] {
  if (count < 2) return shuffled(count, seed);
  for (let turn = 0; ; turn++) {
    const order = shuffled(count, seed + turn);
    if (order.some((step, place) => step !== place)) return order;
  }
}
