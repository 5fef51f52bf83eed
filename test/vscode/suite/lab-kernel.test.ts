import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands, settings } from '../../../src/platform/ids.ts';
import { closeAll, ended, itemsOf, runAll, runCell, selectKernel, show, textOf, until, writeLab } from './labs.ts';

describe('the kernel of a notebook', () => {
  afterEach(closeAll);

  it('runs the cells above, and a cell with those below, by VS Code’s own commands', async () => {
    const notebook = await show(await writeLab('parts.lab.ts', ['let n = 1;\nn', 'n += 1', 'n += 10']));
    await selectKernel();
    await cellCommand('notebook.cell.executeCellsAbove', 2);
    await until(() => notebook.cellAt(1).executionSummary?.success);
    assert.match(textOf(notebook.cellAt(1)), /2/);
    assert.equal(notebook.cellAt(2).executionSummary?.success, undefined);
    await cellCommand('notebook.cell.executeCellAndBelow', 1);
    await until(() => notebook.cellAt(2).executionSummary?.success);
    assert.match(textOf(notebook.cellAt(2)), /13/);
  });

  it('restarts and runs all: what cells left behind is gone', async () => {
    const notebook = await show(
      await writeLab('again.lab.ts', ['globalThis.count = (globalThis.count ?? 0) + 1;\nglobalThis.count']),
    );
    await runAll(notebook);
    await runCell(notebook, 0);
    await until(() => /2/.test(textOf(notebook.cellAt(0))));
    await vscode.commands.executeCommand(commands.restartAndRunAll);
    await until(() => /1/.test(textOf(notebook.cellAt(0))));
    await ended(notebook);
  });

  it('stops by command, and says so in the cell', async () => {
    const notebook = await show(await writeLab('stopped.lab.ts', ['console.log("on");\nawait new Promise(() => {})']));
    await selectKernel();
    void vscode.commands.executeCommand('notebook.execute');
    await until(() => textOf(notebook.cellAt(0)).includes('on'));
    await vscode.commands.executeCommand(commands.stopCell);
    await until(() => notebook.cellAt(0).executionSummary?.success === false);
    assert.match(textOf(notebook.cellAt(0)), /stopped/i);
  });

  it('serves several labs at once, each with variables of its own', async () => {
    const cells = (name: string) => [`const who = "${name}";\nawait new Promise((r) => setTimeout(r, 500));`, 'who'];
    const [a, b] = [await writeLab('left.lab.ts', cells('left')), await writeLab('right.lab.ts', cells('right'))];
    const left = await show(a);
    await selectKernel();
    const running = vscode.commands.executeCommand('notebook.execute');
    const right = await show(b);
    await selectKernel();
    await vscode.commands.executeCommand('notebook.execute');
    await running;
    await Promise.all([ended(left), ended(right)]);
    assert.match(textOf(left.cellAt(1)), /left/);
    assert.match(textOf(right.cellAt(1)), /right/);
  });

  it('that dies leaves its reason and last words in the cell, and the next cell gets a new one', async () => {
    const kill = `import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
writeSync(2, 'last words\\n');
spawn('kill', ['-9', String(process.pid)]);
await new Promise(() => {});`;
    const notebook = await show(await writeLab('dies.lab.ts', [kill, '"alive"']));
    await selectKernel();
    await runCell(notebook, 0);
    await until(() => notebook.cellAt(0).executionSummary?.success === false);
    const error = itemsOf(notebook.cellAt(0)).find(({ mime }) => mime === 'application/vnd.code.notebook.error');
    const { stack } = JSON.parse(Buffer.from(error!.data).toString());
    assert.match(stack, /^KernelDied: The kernel was killed.*\nVariables of earlier cells.*\nlast words$/);
    await runCell(notebook, 1);
    await until(() => notebook.cellAt(1).executionSummary?.success);
    assert.match(textOf(notebook.cellAt(1)), /alive/);
  });

  describe('by its settings', () => {
    afterEach(async () => {
      await set(settings.idleTimeout, undefined);
      await set(settings.memoryLimit, undefined);
    });

    it('is ended when it has had nothing to do, and the next cell says so', async () => {
      await set(settings.idleTimeout, 0.01);
      const notebook = await show(await writeLab('idle.lab.ts', ['const pid = process.pid;\npid', 'typeof pid']));
      await selectKernel();
      await runCell(notebook, 0);
      await until(() => notebook.cellAt(0).executionSummary?.success);
      const pid = Number(textOf(notebook.cellAt(0)));
      assert.ok(pid > 0);
      await until(() => !isAlive(pid));
      await runCell(notebook, 1);
      await until(() => notebook.cellAt(1).executionSummary?.success);
      assert.match(textOf(notebook.cellAt(1)), /had nothing to do for 0\.01 minutes[\s\S]*undefined/);
    });

    it('is ended at its limit of memory, with the figures and a way out', async () => {
      await set(settings.memoryLimit, 300);
      const hoard =
        'const kept = [];\nfor (;;) { kept.push(Buffer.alloc(20e6, 1)); await new Promise((r) => setTimeout(r, 20)); }';
      const notebook = await show(await writeLab('memory.lab.ts', [hoard, '"alive"']));
      await selectKernel();
      await runCell(notebook, 0);
      await until(() => notebook.cellAt(0).executionSummary?.success === false);
      assert.match(textOf(notebook.cellAt(0)), /KernelDied.*held \d+ MB of memory, more than its limit of 300 MB/);
      await runCell(notebook, 1);
      await until(() => notebook.cellAt(1).executionSummary?.success);
    });
  });
});

async function set(id: string, value: number | undefined): Promise<void> {
  await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function cellCommand(id: string, index: number): Promise<void> {
  const editor = vscode.window.activeNotebookEditor!;
  editor.selection = new vscode.NotebookRange(index, index + 1);
  await vscode.commands.executeCommand(id, {
    ranges: [{ start: index, end: index + 1 }],
    document: editor.notebook.uri,
  });
}
