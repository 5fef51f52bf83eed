import { pathToFileURL } from 'node:url';
import * as vscode from 'vscode';
import type { CellRequest } from '../../../kernel/protocol/messages.ts';
import type { Output } from '../../../kernel/protocol/outputs.ts';
import type { CellEnd } from '../../../outputs/cellEnd.ts';
import { linkCells } from '../../../outputs/text/stackLinks.ts';
import type { CellOutputs } from '../../../outputs/view/cellOutputs.ts';
import { errorOutput } from '../../../outputs/view/codeItems.ts';
import { LateOutputs } from '../../../outputs/view/lateOutputs.ts';
import { LiveItems } from '../../../outputs/view/liveItems.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { messageOf } from '../../../platform/errors.ts';
import { notebook as ids } from '../../../platform/ids.ts';
import { cellLines, formatLab } from '../../file.ts';
import { marksOf } from '../../session/labRun.ts';
import type { CellRecord } from '../../session/report.ts';
import type { BatchListener } from '../../session/session.ts';
import { verdictOf } from '../../session/verdict.ts';
import { askPerson } from '../question.ts';
import { revealNotebookCell } from '../revealCell.ts';
import type { LabSessions } from '../sessions.ts';
import { tellVerdict } from '../tellVerdict.ts';
import type { CellStatus } from './cellStatus.ts';
import type { CheckStatus } from './checkStatus.ts';
import { FullOutputs } from './fullOutputs.ts';
import type { KernelStatus } from './kernelStatus.ts';
import type { NotRunStatus } from './notRunStatus.ts';
import { SavedOutputs } from './savedOutputs.ts';
import { cellMetadata, labFileOf } from './serializer.ts';

/** Runs the cells of labs that are open as notebooks. */
export class LabController extends Disposable {
  readonly #controller: vscode.NotebookController;
  readonly #sessions: LabSessions;
  readonly #checks: CheckStatus;
  readonly #cells: CellStatus;
  readonly #kernels: KernelStatus;
  readonly #notRun: NotRunStatus;
  readonly #saved: SavedOutputs;
  readonly #full: FullOutputs;
  readonly #late = this.register(new LateOutputs((cell, outputs) => this.#showLate(cell, outputs)));
  /** The number of the last execution in each lab. */
  readonly #orders = new WeakMap<vscode.NotebookDocument, number>();
  /** How each cell ran: what VS Code tells of it is gone for a moment whenever something is added to the cell. */
  readonly #summaries = new WeakMap<vscode.NotebookCell, vscode.NotebookCellExecutionSummary>();
  /** Cells that run or wait to. */
  readonly #executing = new Set<vscode.NotebookCell>();

