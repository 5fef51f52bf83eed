/** An assignment keeps its hints back until its exercise was tried, and covers the model answer until a judgment is written. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kernel } from '../../../../src/kernel/kernel.ts';
import { ownRuntime } from '../../../../src/kernel/node.ts';
import type { Output } from '../../../../src/kernel/protocol/outputs.ts';
import { starterText, withAnswer } from '../../../../src/labs/exercise.ts';
import { formatLab, type LabFile, parseLab } from '../../../../src/labs/file.ts';
import { cellRequests } from '../../../../src/labs/session/labRun.ts';
import { LabSession } from '../../../../src/labs/session/session.ts';
import { hintsAfterTry } from '../../../../src/labs/session/tries.ts';
import { outputText } from '../../../../src/outputs/text/outputText.ts';
import { silentLog } from '../../../../src/platform/log.ts';

const dist = join(import.meta.dirname, '../../../../dist');
const fixture = join(import.meta.dirname, '../../../fixtures/assignment.lab.ts');

describe('an assignment in a session', () => {
  let original: LabFile;
  let starter: LabFile;
  before(async () => {
    const text = await readFile(fixture, 'utf8');
    [original, starter] = [parseLab(text), parseLab(starterText(text))];
  });

  const failed: Output = {
    kind: 'check',
    check: { id: 'double.more-2', name: 'x', passed: false, mistake: 'm', hint: 'a', hints: ['a', 'b'] },
  };
  const answered = (code: string): LabFile => ({
    ...original,
    cells: original.cells.map((cell) => (cell.metadata.exercise === 'double' ? withAnswer(cell, code) : cell)),
  });
  const shown = (file: LabFile, from: LabFile | undefined, check = 'double.more') => {
    const output = hintsAfterTry(check, formatLab(file), from)(failed);
    return output.kind === 'check' ? output.check : undefined;
  };

  it('holds hints back while an exercise is as it came, blanks aside, and names the mistake all the same', () => {
    const spaced = parseLab(formatLab(starter).replace('const twice', '\nconst twice'));
    for (const file of [starter, spaced])
      assert.deepEqual(shown(file, starter), {
        id: 'double.more-2',
        name: 'x',
        passed: false,
        mistake: 'm',
        untried: true,
      });
    assert.deepEqual(shown(answered('const twice = (n: number) => n;'), starter)?.hints, ['a', 'b']);
  });

  it('holds nothing back in a lab, of a check of no exercise, or where the original is not known', () => {
    const lab = parseLab(formatLab(starter).replace('// kind: assignment\n', ''));
    assert.deepEqual(shown(starter, lab)?.hints, ['a', 'b']);
    assert.deepEqual(shown(starter, undefined)?.hints, ['a', 'b']);
    assert.deepEqual(hintsAfterTry(undefined, formatLab(starter), starter)(failed), failed);
  });

  /** Runs a lab as a learner has it, and tells in words what the cell with some mark shows. */
  async function told(file: LabFile, key: 'check' | 'truth', value: string): Promise<string> {
    const workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-tries-'));
    const labPath = join(workspace, 'x.lab.ts');
    const options = { labPath, workspace, backend: 'auto', recording: false } as const;
    const session = new LabSession({
      labId: 'X',
      labPath,
      autoRun: () => 'off',
      autolog: () => false,
      startKernel: () => Kernel.start({ options, runtime: ownRuntime(), dist, log: silentLog }),
      starter: Promise.resolve(starter),
      log: silentLog,
    });
    const wanted = `cell-${file.cells.findIndex(({ metadata }) => metadata[key] === value)}`;
    const outputs: Output[] = [];
    const batch = { cells: cellRequests(file), all: false, covers: true, labText: formatLab(file) };
    await session.run(batch, {
      started() {},
      output: (cellId, output) => cellId === wanted && outputs.push(output),
      ended() {},
    });
    await session.close();
    await rm(workspace, { recursive: true });
    return outputs.map((output) => outputText(output)).join('');
  }

  it('gives the first hint once it was tried', async () => {
    const before = await told(starter, 'check', 'double');
    assert.match(before, /hint: Hints come after a try/);
    assert.doesNotMatch(before, /What is 2/);
    assert.match(await told(answered('const twice = (n: number) => n;'), 'check', 'double'), /hint: What is 2 \+ 2\?/);
  });

  it('shows a model answer beside what was written, and nothing of it before', async () => {
    const before = await told(starter, 'truth', 'judgment');
    assert.match(before, /^Write first: Ship it\?/);
    assert.doesNotMatch(before, /model answer/i);
    const after = await told(original, 'truth', 'judgment');
    assert.match(
      after,
      /You wrote:\nHold it, .*\nA model answer:\nHold\. .*\nLook for these in yours:\n1\. A decision\.\n2\. /s,
    );
  });
});
