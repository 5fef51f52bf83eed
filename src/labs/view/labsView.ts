import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { NotebookOutputs } from '../../outputs/view/notebookOutputs.ts';
import { OutputHost } from '../../outputs/view/outputHost.ts';
import { ValuePanels } from '../../outputs/view/valuePanel.ts';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import { commands, contexts, notebook as ids } from '../../platform/ids.ts';
import { columnBeside } from '../../platform/view/columns.ts';
import { reached } from '../../platform/view/reached.ts';
import { type AvailableLab, galleryId } from '../../shared/labs.ts';
import type { Specialization } from '../../shared/model.ts';
import type { TextPart } from '../../shared/texts.ts';
import { copyPath, openCopy, resetCopy } from '../copies.ts';
import { starterText } from '../exercise.ts';
import { frontMatter, type LabFile, parseLab } from '../file.ts';
import { labParts } from '../labText.ts';
import { runLab } from '../session/labRun.ts';
import type { LabReport } from '../session/report.ts';
import type { BatchListener } from '../session/session.ts';
import { Exercises } from './exercises/exercises.ts';
import { KernelCommands } from './kernelCommands.ts';
import { accessTo } from './labAccess.ts';
import { LabPlaces } from './labPlaces.ts';
import { CellStatus } from './notebook/cellStatus.ts';
import { CheckStatus } from './notebook/checkStatus.ts';
import { LabController } from './notebook/controller.ts';
import { FoldedCells } from './notebook/foldedCells.ts';
import { KernelStatus } from './notebook/kernelStatus.ts';
import { NotRunStatus } from './notebook/notRunStatus.ts';
import { LabSerializer } from './notebook/serializer.ts';
import { OneDocument } from './oneDocument.ts';
import { openLabFile, openNotebook, openText } from './openLabs.ts';
import { revealCell } from './revealCell.ts';
import { LabSessions, type SessionsHost } from './sessions.ts';
import { registerShowTruth } from './showTruth.ts';
import { TextView } from './text/textView.ts';
import { VariableCommands } from './variables/commands.ts';
import { VariablesView } from './variables/variablesView.ts';

export interface LabsHost extends Omit<SessionsHost, 'starterOf'> {
  /** The course on show, if there is one. */
  readonly shownCourse: () => Promise<Specialization | undefined>;
  /** The learner's folder; asks for one where none is open, and then resolves with nothing. */
  readonly workspaceFor: (labId: string) => Promise<string | undefined>;
  /** The labs that ship, in the order of the course. */
  readonly bundledLabs: () => Promise<readonly AvailableLab[]>;
}

/** A program reads the report; the notebook's cells are not run by this and show nothing. */
const silent: BatchListener = { started() {}, output() {}, ended() {} };

/** The labs feature: `*.lab.ts` files as notebooks and as text, their kernels and commands. */
export class LabsView extends Disposable {
  readonly #host: LabsHost;
  readonly #controller: LabController;
  readonly #text: TextView;
  readonly #documents: OneDocument;
  readonly sessions: LabSessions;

