import { emptyPanel, type PanelEvent, reducePanel } from '../../outputs/panel/state.ts';
import { withBlocks } from '../../outputs/panel/store.ts';
import type { SavedCell } from '../../outputs/store/store.ts';
import type { LabFile } from '../file.ts';
import { cellName } from '../session/labRun.ts';
import type { BatchListener } from '../session/session.ts';

/** Gathers what a lab shows while it is run, in every form, for an export. */
export function collecting(file: LabFile): { readonly listener: BatchListener; saved(): SavedCell[] } {
  let state = emptyPanel;
  const ids = new Map(file.cells.map((_, index) => [cellName(index), index]));
  const apply = (cellId: string, event: (id: number) => PanelEvent) => {
    const id = ids.get(cellId);
    if (id !== undefined) state = reducePanel(state, event(id));
  };
  const begin = (id: number): PanelEvent => {
    const { source } = file.cells[id]!;
    const cell = { key: String(id), index: id, line: 1, source };
    return { type: 'begin', id, cell, started: Date.now(), replaces: [] };
  };
  return {
    listener: {
      started: (cellId) => apply(cellId, begin),
      output: (cellId, output) => apply(cellId, (id) => ({ type: 'output', id, output })),
      ended: (cellId, end) => apply(cellId, (id) => ({ type: 'end', id, end })),
    },
    saved: () => withBlocks([], state.blocks),
  };
}
