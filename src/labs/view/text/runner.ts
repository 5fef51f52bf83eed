import * as vscode from 'vscode';
import type { CellRequest } from '../../../kernel/protocol/messages.ts';
import type { CheckResult } from '../../../mlops/host.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { formatLab, frontMatter, type LabFile, parseLab } from '../../file.ts';
import { cellName, cellRequests, runLab } from '../../session/labRun.ts';
import { type CellReport, cellReports, type LabReport } from '../../session/report.ts';
import type { BatchListener, LabSession } from '../../session/session.ts';
import { isCode, type TextCell } from '../../text/cells.ts';
import { type CellState, errorPlace } from '../../text/state.ts';
import type { LabSessions } from '../sessions.ts';
import { cellsOf } from './document.ts';
import type { LabOutputSink } from './textOutputs.ts';

/** Asks the person what a cell wants to know. */
export type Ask = NonNullable<BatchListener['ask']>;

/** Runs cells of labs that are open as text, in the session that their notebooks share, and keeps how they came out. */
export class TextRunner extends Disposable {
  readonly #sessions: LabSessions;
  readonly #sinkOf: (uri: vscode.Uri) => LabOutputSink;
  readonly #ask: Ask;
  /** By address and cell key: a result stays with its cell where that moves, and is not seen where its text changed. */
  readonly #states = new Map<string, Map<string, CellState>>();
  readonly #changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  /** Fires with the lab in which a cell's state has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(sessions: LabSessions, sinkOf: (uri: vscode.Uri) => LabOutputSink, ask: Ask) {
    super();
    this.#sessions = sessions;
    this.#sinkOf = sinkOf;
    this.#ask = ask;
    this.register(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (this.#states.delete(uri.toString())) this.#changed.fire(uri);
      }),
    );
  }

  /** Whether a cell runs or waits, also one whose text was changed meanwhile. */
  isBusy(uri: vscode.Uri): boolean {
    return [...(this.#states.get(uri.toString())?.values() ?? [])].some(({ status }) => status !== 'ended');
  }

  /** How a cell came out, if it was run as it stands. */
  stateOf(uri: vscode.Uri, { key }: TextCell): CellState | undefined {
    return this.#states.get(uri.toString())?.get(key);
  }

  /**
   * Runs a lab from its first cell to its last.
   * @throws UserError `lab-front-matter` for a file without an id and title
   */
  async runAll(document: vscode.TextDocument): Promise<LabReport> {
    const { session, file } = this.#labOf(document);
    const listener = this.#begin(document, cellsOf(document).filter(isCode), true);
    return runLab(session, { path: document.uri.fsPath, file, covers: true }, listener);
  }

  /**
   * Runs some cells in their order, and resolves with what the run of a whole lab would say of them.
   * @throws UserError `lab-front-matter`
   */
  async run(document: vscode.TextDocument, cells: readonly TextCell[]): Promise<CellReport[]> {
    const code = cells.filter(isCode);
    if (code.length === 0) return [];
    const { session, file } = this.#labOf(document);
    const batch = { cells: requestsFor(file, code), all: false, covers: true, labText: formatLab(file) };
    const { records } = await session.run(batch, this.#begin(document, code, false));
    const wanted = new Set(code.map(({ index }) => index));
    return cellReports(file, cellName, records).filter(({ index }) => wanted.has(index));
  }

  /** Brings the lab's outputs into view, and among them those of a cell. */
  reveal(uri: vscode.Uri, cell?: TextCell): void {
    this.#sinkOf(uri).reveal(cell);
  }

  /** @throws UserError `lab-front-matter`, also where that was taken away since the session began */
  #labOf(document: vscode.TextDocument): { session: LabSession; file: LabFile } {
    const file = parseLab(document.getText());
    frontMatter(file, vscode.workspace.asRelativePath(document.uri));
    return { session: this.#sessions.of(document.uri), file };
  }

  #begin(document: vscode.TextDocument, cells: readonly TextCell[], all: boolean): BatchListener {
    const { uri } = document;
    const sink = this.#sinkOf(uri);
    const byId = new Map(cells.map((cell) => [cellName(cell.index), cell]));
    const set = (cellId: string, change: (cell: TextCell) => CellState) => {
      const cell = byId.get(cellId);
      if (cell) this.#set(uri, cell, change(cell));
    };
    for (const cell of cells) this.#set(uri, cell, { status: 'waiting' });
    sink.begin(cellsOf(document), all);
    const checks = new Map([...byId.keys()].map((cellId) => [cellId, [] as CheckResult[]]));
    return {
      started: (cellId) => {
        const cell = byId.get(cellId);
        if (cell) sink.started(cell);
        set(cellId, () => ({ status: 'running' }));
      },
      output: (cellId, output) => {
        const cell = byId.get(cellId);
        if (cell) sink.output(cell, output);
        if (output.kind === 'check') checks.get(cellId)?.push(output.check);
      },
      ended: (cellId, end) => {
        set(cellId, (cell) => {
          const at = end.error && errorPlace(end.error, cell, uri.fsPath);
          return { status: 'ended', end, checks: checks.get(cellId) ?? [], ...(at ? { at } : {}) };
        });
        const cell = byId.get(cellId);
        // What never began has nothing to end.
        if (cell && end.status !== 'skipped') sink.ended(cell, end);
      },
      tensors: (cellId, tensors) => {
        const cell = byId.get(cellId);
        const state = cell && this.stateOf(uri, cell);
        if (cell && state?.status === 'ended') this.#set(uri, cell, { ...state, tensors });
      },
      ask: this.#ask,
    };
  }

  #set(uri: vscode.Uri, { key }: TextCell, state: CellState): void {
    const states = this.#states.get(uri.toString()) ?? new Map<string, CellState>();
    this.#states.set(uri.toString(), states.set(key, state));
    this.#changed.fire(uri);
  }
}

function requestsFor(file: LabFile, cells: readonly TextCell[]): CellRequest[] {
  const wanted = new Set(cells.map(({ index }) => cellName(index)));
  return cellRequests(file).filter(({ cellId }) => wanted.has(cellId));
}
