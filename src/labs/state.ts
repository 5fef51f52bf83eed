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
  readonly kernel: 'none' | 'starting' | 'ready';
  readonly running?: QueuedCell;
  readonly queue: readonly QueuedCell[];
}

export const initialState: SessionState = { kernel: 'none', queue: [] };

export type SessionEvent =
  | { readonly type: 'submit'; readonly cells: readonly QueuedCell[] }
  | { readonly type: 'kernelStarted' }
  /** The kernel could not be started, or ended. The running cell has its own end, told by `cellEnded`. */
  | { readonly type: 'kernelEnded' }
  | { readonly type: 'cellEnded'; readonly cellId: string; readonly failed: boolean }
  | { readonly type: 'stop' };

export type SessionEffect =
  | { readonly type: 'startKernel' }
  | { readonly type: 'killKernel' }
  | { readonly type: 'execute'; readonly cell: QueuedCell }
  | { readonly type: 'skip'; readonly cell: QueuedCell };

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
      // What waits cannot run any more; starting again is for the person to decide.
      return skipAll({ ...state, kernel: 'none' });
    case 'cellEnded':
      return cellEnded(state, event);
    case 'stop':
      return stop(state);
  }
}

function cellEnded(state: SessionState, event: { cellId: string; failed: boolean }): Step {
  const { running, ...rest } = state;
  if (!running || running.cellId !== event.cellId) return still(state);
  if (!event.failed) return advance(rest);
  const skipped = state.queue.filter((cell) => cell.batch === running.batch);
  const next = advance({ ...rest, queue: state.queue.filter((cell) => cell.batch !== running.batch) });
  return { state: next.state, effects: [...skipped.map(skip), ...next.effects] };
}

function stop(state: SessionState): Step {
  const skipped = skipAll(state);
  const busy = state.running !== undefined || state.kernel === 'starting';
  return busy ? { ...skipped, effects: [...skipped.effects, { type: 'killKernel' }] } : skipped;
}

/** Starts the kernel or the next cell, if anything waits and nothing runs. */
function advance(state: SessionState): Step {
  const [next, ...queue] = state.queue;
  if (!next || state.running || state.kernel === 'starting') return still(state);
  if (state.kernel === 'none') return { state: { ...state, kernel: 'starting' }, effects: [{ type: 'startKernel' }] };
  return { state: { ...state, running: next, queue }, effects: [{ type: 'execute', cell: next }] };
}

function skipAll(state: SessionState): Step {
  return { state: { ...state, queue: [] }, effects: state.queue.map(skip) };
}

function skip(cell: QueuedCell): SessionEffect {
  return { type: 'skip', cell };
}

function still(state: SessionState): Step {
  return { state, effects: [] };
}
