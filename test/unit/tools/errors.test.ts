import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

/** What the TypeScript files below a folder hold. */
async function textsOf(folder: string): Promise<string[]> {
  const files = (await readdir(join(root, folder), { recursive: true })).filter((file) => /\.tsx?$/.test(file));
  return Promise.all(files.map((file) => readFile(join(root, folder, file), 'utf8')));
}

describe('codes of errors', () => {
  it('that are listed for users are each thrown somewhere', async () => {
    const list = await readFile(join(root, 'src/platform/errorCodes.ts'), 'utf8');
    const tracking = await readFile(join(root, 'src/mlops/tracking/errors.ts'), 'utf8');
    const listed = Array.from(list.matchAll(/'([a-z-]+)'/g), ([, code]) => code!);
    assert.ok(listed.length > 60);
    const texts = await textsOf('src');
    const thrown = new Set(
      texts.flatMap((text) => Array.from(text.matchAll(/new UserError\(\s*'([a-z-]+)'/g), ([, code]) => code!)),
    );
    const dead = listed.filter((code) => !thrown.has(code) && !tracking.includes(`'${code}'`));
    assert.deepEqual(dead, []);
    assert.equal(new Set(listed).size, listed.length, 'a code is listed twice');
  });

  it('of the toolkit stand on one base: no module has an error class of another', async () => {
    const others: string[] = [];
    for (const text of await textsOf('src/mlops')) {
      for (const [, name, base] of text.matchAll(/class (\w+)[^{]* extends (\w*Error)\b/g)) {
        if (base !== 'CodedError') others.push(`${name} extends ${base}`);
      }
    }
    assert.deepEqual(others.sort(), [
      // JavaScript's own word for it, which V8 throws too.
      'CellSyntaxError extends SyntaxError',
      // A check that does not hold is an answer and no refusal: it has two sides in place of a code.
      'CheckFailure extends Error',
      'CodedError extends Error',
    ]);
  });
});
