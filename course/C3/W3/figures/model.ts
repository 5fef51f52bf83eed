/**
 * The made-up water company of this deck, and its cluster: every number that a page tells of them comes from here.
 * Nothing is timed: seconds are simulated from stated times of the parts. `node course/C3/W3/figures/model.ts` writes
 * model.json; the deck's test makes it again and compares.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { giant } from './model/giant.ts';
import { more, school, students, temperatures } from './model/teacher.ts';
import { crew, input, manners, mixedShards, resumed } from './model/waiting.ts';
import { axes, exactness, workers } from './model/workers.ts';

/** Everything that the pages read. Takes half a minute. */
export const model = () => ({
  workers: workers(),
  exact: exactness(),
  axes: axes(),
  crew: { ...crew, manners: manners(), mixed: mixedShards() },
  resumed: resumed(),
  input: input(),
  giant: giant(),
  school: { ...school, noisy: students(24, 0.2), tiny: students(8, 0), more: more() },
  temperatures: temperatures(),
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('model.json', import.meta.url), `${JSON.stringify(model(), undefined, 2)}\n`);
}
