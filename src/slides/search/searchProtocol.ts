/** Between the extension host and the thread that reads decks, and searches decks and labs. */
import type { TextHit, TextKind, TextPart } from '../../shared/texts.ts';
import type { DeckText } from './deckText.ts';

export type Question = { readonly requestId: number } & (
  | /** Takes a deck's file into the index; one of this name is replaced. */ {
      readonly query: 'addDeck';
      readonly deck: string;
      readonly bytes: Uint8Array;
    }
  | { readonly query: 'addLab'; readonly lab: string; readonly cells: readonly TextPart[] }
  | { readonly query: 'remove'; readonly kind: TextKind; readonly document: string }
  | { readonly query: 'search'; readonly kind: TextKind; readonly words: string; readonly limit: number }
  | { readonly query: 'textOfDeck'; readonly deck: string }
  /** Puts the kept texts within their bound. */
  | { readonly query: 'tidy' }
);

export type Answer =
  | { readonly requestId: number; readonly value: readonly TextHit[] | DeckText | undefined }
  | { readonly requestId: number; readonly error: string };

/** What the thread is started with. */
export interface WorkerData {
  /** Absolute; where the text of decks is kept. */
  readonly storage: string;
}
