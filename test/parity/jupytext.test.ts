import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { starterText } from '../../src/labs/exercise.ts';
import { parseLab } from '../../src/labs/file.ts';
import { skip } from '../skip.ts';
import { pythonOf, run, Unavailable } from './python.ts';

const root = join(import.meta.dirname, '../..');
const labs = ['course/C2/W2/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts', 'test/fixtures/exercises.lab.ts'];

interface Answer {
  readonly cells: { readonly kind: string; readonly source: string; readonly metadata: Record<string, string> }[];
  readonly text: string;
}

/** A lab file is a file in Jupytext's percent format: Jupytext itself must read the same cells, and write them back. */
describe('Jupytext', () => {
  let folder: string;
  let python: string;
  let unavailable: string | undefined;
  before(async function () {
    this.timeout(300_000);
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-jupytext-'));
    try {
      python = pythonOf({ name: 'jupytext', requirements: ['jupytext<2'] });
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      unavailable = error.message;
    }
  });
  after(() => rm(folder, { recursive: true }));

  it('reads the same cells as we do from labs with every kind of cell and from learner’s copies, and writes the same bytes', async function () {
    if (unavailable) skip(this, unavailable);
    const bundled = await Promise.all(labs.map((lab) => readFile(join(root, lab), 'utf8')));
    const texts = bundled.flatMap((text) => [text, starterText(text)]);
    const paths = texts.map((_, index) => join(folder, `${index}.lab.ts`));
    await Promise.all(texts.map((text, index) => writeFile(paths[index]!, text)));
    const answers = JSON.parse(run(python, [join(import.meta.dirname, 'jupytext_cells.py'), ...paths])) as Answer[];
    assert.equal(answers.length, 4);
    for (const [index, { cells, text }] of answers.entries()) {
      const [header, ...others] = cells;
      assert.equal(header?.kind, 'raw', 'Jupytext shows the front matter as a raw cell');
      assert.deepEqual(
        others.map(({ kind, source, metadata }) => ({ kind, source, metadata })),
        parseLab(texts[index]!).cells.map(({ kind, source, metadata }) => ({ kind, source, metadata })),
      );
      assert.equal(text, texts[index]);
    }
  });
});
