/**
 * What a drawn output and its host say to each other: the renderer in a notebook, or the page of the side panel, and
 * the extension. An output may be anybody's, so the host checks each message before it acts on it.
 */

import * as z from 'zod/mini';
import type { LiveChange, LiveState } from '../mlops/payloads/live.ts';
import type { RowChoice, SourceQuery } from '../mlops/payloads/source.ts';
import { type KeepRequest, keepRequests, type Reply, requestNumber } from '../platform/keep.ts';
import type { Checked } from '../platform/schema.ts';

const index = z.int().check(z.nonnegative());
const order = z.object({ column: index, descending: z.boolean() });
const choice = { sort: z.exactOptional(order), filter: z.exactOptional(z.string().check(z.maxLength(1000))) };
const query = z.discriminatedUnion('op', [
  z.object({ op: z.literal('rows'), offset: index, count: index, ...choice }),
  z.object({ op: z.literal('matches'), filter: z.string().check(z.maxLength(1000)) }),
  z.object({ op: z.literal('summary'), column: index }),
  z.object({
    op: z.literal('csv'),
    offset: index,
    count: index,
    ...choice,
    columns: z.exactOptional(z.tuple([index, index])),
    separator: z.exactOptional(z.enum([',', '\t'])),
    header: z.exactOptional(z.boolean()),
  }),
  z.object({ op: z.literal('cell'), row: index, column: index, ...choice }),
  z.object({
    op: z.literal('slice'),
    at: z.array(index),
    offset: z.tuple([index, index]),
    count: z.tuple([index, index]),
  }),
  z.object({ op: z.literal('image'), index }),
]);

const fromRenderer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('query'), requestId: requestNumber, source: z.string(), query }),
  ...keepRequests,
  z.object({
    type: z.literal('saveTable'),
    requestId: requestNumber,
    source: z.string(),
    name: z.string(),
    rows: index,
    columns: z.tuple([index, index]),
    ...choice,
  }),
  z.object({ type: z.literal('follow'), id: z.string() }),
  // A host in the address would have the machine ask it for the file.
  z.object({ type: z.literal('open'), file: z.string().check(z.startsWith('file:///')), line: index, column: index }),
]);

/** Lets the person choose a file, and writes a table's rows there, which the lab's process has; the reply is `TableSaved`. */
export interface SaveTableRequest extends RowChoice {
  readonly type: 'saveTable';
  readonly requestId: number;
  readonly source: string;
  /** Of the file, proposed. */
  readonly name: string;
  readonly rows: number;
  readonly columns: readonly [from: number, to: number];
}

export type TableSaved =
  | { readonly outcome: 'written'; readonly rows: number }
  /** The person changed their mind. */
  | { readonly outcome: 'cancelled' }
  /** Nobody has the rows any more: nothing was asked, and nothing written. */
  | { readonly outcome: 'gone'; readonly reason: string };

/** What a drawn output asks for; what has a number is answered by a `reply`. */
export type FromRenderer =
  /** Asks the data behind the output. */
  | { readonly type: 'query'; readonly requestId: number; readonly source: string; readonly query: SourceQuery }
  | KeepRequest
  | SaveTableRequest
  /** Wants the state of a live output, and its changes from then on. */
  | { readonly type: 'follow'; readonly id: string }
  /** Shows a place of a file, one-based, in the editor. */
  | { readonly type: 'open'; readonly file: string; readonly line: number; readonly column: number };

export type ToRenderer =
  | Reply
  /** How a live output stands. */
  | { readonly type: 'live'; readonly id: string; readonly state: LiveState }
  /** `version` is that of the state after it. */
  | { readonly type: 'change'; readonly id: string; readonly version: number; readonly change: LiveChange };

/** Nothing for what is no message of ours. */
export function parseFromRenderer(message: unknown): Checked<FromRenderer, typeof fromRenderer> | undefined {
  const { success, data } = fromRenderer.safeParse(message);
  return success ? data : undefined;
}
