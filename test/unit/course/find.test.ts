import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { labParts } from '../../../src/labs/labText.ts';
import { findObjectives, findTitles } from '../../../src/shared/find.ts';
import type { Specialization } from '../../../src/shared/model.ts';
import { withSigns } from '../../../src/shared/texts.ts';

const course: Specialization = {
  source: 'course.yaml',
  folder: '/course',
  courses: [
    {
      title: 'Production',
      weeks: [
        {
          title: 'Week 1: Overview',
          objectives: [{ text: 'Tell data drift from concept drift.' }, { text: 'Plan a deployment.' }],
          items: [
            { kind: 'slides', id: 'C1_W1_Slides', title: 'Data around the model', state: 'missing' },
            { kind: 'lab', id: 'C1_W1_Lab_1', title: 'Deploy a model', state: 'missing' },
          ],
        },
      ],
    },
  ],
};

describe('Find in Course', () => {
  const titles = (query: string) => findTitles(course, query).map(({ item }) => item.id);
  const objectives = (query: string) => findObjectives(course, query).map(({ text }) => text);

  it('finds items by the words of their titles and ids, and of the week and course above them', () => {
    assert.deepEqual(titles('model data'), ['C1_W1_Slides']);
    assert.deepEqual(titles('w1_lab'), ['C1_W1_Lab_1']);
    assert.equal(titles('overview').length, 2);
    assert.deepEqual(titles('drift'), [], 'objectives are a group of their own');
  });

  it('finds objectives with all of the words, in any order, and none before a word is typed', () => {
    assert.deepEqual(objectives('drift DATA'), ['Tell data drift from concept drift.']);
    assert.deepEqual(objectives('drift deployment'), []);
    assert.deepEqual(objectives('  '), []);
  });

  it('puts signs around words that VS Code cannot mark, because they stand in another order or are spelt otherwise', () => {
    const line = {
      text: 'Drift in the data',
      marks: [
        [0, 5],
        [13, 17],
      ],
    } as const;
    assert.equal(withSigns(line, 'data drift'), '‹Drift› in the ‹data›');
    assert.equal(withSigns(line, 'drfit'), '‹Drift› in the ‹data›');
    for (const typed of [' In The ', 'drift data', 'DRI dat']) assert.equal(withSigns(line, typed), line.text, typed);
  });
});

describe('The text of a lab', () => {
  const source = [
    '// ---\n// id: X\n// title: X\n// ---\n\n',
    '// %% [markdown]\n// # First *part*\n//\n// - Some prose\n\n',
    '// %%\nconst one = 1;\n\n  two(one);\n\n',
    '// %% [markdown]\n// ## Second\n// ```\n// # no heading\n// ```\n\n',
    '// %%\n}\n',
  ].join('');

  it('is its cells as they are counted, with their headings and the ones they stand under', () => {
    assert.deepEqual(labParts(source), [
      { title: 'First *part*', lines: ['First *part*', 'Some prose'] },
      { title: '', under: 'First *part*', lines: ['const one = 1;', 'two(one);'] },
      { title: 'Second', lines: ['Second', 'no heading'] },
      { title: '', under: 'Second', lines: [] },
    ]);
  });

  it('holds the starter of a bundled exercise, and not its solution', async () => {
    const path = join(import.meta.dirname, '../../../course/C2/W2/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts');
    const bundled = await readFile(path, 'utf8');
    const lines = labParts(bundled).flatMap((part) => part.lines);
    assert.match(bundled, /tft\.sqrt\(tft\.add\(tft\.variance/);
    assert.ok(!lines.some((line) => line.includes('tft.sqrt(tft.add(tft.variance')));
    assert.ok(lines.some((line) => line.startsWith('const zScore')));
  });

  it('can be read from any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const { lines } of labParts(text)) for (const line of lines) assert.match(line, /\S/);
      }),
    );
  });
});
