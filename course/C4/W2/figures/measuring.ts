// Who measures the wait: a tester who waits, too, and percentiles that are averaged.
import { normal, range, rounded, uniform } from '../../../C3/W1/figures/chance.ts';

/** A photo takes 1 ms; every 20 seconds the server stands still for one second. */
export const stall = { work: 1, every: 20_000, length: 1000, run: 200_000 };
export const closedUsers = 10;
export const openRate = 500;

/** When a request that starts now is done: during a stall it waits for its end. */
function worked(from: number): number {
  let now = from;
  const into = now % stall.every;
  if (into >= stall.every - stall.length) now += stall.every - into;
  return now + stall.work;
}

const at = (share: number, times: readonly number[]) => {
  const sorted = Float64Array.from(times).sort();
  return Math.round(sorted[Math.floor(share * sorted.length)]!);
};

/** Ten users who each wait for an answer before they ask again. */
function closed(): number[] {
  const ready = range(closedUsers).map(() => 0);
  const times: number[] = [];
  let free = 0;
  for (;;) {
    const user = ready.indexOf(Math.min(...ready));
    const asked = ready[user]!;
    if (asked > stall.run) return times;
    free = worked(Math.max(free, asked));
    times.push(free - asked);
    ready[user] = free;
  }
}

/** Requests that come whether or not the last one was answered. */
function open(): { asked: number; time: number }[] {
  const next = uniform(9);
  let [clock, free] = [0, 0];
  const served: { asked: number; time: number }[] = [];
  for (;;) {
    clock -= (1000 / openRate) * Math.log(1 - next());
    if (clock > stall.run) return served;
    free = worked(Math.max(free, clock));
    served.push({ asked: clock, time: free - clock });
  }
}

export function testers() {
  const [waiting, customers] = [closed(), open()];
  const window = customers.filter(({ asked }) => asked >= 15_000 && asked < 25_000);
  return {
    closed: { p99: at(0.99, waiting), count: waiting.length, most: at(0.999999, waiting) },
    open: {
      p99: at(
        0.99,
        customers.map(({ time }) => time),
      ),
      count: customers.length,
      slow: rounded(customers.filter(({ time }) => time > 20).length / customers.length, 3),
    },
    // The longest time in each tenth of a second, about one stall.
    trace: range(100).map((i) => {
      const from = 15_000 + 100 * i;
      return Math.round(
        Math.max(0, ...window.filter(({ asked }) => asked >= from && asked < from + 100).map(({ time }) => time)),
      );
    }),
    // Little: mean number inside = rate × mean time.
    little: {
      inside: rounded(customers.reduce((sum, { time }) => sum + time, 0) / stall.run, 1),
      rate: rounded((1000 * customers.length) / stall.run, 0),
      mean: rounded(customers.reduce((sum, { time }) => sum + time, 0) / customers.length, 1),
    },
  };
}

/** A fast pod with many requests and a slow one with few: 95 of 100 by pod, their mean, and of all together. */
export function pooled() {
  const gauss = normal(uniform(17));
  const draw = (count: number, middle: number) => range(count).map(() => middle * Math.exp(0.6 * gauss()));
  const [fast, slow] = [draw(19_000, 60), draw(1000, 400)];
  const [a, b] = [at(0.95, fast), at(0.95, slow)];
  return { fast: a, slow: b, mean: Math.round((a + b) / 2), all: at(0.95, [...fast, ...slow]), share: 0.05 };
}
