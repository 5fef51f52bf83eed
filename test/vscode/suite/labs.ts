import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { extensionId, notebook as ids } from '../../../src/platform/ids.ts';

/** What suites about labs in the notebook share. */

export function workspaceFolder(): string {
  return vscode.workspace.workspaceFolders![0]!.uri.fsPath;
}

/** A lab file of these cells, in the workspace's `labs/`; each cell is what stands below its marker line. */
export async function writeLab(name: string, cells: readonly string[]): Promise<vscode.Uri> {
  const id = name.replace('.lab.ts', '');
  return writeText(name, labText(id, cells));
}

export function labText(id: string, cells: readonly string[]): string {
  const header = `// ---\n// id: ${id}\n// title: ${id}\n// ---\n`;
  return header + cells.map((cell) => `\n// %%\n${cell}\n`).join('');
}

export async function writeText(name: string, text: string): Promise<vscode.Uri> {
  const path = join(workspaceFolder(), 'labs', name);
  await mkdir(join(workspaceFolder(), 'labs'), { recursive: true });
  await writeFile(path, text);
  return vscode.Uri.file(path);
}

export async function show(uri: vscode.Uri): Promise<vscode.NotebookDocument> {
  // `openNotebookDocument` would keep the lab open for minutes after its editor is closed.
  await vscode.commands.executeCommand('vscode.openWith', uri, ids.type, { preview: false });
  const shown = () => vscode.window.activeNotebookEditor?.notebook;
  return until(() => (shown()?.uri.toString() === uri.toString() ? shown() : undefined));
}

/** Runs the notebook in the active editor and waits until its last code cell has ended. */
export async function runAll(notebook: vscode.NotebookDocument): Promise<void> {
  await selectKernel();
  await vscode.commands.executeCommand('notebook.execute');
  await ended(notebook);
}

export async function selectKernel(): Promise<void> {
  await vscode.commands.executeCommand('notebook.selectKernel', { id: ids.controller, extension: extensionId });
}

export async function runCell(notebook: vscode.NotebookDocument, index: number): Promise<void> {
  await vscode.commands.executeCommand('notebook.cell.execute', {
    ranges: [{ start: index, end: index + 1 }],
    document: notebook.uri,
  });
}

export async function ended(notebook: vscode.NotebookDocument): Promise<void> {
  const code = notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code);
  await until(() => code.every(({ executionSummary }) => executionSummary?.success !== undefined));
}

export function itemsOf(cell: vscode.NotebookCell): vscode.NotebookCellOutputItem[] {
  return cell.outputs.flatMap(({ items }) => items);
}

export function textOf(cell: vscode.NotebookCell): string {
  return itemsOf(cell)
    .map((item) => Buffer.from(item.data).toString())
    .join('\n');
}

export async function until<T>(
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  timeout = 25_000,
): Promise<T> {
  for (const end = Date.now() + timeout; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const found = await probe();
    if (found) return found;
  }
  throw new Error(`not within ${timeout} ms: ${probe}`);
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