  constructor(
    sessions: LabSessions,
    status: { checks: CheckStatus; cells: CellStatus; kernels: KernelStatus; notRun: NotRunStatus },
    log: vscode.LogOutputChannel,
  ) {
    super();
    this.#sessions = sessions;
    this.#checks = status.checks;
    this.#cells = status.cells;
    this.#kernels = status.kernels;
    this.#notRun = status.notRun;
    this.#controller = this.register(
      vscode.notebooks.createNotebookController(ids.controller, ids.type, vscode.l10n.t('TensorFlow.js')),
    );
    this.#controller.supportedLanguages = ['typescript', 'javascript'];
    this.#controller.supportsExecutionOrder = true;
    this.#controller.executeHandler = (cells, notebook) => this.#execute(cells, notebook);
    this.#controller.interruptHandler = (notebook) => this.#sessions.find(notebook.uri)?.stop();
    this.#saved = this.register(new SavedOutputs(this.#controller, log));
    this.#full = this.register(new FullOutputs((cell, show) => this.#again(cell, show)));
    this.register(
      this.#saved.onCheck(({ cell, check }) => {
        this.#checks.set(cell, check);
        sessions.checks.ran(cell.notebook.uri, undefined, [check]);
      }),
    );
    this.register(sessions.onBackend((backend) => this.#name(backend)));
    this.register(vscode.workspace.onDidOpenNotebookDocument((notebook) => this.#prefer(notebook)));
    for (const notebook of vscode.workspace.notebookDocuments) this.#prefer(notebook);
  }

  /** Writes the outputs that are not yet kept. Never rejects. */
  flush(): Promise<void> {
    return this.#saved.flush();
  }

  #prefer(notebook: vscode.NotebookDocument): void {
    if (notebook.notebookType !== ids.type) return;
    this.#controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
  }

  /** The kernel picker's label names what computes. */
  #name(backend: string): void {
    const names: Record<string, string> = { wasm: 'WASM', cpu: 'CPU', tensorflow: vscode.l10n.t('native TensorFlow') };
    this.#controller.label = vscode.l10n.t('TensorFlow.js ({0})', names[backend] ?? backend);
  }

  async #execute(cells: vscode.NotebookCell[], notebook: vscode.NotebookDocument): Promise<void> {
    const executions = new Map(cells.map((cell) => [idOf(cell), this.#controller.createNotebookCellExecution(cell)]));
    for (const cell of cells) this.#executing.add(cell);
    try {
      const file = labFileOf(notebook);
      const lines = cellLines(file);
      const linked = stackLinker(notebook, lines, executions);
      const session = this.#sessions.of(notebook.uri);
      const live = new LiveItems(session.live);
      const requests = cells.map((cell) => request(cell, lines[cell.index] ?? 0));
      const all =
        cells.length === notebook.getCells().filter(({ kind }) => kind === vscode.NotebookCellKind.Code).length;
      const listener = this.#listener(executions, requests, live, linked);
      const batch = { cells: requests, all, covers: true, labText: formatLab(file) };
      this.#tell(cells, (await session.run(batch, listener)).records);
    } catch (error) {
      const [first] = executions.values();
      first?.start(Date.now());
      if (first) void first.appendOutput(errorOutput({ name: 'LabError', message: messageOf(error), stack: '' }));
      for (const execution of executions.values()) execution.end(false, Date.now());
      for (const cell of cells) this.#executing.delete(cell);
    }
  }

  /** Of one cell its own output and status bar tell enough. */
  #tell(cells: readonly vscode.NotebookCell[], records: ReadonlyMap<string, CellRecord>): void {
    const verdict = cells.length > 1 ? verdictOf(cells.map(idOf), records) : undefined;
    if (!verdict) return;
    const find = (cellId: string) => cells.find((cell) => idOf(cell) === cellId);
    void tellVerdict(verdict, async (cellId) => {
      const cell = find(cellId);
      if (cell) await revealNotebookCell(cell);
    });
  }

  /** Goes on above the numbers that came back with the lab's outputs: each number is that of one cell. */
  #nextOrder(notebook: vscode.NotebookDocument): number {
    const shown = notebook.getCells().map(({ executionSummary }) => executionSummary?.executionOrder ?? 0);
    const order = Math.max(this.#orders.get(notebook) ?? 0, ...shown) + 1;
    this.#orders.set(notebook, order);
    return order;
  }

  #listener(
    executions: ReadonlyMap<string, vscode.NotebookCellExecution>,
    requests: readonly CellRequest[],
    live: LiveItems,
    linked: (stack: string) => string,
  ): BatchListener {
    const sources = new Map(requests.map(({ cellId, source }) => [cellId, source]));
    const outputs = new Map<string, CellOutputs>();
    const begin = (cellId: string): CellOutputs | undefined => {
      const execution = executions.get(cellId);
      if (!execution) return undefined;
      const shown = outputs.get(cellId);
      if (shown) return shown;
      const { cell } = execution;
      const startTime = Date.now();
      const executionOrder = this.#nextOrder(cell.notebook);
      this.#late.drop(cell);
      this.#summaries.set(cell, { executionOrder, timing: { startTime, endTime: startTime } });
      execution.executionOrder = executionOrder;
      execution.start(startTime);
      void execution.clearOutput();
      const fresh = this.#full.begin({ execution, live, linked }, sources.get(cellId) ?? '');
      outputs.set(cellId, fresh);
      return fresh;
    };
    const ended = new Set<string>();
    return {
      started: (cellId) => {
        begin(cellId);
        const cell = executions.get(cellId)?.cell;
        if (!cell) return;
        this.#checks.clear(cell);
        this.#cells.clear(cell);
        this.#kernels.clear(cell.notebook.uri);
        this.#saved.ran(cell, sources.get(cellId) ?? '');
      },
      output: (cellId, output) => {
        const cell = executions.get(cellId)?.cell;
        if (cell && ended.has(cellId)) this.#addLate(cell, output, live);
        else begin(cellId)?.add(output);
        if (cell && output.kind === 'check') this.#checks.set(cell, output.check);
      },
      ended: (cellId, end) => {
        ended.add(cellId);
        if (end.error) begin(cellId)?.error(end.error);
        const cell = executions.get(cellId)?.cell;
        if (cell) this.#executing.delete(cell);
        if (cell) this.#cells.set(cell, end);
        if (cell) this.#notRun.ran(cell, end);
        if (cell && end.error?.name === 'KernelDied') this.#kernels.died(cell);
        outputs.get(cellId)?.flush();
        if (cell) this.#full.ended(cell);
        const endTime = outputs.has(cellId) ? Date.now() : undefined;
        if (cell && endTime !== undefined) this.#ranTo(cell, success(end), endTime);
        executions.get(cellId)?.end(success(end), endTime);
      },
      tensors: (cellId, use) => {
        const cell = executions.get(cellId)?.cell;
        if (cell) this.#cells.tell(cell, use);
      },
      ask: (_cellId, question, signal) => askPerson(question, signal),
    };
  }

  #ranTo(cell: vscode.NotebookCell, success: boolean | undefined, endTime: number): void {
    const { timing, ...order } = this.#summaries.get(cell) ?? {};
    const startTime = timing?.startTime ?? endTime;
    this.#summaries.set(cell, { ...order, ...(success !== undefined && { success }), timing: { startTime, endTime } });
  }

  #addLate(cell: vscode.NotebookCell, output: Output, live: LiveItems): void {
    if (output.kind !== 'update' || live.isDue(output.id)) this.#late.add(cell, output);
  }

  /** What a cell's timers print after it has ended. */
  #showLate(cell: vscode.NotebookCell, late: readonly Output[]): void {
    const outputs = this.#full.of(cell);
    if (!outputs) return;
    this.#again(cell, (execution) => {
      outputs.continueIn(execution);
      for (const output of late) outputs.add(output);
      outputs.flush();
    });
    this.#full.ended(cell);
  }

  /** Adds to the outputs of a cell that has ended: VS Code takes outputs only from an execution. */
  #again(cell: vscode.NotebookCell, show: (execution: vscode.NotebookCellExecution) => void): void {
    // It takes none for a cell that is gone; one that waits to run again is about to be cleared.
    if (cell.index < 0 || cell.notebook.isClosed || this.#executing.has(cell)) return;
    const { executionOrder, success, timing } = this.#summaries.get(cell) ?? {};
    const execution = this.#controller.createNotebookCellExecution(cell);
    execution.executionOrder = executionOrder;
    execution.start(timing?.startTime);
    try {
      show(execution);
    } finally {
      execution.end(success, timing?.endTime);
    }
  }
}

/** Adds links to the notebook's cells, as they stood on these lines when they were run. */
function stackLinker(
  notebook: vscode.NotebookDocument,
  lines: readonly number[],
  executions: ReadonlyMap<string, vscode.NotebookCellExecution>,
): (stack: string) => string {
  const cells = notebook.getCells();
  const placeOf = (line: number) => {
    const index = lines.findLastIndex((first) => first < line);
    const cell = cells[index];
    const order = cell && (executions.get(idOf(cell))?.executionOrder ?? cell.executionSummary?.executionOrder);
    return order === undefined ? undefined : { order, line: line - lines[index]! };
  };
  return (stack) => linkCells(stack, pathToFileURL(notebook.uri.fsPath).href, placeOf);
}

/** A skipped cell shows neither a tick nor a cross. */
function success(end: CellEnd): boolean | undefined {
  return end.status === 'skipped' ? undefined : end.status === 'succeeded';
}

function idOf(cell: vscode.NotebookCell): string {
  return cell.document.uri.toString();
}

function request(cell: vscode.NotebookCell, line: number): CellRequest {
  return { cellId: idOf(cell), source: cell.document.getText(), line, ...marksOf(cellMetadata(cell)) };
}
