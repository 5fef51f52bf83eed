// Typesets every course/**/deck.typ to a deck.pdf beside it, the speaker notes of its pages to a deck.notes.json, and
// the pages that have names to a deck.pages.json, where they are missing or older than their sources.
import { globSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const course = join(root, 'course');

/** PDF/UA-1 makes the compiler refuse a figure or a formula without words for those who cannot see it. */
const accessible = { pdfStandard: 'ua-1' };

const modified = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Whether all of `made` is newer than the theme, the deck, and what lies below the deck's folder for it. */
function isFresh(made, source) {
  const own = dirname(source);
  const sources = [
    ...globSync(['theme.typ', 'theme/*.typ'], { cwd: course }).map((name) => join(course, name)),
    ...globSync(['**/*.{typ,svg}', 'figures/**/*.json'], { cwd: own }).map((name) => join(own, name)),
  ];
  const newest = Math.max(...sources.map(modified));
  return made.every((file) => modified(file) > newest);
}

/** Throws with the compiler's own words: they name file and line. */
function typeset(source) {
  const name = relative(root, source);
  const compiler = NodeCompiler.create({ workspace: course });
  const result = compiler.compile({ mainFilePath: source });
  result.printDiagnostics();
  const document = result.result;
  if (!document) throw new Error(`${name} does not compile.`);
  const pdf = exportPdf(compiler, document, name);
  const [notes, names] = [notesOf(compiler, document), namesOf(compiler, document, name)];
  return { pages: document.numOfPages, pdf, notes, names };
}

function exportPdf(compiler, document, name) {
  try {
    return compiler.pdf(document, accessible);
  } catch (error) {
    throw new Error(`${name} cannot be written as PDF: ${error.message}`, { cause: error });
  }
}

/** The notes that `note` of course/theme/slides.typ left in the deck: Markdown by page number. */
function notesOf(compiler, document) {
  const found = compiler.query(document, { selector: '<note>', field: 'value' });
  const pages = Object.fromEntries(found.map(({ page, markdown }) => [page, markdown]));
  return `${JSON.stringify({ schemaVersion: 1, pages }, undefined, 2)}\n`;
}

/** The pages that `page-name` of course/theme/slides.typ has named: page numbers by name. */
function namesOf(compiler, document, source) {
  const pages = {};
  for (const { page, name } of compiler.query(document, { selector: '<page-name>', field: 'value' })) {
    if (!/^(?!\d+$)[A-Za-z0-9][\w-]*$/.test(name)) throw new Error(`${source}: “${name}” is no name of a page.`);
    if (pages[name] !== undefined) throw new Error(`${source}: two pages are named “${name}”.`);
    pages[name] = page;
  }
  return `${JSON.stringify({ schemaVersion: 1, pages }, undefined, 2)}\n`;
}

/** A reader sees the old deck or the new one, never half of it. */
function writeAtomically(path, data) {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, data);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

const sources = globSync('**/deck.typ', { cwd: course }).sort();
for (const name of sources) {
  const source = join(course, name);
  const pdf = join(dirname(source), 'deck.pdf');
  const notes = join(dirname(source), 'deck.notes.json');
  const names = join(dirname(source), 'deck.pages.json');
  if (isFresh([pdf, notes, names], source)) continue;
  const made = typeset(source);
  writeAtomically(notes, made.notes);
  writeAtomically(names, made.names);
  writeAtomically(pdf, made.pdf);
  console.log(`${relative(root, pdf)}: ${made.pages} pages, ${Math.round(made.pdf.length / 1000)} kB`);
}
