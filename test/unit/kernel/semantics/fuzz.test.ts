import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KernelLab } from '../../kernelLab.ts';

/** Ways to declare NAME as something whose `get()` is VALUE. */
const kinds: Readonly<Record<string, string>> = {
  var: 'var NAME = { get: () => VALUE }',
  let: 'let NAME: { get(): number } = { get: () => VALUE }',
  const: 'const NAME = { get: () => VALUE }',
  pattern: 'const { x: [NAME = null!] } = { x: [{ get: () => VALUE }] }',
  loop: 'for (var NAME of [{ get: () => VALUE }]) { let NAME = 0 }',
  block: 'if (true) { var NAME = { get: () => VALUE } }',
  class: 'class NAME { static get() { return VALUE } }',
  function: 'function NAME() {} NAME.get = () => VALUE',
  exported: 'export async function NAME() {} Object.assign(NAME, { get: () => VALUE })',
  enum: 'enum NAME { A = VALUE } Object.assign(NAME, { get: () => NAME.A })',
  namespace: 'namespace NAME { export const get = () => VALUE }',
  import: 'import * as NAME from "./value.ts?VALUE"',
  default: 'export default class NAME { static get() { return VALUE } }',
};

type Declaration = { readonly name: string; readonly kind: string; readonly value: number; readonly end: string };
type Cell = { readonly declarations: readonly Declaration[]; readonly throwsAfter: number | undefined };

/** Two of them globals’, of Node.js and of browsers. */
const names = ['a', 'b', 'process', 'history'];
const declaration = fc.record({
  name: fc.constantFrom(...names),
  kind: fc.constantFrom(...Object.keys(kinds)),
  value: fc.nat(99),
  end: fc.constantFrom('\n', ';\n', '; ', '\n\n// so\n', ';\r\n'),
});
const cell: fc.Arbitrary<Cell> = fc.record({
  // No module may declare a name twice, nor have two defaults.
  declarations: fc
    .uniqueArray(declaration, { minLength: 1, maxLength: 4, selector: ({ name }) => name })
    .filter((all) => all.filter(({ kind }) => kind === 'default').length < 2),
  throwsAfter: fc.option(fc.nat(3), { nil: undefined, freq: 5 }),
});

function sourceOf({ declarations, throwsAfter }: Cell): string {
  const lines = declarations.map(({ name, kind, value, end }, index) => {
    const text = (kinds[kind] ?? '').replaceAll('NAME', name).replaceAll('VALUE', `${value}`);
    return `${text}${end}${throwsAfter === index ? ';throw new Error("stop");\n' : ''}`;
  });
  return lines.join('');
}

/** What each name stands for after the cells so far; `unknown` where a throw kept a declaration from happening. */
function declare(
  known: Map<string, number | 'unknown'>,
  { declarations, throwsAfter = Number.POSITIVE_INFINITY }: Cell,
): void {
  declarations.forEach(({ name, kind, value }, index) => {
    // Imports come before all else.
    known.set(name, index <= throwsAfter || kind === 'import' ? value : 'unknown');
  });
}

describe('cells in random order', function () {
  this.timeout(60_000);
  const lab = KernelLab.forTests();
  before(() => {
    lab.write(
      'value.ts',
      'const value = Number(import.meta.url.split("?")[1]?.split("&")[0]); export const get = () => value;',
    );
  });

  it('declare anything by anything, and each name has its last value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 6 }), async (cells) => {
        const known = new Map<string, number | 'unknown'>();
        // What earlier runs left must not be taken for a result.
        await lab.show(names.map((name) => `let ${name}: any = { get: () => -1 }`).join('\n'));
        for (const name of names) known.set(name, -1);
        for (const each of cells) {
          const source = sourceOf(each);
          const { status, error } = await lab.run(source);
          const throws = each.throwsAfter !== undefined && each.throwsAfter < each.declarations.length;
          assert.deepEqual([status, error?.message], throws ? ['failed', 'stop'] : ['succeeded', undefined], source);
          declare(known, each);
          const certain = [...known].filter(([, value]) => value !== 'unknown');
          const shown = await lab.show(`;[${certain.map(([name]) => `${name}.get()`)}].join()`);
          assert.equal(shown, `'${certain.map(([, value]) => value)}'`, source);
        }
      }),
      { numRuns: 150 },
    );
  });
});
