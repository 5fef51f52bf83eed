import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { coverageMarkdown, coverageOf } from '../../../src/course/coverage.ts';
import { bundledCourse } from '../../../src/course/load.ts';
import { cellIndexOf, namesOfCell } from '../../../src/labs/cellNames.ts';
import { parseLab } from '../../../src/labs/file.ts';
import { namesIn } from '../../../src/namesIn.ts';
import { formatPlace, parsePlace } from '../../../src/shared/deepLink.ts';
import { numbered, pageNamesName, parsePageNames } from '../../../src/slides/pageNames.ts';
import { extensionRoot } from '../courseFolder.ts';
import { typesetDecks } from './decks/deckFile.ts';

/** Evidence of items that are here, which they do not hold yet. It may only get shorter: what is made is taken out. */
const notYet = 'test/unit/content/notCovered.json';

describe('evidence of objectives', () => {
  before(function () {
    this.timeout(120_000);
    return typesetDecks();
  });

  it('is there in every item that is here, but for a list that only shrinks', async () => {
    const course = await bundledCourse(extensionRoot);
    const here = new Set(
      course.courses.flatMap(({ weeks }) =>
        weeks.flatMap(({ items }) => items.filter(({ state }) => state === 'resolved').map(({ id }) => id)),
      ),
    );
    const { weeks, seed } = await coverageOf(course, namesIn);
    const all = weeks.flatMap(({ objectives }) => objectives);
    const missing = all.flatMap((each) => each.missing).filter((each) => here.has(each.split('#')[0]));
    const known = JSON.parse(await readFile(join(extensionRoot, notYet), 'utf8'));
    assert.deepEqual([...new Set(missing)].sort(), known, `write what is there by now out of ${notYet}`);
    assert.equal(seed.claimed.length, 27);
    assert.ok(all.some(({ found }) => found.length > 0));
  });

  it('is told as a document, in which nothing of a course becomes markup', async () => {
    const course = {
      ...{ source: 'course.yaml', folder: '/c' },
      courses: [
        {
          title: 'Course <1>',
          weeks: [
            {
              title: 'Week',
              objectives: [{ id: 'a', text: 'Do | <b>this</b>.', seed: ['L1'], evidence: ['L#x', 'L#y', 'M#z'] }],
              items: [{ kind: 'lab', id: 'L', title: 'L', target: 'l.lab.ts', state: 'resolved' } as const],
            },
          ],
        },
      ],
    };
    const coverage = await coverageOf(course, async (_, path) => new Set(path === join('/c', 'l.lab.ts') ? ['x'] : []));
    assert.deepEqual(coverage.seed, { claimed: ['L1'], covered: ['L1'] });
    assert.deepEqual(coverageMarkdown(coverage).split('\n').slice(2), [
      '1 of 1 objectives have evidence that is here; 1 of 3 places are.',
      '1 of 1 objectives of the original course are among them.',
      '',
      '## Course \\<1\\>, Week',
      '',
      '| Objective | Here | Not here yet |',
      '| --- | --- | --- |',
      '| Do \\| \\<b\\>this\\</b\\>. | `L#x` | `L#y`, `M#z` |',
      '',
    ]);
  });
});

describe('names of pages and cells', () => {
  it('stand in links beside numbers, and are no numbers', () => {
    assert.deepEqual(parsePlace('page=two-cycles&search=x'), { name: 'two-cycles', search: 'x' });
    assert.deepEqual(parsePlace('page=12'), { page: 12 });
    for (const wrong of ['page=0', 'page=-1', 'page=1.5', 'page=a b', 'page=<b>', 'page='])
      assert.deepEqual(parsePlace(wrong), {});
    assert.equal(formatPlace({ name: '146-a-year' }), 'page=146-a-year');
    assert.deepEqual(parsePlace(formatPlace({ name: '146-a-year' })), { name: '146-a-year' });
  });

  it('are read from the file beside the deck; one that is damaged names nothing', () => {
    assert.equal(pageNamesName('/x/deck.PDF'), '/x/deck.pages.json');
    const names = parsePageNames(new TextEncoder().encode('{"schemaVersion":1,"pages":{"loop":8}}'));
    assert.deepEqual(numbered({ name: 'loop', search: 's' }, names), { page: 8, search: 's' });
    assert.equal(numbered({ name: 'lop' }, names), undefined);
    assert.deepEqual(numbered({ page: 3 }, names), { page: 3 });
    for (const wrong of ['', '{', '{"schemaVersion":2,"pages":{}}', '{"schemaVersion":1,"pages":{"a":"b"}}'])
      assert.equal(parsePageNames(new TextEncoder().encode(wrong)).size, 0, wrong);
  });

  it('of cells are what their authors wrote, and their numbers', () => {
    const { cells } = parseLab(
      '// %% name="a"\n1;\n// %% exercise="b"\n2;\n// %% check="b"\n3;\n// %% truth="c d"\n4;\n',
    );
    assert.deepEqual(cells.map(namesOfCell), [['a'], ['b'], ['b'], ['c', 'd']]);
    assert.deepEqual(
      ['a', 'b', 'd', 'cell-2', 'cell-9', 'x'].map((name) => cellIndexOf(cells, name)),
      [0, 1, 3, 2, undefined, undefined],
    );
  });
});
