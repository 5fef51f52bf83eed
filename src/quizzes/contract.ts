/** The messages between a quiz's page and the extension. */
import * as z from 'zod/mini';
import type { Quiz } from './model.ts';

export type ToPage =
  | {
      readonly type: 'quiz';
      readonly quiz: Quiz;
      /** The sentences of its objectives, by id. */
      readonly objectives: Readonly<Record<string, string>>;
      /** What the order comes from where the page begins anew. */
      readonly seed: number;
      /** How often it was taken whole before, as far as the progress tells. */
      readonly take: number;
    }
  /** In place of the quiz: its file is gone, or cannot be read. */
  | { readonly type: 'problem'; readonly message: string };

const fromPage = z.discriminatedUnion('type', [
  /** A question that is over. */
  z.object({
    type: z.literal('answered'),
    question: z.string().check(z.minLength(1), z.maxLength(500)),
    right: z.boolean(),
    tries: z.union([z.literal(1), z.literal(2)]),
    form: z.int().check(z.minimum(1), z.maximum(9)),
  }),
  /** A link into the course that somebody follows. */
  z.object({ type: z.literal('open'), href: z.string().check(z.maxLength(2000)) }),
]);

export type FromPage = z.infer<typeof fromPage>;

/** What a page sent, if it is one of its messages. */
export function parseFromPage(message: unknown): FromPage | undefined {
  return fromPage.safeParse(message).data;
}
