/**
 * An output that grows while its cell runs: a training, or a loop. It is displayed once, by its state, and then told
 * of changes; whoever shows it keeps the state, so that it is there again when the output is drawn anew.
 */

/** The payload of `mime.live`. */
export interface LiveState {
  /** Unique among all outputs. */
  readonly id: string;
  readonly title: string;
  readonly status: 'running' | 'finished' | 'stopped' | 'failed';
  /** Steps done, and how many there are to do where that is known. */
  readonly done: number;
  readonly total?: number;
}

export type LiveChange = { readonly type: 'progress'; readonly done: number } | { readonly type: 'end' };

/** The state after a change. */
export function applyChange(state: LiveState, change: LiveChange): LiveState {
  switch (change.type) {
    case 'progress':
      return { ...state, done: change.done };
    case 'end':
      return { ...state, status: 'finished' };
  }
}
