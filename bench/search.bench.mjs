// Search over 16 weeks of slides in the thread that ships: real PDFs, made from the words of the decks that there are.

import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { SearchClient } from '../src/slides/search/searchClient.ts';
import { makePdf } from '../test/fixtures/pdf.ts';
import { median, print } from './rows.mjs';

const script = join(import.meta.dirname, '..', 'dist', 'slides', 'searchWorker.mjs');
const source = join(import.meta.dirname, '..', 'course', 'C1', 'W1', 'deck.typ');
const words = readFileSync(source, 'utf8').match(/\p{L}{2,}/gu) ?? [];
const pagesPerDeck = 75;
const linesPerPage = 12;
const wordsPerLine = 8;

/** @param {number} page the words of each page begin elsewhere, so that no two are the same */
function pageOf(page) {
  const at = (n) => words[(page * 97 + n * 13) % words.length];
  const lineOf = (line) => Array.from({ length: wordsPerLine }, (_, n) => at(line * wordsPerLine + n)).join(' ');
  const lines = Array.from({ length: linesPerPage }, (_, line) => lineOf(line));
  const shown = lines.map((line, n) => `BT /F1 12 Tf 60 ${500 - n * 18} Td (${line}) Tj ET`);
  return { text: `${at(1)} ${at(2)}`, drawing: shown.join('\n') };
}

/** Decks of so many pages together. */
function decks(pages) {
  return Array.from({ length: Math.ceil(pages / pagesPerDeck) }, (_, d) =>
    makePdf(
      Array.from({ length: Math.min(pagesPerDeck, pages - d * pagesPerDeck) }, (_, p) => pageOf(d * pagesPerDeck + p)),
    ),
  );
}

/** Milliseconds from the start of the thread until a search finds something, and until all is taken in. */
async function start(folder, files, client = new SearchClient(script, folder, () => {})) {
  const begin = performance.now();
  let first;
  let taken = 0;
  const takingIn = (async () => {
    for (const [n, bytes] of files.entries()) {
      await client.addDeck(`deck ${n}`, bytes);
      taken++;
    }
  })();
  while (first === undefined) {
    const hits = await client.search('slides', 'model', 60);
    if (hits.length > 0) first = performance.now() - begin;
    else await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await takingIn;
  if (taken !== files.length) throw new Error('Not all decks were taken in.');
  return { client, first, all: performance.now() - begin };
}

async function keptBytes(folder) {
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

for (const pages of [10, 100, 1200]) {
  const folder = await mkdtemp(join(tmpdir(), 'mlops-lab-search-bench-'));
  const files = decks(pages);
  const before = process.memoryUsage().rss;
  const cold = await start(folder, files);
  const held = process.memoryUsage().rss - before;
  const hot = [];
  for (const typed of ['model', 'data drift', 'depl', 'deploymnt', 'concept', 'a model in production']) {
    const begin = performance.now();
    await cold.client.search('slides', typed, 60);
    hot.push(performance.now() - begin);
  }
  cold.client.dispose();
  const warm = await start(folder, files);
  warm.client.dispose();
  const ms = (what, measured, budget) => ({ what, measured, unit: 'ms', ...(budget && { budget }) });
  print(`Search over ${pages} pages in ${files.length} PDFs`, [
    ms('all taken in: a search, median of 6', median(hot), 300),
    ms('all taken in: the slowest search', Math.max(...hot), 300),
    ms('after a restart: first hits', warm.first, 300),
    ms('after a restart: all taken in', warm.all),
    ms('never read before: first hits', cold.first),
    ms('never read before: all taken in', cold.all),
    { what: 'texts kept on disk', measured: (await keptBytes(folder)) / 1000, unit: 'kB' },
    { what: 'memory, with all taken in', measured: held / 1e6, unit: 'MB' },
  ]);
  await rm(folder, { recursive: true });
}
