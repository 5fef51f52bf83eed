import { join } from 'node:path';
import * as vscode from 'vscode';
import type { OutputHost } from '../../../outputs/view/outputHost.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { UserError } from '../../../platform/errors.ts';
import { commands } from '../../../platform/ids.ts';
import type { CellReport, LabReport } from '../../session/report.ts';
import { cellAt, isCode, type TextCell } from '../../text/cells.ts';
import { activeLab } from '../openLabs.ts';
import { askPerson } from '../question.ts';
import type { LabSessions } from '../sessions.ts';
import { TextDiagnostics } from './diagnostics.ts';
import { cellsOf, labSelector } from './document.ts';
import { CurrentCellMark } from './marks.ts';
import { OutputDocuments } from './outputDocument.ts';
import { foldingProvider, LensProvider, symbolProvider } from './providers.ts';
import { TextRunner } from './runner.ts';
import { termHover } from './termHover.ts';
import { TextOutputs } from './textOutputs.ts';
import { TextTypes } from './typings.ts';

/** Milliseconds. Each refresh makes the lenses that are on the screen void: a click just then does nothing. */
const lensDelay = 100;

/**
 * Labs as ordinary text: commands, lenses, folds, outline, problems and types. Each command takes the lab's address
 * and a zero-based line, or the editor's, and resolves with what the CLI's `--json` says of what was run.
 */
export class TextView extends Disposable {
  readonly #runner: TextRunner;
  readonly #outputs: TextOutputs;
  readonly #documents: OutputDocuments;

  constructor(extensionPath: string, sessions: LabSessions, host: OutputHost, log: vscode.LogOutputChannel) {
    super();
    this.#outputs = this.register(new TextOutputs(vscode.Uri.file(extensionPath), host, log));
    this.#documents = this.register(new OutputDocuments(this.#outputs));
    this.#runner = this.register(
      new TextRunner(
        sessions,
        (uri) => this.#outputs.of(uri),
        (_cellId, question, signal) => askPerson(question, signal),
      ),
    );
    this.register(new TextDiagnostics(this.#runner));
    this.register(new CurrentCellMark());
    this.register(new TextTypes(join(extensionPath, 'dist', 'types'), log));
    this.#registerProviders(extensionPath, sessions);
    this.#registerCommands();
  }

  #registerProviders(extensionPath: string, sessions: LabSessions): void {
    const changed = this.register(new vscode.EventEmitter<void>());
    let timer: NodeJS.Timeout | undefined;
    const refresh = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        changed.fire();
      }, lensDelay);
    };
    this.register({ dispose: () => clearTimeout(timer) });
    this.register(this.#runner.onDidChange(refresh));
    this.register(sessions.checks.onDidChange(refresh));
    this.register(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
    const lenses = new LensProvider(this.#runner, extensionPath, sessions.checks, changed.event);
    this.register(vscode.languages.registerCodeLensProvider(labSelector, lenses));
    this.register(vscode.languages.registerFoldingRangeProvider(labSelector, foldingProvider));
    this.register(vscode.languages.registerHoverProvider(labSelector, termHover));
    const label = vscode.l10n.t('Lab');
    this.register(vscode.languages.registerDocumentSymbolProvider(labSelector, symbolProvider, { label }));
  }

  #registerCommands(): void {
    const register = (id: string, run: (uri?: vscode.Uri, line?: number) => unknown) =>
      this.register(vscode.commands.registerCommand(id, run));
    register(commands.textRunAll, (uri) => this.#runAll(uri));
    register(commands.textRunCell, (uri, line) => this.#run(uri, line, (cell) => [cell]));
    register(commands.textRunAbove, (uri, line) => this.#run(uri, line, (cell, all) => all.slice(0, cell.index)));
    register(commands.textRunBelow, (uri, line) => this.#run(uri, line, (cell, all) => all.slice(cell.index)));
    register(commands.textRunCellAndAdvance, () => this.#runAndAdvance());
    register(commands.textShowOutput, (uri, line) => this.#reveal(uri, line));
    register(commands.textShowOutputsAsText, (uri) => this.#documents.show(uri ?? labInEditor()));
  }

  /** Writes the outputs that are not yet kept. Never rejects. */
  flush(): Promise<void> {
    return this.#outputs.flush();
  }

  /** Runs cells by their index, Markdown counted; resolves when they have ended. */
  async runCells(document: vscode.TextDocument, indices: readonly number[]): Promise<void> {
    await this.#runner.run(
      document,
      cellsOf(document).filter(({ index }) => indices.includes(index)),
    );
  }

  async #reveal(uri = labInEditor(), line = lineInEditor()): Promise<void> {
    this.#runner.reveal(uri, cellAt(cellsOf(await vscode.workspace.openTextDocument(uri)), line));
  }

  async #runAll(uri = labInEditor()): Promise<LabReport> {
    return this.#runner.runAll(await vscode.workspace.openTextDocument(uri));
  }

  async #run(
    uri = labInEditor(),
    line = lineInEditor(),
    choose: (cell: TextCell, all: readonly TextCell[]) => readonly TextCell[],
  ): Promise<CellReport[]> {
    const document = await vscode.workspace.openTextDocument(uri);
    const cells = cellsOf(document);
    const cell = cellAt(cells, line);
    return cell ? this.#runner.run(document, choose(cell, cells)) : [];
  }

  /** The cursor goes on at once, so that a row of cells can be sent off by pressing the keys again. */
  async #runAndAdvance(): Promise<CellReport[]> {
    const uri = labInEditor();
    const editor = vscode.window.activeTextEditor;
    const line = editor?.selection.active.line ?? 0;
    const ran = this.#run(uri, line, (cell) => [cell]);
    const next = editor && cellsOf(editor.document).find((cell) => isCode(cell) && cell.top > line);
    if (next) moveTo(editor, next);
    return ran;
  }
}

function moveTo(editor: vscode.TextEditor, { first, top, last }: TextCell): void {
  const place = new vscode.Position(Math.min(first, last), 0);
  editor.selection = new vscode.Selection(place, place);
  editor.revealRange(new vscode.Range(top, 0, last, 0), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function lineInEditor(): number {
  return vscode.window.activeTextEditor?.selection.active.line ?? 0;
}

/** @throws {UserError} `no-lab` */
function labInEditor(): vscode.Uri {
  const uri = activeLab();
  if (uri) return uri;
  throw new UserError('no-lab', vscode.l10n.t('No lab is open in the editor. Open a “.lab.ts” file, then run it.'));
}
