/** Between the extension host and the thread that reads and searches decks. */
import type { DeckText } from './deckText.ts';
import type { Hit } from './searchIndex.ts';

export type Question = {
  readonly requestId: number;
} /** Takes a deck's file into the index; one of this name is replaced. */ & (
  | { readonly query: 'add'; readonly deck: string; readonly bytes: Uint8Array }
  | { readonly query: 'remove'; readonly deck: string }
  | { readonly query: 'search'; readonly words: string; readonly limit: number }
  | { readonly query: 'text'; readonly deck: string }
  /** Puts the kept texts within their bound. */
  | { readonly query: 'tidy' }
);

export type Answer =
  | { readonly requestId: number; readonly value: readonly Hit[] | DeckText | undefined }
  | { readonly requestId: number; readonly error: string };

/** What the thread is started with. */
export interface WorkerData {
  /** Absolute; where the text of decks is kept. */
  readonly storage: string;
}
