/**
 * The made-up bank of this deck: every number that a page tells of it comes from here.
 * `node course/C3/W4/figures/model.ts` writes model.json; the deck's test makes it again and compares.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { comparison, power, ratchet } from './model/gate.ts';
import { sides, worlds } from './model/groups.ts';
import { labels, prices, probes } from './model/loans.ts';
import { slices } from './model/slices.ts';

/** Everything that the pages read. Takes some seconds. */
export const model = () => ({
  ratchet: ratchet(),
  comparison: comparison(),
  power: power(20_000),
  slices: slices(),
  prices: prices(),
  probes: probes(),
  labels: labels(),
  sides: sides(),
  worlds: worlds(5),
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('model.json', import.meta.url), `${JSON.stringify(model(), undefined, 2)}\n`);
}
