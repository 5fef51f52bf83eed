/** What the extension needs once slides are shown, and not before: a bundle of its own. */
export { DeckTab } from './deckTab.ts';
