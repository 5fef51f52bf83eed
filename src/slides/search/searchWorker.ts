/**
 * Reads decks, and searches decks and labs, on a thread of its own: pdf.js keeps its thread busy for seconds. Bundled as
 * dist/slides/searchWorker.mjs; pdf.js' parser, and its character maps, are those that ship for the viewer.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../platform/errors.ts';
import type { TextHit, TextKind } from '../../shared/texts.ts';
import { type DeckText, partsOfDeck } from './deckText.ts';
import { readDeckText } from './readDeckText.ts';
import { SearchIndex } from './searchIndex.ts';
import type { Answer, Question, WorkerData } from './searchProtocol.ts';
import { TextStore } from './textStore.ts';

const { storage } = workerData as WorkerData;
/** One a kind: how rare a word is, which its rank follows, is another matter in code than in slides. */
const indexes: Readonly<Record<TextKind, SearchIndex>> = { slides: new SearchIndex(), lab: new SearchIndex() };
const decks = new Map<string, DeckText>();
const store = new TextStore(storage);
const files = {
  parser: new URL('../webview/pdf.worker.mjs', import.meta.url),
  cmaps: new URL('../webview/cmaps/', import.meta.url),
};

// Of a damaged file pdf.js rejects promises that nobody waits for, which by default would end the thread, and lose its
// index. Our own are all waited for, below.
process.on('unhandledRejection', () => {});

parentPort?.on('message', async (question: Question) => parentPort?.postMessage(await answer(question)));

async function answer(question: Question): Promise<Answer> {
  const { requestId } = question;
  try {
    return { requestId, value: await carryOut(question) };
  } catch (error) {
    return { requestId, error: messageOf(error) };
  }
}

async function carryOut(question: Question): Promise<readonly TextHit[] | DeckText | undefined> {
  switch (question.query) {
    case 'addDeck': {
      const { deck, bytes } = question;
      // A copy for pdf.js, which takes what it is given away.
      const text = await store.of(bytes, () => readDeckText(new Uint8Array(bytes), files));
      decks.set(deck, text);
      indexes.slides.add(deck, partsOfDeck(text));
      return undefined;
    }
    case 'addLab':
      indexes.lab.add(question.lab, question.cells);
      return undefined;
    case 'remove':
      indexes[question.kind].remove(question.document);
      if (question.kind === 'slides') decks.delete(question.document);
      return undefined;
    case 'search':
      return indexes[question.kind].search(question.words, question.limit);
    case 'textOfDeck':
      return decks.get(question.deck);
    case 'tidy':
      await store.tidy();
      return undefined;
  }
}
