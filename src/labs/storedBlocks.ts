/** What cells showed in an earlier window, for the side panel: the way back of `panelStore.ts`. */
import type { CellError, Output } from '../kernel/protocol.ts';
import { mime } from '../mlops/host.ts';
import type { CellEnd } from './batch.ts';
import { checkIn } from './contract.ts';
import { codeTypes } from './forms.ts';
import { storedOutput } from './inert.ts';
import { matchCells, type SavedCell, type SavedItem, textHash } from './outputStore.ts';
import type { PanelEvent } from './panel.ts';
import { bundleOf } from './savedForms.ts';
import { isCode, type TextCell } from './textCells.ts';

/**
 * The events that bring the blocks of these cells back, in the order of their runs. A cell that was changed since has
 * none, nor has one of which it is not known when it ended, as of a notebook that was closed while it ran.
 * @param firstId of the first block; the others follow
 */
export function storedBlocks(cells: readonly TextCell[], saved: readonly SavedCell[], firstId: number): PanelEvent[] {
  const code = cells.filter(isCode);
  const hashes = code.map(({ source }) => textHash(source));
  return matchCells(saved, hashes)
    .flatMap((match, index) => (match ? endedCell(code[index]!, match) : []))
    .sort((a, b) => a.order - b.order || a.started - b.started)
    .flatMap((ended, index) => blockEvents(firstId + index, ended));
}

interface EndedCell {
  readonly cell: TextCell;
  readonly order: number;
  readonly started: number;
  readonly success: boolean;
  readonly seconds: number;
  readonly outputs: readonly (readonly SavedItem[])[];
}

function endedCell(cell: TextCell, { order = 0, success, start, end, outputs }: SavedCell): EndedCell[] {
  if (success === undefined || start === undefined || end === undefined) return [];
  return [{ cell, order, started: start, success, seconds: Math.max(0, end - start) / 1000, outputs }];
}

function blockEvents(id: number, { cell, started, success, seconds, outputs }: EndedCell): PanelEvent[] {
  const { key, index, top, source } = cell;
  const shown = outputs.map((items) => storedForm(items));
  const error = shown.find((form) => form.error)?.error;
  const end: CellEnd = { status: success ? 'succeeded' : 'failed', seconds, ...(error ? { error } : {}) };
  return [
    { type: 'begin', id, cell: { key, index, line: top + 1, source }, started, replaces: [] },
    ...shown.flatMap(({ output }): PanelEvent[] => (output ? [{ type: 'output', id, output }] : [])),
    { type: 'end', id, end },
  ];
}

/** Nothing for what is not kept, or not shown whoever wrote it. */
function storedForm(items: readonly SavedItem[]): { readonly output?: Output; readonly error?: CellError } {
  const bundle = bundleOf(storedOutput(items));
  for (const name of ['stdout', 'stderr'] as const) {
    const text = bundle[codeTypes[name]];
    if (typeof text === 'string') return { output: { kind: 'stream', name, text } };
  }
  const error = bundle[codeTypes.error];
  if (typeof error === 'object' && error !== null) return { error: errorOf(error) };
  const check = checkIn(bundle[mime.check]);
  if (check) return { output: { kind: 'check', check } };
  return Object.keys(bundle).length > 0 ? { output: { kind: 'display', data: bundle } } : {};
}

function errorOf(error: object): CellError {
  const text = (key: string) => (key in error ? String(Reflect.get(error, key)) : '');
  return { name: text('name'), message: text('message'), stack: text('stack') };
}
