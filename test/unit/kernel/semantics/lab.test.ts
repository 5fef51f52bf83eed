import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readInstallation } from '../../../../src/kernel/native/installation.ts';
import type { LabReport } from '../../../../src/labs/session/report.ts';
import { copySemantics, failing, shownIn, whole } from '../../../semantics.ts';
import { skip } from '../../../skip.ts';
import { root, start } from '../../commandLine.ts';

const native = process.env.MLOPS_LAB_NATIVE || join(root, '.native');

/** `test/vscode/suite/semantics.test.ts` runs the same labs in the notebook and in the text view. */
describe('what a cell can do, by the command line', function () {
  this.timeout(120_000);
  let workspace: string;
  let labs: Awaited<ReturnType<typeof copySemantics>>;
  before(async () => {
    workspace = await realpath(await mkdtemp(join(tmpdir(), 'mlops-lab-semantics-')));
    labs = await copySemantics(join(root, 'test', 'fixtures'), workspace);
  });
  after(() => rm(workspace, { recursive: true, force: true }));

  for (const backend of ['wasm', 'cpu', 'tensorflow'] as const) {
    describe(`on ${backend}`, () => {
      beforeEach(async function () {
        if (backend === 'tensorflow' && !(await readInstallation(native)))
          skip(this, `native TensorFlow is not installed in ${native} (npm run native)`);
      });

      it('all checks pass, and all is printed in order', async () => {
        const { code, report, stderr } = await run(labs.whole, backend);
        const { cells, checks } = shownIn(report);
        assert.deepEqual(checks, whole.checks, stderr);
        assert.deepEqual(
          cells.filter(({ texts }) => texts.length).map(({ texts }) => texts),
          [whole.printed],
        );
        assert.ok(cells.every(({ status }) => status === 'succeeded'));
        assert.deepEqual([code, report.backend, stderr], [0, backend, '']);
      });

      it('an error ends the lab; what nobody awaited is told by the cell that made it', async () => {
        const { code, report } = await run(labs.failing, backend);
        assert.deepEqual(shownIn(report), failing(pathToFileURL(labs.failing).href));
        assert.equal(code, 1);
      });
    });
  }

  async function run(lab: string, backend: string) {
    const args = ['run', lab, '--workspace', workspace, '--backend', backend, '--json'];
    const { code, stdout, stderr } = await start(args, root, { MLOPS_LAB_NATIVE: native }).answer;
    assert.ok(stdout, stderr);
    return { code, stderr, report: JSON.parse(stdout) as LabReport };
  }
});
