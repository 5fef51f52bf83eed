/** How the live outputs of a lab stand: kept on this side of the kernel's process, so that its death loses nothing. */
import type { CellStatus, Output } from '../kernel/protocol.ts';
import { type MimeBundle, mime } from '../mlops/host.ts';
import { applyChange, type LiveChange, type LiveEnd, type LiveState } from '../mlops/outputs/live.ts';
import { liveText } from '../mlops/outputs/liveText.ts';
import type { DisposableLike } from '../platform/disposable.ts';
import { t } from '../platform/l10n.ts';
import { parseLive } from './liveForm.ts';

/** Told of a change with the version of the state after it. */
export type LiveListener = (version: number, change: LiveChange) => void;

interface Kept {
  readonly cellId: string;
  state: LiveState;
  readonly listeners: Set<LiveListener>;
}

/** States that are kept; of a cell that shows more, the oldest can only be seen as they were last stored. */
const mostKept = 200;

export class LiveOutputs {
  /** By id, oldest first. */
  readonly #kept = new Map<string, Kept>();
  /** Who shows the cells' outputs, by cell: a live one may go on after its cell. */
  readonly #shows = new Map<string, (output: Output) => void>();

  /** Takes in what a cell shows. What is no live output is let pass. */
  see(cellId: string, output: Output): void {
    if (output.kind === 'display') this.#display(cellId, output.data);
    if (output.kind !== 'update') return;
    const kept = this.#kept.get(output.id);
    if (!kept) return;
    kept.state = applyChange(kept.state, output.change);
    for (const tell of kept.listeners) tell(kept.state.version, output.change);
  }

  /** Nothing for one that is not known, or was long ago. */
  get(id: string): LiveState | undefined {
    return this.#kept.get(id)?.state;
  }

  /** The same listener given twice is told once. */
  follow(id: string, listener: LiveListener): DisposableLike {
    const listeners = this.#kept.get(id)?.listeners;
    listeners?.add(listener);
    return { dispose: () => listeners?.delete(listener) };
  }

  /** A cell begins anew, and what it showed before is gone. @param show shows an output of it, and has it seen here */
  cellBegins(cellId: string, show: (output: Output) => void): void {
    this.#shows.set(cellId, show);
    for (const [id, kept] of this.#kept) if (kept.cellId === cellId) this.#kept.delete(id);
  }

  /** Nothing is left running in the picture that does not run in the kernel. Without a cell: in any. */
  end(reason: LiveReason, cellId?: string): void {
    for (const [id, { cellId: owner, state }] of [...this.#kept]) {
      if (state.status !== 'running' || (cellId !== undefined && owner !== cellId)) continue;
      this.#shows.get(owner)?.({ kind: 'update', id, change: endOf(state, reason) });
    }
  }

  /** Outputs as they are to be kept: each live one as it stands, and no changes. */
  settled(outputs: readonly Output[]): Output[] {
    return outputs.flatMap((output): Output[] => {
      if (output.kind === 'update') return [];
      const state = output.kind === 'display' ? this.get(idOf(output.data)) : undefined;
      return state && output.kind === 'display'
        ? [{ kind: 'display', data: { ...output.data, ...liveForms(state) } }]
        : [output];
    });
  }

  #display(cellId: string, data: MimeBundle): void {
    const state = liveStateOf(data);
    if (!state) return;
    this.#kept.set(state.id, { cellId, state, listeners: new Set() });
    const oldest = this.#kept.keys().next().value;
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** Why nothing more comes. */
export type LiveReason = CellStatus | 'kernelEnded';

/** The forms of a live output as it stands. */
export function liveForms(state: LiveState): MimeBundle {
  return { [mime.live]: state, [mime.text]: liveText(state) };
}

/** The live output in a bundle; nothing where there is none, or one that a package made wrongly: its drawing says so. */
export function liveStateOf(bundle: MimeBundle): LiveState | undefined {
  if (bundle[mime.live] === undefined) return undefined;
  try {
    return parseLive(bundle[mime.live]);
  } catch {
    return undefined;
  }
}

/** The id of a live output; of any other, the empty text. */
export function idOf(bundle: MimeBundle): string {
  return liveStateOf(bundle)?.id ?? '';
}

/** How what still ran is to be called. A chart that nobody ended is done when its cell is. */
function endOf(state: LiveState, why: LiveReason): LiveEnd {
  const { unit, done, total, kind } = state;
  const place = total === undefined ? t('{0} {1}', unit, done) : t('{0} {1} of {2}', unit, done, total);
  switch (why) {
    case 'succeeded':
      return kind === 'chart'
        ? { type: 'end', status: 'finished' }
        : { type: 'end', status: 'stopped', reason: t('The cell ended before it, after {0}.', place) };
    case 'failed':
      return { type: 'end', status: 'failed', reason: t('An error ended the cell after {0}.', place) };
    case 'interrupted':
    case 'skipped':
      return { type: 'end', status: 'stopped', reason: t('You stopped the cell after {0}.', place) };
    case 'kernelEnded':
      return { type: 'end', status: 'stopped', reason: t('The kernel ended after {0}. Run the cell again.', place) };
  }
}
