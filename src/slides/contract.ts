import * as z from 'zod/mini';
import type { DeckPlace } from '../shared/deepLink.ts';
import type { Reference } from './notes/references.ts';
import { mostBytesAtOnce } from './parts.ts';

/** How the pages of all decks are shown unless a deck's own toolbar says otherwise: `mlopsLab.slides.pages`. */
export type PagesSetting = 'auto' | 'light' | 'dark';

/** What the editor tells the viewer's page. */
export type ToViewer =
  | {
      readonly type: 'deck';
      /** The file's name, for titles and messages. */
      readonly name: string;
      /** The whole PDF, or the beginning of one that is so large that the page asks for the `parts` that it needs. */
      readonly bytes: Uint8Array;
      readonly parts?: { readonly size: number; readonly version: string };
      /** What the last `place` told, maybe of an older version; counts for a page that remembers nothing itself. */
      readonly remembered?: unknown;
      /** Where to open it. */
      readonly place?: DeckPlace;
      /** What to say to each page, by number: Markdown. */
      readonly speakerNotes?: Readonly<Record<string, string>>;
    }
  /** What a `read` asked for. */
  | { readonly type: 'part'; readonly version: string; readonly begin: number; readonly bytes: Uint8Array }
  | { readonly type: 'goTo'; readonly place: DeckPlace }
  | { readonly type: 'settings'; readonly pages: PagesSetting }
  /** Goes back (-1) to where a link was followed from, or on again (1). */
  | { readonly type: 'travel'; readonly by: -1 | 1 }
  /** Asks for a `quote`. */
  | { readonly type: 'quote' }
  /** What the file of notes says. */
  | {
      readonly type: 'notes';
      /** Markdown by page number. */
      readonly pages: Readonly<Record<string, string>>;
      /** The `note` of this number was written into it. */
      readonly edit?: number;
      /** Why nothing can be written now: a whole sentence. */
      readonly readOnly?: string;
      /** A folder of the learner's would help, and `chooseFolder` asks for one. */
      readonly needsFolder?: boolean;
    }
  /** The `note` of this number could not be written. */
  | { readonly type: 'noteFailed'; readonly edit: number; readonly message: string }
  /** The cells of labs that link to pages of this deck. */
  | { readonly type: 'references'; readonly references: readonly Reference[] }
  /** What the palette's commands ask for. */
  | { readonly type: 'write'; readonly what: 'note' | 'highlight' }
  /** The file cannot be read, or is no PDF. */
  | { readonly type: 'failed'; readonly message: string }
  /** The file is so large that it is read only when the reader wants it. */
  | { readonly type: 'large'; readonly message: string };

const pageNumber = z.int().check(z.positive());

const place = z.object({
  page: pageNumber,
  top: z.exactOptional(z.number()),
  mode: z.enum(['continuous', 'single', 'spread']),
  zoom: z.union([z.enum(['auto', 'width', 'page']), z.number()]),
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  tone: z.exactOptional(z.enum(['light', 'dark'])),
  sidebar: z.boolean(),
  sidebarLook: z.exactOptional(z.object({ tab: z.string().check(z.maxLength(40)), width: z.number() })),
  notesFolded: z.exactOptional(z.literal(true)),
});

const fromViewer = z.discriminatedUnion('type', [
  /** The page was built, or rebuilt after it was hidden, and wants its deck; `anyway`, however large that is. */
  z.object({ type: z.literal('load'), anyway: z.exactOptional(z.boolean()) }),
  /** Asks for a `part` of a large deck; `end` is not included. */
  z
    .object({
      type: z.literal('read'),
      version: z.string().check(z.maxLength(100)),
      begin: z.int().check(z.nonnegative()),
      end: z.int(),
    })
    .check(z.refine(({ begin, end }) => end > begin && end - begin <= mostBytesAtOnce)),
  /** The first slide can be seen, this many milliseconds after it was asked for. */
  z.object({ type: z.literal('shown'), pages: z.int(), milliseconds: z.number() }),
  /** The PDF could not be opened or drawn. */
  z.object({ type: z.literal('failed'), message: z.string() }),
  /** Where the reader is and how the deck is shown, once that has rested. */
  z.object({ type: z.literal('place'), place }),
  /** Pages that were on screen long enough to be read, since the last such message. */
  z.object({ type: z.literal('seen'), seen: z.array(pageNumber), of: pageNumber }),
  /** A link that leads out of the deck was followed. */
  z.object({ type: z.literal('openLink'), href: z.string().check(z.maxLength(8192)) }),
  /** A link of a note was followed: its path begins at the folder of notes. */
  z.object({ type: z.literal('openNoteLink'), href: z.string().check(z.maxLength(8192)) }),
  /** Why a link is not followed: a whole sentence. */
  z.object({ type: z.literal('refused'), reason: z.string().check(z.maxLength(8192)) }),
  /** Whether there is a place to go back to, and on to. */
  z.object({ type: z.literal('history'), back: z.boolean(), forward: z.boolean() }),
  /** What is selected, and on which page it begins; no text where nothing is. */
  z.object({ type: z.literal('quote'), page: pageNumber, text: z.string() }),
  z.object({ type: z.enum(['save', 'print', 'chooseFolder']) }),
  /** A note was written; `base` is what it said before, `edit` numbers what this page sends. */
  z.object({
    type: z.literal('note'),
    edit: z.int(),
    page: pageNumber,
    label: z.exactOptional(z.string()),
    text: z.string(),
    base: z.string(),
  }),
  /** A presentation begins or ends, and the page itself could not fill the screen. */
  z.object({ type: z.literal('present'), on: z.boolean() }),
]);

/** What the viewer's page tells the editor. */
export type FromViewer = z.infer<typeof fromViewer>;

/** Checks a message of the page; `undefined` for anything else than ours. */
export function parseFromViewer(message: unknown): FromViewer | undefined {
  return fromViewer.safeParse(message).data;
}
