// What a service weighs: its steps, batches, candidates at a gate, a cache, two places to live, and a build file.
import { range, rounded, sum, uniform } from '../../../C3/W1/figures/chance.ts';
import { percentile } from './queue.ts';

/** What a request pays on the server, in ms: together the mean work. */
export const steps = { decode: 6, features: 9, model: 32, answer: 3 };
/** Way to the data center and back, in ms. */
export const network = 40;

/** Share of trays that meet a slow piece, where each of `pieces` is slow once in a hundred. */
export const slowTrays = (pieces: number) => 1 - 0.99 ** pieces;

/** Batches: 8 ms for the call and 0.5 ms a row, as in the lab of week 2; a server costs 0.40 € an hour. */
export const batch = { call: 8, row: 0.5, euros: 0.4 };
export const batches = () =>
  [1, 8, 32, 128].map((rows) => {
    const time = batch.call + batch.row * rows;
    const rate = (1000 * rows) / time;
    return { rows, time, rate: Math.round(rate), cost: rounded((batch.euros / 3600 / rate) * 1e6, 3) };
  });

/** Candidates for the till: share of bills right, ms of work, and euros an hour of the machine. */
const candidates = [
  { name: 'small', right: 0.941, work: 20, euros: 0.4 },
  { name: 'middle', right: 0.96, work: 50, euros: 0.4 },
  { name: 'large', right: 0.966, work: 150, euros: 0.4 },
  { name: 'large, accelerator', right: 0.966, work: 15, euros: 2.4 },
];
/** What the shop asks: requests a second, the slowest of a hundred in ms, euros for a million requests. */
export const gates = { rate: 10, p99: 1000, cost: 40 };

/** Each candidate on one machine at the shop's rate: how full, how slow, what a million requests cost. */
export const atGate = () =>
  candidates.map((each) => {
    const utilization = (gates.rate * each.work) / 1000;
    const p99 = utilization < 1 ? Math.round(percentile(0.99, 1, utilization, each.work)) : null;
    const cost = rounded((each.euros / 3600 / gates.rate) * 1e6, 1);
    const passes = p99 !== null && p99 <= gates.p99 && cost <= gates.cost;
    return { ...each, utilization: rounded(utilization, 2), p99, cost, passes };
  });

/** The same candidates overnight: 40,000 photos in one run, cost of the run and its hours. */
export const photos = 40_000;
export const overnight = () =>
  candidates.map(({ name, work: ms, euros }) => {
    const hours = (photos * ms) / 3_600_000;
    return { name, hours: rounded(hours, 2), cost: rounded(hours * euros, 2) };
  });

/** Of 2,000 keys the k-th is asked for in proportion to 1/k; the cache keeps the last used. */
export const keys = 2000;
export function hitRate(size: number): number {
  const weights = range(keys).map((k) => 1 / (k + 1));
  const total = sum(weights);
  let reached = 0;
  const ladder = weights.map((weight) => {
    reached += weight / total;
    return reached;
  });
  const next = uniform(8);
  const cache = new Map<number, true>();
  let hits = 0;
  const [asked, first] = [60_000, 10_000];
  for (let i = 0; i < asked; i++) {
    const draw = next();
    let [low, high] = [0, keys - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ladder[middle]! < draw) low = middle + 1;
      else high = middle;
    }
    if (cache.delete(low)) {
      if (i >= first) hits++;
    } else if (cache.size >= size) cache.delete(cache.keys().next().value!);
    cache.set(low, true);
  }
  return rounded(hits / (asked - first), 3);
}
/** A look-up in the store takes 9 ms, in the cache 1 ms. */
export const lookUp = { store: steps.features, cache: 1 };
export const cacheSizes = [0, 20, 50, 100, 200, 400, 1000];
export const caching = () => cacheSizes.map((size) => ({ size, hits: size ? hitRate(size) : 0 }));

/** Where the model lives: the device in the shop, or the data center behind a line that fails for this share of time. */
export const places = { deviceWork: 180, down: 0.005, trays: 900, update: { device: 7, center: 0.02 } };
export const perPlace = () => ({
  device: Math.round(percentile(0.99, 1, (places.trays / 9 / 3600) * (places.deviceWork / 1000), places.deviceWork)),
  center: network + Math.round(percentile(0.99, 4, 0.5)),
  lost: rounded(places.trays * places.down, 1),
});

/** Seconds of each line of a build file, and builds a day after which the source has changed. */
export const build = { base: 0, install: 90, copy: 3, changes: 20 };
export const minutesADay = {
  copyFirst: (build.changes * build.install) / 60,
  installFirst: 0,
};

/** Numbers as a server of float32 sees them: half of each, and two. */
export const ids = [5, 16_777_216, 16_777_217, 16_777_219].map((id) => {
  const seen = Math.fround(id);
  return { id, seen, answer: Math.fround(Math.fround(seen * 0.5) + 2), right: id / 2 + 2 };
});

/** A photo of 150 by 150 points in three colors as JSON, scaled by the client, and as a file of ten kilobytes. */
export function payload() {
  const next = uniform(15);
  const values = range(150 * 150 * 3).map(() => Math.floor(256 * next()) / 255);
  const file = 10_000;
  return { json: JSON.stringify({ instances: [values] }).length, file, base64: 4 * Math.ceil(file / 3) };
}
