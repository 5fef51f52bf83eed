import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { commands } from '../../../src/platform/ids.ts';

const extensionId = 'mlops-lab.mlops-lab';

describe('activation', () => {
  it('happens when the extension is asked for', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers every command of the table', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(commands).filter((id) => !registered.has(id)),
      [],
    );
  });

  it('takes a time that VS Code itself reports', async () => {
    const milliseconds = await reportedActivation();
    assert.ok(milliseconds >= 0);
    // For `npm run bench`.
    if (process.env.MLOPS_LAB_ACTIVATION) writeFileSync(process.env.MLOPS_LAB_ACTIVATION, String(milliseconds));
  });
});

/**
 * Loading plus activating in ms, from *Developer: Startup Performance*. Its table has the columns extension, eager,
 * load code, call activate, finish activate, event, by.
 */
async function reportedActivation(): Promise<number> {
  await vscode.commands.executeCommand('perfview.show');
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const report = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'perf')?.getText() ?? '';
    const rows = report.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const row = rows.find((cells) => cells[1] === extensionId);
    if (!row) continue;
    const [load, call, finish] = row.slice(3, 6).map(Number);
    return load! + call! + finish!;
  }
  const seen = vscode.workspace.textDocuments.map(({ uri }) => uri.toString()).join(', ');
  throw new Error(`Startup Performance does not list ${extensionId}. Open documents: ${seen}`);
}
