import * as z from 'zod/mini';

/** What the editor tells the viewer's page. */
export type ToViewer =
  | {
      readonly type: 'deck';
      /** The file's name, for titles and messages. */
      readonly name: string;
      /** The whole PDF. */
      readonly bytes: Uint8Array;
    }
  | { readonly type: 'failed'; readonly message: string };

const fromViewer = z.discriminatedUnion('type', [
  /** The page was built, or rebuilt after it was hidden, and wants its deck. */
  z.object({ type: z.literal('load') }),
  /** The first slide can be seen, this many milliseconds after it was asked for. */
  z.object({ type: z.literal('shown'), pages: z.int(), milliseconds: z.number() }),
  /** The PDF could not be opened or drawn. */
  z.object({ type: z.literal('failed'), message: z.string() }),
]);

/** What the viewer's page tells the editor. */
export type FromViewer = z.infer<typeof fromViewer>;

/** Checks a message of the page; `undefined` for anything else than ours. */
export function parseFromViewer(message: unknown): FromViewer | undefined {
  return fromViewer.safeParse(message).data;
}