  constructor(host: LabsHost, log: vscode.LogOutputChannel) {
    super();
    this.#host = host;
    this.sessions = this.register(new LabSessions({ ...host, starterOf: (id) => this.#starterOf(id) }, log));
    const kernels = this.register(new KernelStatus());
    const status = {
      checks: this.register(new CheckStatus(this.sessions.checks)),
      cells: this.register(new CellStatus()),
      kernels,
      notRun: this.register(new NotRunStatus(this.sessions)),
    };
    this.#controller = this.register(new LabController(this.sessions, status, log));
    const outputs = new OutputHost(this.sessions);
    this.register(new NotebookOutputs(outputs));
    const values = this.register(new ValuePanels(vscode.Uri.file(host.extensionPath), outputs));
    this.register(new VariableCommands(this.register(new VariablesView(this.sessions)), this.sessions, values));
    this.register(new KernelCommands(this.sessions, kernels, log));
    this.register(
      vscode.commands.registerCommand(commands.exportLab, async (argument?: unknown, target?: unknown) => {
        const { LabExport } = await import('./exportLab.ts');
        return new LabExport(host.extensionPath, () => this.#flush(), log).export(argument, target);
      }),
    );
    this.#documents = this.register(new OneDocument(log));
    this.register(new LabPlaces(host.evidence));
    this.register(new FoldedCells());
    this.register(registerShowTruth(this.sessions));
    this.#text = this.register(new TextView(host.extensionPath, this.sessions, outputs, log));
    this.register(
      new Exercises({
        sessions: this.sessions,
        bundledLabs: host.bundledLabs,
        openCopy: (lab) => this.#openCopy(lab),
        evidence: host.evidence,
        shownCourse: host.shownCourse,
        show: (lab) => this.show(lab),
        runCells: (lab, indices) => this.#runCells(lab, indices),
        log,
      }),
    );
    this.register(
      vscode.workspace.registerNotebookSerializer(ids.type, new LabSerializer(), { transientOutputs: true }),
    );
    this.register(
      vscode.commands.registerCommand(commands.runLab, (wanted?: unknown) => {
        const id = wantedLab(wanted);
        return id === undefined ? this.#runLab() : this.#reportOf(id);
      }),
    );
    this.register(vscode.commands.registerCommand(commands.openGallery, () => this.#openGallery()));
  }

  /** Ends every kernel and writes what is still to be written. */
  async close(): Promise<void> {
    await this.sessions.closeAll();
    await this.#flush();
  }

  /** Writes the outputs that are not yet kept. */
  async #flush(): Promise<void> {
    await Promise.all([this.#controller.flush(), this.#text.flush()]);
  }

  /**
   * Opens a lab as a notebook: of one that came with the extension, the learner's copy.
   * @param cell the name of the cell to go to
   * @param beside next to the active editor, where the lab is not open already
   */
  async open(uri: vscode.Uri, id: string | undefined, cell?: string, beside = false): Promise<void> {
    const isBundled = id !== undefined && accessTo(uri, this.#host.extensionPath) === 'bundled';
    const shown = isBundled ? await this.#openCopy({ id, path: uri.fsPath }, beside) : uri;
    if (!isBundled) await this.show(uri, beside);
    if (shown && cell !== undefined) await revealCell(shown, cell);
  }

  /** The learner's copy of a bundled lab, where there is one. */
  copyOf(uri: vscode.Uri): vscode.Uri | undefined {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    if (folder?.scheme !== 'file' || accessTo(uri, this.#host.extensionPath) !== 'bundled') return undefined;
    const copy = copyPath(folder.fsPath, uri.fsPath);
    return existsSync(copy) ? vscode.Uri.file(copy) : undefined;
  }

  /** What the lab's author thinks that it takes; nothing where its file does not tell. */
  async minutesOf(path: string): Promise<number | undefined> {
    try {
      return frontMatter(parseLab(await readFile(path, 'utf8')), basename(path)).minutes;
    } catch {
      // That it is broken is said where it is opened.
      return undefined;
    }
  }

  /** What each cell of a lab says, from the text of its file. */
  partsOf(text: string): readonly TextPart[] {
    return labParts(text);
  }

  /**
   * Writes the learner's copy of a bundled lab anew, edits that are not saved included in what is kept of it.
   * @returns the path of what was kept
   * @throws {UserError} `copy-failed`
   */
  async resetCopy(uri: vscode.Uri, id: string): Promise<string | undefined> {
    const copy = this.copyOf(uri);
    const workspace = copy && (await this.#host.workspaceFor(id));
    if (!copy || workspace === undefined) return undefined;
    for (const document of [openNotebook(copy), openText(copy)]) if (document?.isDirty) await document.save();
    return resetCopy(workspace, uri.fsPath, id);
  }

  /** The learner's copy of a bundled lab is made from the starter where there is none. Gives its address. */
  async #openCopy(lab: Pick<AvailableLab, 'id' | 'path'>, beside = false): Promise<vscode.Uri | undefined> {
    const workspace = await this.#host.workspaceFor(lab.id);
    if (workspace === undefined) return undefined;
    try {
      const copy = vscode.Uri.file(await openCopy(workspace, lab.path, lab.id));
      await this.show(copy, beside);
      if (lab.id === galleryId) reached(contexts.galleryOpened);
      return copy;
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
      return undefined;
    }
  }

  /** Not by `openNotebookDocument`, for which VS Code keeps a lab open for minutes after its editor is closed. */
  async show(uri: vscode.Uri, beside = false): Promise<void> {
    await this.#documents.show(uri, beside ? columnBeside() : vscode.ViewColumn.Active);
  }

  /**
   * For programs, `{ lab: id }`: opens the learner's copy, runs it whole, and gives the report that the CLI gives.
   * @throws {UserError} `lab-not-found`
   */
  async #reportOf(id: string): Promise<LabReport | undefined> {
    const lab = (await this.#host.bundledLabs()).find((each) => each.id === id);
    if (!lab) {
      throw new UserError(
        'lab-not-found',
        vscode.l10n.t('There is no bundled lab “{0}”; “mlops-lab list” shows all.', id),
      );
    }
    const uri = await this.#openCopy(lab);
    if (!uri) return undefined;
    return runLab(this.sessions.of(uri), { path: uri.fsPath, file: openLabFile(uri) }, silent);
  }

  async #starterOf(id: string): Promise<LabFile | undefined> {
    try {
      const lab = (await this.#host.bundledLabs()).find((each) => each.id === id);
      return lab && parseLab(starterText(await readFile(lab.path, 'utf8')));
    } catch {
      // Then tries are not told apart from the starter, and none is counted.
      return undefined;
    }
  }

  /** Where the lab is open, as a notebook or as text. */
  async #runCells(lab: vscode.Uri, indices: readonly number[]): Promise<void> {
    const text = openNotebook(lab) ? undefined : openText(lab);
    if (text) return this.#text.runCells(text, indices);
    const ranges = indices.map((index) => ({ start: index, end: index + 1 }));
    if (ranges.length > 0) await vscode.commands.executeCommand('notebook.cell.execute', { ranges, document: lab });
  }

  async #openGallery(): Promise<void> {
    const gallery = (await this.#host.bundledLabs()).find(({ id }) => id === galleryId);
    if (gallery) await this.#openCopy(gallery);
  }

  async #runLab(): Promise<void> {
    const labs = await this.#host.bundledLabs();
    const picks = labs.map((lab) => ({ label: lab.title, description: lab.id, detail: basename(lab.path), lab }));
    const placeHolder = vscode.l10n.t('Which lab shall run?');
    const pick = await vscode.window.showQuickPick(picks, { placeHolder, matchOnDescription: true });
    const lab = pick && (await this.#openCopy(pick.lab));
    if (lab) await vscode.commands.executeCommand('notebook.execute', lab);
  }
}

/** The id in a program's `{ lab: id }`; nothing when a person called the command. */
function wantedLab(wanted: unknown): string | undefined {
  if (typeof wanted !== 'object' || wanted === null || !('lab' in wanted)) return undefined;
  return typeof wanted.lab === 'string' ? wanted.lab : undefined;
}
