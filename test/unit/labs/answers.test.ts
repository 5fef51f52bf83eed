import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cellsToCheck, checksOfExercise, exerciseAt, newerWithWork, sidesOf } from '../../../src/labs/answers.ts';
import { isCheckOf, triesExercise } from '../../../src/labs/checkIds.ts';
import { hasSolutions, starterText } from '../../../src/labs/exercise.ts';
import { formatLab, type LabFile, parseLab } from '../../../src/labs/file.ts';

const fixture = join(import.meta.dirname, '..', '..', 'fixtures', 'exercises.lab.ts');

describe('what a learner’s copy is given from its original', () => {
  let text: string;
  let original: LabFile;
  let mine: LabFile;
  const at = (file: LabFile, exercise: string) =>
    file.cells.findIndex(({ metadata }) => metadata.exercise === exercise);
  const typed = (file: LabFile, exercise: string, source: string): LabFile => ({
    ...file,
    cells: file.cells.map((cell) => (cell.metadata.exercise === exercise ? { ...cell, source } : cell)),
  });
  before(async () => {
    text = await readFile(fixture, 'utf8');
    original = parseLab(text);
    mine = parseLab(starterText(text));
  });

  it('is the starter, as the copy has it, and the solution without a mark of its regions', () => {
    const sides = sidesOf(mine, at(mine, 'z'), original)!;
    assert.equal(sides.starter, mine.cells[at(mine, 'z')]!.source);
    assert.match(sides.solution!, /^const z = [\s\S]*deviation === 0 \? 0/);
    assert.doesNotMatch(sides.solution!, /#region|#endregion/);
  });

  it('keeps what stands around the regions on both sides', () => {
    const { starter, solution } = sidesOf(mine, at(mine, 'guess'), original)!;
    for (const side of [starter, solution!]) assert.match(side, /One of five weights comes in kg/);
    assert.match(solution!, /^const share = 85;/);
  });

  it('is found where cells were moved, added and changed, and never by the number of a cell', () => {
    const [first, ...others] = mine.cells;
    const added = { kind: 'code', source: '1 + 1', metadata: {} } as const;
    const moved = typed({ ...mine, cells: [first!, added, added, ...others] }, 'z', '// nothing is left');
    assert.deepEqual(sidesOf(moved, at(moved, 'z'), original), sidesOf(mine, at(mine, 'z'), original));
    assert.equal(sidesOf(moved, 1, original), undefined);
    assert.equal(sidesOf(moved, 999, original), undefined);
  });

  it('is, of a check, its text alone', () => {
    const index = mine.cells.findIndex(({ metadata }) => metadata.check === 'fault');
    assert.deepEqual(sidesOf(mine, index, original), { starter: mine.cells[index]!.source });
  });

  it('is a newer version with the work in its exercises, and no solution', () => {
    const newer = text.replace('How much does one wrong unit cost?', 'What does one wrong unit cost?');
    const merged = newerWithWork(newer, typed(mine, 'z', 'const z = () => 7;'));
    assert.equal(hasSolutions(merged), false);
    assert.equal(merged.cells[at(merged, 'z')]!.source, 'const z = () => 7;');
    assert.equal(merged.cells[at(merged, 'limit')]!.source, mine.cells[at(mine, 'limit')]!.source);
    assert.match(formatLab(merged), /What does one wrong unit cost/);
    assert.equal(formatLab(newerWithWork(text, mine)), formatLab(mine));
  });
});

describe('which cells a check needs', () => {
  let file: LabFile;
  const names = (indices: readonly number[]) =>
    indices.map((index) => Object.values(file.cells[index]!.metadata).at(0) ?? '-');
  before(async () => {
    file = parseLab(starterText(await readFile(fixture, 'utf8')));
  });

  it('are all above it in a kernel that has run nothing, and nothing below', () => {
    const found = names(cellsToCheck(file, new Set(['z']), () => false));
    assert.deepEqual(found, ['-', 'guess', 'guess-share guess-first guess-order', 'z', 'z']);
  });

  it('are the exercise, its check and what stands between where the rest has run as it is', () => {
    const found = cellsToCheck(file, new Set(['limit']), () => true);
    assert.deepEqual(names(found), ['limit', '-', 'limit.cost']);
  });

  it('are one above again whose text has changed since', () => {
    const { source } = file.cells[1]!;
    const found = cellsToCheck(file, new Set(['fault']), (each) => each !== source);
    assert.equal(found[0], 1);
    assert.deepEqual(names(found.slice(1)), ['fault', 'fault']);
  });

  it('are none of an exercise that is not there', () => {
    assert.deepEqual(
      cellsToCheck(file, new Set(['gone']), () => false),
      [],
    );
  });

  it('tell which exercise a cell belongs to, and its checks', () => {
    const check = file.cells.findIndex(({ metadata }) => metadata.check === 'limit.cost');
    assert.equal(exerciseAt(file, check), 'limit');
    assert.equal(exerciseAt(file, 0), undefined);
    assert.deepEqual(checksOfExercise(file, 'limit'), ['limit.cost']);
  });

  it('a second check of a cell, or a part, belongs to its exercise; one with a like name does not', () => {
    assert.deepEqual(
      ['z', 'z-2', 'z-20', 'z-b', 'zz', 'z.saved'].map((id) => isCheckOf('z', id)),
      [true, true, true, false, false, false],
    );
    assert.deepEqual(
      ['z', 'z-2', 'z.saved', 'z.saved-2', 'zz', 'zz.saved', 'holds'].map((id) => triesExercise(id, 'z')),
      [true, true, true, true, false, false, false],
    );
  });
});
