import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { root } from '../../tools/process.mjs';

/** A typeset deck with an outline, labels, links and a structure: test/fixtures/links.typ. */
export const linkedDeck = NodeCompiler.create({ workspace: join(root, 'course') }).pdf({
  mainFileContent: readFileSync(fileURLToPath(import.meta.resolve('../fixtures/links.typ')), 'utf8'),
});
