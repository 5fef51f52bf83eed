import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../../tools/process.mjs';
import { type Damage, kindsOfDamage, mutate } from '../../fixtures/mutatedPdf.ts';
import { makePdf } from '../../fixtures/pdf.ts';
import { linkedDeck } from '../linkedDeck.ts';
import { Pages } from '../pages.ts';
import { Viewer, waitUntil } from '../viewer.ts';

/** So many of each kind, of each file. */
const seeds = 2;

describe('the slide viewer and damaged PDFs', () => {
  let pages: Pages;
  let viewer: Viewer;
  let sources: Readonly<Record<string, Uint8Array>>;
  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
    sources = {
      plain: makePdf(['First slide', 'Second slide', 'Third slide'], {
        picture: { width: 1, height: 1, rgb: [255, 0, 0] },
      }),
      linked: linkedDeck,
      deck: new Uint8Array(await readFile(join(root, 'course', 'C2', 'W2', 'deck.pdf'))),
    };
  });
  after(() => pages?.stop());
  beforeEach(async () => {
    viewer = await Viewer.open(pages);
  });
  afterEach(() => viewer.close());

  /** Gives the viewer a damaged file, which ends in pages or in a message, then a good one, which it shows. */
  async function survives(name: string, damage: Damage, seed: number): Promise<'shown' | 'failed'> {
    const told = await viewer.give(mutate(sources[name]!, damage, seed));
    if (told.type === 'failed') assert.match(told.message!, /^deck\.pdf .+\.$/, `${name}, ${damage}, ${seed}`);
    const words = `${name}, ${damage}, ${seed}`;
    if (told.type === 'shown') await viewer.press('End', 'Home');
    await viewer.give(makePdf([words, 'Another']));
    await viewer.region(1, 2).getByText(words).waitFor();
    assert.deepEqual(viewer.opened.problems.splice(0), [], `${name}, ${damage}, ${seed}`);
    return told.type as 'shown' | 'failed';
  }

  it('shows their pages or says why not, with no error, no request, and good files as before', async function () {
    this.timeout(120_000);
    const outcomes = { shown: 0, failed: 0 };
    for (const name of Object.keys(sources))
      for (const damage of kindsOfDamage)
        for (let seed = 0; seed < seeds; seed++) outcomes[await survives(name, damage, seed)]++;
    assert.ok(outcomes.shown > 0 && outcomes.failed > 0, JSON.stringify(outcomes));
    await waitUntil(async () => (await viewer.drawn()).length === 2, 'both pages');
  });

  it('takes no promise of its parser that nobody waits for as an error', async () => {
    await survives('plain', 'bits', 6);
  });
});
