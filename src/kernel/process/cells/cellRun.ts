/** One execution of a cell: what belongs to it, and how code finds out to which execution it belongs. */
import type { AsyncLocalStorage } from 'node:async_hooks';
import type { CellRequest } from '../../protocol/messages.ts';
import type { BackendInUse } from '../../protocol/options.ts';

export class CellRun {
  readonly cell: CellRequest;
  /** Counts executions, given by the parent: the same cell may be run again. */
  readonly serial: number;
  /** How many checks it has made. */
  checks = 0;
  /** The person has stopped it: nothing of it is to run any more, though timers and promises would go on. */
  stopped = false;
  /** How many microtasks it may run, once stopped, in the turn of the event loop that wakes it beside another cell. */
  spared = 100;
  /** Called before its end is told. */
  readonly lastWords: (() => void)[] = [];
  /** Called when the person stops it. */
  readonly whenStopped: (() => void)[] = [];
  /** When its code had ended: what the kernel does afterwards is not its time. */
  finished: number | undefined;
  /** What its tensors were computed on, if it made any. */
  backend: BackendInUse | undefined;
  /** Its timers that are still to fire. */
  readonly timers = new Set<Disposable>();

  constructor(cell: CellRequest, serial: number) {
    this.cell = cell;
    this.serial = serial;
  }
}

/** Follows a cell's code through its promises, timers and callbacks, also after the cell has ended. */
export type CellRuns = AsyncLocalStorage<CellRun>;
