import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kernel } from '../../../src/kernel/kernel.ts';
import { ownRuntime } from '../../../src/kernel/node.ts';
import { openCopy, resetCopy } from '../../../src/labs/copies.ts';
import { evidenceOf } from '../../../src/labs/evidence.ts';
import { starterText } from '../../../src/labs/exercise.ts';
import { formatLab, parseLab } from '../../../src/labs/file.ts';
import { cellRequests, runLab } from '../../../src/labs/session/labRun.ts';
import { LabSession } from '../../../src/labs/session/session.ts';
import { silentLog } from '../../../src/platform/log.ts';
import type { Evidence } from '../../../src/shared/evidence.ts';
import { cli } from '../commandLine.ts';

const text = `// ---
// id: Demo
// title: Demo
// ---

// %% [markdown]
// # Demo

// %%
const n = 2;

// %% check="two"
import { check, equal } from 'mlops-lab/lab';
await check('Two', () => equal(n, 2));
await check('Three', () => equal(n, 3));

// %%
throw new Error('no');

// %%
n;
`;

describe('what a lab’s cells show of progress', () => {
  let workspace: string;
  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-evidence-'));
  });
  afterEach(() => rm(workspace, { recursive: true }));

  /** Runs cells in a real kernel, named as the notebook names them, and gathers what they show. */
  async function evidence(source: string, cells?: readonly number[]): Promise<Evidence[]> {
    const file = parseLab(source);
    const labPath = join(workspace, 'Demo.lab.ts');
    const options = { labPath, workspace, backend: 'auto', recording: false } as const;
    const shown: Evidence[] = [];
    const session = new LabSession({
      labId: 'Demo',
      labPath,
      autoRun: () => 'off',
      autolog: () => true,
      startKernel: () =>
        Kernel.start({
          options,
          runtime: ownRuntime(),
          dist: join(import.meta.dirname, '../../../dist'),
          log: silentLog,
        }),
      onCell: (cell) => shown.push(...evidenceOf('Demo', cell)),
      log: silentLog,
    });
    try {
      const nameOf = (index: number) => `vscode-notebook-cell:Demo#${index}`;
      const requests = cellRequests(file, nameOf).filter((_, code) => cells?.includes(code) ?? true);
      const silent = { started() {}, output() {}, ended() {} };
      if (cells) await session.run({ cells: requests, all: false, labText: formatLab(file) }, silent);
      else await runLab(session, { path: labPath, file }, silent);
      return shown;
    } finally {
      await session.close();
    }
  }

  const counts = { cells: 4, checks: 1 };
  const cell = (index: number): Evidence => ({ kind: 'cell', item: 'Demo', cell: `cell-${index}`, ...counts });
  const place = (index: number): Evidence => ({
    kind: 'place',
    item: 'Demo',
    place: { kind: 'cell', cell: `cell-${index}` },
  });
  const checked = (check: string, passed: boolean): Evidence => ({
    kind: 'check',
    item: 'Demo',
    check,
    passed,
    checks: 1,
  });

  it('is each cell that ended well, each check’s result, and the last cell that ran', async () => {
    assert.deepEqual(await evidence(text), [
      cell(1),
      place(1),
      // Its code ran to the end, though one of its checks failed.
      cell(2),
      checked('two', true),
      checked('two-2', false),
      place(2),
      place(3),
    ]);
  });

  it('is the same, whatever the cells are called where they run, and however few do', async () => {
    assert.deepEqual(await evidence(text, [3]), [place(4)], 'n is not known there');
    assert.deepEqual(await evidence(text, [0]), [cell(1), place(1)]);
  });

  it('is of a judgment how it begins', () => {
    const request = { cellId: 'cell-1', source: '', line: 99 };
    const answer = { value: 'x'.repeat(900), inWords: true } as const;
    const checks = [{ id: 'j', name: 'Ship?', passed: true, prediction: answer }];
    const [judged] = evidenceOf('Demo', { request, labText: text, completed: false, checks, waived: new Set() });
    assert.deepEqual(judged, {
      kind: 'prediction',
      item: 'Demo',
      prediction: 'j',
      value: `${'x'.repeat(199)}…`,
      late: false,
    });
  });

  it('is not kept of what the command line runs', async () => {
    const file = join(workspace, 'Demo.lab.ts');
    await writeFile(file, text);
    await cli('run', file, '--workspace', workspace);
    assert.ok(existsSync(join(workspace, 'mlflow.db')), 'it ran');
    assert.ok(!existsSync(join(workspace, '.mlops-lab', 'progress.json')));
  });
});

describe('a learner’s copy that begins anew', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-reset-'));
    await mkdir(join(folder, 'bundled'));
    await writeFile(join(folder, 'bundled', 'Demo.lab.ts'), text);
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is the starter again, and what there was is kept', async () => {
    const bundled = join(folder, 'bundled', 'Demo.lab.ts');
    const copy = await openCopy(folder, bundled, 'Demo');
    await writeFile(copy, 'my own work');
    const kept = await resetCopy(folder, bundled, 'Demo');
    assert.equal(await readFile(copy, 'utf8'), starterText(text));
    assert.equal(await readFile(kept, 'utf8'), 'my own work');
    assert.ok(kept.startsWith(join(folder, '.mlops-lab', 'backups', 'Demo-')) && kept.endsWith('.lab.ts'));
    const again = await resetCopy(folder, bundled, 'Demo');
    assert.notEqual(again, kept);
  });

  it('is left as it is where it cannot be kept', async () => {
    const bundled = join(folder, 'bundled', 'Demo.lab.ts');
    const copy = await openCopy(folder, bundled, 'Demo');
    await writeFile(copy, 'my own work');
    await writeFile(join(folder, '.mlops-lab', 'backups'), 'a file where a folder should be');
    await assert.rejects(resetCopy(folder, bundled, 'Demo'), { code: 'copy-failed' });
    assert.equal(await readFile(copy, 'utf8'), 'my own work');
  });
});
