/**
 * Python's uniform numbers from a seed, so that a search here draws what Keras Tuner draws. Source: M. Matsumoto and T.
 * Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), with their `init_genrand` and `init_by_array` of 2002.
 */
const size = 624;
const middle = 397;

function seededByNumber(seed: number): Uint32Array {
  const state = new Uint32Array(size);
  state[0] = seed;
  for (let i = 1; i < size; i++) {
    const before = state[i - 1]! ^ (state[i - 1]! >>> 30);
    state[i] = Math.imul(before, 1812433253) + i;
  }
  return state;
}

function seededByWords(words: readonly number[]): Uint32Array {
  const state = seededByNumber(19650218);
  const mixed = (i: number, by: number) => Math.imul(state[i - 1]! ^ (state[i - 1]! >>> 30), by);
  let i = 1;
  const advance = () => {
    i++;
    if (i < size) return;
    state[0] = state[size - 1]!;
    i = 1;
  };
  for (let k = 0, j = 0; k < Math.max(size, words.length); k++, j = (j + 1) % words.length) {
    state[i] = (state[i]! ^ mixed(i, 1664525)) + words[j]! + j;
    advance();
  }
  for (let k = 1; k < size; k++) {
    state[i] = (state[i]! ^ mixed(i, 1566083941)) - i;
    advance();
  }
  state[0] = 0x80000000;
  return state;
}

/** Makes the next 624 words of a state. */
function twist(state: Uint32Array): void {
  for (let i = 0; i < size; i++) {
    const y = (state[i]! & 0x80000000) | (state[(i + 1) % size]! & 0x7fffffff);
    state[i] = state[(i + middle) % size]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
  }
}

function tempered(word: number): number {
  let y = word ^ (word >>> 11);
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return (y ^ (y >>> 18)) >>> 0;
}

/** Numbers in [0, 1) of 53 bits. */
function doubles(state: Uint32Array): () => number {
  let at = size;
  const word = () => {
    if (at === size) {
      twist(state);
      at = 0;
    }
    return tempered(state[at++]!);
  };
  return () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
}

/** What `random.Random(seed).random` gives, call by call; `seed` is a whole number from 0 on. */
export function pythonRandom(seed: number): () => number {
  const words = [seed >>> 0];
  const high = Math.floor(seed / 2 ** 32);
  if (high > 0) words.push(high);
  return doubles(seededByWords(words));
}

/** What `numpy.random.RandomState(seed).random_sample` gives, number by number; `seed` is below 2³². */
export const numpyRandomState = (seed: number): (() => number) => doubles(seededByNumber(seed >>> 0));
