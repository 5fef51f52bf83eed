/** Keeps what cells showed that were run from the lab's text, so that the notebook shows it, too. */

import { savedForms } from '../store/savedForms.ts';
import { type OutputStore, type SavedCell, textHash } from '../store/store.ts';
import { type Block, isRunning, type PanelState } from './state.ts';

/** Writes the blocks that have ended over what was kept of their cells. Rejects with a system error. */
export async function keepBlocks(store: OutputStore, state: PanelState): Promise<void> {
  const ended = state.blocks.filter((block) => !isRunning(block));
  if (ended.length > 0) await store.write(withBlocks(await store.read(), ended));
}

/** What is kept of other cells stays; the new ones are numbered after them. */
export function withBlocks(saved: readonly SavedCell[], blocks: readonly Block[]): SavedCell[] {
  const hashes = new Map(blocks.map((block) => [block, textHash(block.cell.source)]));
  const isRerun = ({ source, start }: SavedCell) => {
    const block = blocks.find((each) => hashes.get(each) === source);
    return block !== undefined && (start === undefined || start <= block.started);
  };
  const others = saved.filter((cell) => !isRerun(cell));
  const known = new Set(others.map(({ source }) => source));
  const order = Math.max(0, ...others.map((cell) => cell.order ?? 0));
  const fresh = blocks.filter((block) => !known.has(hashes.get(block)!));
  return [...others, ...fresh.map((block, at) => savedCell(block, hashes.get(block)!, order + at + 1))];
}

function savedCell({ started, outputs, end }: Block, source: string, order: number): SavedCell {
  return {
    source,
    order,
    ...(end ? { success: end.status === 'succeeded', end: Math.round(started + end.seconds * 1000) } : {}),
    start: started,
    outputs: savedForms(outputs, end?.error),
  };
}
