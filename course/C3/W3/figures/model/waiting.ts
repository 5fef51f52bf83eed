/** Who waits for whom: a slow worker, a killed worker, and an input that is slower than the trainer. Time is simulated. */
import { range, shuffled, uniform } from '../../../W1/figures/chance.ts';
import { accuracy, apart, batches, digits, gradient, hidden, logits, type Rows, rightOf, start, step } from './net.ts';
import { allReduce, rowsOf } from './workers.ts';

/** Eight workers, one of them slow: milliseconds for a batch. What is sent and added up is not counted here. */
export const crew = { workers: 8, usual: 40, slow: 120, seconds: 6 };
const [mean, short] = [
  (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length,
  (value: number, decimals = 4) => Number(value.toFixed(decimals)),
];

/** A batch takes its usual time, give or take a fifth. */
const takes = (worker: number, next: () => number) =>
  (worker === crew.workers - 1 ? crew.slow : crew.usual) * (0.8 + 0.4 * next());

/** The slow worker stands in the district whose meters show this digit: its shard has all of them. */
export const district = 7;

const manner = ['together', 'without the slowest', 'each alone', 'eight local steps'] as const;
type Manner = (typeof manner)[number];

/** A crew at work: what it trains on, the batches it has made, and chance. */
interface Crew {
  readonly train: Rows;
  readonly weights: Float64Array;
  readonly made: number[];
  readonly next: () => number;
  /** Rows of the worker's shard for a batch. */
  readonly draw: (worker: number) => number[];
}

/** @param mixed each shard has some of every kind; else the slow worker's has all sevens. */
function assembled(seed: number, mixed: boolean): Crew {
  const train = digits(rowsOf.train, 1);
  const next = uniform(seed * 13 + 5);
  const last = (i: number) => Number(train.y[i] === district);
  const rows = range(train.y.length);
  const dealt = mixed ? shuffled(rows, uniform(seed)) : rows.sort((i, j) => last(i) - last(j) || i - j);
  const size = rows.length / crew.workers;
  const draw = (worker: number) => range(rowsOf.perWorker).map(() => dealt[worker * size + Math.floor(next() * size)]!);
  return { train, weights: start(hidden, seed), made: range(crew.workers).map(() => 0), next, draw };
}

/** Each worker computes on the weights that it fetched; by the time it is done, others have changed them. */
function alone({ train, weights, made, next, draw }: Crew, rate: number): void {
  const own = made.map(() => weights.slice());
  const due = made.map((_, worker) => takes(worker, next));
  for (;;) {
    const worker = due.indexOf(Math.min(...due));
    const now = due[worker]!;
    if (now > crew.seconds * 1000) return;
    step(weights, gradient(own[worker]!, train, draw(worker)), rate);
    made[worker]!++;
    own[worker] = weights.slice();
    due[worker] = now + takes(worker, next);
  }
}

/** The first `count` workers take `local` steps each, and wait for the last of them; then their weights are averaged. */
function inRounds({ train, weights, made, next, draw }: Crew, count: number, local: number, rate: number): void {
  for (let now = 0; ; ) {
    const times = made.map((_, worker) => range(local).reduce((sum) => sum + takes(worker, next), 0));
    now += Math.max(...times.slice(0, count));
    if (now > crew.seconds * 1000) return;
    const results = range(count).map((worker) => {
      const own = weights.slice();
      for (let k = 0; k < local; k++) step(own, gradient(own, train, draw(worker)), rate);
      made[worker]! += local;
      return own;
    });
    const rows = results.map(() => rowsOf.perWorker);
    weights.set(allReduce(results, rows));
  }
}

/** Trains for so many seconds in one manner; the rate is times the workers wherever they average. */
function crewFor(name: Manner, seed: number, mixed = false) {
  const made = assembled(seed, mixed);
  const longer = rowsOf.rate * crew.workers;
  if (name === 'each alone') alone(made, rowsOf.rate);
  else if (name === 'eight local steps') inRounds(made, crew.workers, 8, longer);
  else inRounds(made, name === 'together' ? crew.workers : crew.workers - 1, 1, longer);
  const test = digits(rowsOf.test, 2);
  const own = range(test.y.length).filter((i) => test.y[i] === district);
  const named = own.filter((i) => rightOf(logits(made.weights, test, i), district)).length / own.length;
  return { right: accuracy(made.weights, test), named, made: made.made };
}

const seeds = [1, 2, 3];

/** Accuracy after the same seconds, and the batches that the usual and the slow worker have made. */
export function manners() {
  return manner.map((name) => {
    const found = seeds.map((seed) => crewFor(name, seed));
    return {
      name,
      right: short(mean(found.map(({ right }) => right))),
      district: short(mean(found.map(({ named }) => named))),
      usual: Math.round(mean(found.map(({ made }) => made[0]!))),
      slow: Math.round(mean(found.map(({ made }) => made.at(-1)!))),
      total: Math.round(mean(found.map(({ made }) => made.reduce((sum, count) => sum + count, 0)))),
    };
  });
}

/** The sevens after local steps, if each shard has some of every kind: what the shards do to that manner. */
export const mixedShards = (): number =>
  short(mean(seeds.map((seed) => crewFor('eight local steps', seed, true).named)));

/** A worker is killed after step 40 of 80. What of the unbroken run comes back, by what was saved? */
export function resumed() {
  const train = digits(rowsOf.train, 1);
  const [kill, steps, rate, keep] = [40, 80, 0.05, 0.9];
  const order = batches(train.y.length, 16, uniform(9)).slice(0, steps);
  const run = (weights: Float64Array, velocity: Float64Array, parts: readonly (readonly number[])[]) => {
    for (const part of parts) {
      const slope = gradient(weights, train, part);
      for (let k = 0; k < weights.length; k++) {
        velocity[k] = keep * velocity[k]! + slope[k]!;
        weights[k]! -= rate * velocity[k]!;
      }
    }
    return weights;
  };
  const fresh = () => new Float64Array(start(hidden, 1).length);
  const unbroken = run(start(hidden, 1), fresh(), order);
  const [weights, velocity] = [start(hidden, 1), fresh()];
  run(weights, velocity, order.slice(0, kill));
  const from = (saved: { velocity: boolean; place: boolean }) =>
    apart(
      unbroken,
      run(
        weights.slice(),
        saved.velocity ? velocity.slice() : fresh(),
        saved.place ? order.slice(kill) : order.slice(0, steps - kill),
      ),
    );
  return {
    kill,
    steps,
    weights: short(from({ velocity: false, place: false }), 3),
    velocity: short(from({ velocity: true, place: false }), 3),
    place: short(from({ velocity: false, place: true }), 3),
    all: from({ velocity: true, place: true }),
  };
}

/** Milliseconds a batch. */
export const stages = { read: 30, decode: 50, train: 40 };

/** When each stage is done with each batch, if a stage may work ahead by `buffer` batches. @returns milliseconds a batch. */
function flow(times: readonly (readonly number[])[], buffer: number): number {
  const count = times[0]!.length;
  const done = times.map(() => new Float64Array(count));
  for (let b = 0; b < count; b++) {
    times.forEach((stage, s) => {
      const before = s > 0 ? done[s - 1]![b]! : 0;
      const own = b > 0 ? done[s]![b - 1]! : 0;
      // A full buffer holds a stage up until the next one takes a batch out of it.
      const room = s < times.length - 1 && b > buffer ? done[s + 1]![b - buffer - 1]! : 0;
      done[s]![b] = Math.max(before, own, room) + stage[b]!;
    });
  }
  return done.at(-1)![count - 1]! / count;
}

/** The time a batch takes: in line, overlapped, with two decoders, and with times that vary. */
export function input() {
  const count = 4000;
  const { read, decode, train } = stages;
  const fixed = (...times: number[]) => times.map((time) => new Array<number>(count).fill(time));
  const vary = (times: readonly number[]) => {
    const next = uniform(17);
    // Exponential about the mean: as uneven as a busy disk.
    return times.map((time) => range(count).map(() => -time * Math.log(1 - next())));
  };
  return {
    ...stages,
    inLine: read + decode + train,
    overlapped: Math.round(flow(fixed(read, decode, train), 2)),
    twoDecoders: Math.round(flow(fixed(read, decode / 2, train), 2)),
    cached: Math.round(flow(fixed(0, 0, train), 2)),
    // After two decoders the trainer is the slowest stage; only what varies makes it wait.
    buffers: [0, 1, 2, 4, 8, 16, 32].map((buffer) => ({
      buffer,
      time: Math.round(flow([...vary([read, decode / 2]), fixed(train)[0]!], buffer)),
      // A stage that is too slow in the mean stays so, whatever the buffer.
      slow: Math.round(flow([...vary([read, decode]), fixed(train)[0]!], buffer)),
    })),
  };
}
