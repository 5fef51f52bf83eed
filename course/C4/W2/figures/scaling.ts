// Ten minutes at the bakery's service: a burst at eight, and a rule that looks every fifteen seconds.
import { mean, range, rounded, uniform } from '../../../C3/W1/figures/chance.ts';

/** Photos a second before, in and after the burst, and its seconds. */
export const burst = { quiet: 10, high: 120, from: 120, to: 360, end: 600 };
/** A pod answers this many a second; the rule looks every so many seconds; a photo is late after so many. */
export const pod = { rate: 20, round: 15, late: 2, most: 10 };
/** Replicas do not fall before the rule has asked for fewer over so many seconds. */
const stabilization = 300;
/** One photo takes a pod one step. */
const step = 1 / pod.rate;

/** `ceil(n × load ÷ target)`, unless the load is within a tenth of the target. */
export function replicas(count: number, load: number, target: number): number {
  return Math.abs(load / target - 1) <= 0.1 ? count : Math.ceil(rounded((count * load) / target, 6));
}

export interface Setting {
  readonly target: number;
  readonly least: number;
  readonly startUp: number;
  /** Photos that wait, for each pod: given, the rule follows the queue and not the load. */
  readonly waiting?: number;
  /** Without it a pod gets photos while its model loads, and fails them. */
  readonly readiness?: boolean;
  readonly until?: number;
}

/** A number of events with this mean (Poisson), by Knuth's method. */
function poisson(mean: number, next: () => number): number {
  const limit = Math.exp(-mean);
  let [count, product] = [0, next()];
  while (product > limit) {
    count++;
    product *= next();
  }
  return count;
}

/** What happens in ten minutes: pods by round, waits by second, and shares of all photos. */
export function day(setting: Setting, seed = 5) {
  const { target, least, startUp, waiting, readiness = true, until = burst.to } = setting;
  const next = uniform(seed);
  const queue: number[] = [];
  let head = 0;
  // When each pod has its model; those of the start have it already.
  let pods = range(least).map(() => -1);
  const [rounds, waits]: [number[], number[]] = [[], []];
  const asked: { at: number; count: number }[] = [];
  let [busy, room, photos, late, failed, podSeconds] = [0, 0, 0, 0, 0, 0];
  let [longest, second] = [0, 0];
  for (let i = 0; i * step < burst.end; i++) {
    const now = i * step;
    const rate = now >= burst.from && now < until ? burst.high : burst.quiet;
    for (let k = poisson(rate * step, next); k > 0; k--) queue.push(now);
    photos = queue.length;
    const ready = pods.filter((at) => at <= now).length;
    for (const at of pods) {
      if (head >= queue.length || (readiness && at > now)) continue;
      const wait = now - queue[head++]!;
      longest = Math.max(longest, wait);
      if (at > now) failed++;
      else {
        busy++;
        if (wait > pod.late) late++;
      }
    }
    room += ready;
    podSeconds += pods.length * step;
    if (Math.floor(now + step + 1e-9) > second) {
      second++;
      // Those who still wait have waited so long already.
      const oldest = head < queue.length ? now - queue[head]! : 0;
      waits.push(rounded(Math.max(longest, oldest), 2));
      longest = 0;
      if (second % pod.round === 0) {
        rounds.push(pods.length);
        const load = busy / room;
        const wished = waiting
          ? Math.max(replicas(ready, load, target), Math.ceil((queue.length - head) / waiting))
          : replicas(ready, load, target);
        asked.push({ at: second, count: Math.min(pod.most, Math.max(least, wished)) });
        const kept = asked.filter(({ at }) => at > second - stabilization).map(({ count }) => count);
        const count = Math.max(...kept);
        pods =
          count >= pods.length
            ? [...pods, ...range(count - pods.length).map(() => second + startUp)]
            : pods.slice(0, count);
        [busy, room] = [0, 0];
      }
    }
  }
  late += queue.slice(head).filter((at) => burst.end - at > pod.late).length;
  return {
    rounds,
    waits,
    late: rounded(late / photos, 2),
    failed: rounded(failed / photos, 2),
    pods: rounded(podSeconds / burst.end, 1),
  };
}

/** The mean over eight mornings of the share of late photos. */
export const lateShare = (setting: Setting) => rounded(mean(range(8).map((i) => day(setting, 5 + i).late)), 2);
const meanPods = (setting: Setting) => rounded(mean(range(8).map((i) => day(setting, 5 + i).pods)), 1);

export const targets = [0.8, 0.5, 0.2];
export const startUps = [0, 30, 60];
export const grid = () =>
  targets.map((target) => ({
    target,
    late: startUps.map((startUp) => lateShare({ target, least: 1, startUp })),
    pods: meanPods({ target, least: 1, startUp: 0 }),
  }));

/** Other ways to meet the burst, all with a start-up of 30 seconds. */
export const remedies = () =>
  Object.entries({
    load: { target: 0.8, least: 1, startUp: 30 },
    lower: { target: 0.2, least: 1, startUp: 30 },
    queue: { target: 0.8, least: 1, startUp: 30, waiting: 20 },
    held: { target: 0.8, least: 7, startUp: 30 },
  } satisfies Record<string, Setting>).map(([name, setting]) => ({
    name,
    late: lateShare(setting),
    pods: meanPods(setting),
  }));

/** Pods by round while all of them are full. */
export function full(target: number, rounds: number): number[] {
  const counts = [1];
  while (counts.length < rounds) counts.push(Math.min(pod.most, replicas(counts.at(-1)!, 1, target)));
  return counts;
}
