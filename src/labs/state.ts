/**
 * Which cells wait, which one runs, and whether there is a kernel to run it: a pure reducer. The session carries
 * out the effects. Whatever the order of events, each submitted cell is ended exactly once, and none is left
 * running without a live kernel.
 */

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
}

export const initialState: SessionState = { kernel: 'none', queue: [] };

export type SessionEvent =
  | { readonly type: 'submit'; readonly cells: readonly QueuedCell[] }
  | { readonly type: 'kernelStarted' }
  /** The kernel could not be started, or ended. The running cell has its own end, told by `cellEnded`. */
  | { readonly type: 'kernelEnded' }
  | { readonly type: 'cellEnded'; readonly cellId: string; readonly failed: boolean }
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
  | { readonly type: 'end'; readonly cell: QueuedCell; readonly status: Unrun };

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
    case 'stop':
      return stop(state);
    case 'restart':
      return restart(state);
  }
}

function kernelEnded(state: SessionState): Step {
  const gone: SessionState = { ...state, kernel: 'none' };
  // After a stop, what waits was submitted since. After an accident, starting again is for the person to decide.
  if (state.kernel === 'stopping' || state.interrupting) return advance(gone);
  return endAll(gone, state.kernel === 'starting' ? 'failed' : 'skipped');
}

function cellEnded(state: SessionState, event: { cellId: string; failed: boolean }): Step {
  const { running, interrupting, ...rest } = state;
  if (!running || running.cellId !== event.cellId) return still(state);
  // A stop has skipped the rest of the batch already; what waits now came later.
  if (!event.failed || interrupting || state.kernel === 'stopping') return advance(rest);
  const skipped = state.queue.filter((cell) => cell.batch === running.batch);
  const next = advance({ ...rest, queue: state.queue.filter((cell) => cell.batch !== running.batch) });
  return { state: next.state, effects: [...skipped.map((cell) => end(cell, 'skipped')), ...next.effects] };
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

/** Starts the kernel or the next cell, if anything waits and nothing runs. */
function advance(state: SessionState): Step {
  const [next, ...queue] = state.queue;
  if (!next || state.running) return still(state);
  if (state.kernel === 'none') return { state: { ...state, kernel: 'starting' }, effects: [{ type: 'startKernel' }] };
  if (state.kernel !== 'ready') return still(state);
  return { state: { ...state, running: next, queue }, effects: [{ type: 'execute', cell: next }] };
}

/** Ends what waits: the first cell tells how, the others are skipped for it. */
function endAll(state: SessionState, first: Unrun): Step {
  const effects = state.queue.map((cell, index) => end(cell, index === 0 ? first : 'skipped'));
  return { state: { ...state, queue: [] }, effects };
}

function end(cell: QueuedCell, status: Unrun): SessionEffect {
  return { type: 'end', cell, status };
}

function still(state: SessionState): Step {
  return { state, effects: [] };
}
