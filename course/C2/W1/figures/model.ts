/**
 * The made-up group of hospitals of this deck: every number that a page tells of it comes from here.
 * `node course/C2/W1/figures/model.ts` writes model.json; the deck's test makes it again and compares.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as payers from './model/payers.ts';
import { files } from './model/people.ts';
import { planted, slices } from './model/schema.ts';

/** How often weeks are drawn: pairs for each size, changed weeks for the power, and histories for the rules. */
const draws = { null: 10_000, power: 2000, histories: 100, redraws: 1000 };

/** Everything that the pages read. Takes some seconds. */
export const model = () => ({
  draws,
  payers: payers.payers.map((share) => Number(share.toFixed(5))),
  shifted: payers.shifted.map((share) => Number(share.toFixed(5))),
  grown: payers.grown.map((share) => Number(share.toFixed(5))),
  threshold: payers.threshold,
  sizes: payers.sizes,
  events: payers.events,
  weeks: {
    // Of all seeds, ones whose hundred weeks are typical: as many alarms as 200 seeds have on average.
    small: payers.hundredWeeks(payers.sizes.small, 2010, false),
    large: payers.hundredWeeks(payers.sizes.large, 2006, true),
  },
  null: payers.nullDistributions(draws.null),
  power: payers.power(draws.power),
  rules: payers.rules(draws.histories, draws.redraws),
  files: files(8),
  planted: planted(),
  slices: slices(),
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('model.json', import.meta.url), `${JSON.stringify(model(), undefined, 2)}\n`);
}
