// Typesets every course/**/deck.typ to a deck.pdf beside it, where that is missing or older than its sources.
import { globSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const course = join(root, 'course');

const modified = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function isFresh(pdf, source) {
  return modified(pdf) > Math.max(modified(source), modified(join(course, 'theme.typ')));
}

/** Throws with the compiler's own words: they name file and line. */
function typeset(source) {
  const compiler = NodeCompiler.create({ workspace: course });
  const result = compiler.compile({ mainFilePath: source });
  result.printDiagnostics();
  if (!result.result) throw new Error(`${relative(root, source)} does not compile.`);
  return { pages: result.result.numOfPages, pdf: compiler.pdf(result.result) };
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
  if (isFresh(pdf, source)) continue;
  const made = typeset(source);
  writeAtomically(pdf, made.pdf);
  console.log(`${relative(root, pdf)}: ${made.pages} pages, ${Math.round(made.pdf.length / 1000)} kB`);
}
