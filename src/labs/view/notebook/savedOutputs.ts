import * as vscode from 'vscode';
import type { CheckResult } from '../../../mlops/host.ts';
import { mime } from '../../../mlops/payloads/mime.ts';
import { isKept, storedOutput } from '../../../outputs/inert.ts';
import type { OutputItem } from '../../../outputs/items.ts';
import { parseCheck } from '../../../outputs/payloads/payload.ts';
import { matchCells, OutputStore, type SavedCell, type SavedItem, textHash } from '../../../outputs/store/store.ts';
import { codeItems } from '../../../outputs/view/codeItems.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { messageOf } from '../../../platform/errors.ts';
import { extensionId, notebook as ids } from '../../../platform/ids.ts';
import { labFolder } from '../openLabs.ts';

/** Milliseconds without a new output until outputs are written. */
const quiet = 1000;

interface OpenLab {
  readonly store: OutputStore;
  /** The text that made a cell's outputs, as a hash: the cell may have been edited since. */
  readonly sources: Map<vscode.NotebookCell, string>;
  timer?: NodeJS.Timeout;
}

/**
 * Brings the outputs of a lab back when it is opened as a notebook, and keeps those of its cells. They are shown by
 * executions with the saved times, so that the document stays clean. Nothing is run, and what is shown runs no code
 * (`storedOutput`): so they come back in Restricted Mode, too, where nothing is written.
 */
export class SavedOutputs extends Disposable {
  readonly #controller: vscode.NotebookController;
  readonly #log: vscode.LogOutputChannel;
  readonly #labs = new Map<vscode.NotebookDocument, OpenLab>();
  /** By lab, kept when it is closed: one that is opened again at once waits for what is being written. */
  readonly #stores = new Map<string, OutputStore>();
  /** Labs of which VS Code knows that this controller runs them: only those take outputs. */
  readonly #selected = new WeakSet<vscode.NotebookDocument>();
  readonly #checks = this.register(new vscode.EventEmitter<{ cell: vscode.NotebookCell; check: CheckResult }>());
  /** Fires for each check result that came back. */
  readonly onCheck = this.#checks.event;

