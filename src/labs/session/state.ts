/**
 * Which cells wait, which one runs, and whether there is a kernel to run it: a pure reducer. The session carries
 * out the effects. Whatever the order of events, each submitted cell is ended exactly once, and none is left
 * running without a live kernel. What became of a cell's tensors is told after its end, at most once, and never of a
 * cell that was run again meanwhile.
 */
import type { TensorUse } from '../../kernel/protocol/outputs.ts';

export interface QueuedCell {
  readonly cellId: string;
  /** Cells submitted together: when one fails, the rest of its batch is skipped. */
  readonly batch: number;
}

export interface SessionState {
  /** `stopping`: it is being ended, perhaps before it had started; what is submitted meanwhile waits for the next. */
  readonly kernel: 'none' | 'starting' | 'ready' | 'stopping';
  readonly running?: QueuedCell;
  /** The running cell is being stopped. The kernel lives on if it can; what is submitted meanwhile runs in any case. */
  readonly interrupting?: true;
  readonly queue: readonly QueuedCell[];
  /** Cells that have ended and made tensors: what became of these is still to be told. */
  readonly untold: readonly QueuedCell[];
}

export const initialState: SessionState = { kernel: 'none', queue: [], untold: [] };

export type SessionEvent =
  | { readonly type: 'submit'; readonly cells: readonly QueuedCell[] }
  | { readonly type: 'kernelStarted' }
  /** The kernel could not be started, or ended. The running cell has its own end, told by `cellEnded`. */
  | { readonly type: 'kernelEnded' }
  | { readonly type: 'cellEnded'; readonly cellId: string; readonly failed: boolean; readonly madeTensors?: boolean }
  /** @param use absent: nothing was heard of them */
  | { readonly type: 'tensorsTold'; readonly cell: QueuedCell; readonly use?: TensorUse }
  | { readonly type: 'stop' }
  /** The person wants to begin anew: no variables, nothing waiting. */
  | { readonly type: 'restart' };

/** How a cell ends that never ran: `failed` for want of a kernel, `interrupted` by the person, or after one of these. */
export type Unrun = 'failed' | 'interrupted' | 'skipped';

export type SessionEffect =
  | { readonly type: 'startKernel' }
  /** Stop the running cell; again, while that is under way: more forcefully. */
  | { readonly type: 'interruptCell' }
  /** End the kernel, at once where it is still starting or runs a cell. */
  | { readonly type: 'endKernel' }
  | { readonly type: 'execute'; readonly cell: QueuedCell }
  | { readonly type: 'end'; readonly cell: QueuedCell; readonly status: Unrun }
  /** Tell what became of a cell's tensors; absent: nobody will ever know, or want to. */
  | { readonly type: 'tell'; readonly cell: QueuedCell; readonly use?: TensorUse };

export interface Step {
  readonly state: SessionState;
  readonly effects: readonly SessionEffect[];
}

export function reduce(state: SessionState, event: SessionEvent): Step {
  switch (event.type) {
    case 'submit':
      return advance({ ...state, queue: [...state.queue, ...event.cells] });
    case 'kernelStarted':
      return state.kernel === 'starting' ? advance({ ...state, kernel: 'ready' }) : still(state);
    case 'kernelEnded':
      return kernelEnded(state);
    case 'cellEnded':
      return cellEnded(state, event);
    case 'tensorsTold':
      return tensorsTold(state, event);
    case 'stop':
      return stop(state);
    case 'restart':
      return restart(state);
  }
}

function kernelEnded(state: SessionState): Step {
  const gone: SessionState = { ...state, kernel: 'none', untold: [] };
  // After a stop, what waits was submitted since. After an accident, starting again is for the person to decide.
  const isWanted = state.kernel === 'stopping' || state.interrupting;
  const next = isWanted ? advance(gone) : endAll(gone, state.kernel === 'starting' ? 'failed' : 'skipped');
  return { state: next.state, effects: [...state.untold.map((cell) => tell(cell)), ...next.effects] };
}

function cellEnded(state: SessionState, event: { cellId: string; failed: boolean; madeTensors?: boolean }): Step {
  const { running, interrupting, ...rest } = state;
  if (!running || running.cellId !== event.cellId) return still(state);
  // A kernel that has died since takes the news along.
  const isLost = event.madeTensors && state.kernel === 'none';
  const untold = event.madeTensors && !isLost ? [...state.untold, running] : state.untold;
  // A stop has skipped the rest of the batch already; what waits now came later.
  const skips = event.failed && !interrupting && state.kernel !== 'stopping';
  const skipped = skips ? state.queue.filter((cell) => cell.batch === running.batch) : [];
  const next = advance({ ...rest, untold, queue: state.queue.filter((cell) => !skipped.includes(cell)) });
  const effects = [...skipped.map((cell) => end(cell, 'skipped')), ...(isLost ? [tell(running)] : [])];
  return { state: next.state, effects: [...effects, ...next.effects] };
}

function stop(state: SessionState): Step {
  if (state.kernel === 'starting') return restart(state);
  const { state: next, effects } = endAll(state, 'skipped');
  if (!state.running || state.kernel !== 'ready') return { state: next, effects };
  return { state: { ...next, interrupting: true }, effects: [...effects, { type: 'interruptCell' }] };
}

function restart(state: SessionState): Step {
  const { state: next, effects } = endAll(state, state.kernel === 'starting' ? 'interrupted' : 'skipped');
  if (state.kernel !== 'starting' && state.kernel !== 'ready') return { state: next, effects };
  return { state: { ...next, kernel: 'stopping' }, effects: [...effects, { type: 'endKernel' }] };
}

function tensorsTold(state: SessionState, { cell, use }: { cell: QueuedCell; use?: TensorUse }): Step {
  const untold = state.untold.filter((each) => each.cellId !== cell.cellId || each.batch !== cell.batch);
  if (untold.length === state.untold.length) return still(state);
  return { state: { ...state, untold }, effects: [tell(cell, use)] };
}

/** Starts the kernel or the next cell, if anything waits and nothing runs. */
function advance(state: SessionState): Step {
  const [next, ...queue] = state.queue;
  if (!next || state.running) return still(state);
  if (state.kernel === 'none') return { state: { ...state, kernel: 'starting' }, effects: [{ type: 'startKernel' }] };
  if (state.kernel !== 'ready') return still(state);
  const again = state.untold.filter(({ cellId }) => cellId === next.cellId);
  const untold = state.untold.filter((cell) => !again.includes(cell));
  return {
    state: { ...state, running: next, queue, untold },
    effects: [...again.map((cell) => tell(cell)), { type: 'execute', cell: next }],
  };
}

/** Ends what waits: the first cell tells how, the others are skipped for it. */
function endAll(state: SessionState, first: Unrun): Step {
  const effects = state.queue.map((cell, index) => end(cell, index === 0 ? first : 'skipped'));
  return { state: { ...state, queue: [] }, effects };
}

function end(cell: QueuedCell, status: Unrun): SessionEffect {
  return { type: 'end', cell, status };
}

function tell(cell: QueuedCell, use?: TensorUse): SessionEffect {
  return { type: 'tell', cell, ...(use && { use }) };
}

function still(state: SessionState): Step {
  return { state, effects: [] };
}
