import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type LabReport, reportJson } from '../../../src/labs/session/report.ts';
import { commands } from '../../../src/platform/ids.ts';

const lab = 'C2_W2_Lab_1';

describe('Run Lab for programs', () => {
  it('gives the report that the command line gives of the same lab', async function () {
    this.timeout(60_000);
    const report = await vscode.commands.executeCommand<LabReport>(commands.runLab, { lab });
    const workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    const { extensionPath } = vscode.extensions.getExtension('mlops-lab.mlops-lab')!;
    const args = [join(extensionPath, 'dist/cli.js'), 'run', lab, '--workspace', workspace, '--json'];
    // The editor of the tests has no native TensorFlow of its own, which the command line may have.
    const env = { ...process.env, MLOPS_LAB_NATIVE: workspace };
    const stdout = await new Promise<string>((resolve) =>
      execFile(process.env.MLOPS_LAB_NODE!, args, { maxBuffer: 1e8, env }, (_, out) => resolve(out)),
    );
    assert.ok(report.cells.length > 10);
    assert.deepEqual(comparable(reportJson(report)), comparable(stdout));
  });

  it('names a lab that is none', async () => {
    const running = Promise.resolve(vscode.commands.executeCommand(commands.runLab, { lab: 'C9' }));
    await assert.rejects(running, /no bundled lab “C9”/);
  });
});

/** A report without what differs from run to run: times, run ids, and what training came to. */
function comparable(json: string): unknown {
  const { seconds: _, run, cells, ...report } = JSON.parse(json) as LabReport;
  const outline = cells.map(({ seconds: _, outputs, ...cell }) => ({
    ...cell,
    outputs: outputs.map(({ mime }) => mime),
  }));
  return { ...report, experiment: run?.experiment, cells: outline };
}
