// Waiting at servers: the formula of Erlang, and a simulation that does not know it.
import { mean, range, rounded, uniform } from '../../../C3/W1/figures/chance.ts';

/** Mean work of one request, in milliseconds. */
export const work = 50;

/** Share of requests that find all of `servers` busy, at this utilization (Erlang's formula C). */
export function busyShare(servers: number, utilization: number): number {
  const offered = servers * utilization;
  let [term, sum] = [1, 1];
  for (let k = 1; k < servers; k++) {
    term *= offered / k;
    sum += term;
  }
  term *= offered / servers / (1 - utilization);
  return term / (sum + term);
}

/** Share of requests that take longer than `t` ms, waiting and work together: M/M/c, first come, first served. */
export function longer(t: number, servers: number, utilization: number, mean = work): number {
  const [rate, drain] = [1 / mean, (servers * (1 - utilization)) / mean];
  const waits = busyShare(servers, utilization);
  const both =
    Math.abs(drain - rate) < 1e-12
      ? (1 + rate * t) * Math.exp(-rate * t)
      : (drain * Math.exp(-rate * t) - rate * Math.exp(-drain * t)) / (drain - rate);
  return (1 - waits) * Math.exp(-rate * t) + waits * both;
}

/** The time in ms that this share of requests stays below, by halving. */
export function percentile(share: number, servers: number, utilization: number, mean = work): number {
  let [low, high] = [0, 1e6];
  while (high - low > 0.001) {
    const middle = (low + high) / 2;
    if (longer(middle, servers, utilization, mean) > 1 - share) low = middle;
    else high = middle;
  }
  return high;
}

export interface Served {
  readonly arrived: number;
  readonly started: number;
  readonly done: number;
}

/** Requests that come by chance, one queue for all servers. `draw` gives the work of the next request, in ms. */
export function simulate(
  count: number,
  servers: number,
  utilization: number,
  next: () => number,
  draw: () => number,
): Served[] {
  const free = range(servers).map(() => 0);
  const gap = work / (servers * utilization);
  let clock = 0;
  return range(count).map(() => {
    clock -= gap * Math.log(1 - next());
    const server = free.indexOf(Math.min(...free));
    const started = Math.max(clock, free[server]!);
    const done = started + draw();
    free[server] = done;
    return { arrived: clock, started, done };
  });
}

const drawn = (next: () => number) => () => -work * Math.log(1 - next());
/** The time that this share of the simulated requests stays below, in ms. */
function simulated(share: number, served: readonly Served[]): number {
  const times = Float64Array.from(served, ({ arrived, done }) => done - arrived).sort();
  return Math.round(times[Math.floor(share * times.length)]!);
}

export const levels = [0.5, 0.8, 0.9, 0.95];

/** The puzzle: the time of the slowest of a hundred, by formula and by simulation, for one server and for four. */
export const waiting = () =>
  levels.map((utilization, i) => {
    const run = (servers: number) => {
      const next = uniform(100 * servers + i);
      return simulated(0.99, simulate(400_000, servers, utilization, next, drawn(next)));
    };
    return {
      utilization,
      rate: (1000 / work) * utilization,
      one: Math.round(percentile(0.99, 1, utilization)),
      four: Math.round(percentile(0.99, 4, utilization)),
      simulated: { one: run(1), four: run(4) },
    };
  });

/** Curves from 5 % to 96 % in steps of 1 %. */
export const curves = () =>
  range(92).map((i) => {
    const utilization = (5 + i) / 100;
    return {
      utilization: rounded(utilization, 2),
      one: Math.round(percentile(0.99, 1, utilization)),
      four: Math.round(percentile(0.99, 4, utilization)),
    };
  });

/** Four servers' worth of machines at 90 %, in four ways: the slowest of a hundred, in ms. */
export const ways = () => ({
  apart: Math.round(percentile(0.99, 1, 0.9)),
  shared: Math.round(percentile(0.99, 4, 0.9)),
  fast: Math.round(percentile(0.99, 1, 0.9, work / 4)),
  fifth: Math.round(percentile(0.99, 5, 0.72)),
});

/** Requests in the building at each tenth of a second, for half a minute: at 50 % and at 95 %, same seed. */
export const queues = () =>
  [0.5, 0.95].map((utilization) => {
    const next = uniform(31);
    const served = simulate(3000, 1, utilization, next, drawn(next));
    // The first 20 seconds are left out: the queue starts empty.
    const inside = range(300).map((i) => {
      const now = 20_000 + 100 * i;
      return served.filter(({ arrived, done }) => arrived <= now && done > now).length;
    });
    return { utilization, inside, most: Math.max(...inside), mean: rounded(mean(inside), 1) };
  });

/** The same 50 ms of work on average at 80 %: always alike, by chance, and one request in twenty ten times the rest. */
export const spreads = () => {
  const small = work / (0.95 + 0.05 * 10);
  const kinds: Record<string, (next: () => number) => () => number> = {
    alike: () => () => work,
    chance: drawn,
    mixed: (next) => () => (next() < 0.05 ? 10 * small : small),
  };
  return Object.entries(kinds).map(([name, draw], i) => {
    const next = uniform(70 + i);
    const served = simulate(400_000, 1, 0.8, next, draw(next));
    return {
      name,
      wait: Math.round(mean(served.map(({ arrived, started }) => started - arrived))),
      p99: simulated(0.99, served),
    };
  });
};
