/** What cells showed in an earlier window, for the side panel: the way back of `panelStore.ts`. */
import type { CellError, Output } from '../../kernel/protocol/outputs.ts';
import { mime } from '../../mlops/payloads/mime.ts';
import type { CellEnd } from '../cellEnd.ts';
import { codeTypes } from '../forms.ts';
import { storedOutput } from '../inert.ts';
import { checkIn } from '../payloads/payload.ts';
import { savedBundle } from '../store/savedForms.ts';
import { matchCells, type SavedCell, type SavedItem, textHash } from '../store/store.ts';
import type { PanelEvent } from './state.ts';

/** What is asked of a lab's cells: a cell of its text has it. */
export interface ShownCell {
  readonly kind: 'code' | 'markdown';
  /** Position among all cells of the file, Markdown included. */
  readonly index: number;
  readonly source: string;
  /** Same for a cell that was only moved, another one when its source was changed. */
  readonly key: string;
  /** Its first line, zero-based. */
  readonly top: number;
}

/**
 * The events that bring the blocks of these cells back, in the order of their runs. A cell that was changed since has
 * none, nor has one of which it is not known when it ended, as of a notebook that was closed while it ran.
 * @param firstId of the first block; the others follow
 */
export function storedBlocks(cells: readonly ShownCell[], saved: readonly SavedCell[], firstId: number): PanelEvent[] {
  const code = cells.filter(({ kind }) => kind === 'code');
  const hashes = code.map(({ source }) => textHash(source));
  return matchCells(saved, hashes)
    .flatMap((match, index) => (match ? endedCell(code[index]!, match) : []))
    .sort((a, b) => a.order - b.order || a.started - b.started)
    .flatMap((ended, index) => blockEvents(firstId + index, ended));
}

interface EndedCell {
  readonly cell: ShownCell;
  readonly order: number;
  readonly started: number;
  readonly success: boolean;
  readonly seconds: number;
  readonly outputs: readonly (readonly SavedItem[])[];
}

function endedCell(cell: ShownCell, { order = 0, success, start, end, outputs }: SavedCell): EndedCell[] {
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
  const bundle = savedBundle(storedOutput(items));
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
