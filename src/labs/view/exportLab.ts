import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { OutputStore } from '../../outputs/store/store.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import { type ExportFormat, exportFiles, loadExporter, writeFiles } from '../export/files.ts';
import { labOf } from './labArgument.ts';
import { labFolder, openLabFile } from './openLabs.ts';

/** *Export Lab…*: the lab with its outputs as a page or as Markdown. A bundle of its own, loaded when it is wanted. */
export class LabExport {
  readonly #extensionPath: string;
  readonly #flush: () => Promise<void>;
  readonly #log: vscode.LogOutputChannel;

  /** @param flush writes the outputs that are not yet kept */
  constructor(extensionPath: string, flush: () => Promise<void>, log: vscode.LogOutputChannel) {
    this.#extensionPath = extensionPath;
    this.#flush = flush;
    this.#log = log;
  }

  /** @param target a program's: the file to write, which may be there; its ending says what it becomes */
  async export(argument: unknown, target: unknown): Promise<void> {
    const lab = labOf(argument);
    if (!lab) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Open the lab that shall be exported first.'));
      return;
    }
    const file = target instanceof vscode.Uri ? target : await askForFile(lab);
    if (!file) return;
    const format = file.path.endsWith('.md') ? 'markdown' : 'html';
    const title = vscode.l10n.t('Exporting {0}', basename(lab.path));
    try {
      const isWritten = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
        this.#write(lab, format, file.fsPath, target !== undefined),
      );
      if (isWritten && target === undefined) await offer(file, format);
    } catch (error) {
      if (target !== undefined) throw error;
      void vscode.window.showErrorMessage(messageOf(error));
    }
  }

  async #write(lab: vscode.Uri, format: ExportFormat, path: string, mayOverwrite: boolean): Promise<boolean> {
    await this.#flush();
    const saved = await new OutputStore(labFolder(lab), lab.fsPath, this.#log).read();
    if (saved.length === 0) {
      throw new UserError(
        'no-outputs',
        vscode.l10n.t('Nothing of {0} has been run yet. Run its cells, then export it.', basename(lab.path)),
      );
    }
    const exporter = await loadExporter();
    exporter.useTranslator(vscode.l10n.t);
    const exported = { file: openLabFile(lab), name: lab.fsPath, workspace: labFolder(lab), saved };
    const files = await exportFiles(exporter, format, path, exported, join(this.#extensionPath, 'dist'));
    if (!mayOverwrite && !(await mayReplace([...files.keys()].slice(1)))) return false;
    await writeFiles(files);
    return true;
  }
}

/** VS Code asks before a file is replaced that is there. */
async function askForFile(lab: vscode.Uri): Promise<vscode.Uri | undefined> {
  const name = basename(lab.path, '.lab.ts');
  const formats = [
    {
      label: vscode.l10n.t('HTML page'),
      detail: vscode.l10n.t('One file with everything in it, to be handed in or published.'),
      ending: 'html',
    },
    {
      label: vscode.l10n.t('Markdown'),
      detail: vscode.l10n.t('A file and a folder of its images, for a repository or a report.'),
      ending: 'md',
    },
  ];
  const format = await vscode.window.showQuickPick(formats, { placeHolder: vscode.l10n.t('Export the lab as') });
  if (!format) return undefined;
  return vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(lab, '..', `${name}.${format.ending}`),
    filters: { [format.label]: [format.ending] },
  });
}

/** The save dialog knows of the main file alone. */
async function mayReplace(paths: readonly string[]): Promise<boolean> {
  const found = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  if (!found.includes(true)) return true;
  const replace = vscode.l10n.t('Replace');
  const question = vscode.l10n.t('The folder {0} holds images of an earlier export.', basename(dirname(paths[0]!)));
  return (await vscode.window.showWarningMessage(question, { modal: true }, replace)) === replace;
}

async function offer(file: vscode.Uri, format: ExportFormat): Promise<void> {
  const open = vscode.l10n.t('Open');
  const choice = await vscode.window.showInformationMessage(
    vscode.l10n.t('{0} was written.', basename(file.path)),
    open,
  );
  if (choice !== open) return;
  // A browser shows a page of this machine; where VS Code runs in a browser itself, the editor shows its text.
  if (format === 'html' && vscode.env.uiKind === vscode.UIKind.Desktop && !vscode.env.remoteName) {
    await vscode.env.openExternal(file);
  } else await vscode.commands.executeCommand('vscode.open', file);
}
