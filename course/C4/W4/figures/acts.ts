// What each act costs after each event, and what three rules for retraining do in a world that turns slowly.
import { range, rounded, uniform } from '../../../C3/W1/figures/chance.ts';
import { draw, type Event, events, expectedRight, fit, rowsADay, type Vector } from './world.ts';

/** Euros: a wrong answer more than the best model gives, and the work of each act. Days until an act helps. */
export const prices = { wrong: 1, nothing: 0, repair: 500, rollBack: 200, retrain: 4000 };
export const wait = { nothing: 0, repair: 2, rollBack: 0, retrain: 40 };
export const horizon = 90;
export type Act = keyof typeof wait;
export const acts: readonly Act[] = ['nothing', 'repair', 'rollBack', 'retrain'];
/** E: a release that lost the column flow, while the world is quiet. */
export const cases = ['A', 'B', 'C', 'D', 'E'] as const;

/** Right answers that an act leads to, once it helps. */
function after(letter: (typeof cases)[number], act: Act, last: Vector): number {
  const world = letter === 'E' ? events.quiet : events[letter as Event];
  const current = letter === 'E' ? [2, 0, 0, 0] : events.quiet.weights;
  if (act === 'repair') return expectedRight(current, { ...world, unit: events.quiet.unit });
  if (act === 'rollBack') return expectedRight(letter === 'E' ? events.quiet.weights : last, world);
  // Training learns the world's weights in the units that it is given.
  if (act === 'retrain')
    return expectedRight(
      world.weights.map((w, j) => w / world.unit[j]!),
      world,
    );
  return expectedRight(current, world);
}

/** Euros of each act after each event in 90 days: wrong answers beyond the best model's, and the work. */
export function bills() {
  const last = fit(draw(150, events.quiet, uniform(4)));
  return cases.map((letter) => {
    const best = after(letter, 'retrain', last);
    const loss = (right: number) => Math.max(0, best - right) * rowsADay * prices.wrong;
    const idle = loss(after(letter, 'nothing', last));
    const euros = acts.map((act) =>
      Math.round(prices[act] + wait[act] * idle + (horizon - wait[act]) * loss(after(letter, act, last))),
    );
    return { letter, euros };
  });
}

export const year = 365;
const turned = (day: number): number[] => [2, -1.5 + (3 * Math.max(0, day)) / year, 0, 0];
/** Labels come 30 days late, and training takes those of the 60 days before: its middle is 60 days old. */
export const age = 60;
const rightOn = (made: number, day: number) => expectedRight(turned(made), { ...events.quiet, weights: turned(day) });

/** Right answers every fifth day of a year in which the effect of flow turns round, by the rule for retraining. */
export function policies() {
  const steps = range(year / 5 + 1).map((i) => 5 * i);
  const start = rightOn(0, 0);
  let made = 0;
  let trained = 0;
  let trainings = 0;
  // On demand: when labels, known 30 days late, stand three points below the start; then not again for 30 days.
  const demand = steps.map((day) => {
    if (day - trained >= 30 && day >= 30 && start - rightOn(made, day - 30) > 0.03) {
      made = Math.max(0, day - age);
      trained = day;
      trainings++;
    }
    return rounded(rightOn(made, day));
  });
  const clock = steps.map((day) => rounded(rightOn(Math.max(0, 90 * Math.floor(day / 90) - age), day)));
  const never = steps.map((day) => rounded(rightOn(0, day)));
  // The inputs do not move in this world, so a rule that waits for them never trains.
  return { steps, demand, clock, drift: never, trainings, clockTrainings: Math.floor(year / 90) };
}
