/**
 * What the side panel of a lab shows: a block for each cell that was run from its text, in the order of the runs. The
 * state lives in the extension, so that a panel that was hidden, or closed, shows everything again.
 */
import type { CellStatus, Output } from '../../kernel/protocol/outputs.ts';
import { applyChange, type LiveState } from '../../mlops/payloads/live.ts';
import { type MimeBundle, mime } from '../../mlops/payloads/mime.ts';
import { t } from '../../platform/l10n.ts';
import type { CellEnd } from '../cellEnd.ts';
import { liveForms } from '../live/liveOutputs.ts';

/** The cell that a block stands for. */
export interface BlockCell {
  /** The `TextCell`'s: same for a cell that was only moved. */
  readonly key: string;
  /** Position among all cells of the file. */
  readonly index: number;
  /** One-based line of the file on which the cell stood when it was run. */
  readonly line: number;
  readonly source: string;
}

export interface Block {
  /** Unique in its panel. */
  readonly id: number;
  readonly cell: BlockCell;
  readonly status: CellStatus | 'running';
  /** How it ended; absent while it runs. */
  readonly end?: CellEnd;
  /** Milliseconds since 1970. */
  readonly started: number;
  /** Neighbouring pieces of one stream are one; a live output stands as it is now. */
  readonly outputs: readonly Output[];
  /** Characters that the outputs take. */
  readonly size: number;
}

export interface PanelState {
  readonly blocks: readonly Block[];
}

export type PanelEvent =
  /** A cell begins: earlier blocks of it, `replaces`, go. */
  | {
      readonly type: 'begin';
      readonly id: number;
      readonly cell: BlockCell;
      readonly started: number;
      readonly replaces: readonly number[];
    }
  | { readonly type: 'output'; readonly id: number; readonly output: Output }
  | { readonly type: 'end'; readonly id: number; readonly end: CellEnd }
  | { readonly type: 'clear' };

export const emptyPanel: PanelState = { blocks: [] };

/** Characters that all outputs of a lab may take: the oldest blocks are emptied beyond it. */
const panelLimit = 128_000_000;

export function reducePanel(state: PanelState, event: PanelEvent, limit = panelLimit): PanelState {
  switch (event.type) {
    case 'begin': {
      const { id, cell, started, replaces } = event;
      const block: Block = { id, cell, started, status: 'running', outputs: [], size: 0 };
      return { blocks: [...state.blocks.filter((each) => !replaces.includes(each.id)), block] };
    }
    case 'output':
      if (event.output.kind === 'update') return updateLive(state, event.output);
      return bounded(
        change(state, event.id, (block) => add(block, event.output)),
        limit,
      );
    case 'end':
      return change(state, event.id, (block) => ({ ...block, status: event.end.status, end: event.end }));
    case 'clear':
      // What runs goes on, and prints into its block.
      return {
        blocks: state.blocks.filter(isRunning).map((block) => ({ ...block, outputs: [], size: 0 })),
      };
  }
}

/** The blocks that a run of this cell makes out of date: its own, also of before its text was changed. */
export function replacedBy(state: PanelState, cell: BlockCell, keys: readonly string[]): number[] {
  const isSame = ({ key, index }: BlockCell) => key === cell.key || (index === cell.index && !keys.includes(key));
  return state.blocks.filter((block) => isSame(block.cell)).map(({ id }) => id);
}

export function isRunning({ status }: Block): boolean {
  return status === 'running';
}

function change(state: PanelState, id: number, make: (block: Block) => Block): PanelState {
  return { blocks: state.blocks.map((block) => (block.id === id ? make(block) : block)) };
}

function add(block: Block, output: Output): Block {
  const size = block.size + sizeOf(output);
  const last = block.outputs.at(-1);
  if (output.kind !== 'stream' || last?.kind !== 'stream' || last.name !== output.name) {
    return { ...block, size, outputs: [...block.outputs, output] };
  }
  const merged: Output = { ...last, text: last.text + output.text };
  return { ...block, size, outputs: [...block.outputs.slice(0, -1), merged] };
}

function updateLive(state: PanelState, { id, change: step }: Extract<Output, { kind: 'update' }>): PanelState {
  const updated = (output: Output): Output => {
    const live = liveIn(output);
    if (live?.id !== id || output.kind !== 'display') return output;
    return { ...output, data: { ...output.data, ...liveForms(applyChange(live, step)) } };
  };
  return {
    blocks: state.blocks.map((block) =>
      block.outputs.some((output) => liveIn(output)?.id === id)
        ? { ...block, outputs: block.outputs.map(updated) }
        : block,
    ),
  };
}

/** Its drawing checks the payload; here only its name counts. */
function liveIn(output: Output): LiveState | undefined {
  const data: unknown = output.kind === 'display' ? output.data[mime.live] : undefined;
  if (typeof data !== 'object' || data === null || !('id' in data) || typeof data.id !== 'string') return undefined;
  return data as LiveState;
}

function sizeOf(output: Output): number {
  if (output.kind === 'stream') return output.text.length;
  return output.kind === 'display' ? bundleSize(output.data) : 0;
}

function bundleSize(bundle: MimeBundle): number {
  return Object.values(bundle).reduce(
    (sum: number, form) => sum + (typeof form === 'string' ? form.length : JSON.stringify(form ?? null).length),
    0,
  );
}

/** Empties the oldest blocks; of the last, which may be printing without end, the beginning goes. */
function bounded(state: PanelState, limit: number): PanelState {
  let excess = state.blocks.reduce((sum, { size }) => sum + size, 0) - limit;
  if (excess <= 0) return state;
  const blocks = state.blocks.map((block, index) => {
    if (excess <= 0 || block.size === 0) return block;
    const isLast = index === state.blocks.length - 1;
    // A tenth more than needed: the next character must not bring us here again.
    const cut = isLast ? withoutBeginning(block, excess + limit / 10) : emptied(block);
    excess -= block.size - cut.size;
    return cut;
  });
  return { blocks };
}

function emptied(block: Block): Block {
  const text = t('What this cell showed was let go to save memory. Run the cell again to see it.');
  return { ...block, size: 0, outputs: [{ kind: 'stream', name: 'stderr', text: `${text}\n` }] };
}

function withoutBeginning(block: Block, excess: number): Block {
  let left = excess;
  const outputs = block.outputs.flatMap((output): Output[] => {
    const size = sizeOf(output);
    if (left <= 0 || size === 0) return [output];
    const cut = Math.min(left, size);
    left -= cut;
    return output.kind === 'stream' && cut < size ? [{ ...output, text: output.text.slice(cut) }] : [];
  });
  const note = `${t('The first {0} characters were let go to save memory.', Math.round(excess - Math.max(left, 0)))}\n`;
  return {
    ...block,
    size: outputs.reduce((sum, output) => sum + sizeOf(output), 0),
    outputs: [{ kind: 'stream', name: 'stderr', text: note }, ...outputs],
  };
}
