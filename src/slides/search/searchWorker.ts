/**
 * Reads decks and searches them on a thread of its own: pdf.js keeps its thread busy for seconds. Bundled as
 * dist/slides/searchWorker.mjs; pdf.js' parser, and its character maps, are those that ship for the viewer.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../platform/errors.ts';
import type { DeckText } from './deckText.ts';
import { readDeckText } from './readDeckText.ts';
import { type Hit, SearchIndex } from './searchIndex.ts';
import type { Answer, Question, WorkerData } from './searchProtocol.ts';
import { TextStore } from './textStore.ts';

const { storage } = workerData as WorkerData;
const index = new SearchIndex();
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

async function carryOut(question: Question): Promise<readonly Hit[] | DeckText | undefined> {
  switch (question.query) {
    case 'add': {
      const { deck, bytes } = question;
      // A copy for pdf.js, which takes what it is given away.
      index.add(deck, await store.of(bytes, () => readDeckText(new Uint8Array(bytes), files)));
      return undefined;
    }
    case 'remove':
      index.remove(question.deck);
      return undefined;
    case 'search':
      return index.search(question.words, question.limit);
    case 'text':
      return index.textOf(question.deck);
    case 'tidy':
      await store.tidy();
      return undefined;
  }
}
