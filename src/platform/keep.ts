/**
 * What pages ask of the extension for the person who looks at them: to keep something as a file, or to copy it. Both
 * are requests with a number, which a reply answers.
 */
import * as z from 'zod/mini';

export const requestNumber = z.int().check(z.nonnegative());

/** Lets the person choose a file, and writes it: a text, or bytes in base64. */
const save = z.object({
  type: z.literal('save'),
  requestId: requestNumber,
  name: z.string(),
  text: z.exactOptional(z.string()),
  base64: z.exactOptional(z.string()),
});

/** Puts a text on the clipboard. */
const copy = z.object({ type: z.literal('copy'), requestId: requestNumber, text: z.string() });

/** Their schemas, for the unions of the contracts that know them. */
export const keepRequests = [save, copy] as const;

export type SaveRequest = {
  readonly type: 'save';
  readonly requestId: number;
  readonly name: string;
  readonly text?: string;
  readonly base64?: string;
};
export type CopyRequest = { readonly type: 'copy'; readonly requestId: number; readonly text: string };
export type KeepRequest = SaveRequest | CopyRequest;

/** The answer to the request with this number; `error` is a whole sentence. */
export type Reply = {
  readonly type: 'reply';
  readonly requestId: number;
  readonly value?: unknown;
  readonly error?: string;
};