  constructor(controller: vscode.NotebookController, log: vscode.LogOutputChannel) {
    super();
    this.#controller = controller;
    this.#log = log;
    const { window, workspace } = vscode;
    this.register(
      controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (selected) this.#selected.add(notebook);
        else this.#selected.delete(notebook);
      }),
    );
    this.register(window.onDidChangeVisibleNotebookEditors((editors) => this.#restoreAll(editors)));
    this.register(workspace.onDidChangeNotebookDocument((change) => this.#changed(change)));
    this.register(workspace.onDidCloseNotebookDocument((notebook) => void this.#save(notebook, true)));
    // The owner first lets its listeners be registered.
    queueMicrotask(() => this.#restoreAll(window.visibleNotebookEditors));
  }

  /** Notes that a cell was run with this text. */
  ran(cell: vscode.NotebookCell, source: string): void {
    // A lab that was closed while it runs has written its last, and is opened anew as another document.
    if (!cell.notebook.isClosed) this.#open(cell.notebook).sources.set(cell, textHash(source));
  }

  /** Writes what is not yet written. Never rejects. */
  async flush(): Promise<void> {
    const waiting = [...this.#labs].filter(([, { timer }]) => timer !== undefined);
    await Promise.all(waiting.map(([notebook]) => this.#save(notebook)));
  }

  override dispose(): void {
    for (const { timer } of this.#labs.values()) clearTimeout(timer);
    super.dispose();
  }

  #open(notebook: vscode.NotebookDocument): OpenLab {
    const known = this.#labs.get(notebook);
    if (known) return known;
    const path = notebook.uri.fsPath;
    const store = this.#stores.get(path) ?? new OutputStore(labFolder(notebook.uri), path, this.#log);
    const lab: OpenLab = { store, sources: new Map() };
    this.#stores.set(path, store);
    this.#labs.set(notebook, lab);
    return lab;
  }

  #restoreAll(editors: readonly vscode.NotebookEditor[]): void {
    for (const editor of editors) {
      const { notebook } = editor;
      if (notebook.notebookType !== ids.type || notebook.uri.scheme !== 'file' || this.#labs.has(notebook)) continue;
      this.#restore(editor, this.#open(notebook)).catch((error: unknown) =>
        this.#log.error(`the outputs of ${notebook.uri.fsPath} do not come back: ${messageOf(error)}`),
      );
    }
  }

  async #restore(editor: vscode.NotebookEditor, { store, sources }: OpenLab): Promise<void> {
    const { notebook } = editor;
    const saved = await store.read();
    const cells = notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code);
    const hashes = cells.map((cell) => textHash(cell.document.getText()));
    const matches = matchCells(saved, hashes);
    if (!matches.some((match) => match !== undefined)) return;
    if (!this.#selected.has(notebook)) {
      const kernel = { notebookEditor: editor, id: ids.controller, extension: extensionId };
      await vscode.commands.executeCommand('notebook.selectKernel', kernel);
    }
    for (const [index, match] of matches.entries()) {
      const cell = cells[index]!;
      // It may have been run meanwhile, which is news.
      if (!match || sources.has(cell)) continue;
      sources.set(cell, match.source);
      this.#show(cell, match);
    }
  }

  #show(cell: vscode.NotebookCell, { order, success, start, end, outputs }: SavedCell): void {
    const execution = this.#controller.createNotebookCellExecution(cell);
    execution.executionOrder = order;
    execution.start(start);
    void execution.replaceOutput(outputs.map((items) => new vscode.NotebookCellOutput(codeItems(shownItems(items)))));
    execution.end(success, end);
    for (const item of outputs.flat()) {
      const check = item.mime === mime.check && 'text' in item ? parsedCheck(item.text) : undefined;
      if (check) this.#checks.fire({ cell, check });
    }
  }

  #changed({ notebook, cellChanges }: vscode.NotebookDocumentChangeEvent): void {
    const lab = this.#labs.get(notebook);
    // Clearing outputs is news as well as making them.
    if (!lab || !cellChanges.some(({ outputs, executionSummary }) => outputs ?? executionSummary)) return;
    clearTimeout(lab.timer);
    lab.timer = setTimeout(() => void this.#save(notebook), quiet);
  }

  /** @param last the lab is closed: what still waits is written now, and the lab is forgotten */
  async #save(notebook: vscode.NotebookDocument, last = false): Promise<void> {
    const lab = this.#labs.get(notebook);
    if (!lab) return;
    const waits = lab.timer !== undefined;
    clearTimeout(lab.timer);
    delete lab.timer;
    if (last) this.#labs.delete(notebook);
    if (!waits || !vscode.workspace.isTrusted) return;
    try {
      await lab.store.write(notebook.getCells().flatMap((cell) => savedCell(cell, lab.sources.get(cell))));
    } catch (error) {
      this.#log.warn(`the outputs of ${notebook.uri.fsPath} could not be kept: ${messageOf(error)}`);
    }
  }
}

/** A cell that shows something, as it is kept. */
function savedCell(cell: vscode.NotebookCell, source: string | undefined): SavedCell[] {
  const { executionOrder: order, success, timing } = cell.executionSummary ?? {};
  if (source === undefined || (cell.outputs.length === 0 && success === undefined)) return [];
  return [
    {
      source,
      ...(order === undefined ? {} : { order }),
      ...(success === undefined ? {} : { success }),
      ...(timing ? { start: timing.startTime, end: timing.endTime } : {}),
      outputs: cell.outputs.map(({ items }) => savedItems(items)),
    },
  ];
}

/** What a program printed in many pieces becomes one. */
function savedItems(items: readonly vscode.NotebookCellOutputItem[]): SavedItem[] {
  const saved: SavedItem[] = [];
  for (const { mime: type, data } of items) {
    if (!isKept(type)) continue;
    const last = saved.at(-1);
    const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8');
    if (last?.mime === type && 'text' in last) last.text += text;
    else saved.push({ mime: type, text });
  }
  if (saved.length > 0) return saved;
  return [{ mime: mime.text, text: notKept() }];
}

/** A form that may run code is not shown, whoever wrote the file. */
function shownItems(saved: readonly SavedItem[]): readonly OutputItem[] {
  const items = storedOutput(saved);
  return items.length > 0 ? items : [{ mime: mime.text, text: notKept() }];
}

function notKept(): string {
  return vscode.l10n.t('This kind of output is not kept. Run the cell again to see it.');
}

function parsedCheck(text: string): CheckResult | undefined {
  try {
    return parseCheck(JSON.parse(text));
  } catch {
    // The renderer says in its place what is wrong with it.
    return undefined;
  }
}
