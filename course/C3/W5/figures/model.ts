/**
 * The made-up bank of this deck, its model and those who ask: every number that a page tells of them comes from here.
 * `node course/C3/W5/figures/model.ts` writes model.json; the deck's test makes it again and compares.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { crowds } from './model/bank.ts';
import { coins, copies, cost, groups, id, impossible, refit } from './model/columns.ts';
import { lime, maps, monotone, plan } from './model/fooled.ts';

/** Everything that the pages read. Takes some seconds. */
export const model = () => ({
  crowds: crowds(),
  groups: groups(),
  id: id(),
  coins: coins(),
  refit: refit(),
  impossible: impossible(),
  copies: copies(),
  cost: cost(),
  lime: lime(),
  maps: maps(),
  plan: plan(),
  monotone: monotone(),
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('model.json', import.meta.url), `${JSON.stringify(model(), undefined, 2)}\n`);
}
