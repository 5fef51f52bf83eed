// 36 made-up people with a phone in the pocket, as lines of text, some of them broken.
import { normal, uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';

export const activities = ['Walking', 'Jogging', 'Upstairs', 'Downstairs', 'Sitting', 'Standing'] as const;

/** Hz, m/s² of swing, and the mean acceleration of each axis in m/s²; in the order of `activities`. */
const habits: readonly [pace: number, swing: number, gravity: readonly [number, number, number]][] = [
  [1.0, 3, [0, 9.8, 0]],
  [1.35, 6, [0, 9.8, 0]],
  [1.15, 3.2, [2, 9.3, 1]],
  [1.2, 3.4, [-1, 9.5, 2]],
  [0, 0.2, [1, 8, 5]],
  [0, 0.2, [0, 9.8, 1]],
];
/** How much of a swing each axis has. */
const axes = [0.6, 1, 0.5];
const people = 36;
/** Samples of each activity of each person: 40 seconds at 20 Hz. */
const samples = 800;
/** Milliseconds from one sample to the next. */
const step = 50;

/** Lines that lost what came last: at eight places, eight lines each. */
const spoiled = new Map(
  Array.from({ length: 64 }, (_, i) => [17_341 + Math.floor(i / 8) * 20_011 + (i % 8), i < 40 ? 'field' : 'comma']),
);
/** Lines that end in a way of their own, and hold all: 150 and 90. */
const untidy = new Map(Array.from({ length: 240 }, (_, i) => [13 + i * 719, i % 8 < 5 ? ',;' : ';;']));

/**
 * What a phone's accelerometer wrote while 36 people did six things, 40 seconds each: `user,activity,ms,x,y,z;` in
 * m/s², 20 lines a second, one person after the other. In the manner of the WISDM recordings (Kwapisz, Weiss and Moore
 * 2011). People differ in pace, strength, and the tilt of the phone. Planted among 172,800 lines: 40 lack their last
 * field, 24 end in a comma; 150 end in `,;` and 90 in `;;`, and lack nothing.
 * @throws {DatasetsError} for a seed that is no whole number from 0 on
 */
export function phoneLines({ seed }: { readonly seed: number }): string[] {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new DatasetsError('bad-argument', `The seed must be a whole number from 0 on, not ${seed}.`);
  const next = uniform(seed);
  const written: string[] = [];
  for (let person = 0; person < people; person++) {
    const pace = 0.14 * normal(next);
    const strength = Math.exp(0.35 * normal(next));
    const tilt = axes.map(() => 1.6 * normal(next));
    habits.forEach(([hertz, swing, gravity], activity) => {
      const phases = axes.map(() => 2 * Math.PI * next());
      const turn = (2 * Math.PI * (hertz + pace) * step) / 1000;
      for (let t = 0; t < samples; t++) {
        const values = axes.map((share, axis) => {
          const swung = swing * strength * share * Math.sin(turn * t + phases[axis]!);
          return gravity[axis]! + tilt[axis]! + swung + 1.2 * normal(next);
        });
        const ms = (activity * samples + t) * step;
        written.push(lineOf(written.length, `${person + 1},${activities[activity]},${ms}`, values));
      }
    });
  }
  return written;
}

function lineOf(row: number, begin: string, values: readonly number[]): string {
  const [x, y, z] = values.map((value) => value.toFixed(2));
  if (spoiled.get(row) === 'field') return `${begin},${x},${y};`;
  return `${begin},${x},${y},${z}${spoiled.has(row) ? ',' : (untidy.get(row) ?? ';')}`;
}
