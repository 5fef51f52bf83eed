// 36 made-up people with a phone in the pocket, six activities, and what a model of their windows knows of a new one.
// After the week's second lab; people differ in pace, strength and the tilt of the phone.
import { deviation, mean, normal, range, rounded, shuffled, uniform } from './chance.ts';

export const activities = ['walking', 'jogging', 'upstairs', 'downstairs', 'sitting', 'standing'] as const;
export const people = 36;
/** Samples of a window: four seconds at 20 Hz. The next begins 40 samples later. */
export const size = 80;
const step = 40;
/** Samples of each activity of each person. */
const length = 800;

/** Hz, m/s² of swing, and the mean acceleration of each axis in m/s². */
const habits: readonly [pace: number, swing: number, gravity: readonly [number, number, number]][] = [
  [1.0, 3, [0, 9.8, 0]],
  [1.35, 6, [0, 9.8, 0]],
  [1.15, 3.2, [2, 9.3, 1]],
  [1.2, 3.4, [-1, 9.5, 2]],
  [0, 0.2, [1, 8, 5]],
  [0, 0.2, [0, 9.8, 1]],
];
const axes = [0.6, 1, 0.5];

export interface Window {
  readonly person: number;
  readonly activity: number;
  /** Its first sample in the stream of this person and activity. */
  readonly start: number;
  /** Mean, deviation and mean of the low frequencies of each axis. */
  readonly features: readonly number[];
}

/** Strength of the frequencies 1 to 8 of a window, in turns a window, on average (discrete Fourier transform). */
function lowFrequencies(values: readonly number[]): number {
  const center = mean(values);
  return mean(
    range(8).map((k) => {
      let [re, im] = [0, 0];
      for (let t = 0; t < values.length; t++) {
        const angle = (2 * Math.PI * (k + 1) * t) / values.length;
        re += (values[t]! - center) * Math.cos(angle);
        im -= (values[t]! - center) * Math.sin(angle);
      }
      return Math.hypot(re, im);
    }),
  );
}

/** Draws the streams and cuts them. `turned` gives the windows of phones that lie across in the pocket. */
export function drawWindows(seed: number) {
  const next = uniform(seed);
  const draw = normal(next);
  const windows: Window[] = [];
  const turned: Window[] = [];
  const sample: number[][] = [];
  for (let person = 0; person < people; person++) {
    const pace = 0.14 * draw();
    const strength = Math.exp(0.35 * draw());
    const tilt = axes.map(() => 1.6 * draw());
    habits.forEach(([hertz, swing, gravity], activity) => {
      const phases = axes.map(() => next() * 2 * Math.PI);
      const speed = (hertz + pace) * 2 * Math.PI;
      const stream = axes.map((share, axis) =>
        range(length).map(
          (t) =>
            gravity[axis]! +
            tilt[axis]! +
            swing * strength * share * Math.sin((speed * t) / 20 + phases[axis]!) +
            1.2 * draw(),
        ),
      );
      if (person === 0) sample.push(stream[1]!.slice(0, 60).map((value) => rounded(value, 2)));
      for (let start = 0; start + size <= length; start += step) {
        const cut = (order: readonly number[]) =>
          order.flatMap((axis) => {
            const values = stream[axis]!.slice(start, start + size);
            return [mean(values), deviation(values), lowFrequencies(values)];
          });
        windows.push({ person, activity, start, features: cut([0, 1, 2]) });
        turned.push({ person, activity, start, features: cut([1, 2, 0]) });
      }
    });
  }
  return { windows, turned, sample };
}

/** Scales by the training windows, and finds for each test window the nearest training window. */
function nearest(train: readonly Window[], test: readonly Window[]): Window[] {
  const columns = range(train[0]!.features.length);
  const scale = columns.map((j) => {
    const values = train.map(({ features }) => features[j]!);
    return [mean(values), deviation(values)] as const;
  });
  const scaled = ({ features }: Window) => features.map((value, j) => (value - scale[j]![0]) / scale[j]![1]);
  const known = train.map(scaled);
  return test.map((window) => {
    const at = scaled(window);
    let best = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < known.length; i++) {
      let distance = 0;
      for (let j = 0; j < at.length && distance < least; j++) distance += (at[j]! - known[i]![j]!) ** 2;
      if (distance < least) [best, least] = [i, distance];
    }
    return train[best]!;
  });
}

const accuracy = (test: readonly Window[], found: readonly Window[]) =>
  mean(test.map(({ activity }, i) => (found[i]!.activity === activity ? 1 : 0)));

/** What the report measured, what new people get, and where the model's knowledge of a test window comes from. */
export function walking(seed: number) {
  const { windows, turned, sample } = drawWindows(seed);
  const next = uniform(seed + 1);
  const order = shuffled(windows, next);
  const cut = Math.round((windows.length * 30) / 36);
  const [train, test] = [order.slice(0, cut), order.slice(cut)];
  const found = nearest(train, test);
  const same = (a: Window, b: Window) => a.person === b.person && a.activity === b.activity;
  const overlapping = test.map(
    (window, i) => same(window, found[i]!) && Math.abs(window.start - found[i]!.start) < size,
  );
  const own = test.map((window, i) => window.person === found[i]!.person);
  const by = (from: readonly Window[], testPeople: readonly number[], of = windows) => {
    const chosen = of.filter(({ person }) => testPeople.includes(person));
    return accuracy(chosen, nearest(from, chosen));
  };
  const known = windows.filter(({ person }) => person < 30);
  const unknown = range(6).map((i) => 30 + i);
  // Windows that share no sample: every other one. Random halves of them still share people.
  const apart = shuffled(
    windows.filter(({ start }) => start % size === 0),
    next,
  );
  const apartCut = Math.round((apart.length * 30) / 36);
  const apartTest = apart.slice(apartCut);
  return {
    windows: windows.length,
    tests: test.length,
    sample,
    report: rounded(accuracy(test, found)),
    noOverlap: rounded(accuracy(apartTest, nearest(apart.slice(0, apartCut), apartTest))),
    sources: {
      overlapping: rounded(mean(overlapping.map(Number))),
      own: rounded(mean(own.map(Number))),
    },
    newPeople: unknown.map((person) => rounded(by(known, [person]))),
    newPeopleMean: rounded(by(known, unknown)),
    swapped: rounded(
      by(
        windows.filter(({ person }) => person >= 30),
        range(30),
      ),
    ),
    everyone: range(people).map((person) =>
      rounded(
        by(
          windows.filter((window) => window.person !== person),
          [person],
        ),
      ),
    ),
    turned: rounded(by(known, unknown, turned)),
  };
}
