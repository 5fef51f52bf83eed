import * as z from 'zod/mini';

/** A deck's notes are texts; a larger file is none of them. */
export const maxSpeakerNotesBytes = 2_000_000;

/** What tools/decks.mjs writes beside a deck. */
const file = z.object({
  schemaVersion: z.literal(1),
  pages: z.record(z.string().check(z.regex(/^[1-9]\d*$/)), z.string()),
});

/** The name of the file with a deck's speaker's notes, beside it: `deck.notes.json` for `deck.pdf`. */
export function speakerNotesName(deck: string): string {
  return `${deck.replace(/\.pdf$/i, '')}.notes.json`;
}

/**
 * Markdown by page number, from the bytes of a file such as `{ "schemaVersion": 1, "pages": { "1": "…" } }`;
 * `undefined` where they are not of that shape.
 */
export function parseSpeakerNotes(bytes: Uint8Array): Record<string, string> | undefined {
  if (bytes.length > maxSpeakerNotesBytes) return undefined;
  try {
    return file.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data?.pages;
  } catch {
    return undefined;
  }
}
