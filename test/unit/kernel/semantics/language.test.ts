import assert from 'node:assert/strict';
import { globalNames } from '../../../../src/kernel/process/cells/globalNames.ts';
import { KernelLab } from '../../kernelLab.ts';

describe('the language of cells', function () {
  this.timeout(30_000);
  const lab = KernelLab.forTests();
  const shows = async (cells: readonly (readonly [source: string, text: string])[]) => {
    for (const [source, text] of cells) assert.equal(await lab.show(source), text, source);
  };

  describe('declares a name again', () => {
    /** Each kind: a declaration of NAME that holds VALUE, and how to read it; both readable whatever NAME now is. */
    const kinds: Record<string, string> = {
      var: 'var NAME = { get: () => VALUE }',
      let: 'let NAME: { get(): number } = { get: () => VALUE }',
      const: 'const NAME = { get: () => VALUE } as const',
      class: 'class NAME { static get(): number { return VALUE } }',
      'abstract class': 'abstract class NAME { static get(): number { return VALUE } }',
      function: 'function NAME() {}; NAME.get = () => VALUE;',
      'async function': 'async function NAME() {}; Object.assign(NAME, { get: () => VALUE });',
      generator: 'function* NAME() {}; Object.assign(NAME, { get: () => VALUE });',
      enum: 'enum NAME { A = VALUE }; Object.assign(NAME, { get: () => NAME.A });',
      namespace: 'namespace NAME { export const get = () => VALUE; }',
      destructuring: 'const { a: [NAME] } = { a: [{ get: () => VALUE }] }',
      'default import': 'import NAME from "./mVALUE.ts"',
      'named import': 'import { it as NAME } from "./mVALUE.ts"',
      'namespace import': 'import * as NAME from "./mVALUE.ts"',
      'exported const': 'export const NAME = { get: () => VALUE };',
      'exported function': 'export function NAME() {}; NAME.get = () => VALUE;',
      'default class': 'export default class NAME { static get() { return VALUE } }',
    };
    before(() => {
      for (const value of [1, 2]) {
        lab.write(`m${value}.ts`, `export const get = () => ${value}; export const it = { get }; export default it;`);
      }
    });

    let count = 0;
    /** Every other one is a global's in browsers. */
    const browsers = [...globalNames].filter((name) => /^(?:HTML|SVG|on|Audio)/.test(name));
    for (const [before, first] of Object.entries(kinds)) {
      it(`${before}, by every kind; closures follow`, async () => {
        for (const [after, second] of Object.entries(kinds)) {
          const name = (count % 2 && browsers[count]) || `name${count}`;
          count++;
          const cell = (kind: string, value: number) => kind.replaceAll('NAME', name).replaceAll('VALUE', `${value}`);
          await lab.show(`${cell(first, 1)}\n;const look${name} = () => ${name}.get();`);
          assert.equal(await lab.show(`look${name}()`), '1', `${before}, then ${after}`);
          await lab.show(`${cell(second, 2)};`);
          assert.equal(await lab.show(`[${name}.get(), look${name}()]`), '[ 2, 2 ]', `${before}, then ${after}`);
        }
      });
    }

    it('the same cell again and again', async () => {
      const cell = 'const x0 = 1; let y0 = 2; class Z0 {} function f0() { return x0 + y0 } enum E0 { A } f0()';
      for (let i = 0; i < 5; i++) assert.equal(await lab.show(cell), '3');
    });

    it('names of Node and JavaScript, and takes them back with a restart only', async () => {
      await shows([
        ['const name = "n", status = 1, fetch = () => "mine"; [name, status, fetch()]', "[ 'n', 1, 'mine' ]"],
        [
          'import { createRequire } from "node:module"; const require = createRequire(import.meta.url); typeof require',
          "'function'",
        ],
        ['const __dirname = import.meta.dirname, module = 1, exports = 2; [module, exports]', '[ 1, 2 ]'],
        ['const Map = 5, console2 = console; Map', '5'],
      ]);
    });
  });

  it('declares in every form of pattern and loop', async () => {
    await shows([
      ['const { a, b: { c = 3 } = {}, ...rest } = { a: 1, d: 4 } as any; [a, c, rest]', '[ 1, 3, { d: 4 } ]'],
      ['var [v1, , v2 = 2, ...vs] = [1, 0, undefined, 5, 6] as any[]; [v1, v2, vs]', '[ 1, 2, [ 5, 6 ] ]'],
      ['[v1, v2] = [v2, v1]; [v1, v2]', '[ 2, 1 ]'],
      ['for (var i = 0; i < 3; i++) { var last = i } [i, last]', '[ 3, 2 ]'],
      ['for (const [k, w] of Object.entries({ p: 1 })) { var pair = k + w } pair', "'p1'"],
      ['for (var key in { q: 1 }) {} key', "'q'"],
      ['label: for (const x of [1, 2, 3]) { for (;;) { if (x === 2) break label; continue label } } "out"', "'out'"],
      [
        'try { var tried = 1; throw 0 } catch { var caught = 2 } finally { var done = 3 } [tried, caught, done]',
        '[ 1, 2, 3 ]',
      ],
      ['switch (1 as number) { case 1: var chosen = "one" } chosen', "'one'"],
      ['function* count(n: number) { for (let i = 0; i < n; i++) yield i } [...count(3)]', '[ 0, 1, 2 ]'],
      [
        'async function* later() { yield 1; yield 2 } const got: number[] = []; for await (const x of later()) got.push(x); got',
        '[ 1, 2 ]',
      ],
      [
        'class Base { #secret = 4; static #made = 0; get secret() { return this.#secret } static { this.#made = 1 } static get made() { return this.#made } } [new Base().secret, Base.made]',
        '[ 4, 1 ]',
      ],
      ['class Sub extends Base { override get secret() { return super.secret + 1 } } new Sub().secret', '5'],
      ['let bare; bare', ''],
      ['bare ??= 7; bare', '7'],
    ]);
  });

  it('shows the value of a last expression, and of nothing else', async () => {
    await shows([
      ['null', 'null'],
      ['undefined', ''],
      ['void 0', ''],
      ['({ a: 1 })', '{ a: 1 }'],
      ['[1, [2]]; // done', '[ 1, [ 2 ] ]'],
      ['1 + 1;', '2'],
      ['1 + 1 /* trailing */ ;  // and more\n\n', '2'],
      ['1;;', ''],
      ['await Promise.resolve({ b: 2 })', '{ b: 2 }'],
      ['Promise.resolve(5)', 'Promise { 5 }'],
      ['(async () => 1)() instanceof Promise', 'true'],
      ['"text" as string satisfies string', "'text'"],
      ['let n = 1; n = 5', '5'],
      ['n++', '5'],
      [`\`a\${n}\``, "'a6'"],
      ['() => 1', '[Function (anonymous)]'],
      ['(function named() {})', '[Function: named]'],
      ['class Shown {}; Shown', '[class Shown]'],
      ['new Map([["k", new Set([1])]])', "Map(1) { 'k' => Set(1) { 1 } }"],
      ['n > 0 ? "yes" : "no"', "'yes'"],
      ['true, 3', '3'],
      ['delete ({} as any).x', 'true'],
      ['if (n) { 5 }', ''],
      ['for (const x of [1]) x', ''],
      ['{ 5 }', ''],
      ['function noValue() { return 1 }', ''],
      ['export default 5', ''],
      ['type Only = number', ''],
      ['interface Nothing {}', ''],
      ['enum Kind { A }', ''],
      ['', ''],
    ]);
  });

  it('exports in every form, which here only declare', async () => {
    await shows([
      ['export const ex = 1, ey = 2; export { ex as default, ey as "a b" }; ex + ey', '3'],
      ['export default class { static v = 1 }', ''],
      ['export default class Named { static v = 2 }\nNamed.v', '2'],
      ['export default function () { return 1 }', ''],
      ['export default function named() { return 3 }\nnamed()', '3'],
      ['export default async () => { await null }', ''],
      ['let before = 1\nexport default (x: number) => x', ''],
      [
        'export * from "node:path"; export * as paths from "node:path"; export { sep } from "node:path"; typeof undeclared',
        "'undefined'",
      ],
      ['export type { Stats } from "node:fs"; export {}; 4', '4'],
    ]);
  });

  it('awaits at top level wherever a module may', async () => {
    await shows([
      ['const [p, q] = await Promise.all([1, Promise.resolve(2)]); p + q', '3'],
      ['if (await Promise.resolve(true)) { var inside = await Promise.resolve("in") } inside', "'in'"],
      ['const made = { [await Promise.resolve("k")]: await 1 }; made', '{ k: 1 }'],
      ['class Awaited { static v = 1; static [await Promise.resolve("w")] = 2 } (Awaited as any).w', '2'],
      ['for (const x of await Promise.resolve([1, 2])) { var seen = await x } seen', '2'],
      [
        'await using gone = { async [Symbol.asyncDispose]() { console.log("async gone") } }; console.log("used")',
        'used\nasync gone',
      ],
      [
        'using one = { [Symbol.dispose]() { console.log("one") } }, two = { [Symbol.dispose]() { console.log("two") } }; const kept = 8;',
        'two\none',
      ],
      ['kept', '8'],
      ['using last = { [Symbol.dispose]() {} }; kept + 1', '9'],
    ]);
  });

  it('has all that TypeScript adds to JavaScript', async () => {
    await shows([
      ['const same = <T,>(x: T) => x; same<number>(7)', '7'],
      ['same<string>("s")', "'s'"],
      ['[same<Array<number>>([1]), 1 < 2, 3 > 2]', '[ [ 1 ], true, true ]'],
      ['const [lo, hi] = [1, 5]; lo < 2 && hi > 4', 'true'],
      ['import paths = require("node:path"); paths.sep', "'/'"],
      ['enum Level { Low = 1, High = Low + 4, Text = "t" } [Level.High, Level[1], Level.Text]', "[ 5, 'Low', 't' ]"],
      ['const enum Fixed { A = 3 } Fixed.A', '3'],
      ['Fixed.A + Level.Low', '4'],
      ['namespace Outer { export namespace Inner { export const v = 1 } export const w = Inner.v + 1 } Outer.w', '2'],
      [
        'class Point { constructor(public x: number, private readonly y = 2, protected z?: string) {} sum() { return this.x + this.y } } new Point(1).sum()',
        '3',
      ],
      [
        'abstract class Shape { abstract area(): number; declare hint: string } class Square extends Shape { area() { return 4 } } new Square().area()',
        '4',
      ],
      [
        'function over(a: string): string; function over(a: number): number; function over(a: any) { return a } over(1)',
        '1',
      ],
      ['const generic = <T,>(x: T): T => x; generic<number>(6)', '6'],
      ['declare const nowhere: number; typeof nowhere', "'undefined'"],
      ['let sure = (5 as number | undefined)!; sure satisfies number', '5'],
      [
        'const logged: string[] = []; function log<T extends (...a: any[]) => any>(f: T, c: ClassMethodDecoratorContext) { logged.push(String(c.name)); return f } class L { @log run() { return 2 } } [new L().run(), logged]',
        "[ 2, [ 'run' ] ]",
      ],
      [
        'function twice<T>(_: undefined, c: ClassFieldDecoratorContext) { return (v: number) => v * 2 } class F { @twice n = 4 } new F().n',
        '8',
      ],
      [
        'function sealed(c: any, _: ClassDecoratorContext) { Object.seal(c); return c } @sealed class S {} Object.isSealed(S)',
        'true',
      ],
      ['class Auto { accessor v = 3 } const auto = new Auto(); auto.v += 1; auto.v', '4'],
    ]);
  });

  it('keeps what was declared before a throw, and takes failed names again', async () => {
    await lab.fail(
      'const k1 = 1; let k2 = 2; function k3() { return k1 + k2 } class K4 {} throw new Error("mid"); const k5 = 5;',
    );
    await shows([['[k1, k2, k3(), typeof K4]', "[ 1, 2, 3, 'function' ]"]]);
    await lab.fail('const late = (() => { throw new Error("init") })(), never = 1;');
    await shows([
      ['const late = 5, never = 6; late + never', '11'],
      ['class late { static v = 7 } late.v', '7'],
    ]);
    await lab.fail('class Broken { static x = (() => { throw new Error("static") })() }');
    await shows([['class Broken { static x = 1 } Broken.x', '1']]);
    await lab.fail('import { sep } from "node:path"; import nothing from "nowhere-at-all"; const after = 1;');
    await shows([['const after = 2; typeof sep + after', "'string2'"]]);
  });

  it('knows where it is', async () => {
    await shows([
      [
        '[import.meta.url, import.meta.filename, import.meta.dirname].join()',
        `'${[lab.url, `${lab.workspace}/x.lab.ts`, lab.workspace].join()}'`,
      ],
      ['const meta = import.meta; meta.dirname === process.cwd()', 'true'],
      ['require.resolve("node:fs")', "'node:fs'"],
      ['typeof require.cache', "'object'"],
    ]);
  });
});
