/** The messages between the page of a week and the extension. */
import * as z from 'zod/mini';
import type { WeekPage } from './page.ts';

export type ToPage = { readonly type: 'week'; readonly page: WeekPage };

const index = z.int().check(z.minimum(0), z.maximum(10_000));
const week = z.string().check(z.maxLength(20));

const fromPage = z.discriminatedUnion('type', [
  /** An item that is to be opened. */
  z.object({ type: z.literal('open'), week, item: index }),
  /** A place that shows an objective, to be gone to. */
  z.object({ type: z.literal('evidence'), week, objective: index, evidence: index }),
  /** An objective's box. */
  z.object({ type: z.literal('tick'), week, objective: index, done: z.boolean() }),
  /** The week before or after is to be shown. */
  z.object({ type: z.literal('turn'), week, by: z.union([z.literal(-1), z.literal(1)]) }),
]);

export type FromPage = z.infer<typeof fromPage>;

/** What a page sent, if it is one of its messages. */
export function parseFromPage(message: unknown): FromPage | undefined {
  return fromPage.safeParse(message).data;
}
