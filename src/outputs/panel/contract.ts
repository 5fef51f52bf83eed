/** The messages between the side panel of a lab's outputs and the extension. */
import * as z from 'zod/mini';
import type { Output } from '../../kernel/protocol/outputs.ts';
import { mime } from '../../mlops/payloads/mime.ts';
import { type FromRenderer, parseFromRenderer, type ToRenderer } from '../contract.ts';
import { richestForm } from '../forms.ts';
import { isRunning, type PanelEvent, type PanelState } from './state.ts';

/** Characters of one stream that the page keeps: a terminal's scrollback, small enough to be laid out at once. */
export const streamWindow = 200_000;

/** A block as it looks before it has shown anything. */
export type PageEvent =
  | Exclude<PanelEvent, { type: 'output' }>
  /** `skipped`: characters of the stream before this text that are left to *Show as Text*. */
  | { readonly type: 'output'; readonly id: number; readonly output: Output; readonly skipped?: number };

export type ToPanel =
  /** What the page keeps, by which it is built again in another window. */
  | { readonly type: 'remember'; readonly state: PageState }
  /** `anew`: what the page showed before goes. */
  | { readonly type: 'events'; readonly anew: boolean; readonly events: readonly PageEvent[] }
  /** Brings a block into view. */
  | { readonly type: 'reveal'; readonly id: number }
  | ToRenderer;

/** What VS Code keeps of a page for the next window. */
export interface PageState {
  /** The address of its lab. */
  readonly lab: string;
}

const pageState = z.object({ lab: z.string() });

/** Nothing for what is not what a page of ours kept. */
export function parsePageState(state: unknown): PageState | undefined {
  return pageState.safeParse(state).data;
}

const own = z.discriminatedUnion('type', [
  z.object({ type: z.literal('openCell'), id: z.int() }),
  z.object({ type: z.literal('showText') }),
  z.object({ type: z.literal('clear') }),
]);

export type FromPanel =
  /** Goes to the cell of a block in the editor. */
  | { readonly type: 'openCell'; readonly id: number }
  /** Opens all outputs as plain text in an editor. */
  | { readonly type: 'showText' }
  | { readonly type: 'clear' }
  | FromRenderer;

/** Nothing for what is no message of ours. */
export function parseFromPanel(message: unknown): FromPanel | undefined {
  const { success, data } = own.safeParse(message);
  return success ? data : parseFromRenderer(message);
}

/** Everything that a page must be told that was just built. */
export function replay({ blocks }: PanelState): PageEvent[] {
  return blocks.flatMap((block): PageEvent[] => [
    { type: 'begin', id: block.id, cell: block.cell, started: block.started, replaces: [] },
    ...block.outputs.map((output) => pageOutput(block.id, output)),
    ...(isRunning(block) || !block.end ? [] : [{ type: 'end', id: block.id, end: block.end } as const]),
  ]);
}

/** Fewer and smaller events that lead to the same page: pieces of a stream joined, and cut to what the page keeps. */
export function condensed(events: readonly PanelEvent[]): PageEvent[] {
  const merged: PanelEvent[] = [];
  for (const event of events) {
    const last = merged.at(-1);
    const text = last && joined(last, event);
    if (text) merged[merged.length - 1] = text;
    // What a live output becomes is told by a message of its own.
    else if (event.type !== 'output' || event.output.kind !== 'update') merged.push(event);
  }
  return merged.map((event) => (event.type === 'output' ? pageOutput(event.id, event.output) : event));
}

function joined(last: PanelEvent, next: PanelEvent): PanelEvent | undefined {
  if (last.type !== 'output' || next.type !== 'output' || last.id !== next.id) return undefined;
  const [a, b] = [last.output, next.output];
  if (a.kind !== 'stream' || b.kind !== 'stream' || a.name !== b.name) return undefined;
  return { ...last, output: { ...a, text: a.text + b.text } };
}

function pageOutput(id: number, output: Output): PageEvent {
  if (output.kind === 'stream' && output.text.length > streamWindow) {
    const skipped = output.text.length - streamWindow;
    return { type: 'output', id, output: { ...output, text: output.text.slice(skipped) }, skipped };
  }
  if (output.kind !== 'display') return { type: 'output', id, output };
  const form = richestForm(output.data);
  if (!form) return { type: 'output', id, output };
  const words = form.alt === undefined ? {} : { [mime.text]: form.alt };
  return { type: 'output', id, output: { ...output, data: { ...words, [form.mime]: form.data } } };
}
