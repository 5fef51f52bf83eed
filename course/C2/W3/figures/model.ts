/**
 * The made-up hospitals of this deck, their metadata store and their tables: every number that a page tells of them.
 * `node course/C2/W3/figures/model.ts` writes model.json; the deck's test makes it again and compares.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawerFigures } from './model/drawers.ts';
import { leak } from './model/leak.ts';
import { edits, greens } from './model/schema.ts';
import { storeFigures } from './model/store.ts';

/** What a run was made of; its identity is the fingerprint of all five. */
const recipe = {
  code: '3f9c2e1',
  data: 'a41b07d9',
  environment: '5be9c034',
  parameters: 'rate .1, depth 4',
  seed: '7',
};
const identity = (run: typeof recipe) => createHash('sha256').update(JSON.stringify(run)).digest('hex').slice(0, 8);
const upgraded = { ...recipe, environment: '90d7f2aa' };

/** Everything that the pages read. */
export const model = () => ({
  store: storeFigures(),
  runs: [recipe, upgraded].map((run) => ({ ...run, identity: identity(run) })),
  greens: greens(),
  edits: edits(),
  leak: leak(),
  drawers: drawerFigures(),
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL('model.json', import.meta.url), `${JSON.stringify(model(), undefined, 2)}\n`);
}
