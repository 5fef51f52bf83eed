/** How the live outputs of a lab stand: kept on this side of the kernel's process, so that its death loses nothing. */
import type { CellStatus, Output } from '../../kernel/protocol/outputs.ts';
import { applyChange, type LiveChange, type LiveEnd, type LiveState } from '../../mlops/payloads/live.ts';
import { emptySeries } from '../../mlops/payloads/liveSeries.ts';
import { liveText } from '../../mlops/payloads/liveText.ts';
import { type MimeBundle, mime } from '../../mlops/payloads/mime.ts';
import type { DisposableLike } from '../../platform/disposable.ts';
import { t } from '../../platform/l10n.ts';
import { parseLive } from './form.ts';

/** Told of a change with the version of the state after it. */
export type LiveListener = (version: number, change: LiveChange) => void;

interface Kept {
  readonly cellId: string;
  state: LiveState;
  readonly listeners: Set<LiveListener>;
}

/** Live outputs whose whole state is kept, and those of which only the words are, without their curves. */
const most = { whole: 200, words: 10_000 };

export class LiveOutputs {
  /** By id, oldest first. */
  readonly #kept = new Map<string, Kept>();
  /** What is left of older ones, by id, oldest first. */
  readonly #words = new Map<string, Pick<Kept, 'cellId' | 'state'>>();
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
    for (const states of [this.#kept, this.#words]) {
      for (const [id, kept] of states) if (kept.cellId === cellId) states.delete(id);
    }
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
      return output.kind === 'display' ? [{ kind: 'display', data: this.current(output.data) }] : [output];
    });
  }

  /** What was displayed, as it stands now: of a live output that was let go, as much as is left, and a word why. */
  current(displayed: MimeBundle): MimeBundle {
    const given = liveStateOf(displayed);
    if (!given) return displayed;
    const state = this.get(given.id) ?? this.#words.get(given.id)?.state ?? withoutCurves(given, goneText());
    return { ...displayed, ...liveForms(state) };
  }

  #display(cellId: string, data: MimeBundle): void {
    const state = liveStateOf(data);
    if (!state) return;
    this.#kept.set(state.id, { cellId, state, listeners: new Set() });
    if (this.#kept.size > most.whole) this.#letGo();
  }

  /** The oldest goes: rather one that is over, and stands whole where it was shown. */
  #letGo(): void {
    const all = [...this.#kept];
    const [id, kept] = all.find(([, { state }]) => state.status !== 'running') ?? all[0]!;
    const { cellId, state } = kept;
    if (state.status === 'running') {
      // Stored like that it says why it stands still.
      this.#shows.get(cellId)?.({
        kind: 'update',
        id,
        change: { type: 'end', status: 'stopped', reason: unseenText() },
      });
    }
    this.#kept.delete(id);
    const hasCurves = kept.state.points.x.length > 0 || kept.state.batches.x.length > 0;
    this.#words.set(id, { cellId, state: hasCurves ? withoutCurves(kept.state, curvesText()) : kept.state });
    const oldest = this.#words.keys().next().value;
    if (this.#words.size > most.words && oldest !== undefined) this.#words.delete(oldest);
  }
}

function withoutCurves(state: LiveState, why: string): LiveState {
  const status = state.status === 'running' ? 'stopped' : state.status;
  const reason = state.reason === undefined ? why : `${state.reason} ${why}`;
  return { ...state, status, reason, points: emptySeries(), batches: emptySeries() };
}

function unseenText(): string {
  return t('It goes on unseen: only the {0} newest live outputs of a lab are followed.', most.whole);
}

function curvesText(): string {
  return t('Its curves were let go, as those of the {0} newest live outputs are kept. Run the cell again.', most.whole);
}

function goneText(): string {
  return t('How it went on is not known any more. Run the cell again.');
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
