import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { starterText } from '../../../src/labs/exercise.ts';
import { parseLab } from '../../../src/labs/file.ts';
import { testTree } from '../../../src/labs/testTree.ts';

describe('what the Test Explorer lists of a lab', () => {
  let text: string;
  before(async () => {
    text = starterText(await readFile(join(import.meta.dirname, '..', '..', 'fixtures', 'exercises.lab.ts'), 'utf8'));
  });

  it('is each exercise with its predictions or checks, and the checks of the lab itself last', () => {
    const tree = testTree(parseLab(text)).map(({ exercise, kind, checks }) => [
      exercise,
      kind,
      ...checks.map(({ id }) => id),
    ]);
    assert.deepEqual(tree, [
      ['guess', 'predict', 'guess-share', 'guess-first', 'guess-order'],
      ['z', 'build', 'z', 'z-2'],
      ['fault', 'fault', 'fault'],
      ['limit', 'decide', 'limit.cost'],
      ['escape', 'break', 'escape'],
      [undefined, undefined, 'holds'],
    ]);
  });

  it('has the names of the checks, at the lines of the file where they are called', () => {
    const lines = text.split('\n');
    const checks = testTree(parseLab(text)).flatMap((node) => node.checks);
    for (const { name, line } of checks) assert.ok(lines[line]?.includes('('), name);
    const second = checks.find(({ id }) => id === 'z-2')!;
    assert.equal(second.name, 'a column that never varies gives 0');
    assert.ok(lines[second.line]!.includes(second.name));
  });

  it('names a check by its id where its call has no plain text', () => {
    const [node] = testTree(parseLab('// %% check="own"\nawait check(nameOf(1), () => true);\n'));
    assert.deepEqual(node?.checks, [{ id: 'own', name: 'own', line: 1, cell: 'cell-0' }]);
  });
});
