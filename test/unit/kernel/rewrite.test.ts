import assert from 'node:assert/strict';
import fc from 'fast-check';
import { LearnerNames } from '../../../src/kernel/process/cells/names.ts';
import { rewrite } from '../../../src/kernel/process/cells/rewrite.ts';
import { toJavaScript } from '../../../src/mlops/typescript/strip.ts';

const noTypeScript = () => {
  throw new Error('this cell needs no compiler');
};
const rewritten = (source: string) =>
  rewrite(toJavaScript(source, noTypeScript), (position) => position, new LearnerNames());

/** One statement of each kind that the rewrite touches, `MARK` standing where a position is looked at. */
const statements = [
  'const NAME: number = f("MARK");',
  'let NAME = "MARK"',
  'var NAME = "MARK", { p } = { p: "q" };',
  'export const NAME = `\n  MARK`;',
  'export default "MARK"',
  'function NAME(a: string) {\n  var inner = 1;\n  return "MARK" + import.meta.url }',
  'export async function NAME() { return await import("MARK") }',
  'class NAME { x = "MARK" }',
  'for (var NAME = 0; NAME < 1; NAME++) { "MARK" }',
  'for (var NAME of ["MARK"]) { var { deep } = NAME }',
  'import {\n  a as NAME,\n} from "node:fs"; "MARK"',
  'import type { T } from "node:fs"; "MARK" as T',
];

/** Line and column of the text's first `mark`. */
function place(text: string, mark: string): string | undefined {
  const at = text.indexOf(mark);
  if (at < 0) return undefined;
  const lines = text.slice(0, at).split('\n');
  return `${lines.length}:${lines.at(-1)?.length}`;
}

describe('the rewrite of a cell', () => {
  it('keeps every line and column', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...statements), fc.constantFrom('\n', '\n\n', '\r\n', '\n  '))),
        (parts) => {
          const onlyDefault = parts.filter(
            ([text], i) => !text.includes('default') || parts.findIndex(([t]) => t === text) === i,
          );
          const source = onlyDefault
            .map(([text, end], i) => text.replaceAll('NAME', `n${i}`).replace('MARK', `mark${i}.`) + end)
            .join('');
          const { scripts } = rewritten(source);
          onlyDefault.forEach((_, i) => {
            const mark = `mark${i}.`;
            const places = scripts.map(({ body }) => place(body, mark)).filter((found) => found !== undefined);
            assert.deepEqual(places, [place(source, mark)], source);
          });
        },
      ),
    );
  });

  it('declares by let alone', () => {
    const { scripts } = rewritten(
      'export function f() { var own = 1; return own }\nconst a = 1; var b = 2;\nif (b) { var { c } = a }',
    );
    assert.deepEqual(scripts, [
      { head: '"use strict";let f;f=', body: '       function  () { var own = 1; return own };' },
      {
        head: '"use strict";let b, c;',
        body: `${' '.repeat(47)}\nlet   a = 1; 0,  b = 2;\nif (b) { 0,  { c } = a }`,
      },
    ]);
  });

  it('turns imports into loads above the cell', () => {
    const { scripts } = rewritten(
      '1;\n  import d, * as all from "m" with { type: "json" };\nimport { "a b" as e } from "n"; export * from "o"; import "p";',
    );
    assert.equal(
      scripts[0]?.head,
      '"use strict";let all = await __cell.load("m", ["default"], {"with":{"type":"json"}}, 2, 3), {"default": d} = all;' +
        'let {"a b": e} = await __cell.load("n", ["a b"], {}, 3, 1);' +
        'await __cell.load("o", [], {}, 3, 33);await __cell.load("p", [], {}, 3, 52);',
    );
    assert.equal(scripts[0]?.body.trim(), '1;');
  });

  it('shows only an expression at the end', () => {
    for (const [source, shows] of [
      ['1', true],
      ['a = 1', true],
      ['1;\nlet a', false],
      ['if (1) { 2 }', false],
      ['', false],
    ] as const) {
      assert.equal(rewritten(source).showsValue, shows, source);
    }
  });
});
