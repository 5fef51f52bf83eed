/** Makes the document of a lab that was run from its file and from what is kept of its cells. */
import { mime } from '../../mlops/payloads/mime.ts';
import type { DocumentCell, DocumentOutput, LabDocument, RunFacts } from '../../outputs/export/document.ts';
import { codeTypes, richestForm } from '../../outputs/forms.ts';
import { checkIn } from '../../outputs/payloads/payload.ts';
import { savedBundle } from '../../outputs/store/savedForms.ts';
import { matchCells, type SavedCell, type SavedItem, textHash } from '../../outputs/store/store.ts';
import { shortStack } from '../../outputs/text/stack.ts';
import { frontMatter, type LabFile } from '../file.ts';

/**
 * @param saved what is kept of the lab's cells, in any order: each is known by its text
 * @throws {UserError} `lab-front-matter`
 */
export function labDocument(
  file: LabFile,
  saved: readonly SavedCell[],
  about: { readonly name: string; readonly backend?: string },
): LabDocument {
  const { id, title } = frontMatter(file, about.name);
  const code = file.cells.filter(({ kind }) => kind === 'code');
  const matches = matchCells(
    saved,
    code.map(({ source }) => textHash(source)),
  );
  const found = new Map(code.map((cell, index) => [cell, matches[index]]));
  const cells = file.cells.map(
    (cell): DocumentCell =>
      cell.kind === 'markdown'
        ? { kind: 'markdown', source: cell.source }
        : { kind: 'code', source: cell.source, ...ranCell(found.get(cell)) },
  );
  const facts = factsOf(
    cells,
    matches.filter((cell) => cell !== undefined),
  );
  return { id, title, cells, facts: { ...facts, ...(about.backend ? { backend: about.backend } : {}) } };
}

function ranCell(saved: SavedCell | undefined): Pick<Extract<DocumentCell, { kind: 'code' }>, 'run' | 'outputs'> {
  if (!saved) return { outputs: [] };
  const { success, start, end, outputs } = saved;
  const run = {
    ...(success === undefined ? {} : { success }),
    ...(start === undefined || end === undefined ? {} : { seconds: Math.max(0, end - start) / 1000 }),
  };
  return { run, outputs: outputs.map(outputOf) };
}

function factsOf(cells: readonly DocumentCell[], saved: readonly SavedCell[]): RunFacts {
  const code = cells.filter((cell) => cell.kind === 'code');
  const checks = code.flatMap(({ outputs }) => outputs).filter((output) => output.kind === 'check');
  const ends = saved.flatMap(({ end }) => end ?? []);
  return {
    ran: saved.length,
    cells: code.length,
    checks: { passed: checks.filter(({ check }) => check.passed).length, all: checks.length },
    seconds: code.reduce((sum, { run }) => sum + (run?.seconds ?? 0), 0),
    ...(ends.length > 0 ? { finished: Math.max(...ends) } : {}),
  };
}

/** What is kept may have been written by anybody: nothing of it is more than text until its drawing has checked it. */
function outputOf(items: readonly SavedItem[]): DocumentOutput {
  const bundle = savedBundle(items);
  for (const name of ['stdout', 'stderr'] as const) {
    const text = bundle[codeTypes[name]];
    if (typeof text === 'string') return { kind: 'stream', name, text: shortStack(text) };
  }
  const error = bundle[codeTypes.error];
  if (typeof error === 'object' && error !== null) return errorOf(error);
  const text = bundle[mime.text];
  const form = richestForm(bundle) ?? { mime: items[0]?.mime ?? mime.text, data: '' };
  const check = form.mime === mime.check ? checkIn(form.data) : undefined;
  if (check) return { kind: 'check', check };
  return { kind: 'value', form, ...(typeof text === 'string' ? { text } : {}) };
}

function errorOf(error: object): DocumentOutput {
  const text = (key: string) => (key in error ? String((error as Record<string, unknown>)[key]) : '');
  return { kind: 'error', name: text('name'), message: text('message'), stack: shortStack(text('stack')) };
}
