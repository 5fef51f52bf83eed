import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { factsOf } from '../../../../src/course/progress/facts.ts';
import { Kernel } from '../../../../src/kernel/kernel.ts';
import { ownRuntime } from '../../../../src/kernel/node.ts';
import type { Output } from '../../../../src/kernel/protocol/outputs.ts';
import { evidenceOf } from '../../../../src/labs/evidence.ts';
import { starterText } from '../../../../src/labs/exercise.ts';
import { formatLab, type LabFile, parseLab } from '../../../../src/labs/file.ts';
import { cellRequests, runLab } from '../../../../src/labs/session/labRun.ts';
import { LabSession } from '../../../../src/labs/session/session.ts';
import type { CellEnd } from '../../../../src/outputs/cellEnd.ts';
import { outputText } from '../../../../src/outputs/text/outputText.ts';
import { silentLog } from '../../../../src/platform/log.ts';
import type { Evidence } from '../../../../src/shared/evidence.ts';

const dist = join(import.meta.dirname, '../../../../dist');
const ids = ['guess-share', 'guess-first', 'guess-order'];

describe('predictions in a session', () => {
  let workspace: string;
  let session: LabSession;
  let evidence: Evidence[];
  let solved: LabFile;
  let starter: LabFile;
  before(async () => {
    const text = await readFile(join(import.meta.dirname, '../../../fixtures/exercises.lab.ts'), 'utf8');
    solved = parseLab(text);
    starter = parseLab(starterText(text));
  });
  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-predictions-'));
    evidence = [];
    const labPath = join(workspace, 'x.lab.ts');
    const options = { labPath, workspace, backend: 'auto', recording: false } as const;
    session = new LabSession({
      labId: 'X',
      labPath,
      autoRun: () => 'off',
      autolog: () => false,
      startKernel: () => Kernel.start({ options, runtime: ownRuntime(), dist, log: silentLog }),
      onCell: (cell) => evidence.push(...evidenceOf('X', cell)),
      log: silentLog,
    });
  });
  afterEach(async () => {
    await session.close();
    await rm(workspace, { recursive: true });
  });

  /** Runs the first three code cells, or one of them, and tells what the last of them shows, and its end. */
  async function truthOf(file: LabFile, only?: number): Promise<{ text: string; end: CellEnd | undefined }> {
    const requests = cellRequests(file).slice(0, 3);
    const cells = only === undefined ? requests : requests.slice(only, only + 1);
    const last = cells.at(-1)?.cellId;
    const shown: Output[] = [];
    let end: CellEnd | undefined;
    await session.run(
      { cells, all: false, covers: true, labText: formatLab(file) },
      {
        started() {},
        output: (cellId, output) => cellId === last && shown.push(output),
        ended: (cellId, ended) => {
          if (cellId === last) end = ended;
        },
      },
    );
    return { text: shown.map((output) => outputText(output)).join(''), end };
  }

  const facts = () =>
    evidence.filter(({ kind }) => kind === 'prediction').flatMap((each) => factsOf(each, '2026-01-01T00:00:00.000Z'));

  it('cover the truth while they are empty; the cell runs, and is shown anyway when somebody wants it', async () => {
    const covered = await truthOf(starter);
    assert.match(covered.text, /^Predict first: One of five weights .* Which moves more\? Order them/);
    assert.doesNotMatch(covered.text, /80\.2/);
    assert.equal(covered.end?.status, 'succeeded');
    assert.deepEqual(covered.end?.covered, ids);
    assert.deepEqual(facts(), [], 'an empty prediction is no fact');

    session.predictions.waive(ids);
    const shown = await truthOf(starter, 2);
    assert.match(shown.text, /The mean is 80\.2 %[\s\S]*You have not predicted: One of five/);
    assert.equal(shown.end?.covered, undefined);

    await truthOf(solved, 1);
    assert.deepEqual(facts()[0], {
      kind: 'prediction',
      item: 'X',
      prediction: 'guess-share',
      value: 85,
      unit: '%',
      late: true,
      at: '2026-01-01T00:00:00.000Z',
    });
  });

  it('uncover it, are facts, and are told how far off they were', async () => {
    const { text, end } = await truthOf(solved);
    assert.match(text, /You said 85 %\. It is 80\.22 %: you were 4\.78 too high\./);
    assert.equal(end?.covered, undefined);
    assert.deepEqual(
      facts().map((fact) => fact.kind === 'prediction' && [fact.prediction, fact.value, fact.late]),
      [
        ['guess-share', 85, undefined],
        ['guess-first', 'mean', undefined],
        ['guess-order', ['mean', 'median', 'maximum'], undefined],
      ],
    );
  });

  it('are to be made anew when the kernel that held them is gone', async () => {
    await truthOf(solved);
    await session.restart();
    const { text } = await truthOf(solved, 2);
    assert.match(text, /^Predict first\./);
  });

  it('come back in the report, where nothing is covered', async () => {
    const path = join(workspace, 'x.lab.ts');
    const silent = { started() {}, output() {}, ended() {} };
    const empty = await runLab(session, { path, file: starter }, silent);
    assert.deepEqual(
      empty.predictions.map(({ id, value, truth }) => ({
        id,
        value,
        truth: typeof truth === 'number' ? 'number' : truth,
      })),
      [
        { id: 'guess-share', value: undefined, truth: 'number' },
        { id: 'guess-first', value: undefined, truth: 'mean' },
        { id: 'guess-order', value: undefined, truth: ['mean', 'median', 'maximum'] },
      ],
    );
    assert.equal(empty.status, 'failed');
    const far = parseLab(starterText(formatLab(solved)).replace('const share = undefined', 'const share = 99'));
    const { predictions } = await runLab(session, { path, file: far }, silent);
    const { truth, ...share } = predictions[0]!;
    assert.ok(typeof truth === 'number' && Math.abs(truth - 80.2198) < 1e-6);
    assert.deepEqual(share, {
      id: 'guess-share',
      question: 'One of five weights comes in kg. How much of the mean is left?',
      value: 99,
      unit: '%',
      says: 'You may have thought that one of five is too few to matter.',
    });
  });
});
