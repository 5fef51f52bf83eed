import assert from 'node:assert/strict';
import { rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { KernelLab } from '../../kernelLab.ts';

describe('local modules of a lab', function () {
  this.timeout(30_000);
  const lab = KernelLab.forTests();

  describe('are found', () => {
    before(() => {
      lab.write('found/helper.ts', 'export const from: string = "helper.ts";');
      lab.write('found/plain.js', 'export const from = "plain.js";');
      lab.write('found/both.js', 'export const from = "both.js";');
      lab.write('found/both.ts', 'export const from: string = "both.ts";');
      lab.write('found/module.mts', 'export const from: string = "module.mts";');
      lab.write('found/folder/index.ts', 'export { from } from "../helper";');
      lab.write('found/common.cts', 'const from: string = "common.cts"; module.exports = { from };');
    });

    for (const [specifier, file] of [
      ['./found/helper.ts', 'helper.ts'],
      ['./found/helper.js', 'helper.ts'],
      ['./found/helper', 'helper.ts'],
      ['./found/plain', 'plain.js'],
      ['./found/both.js', 'both.js'],
      ['./found/both', 'both.ts'],
      ['./found/module.mjs', 'module.mts'],
      ['./found/module', 'module.mts'],
      ['./found/folder', 'helper.ts'],
      ['./found/common.cjs', 'common.cts'],
    ] as const) {
      it(`${specifier} is ${file}`, async () => {
        assert.equal(await lab.show(`import { from } from "${specifier}"; from`), `'${file}'`);
        // CommonJS has its own idea of what comes first.
        const required = specifier === './found/both' ? 'both.js' : file;
        assert.equal(await lab.show(`require("${specifier}").from`), `'${required}'`);
      });
    }

    it('but not where there is none', async () => {
      const { message } = await lab.fail('import "./found/nowhere.js"');
      assert.match(message, /Cannot find module '.*found\/nowhere\.js' imported from .*x\.lab\.ts/);
      assert.match((await lab.fail('require("./found/nowhere")')).message, /Cannot find module '\.\/found\/nowhere'/);
    });
  });

  describe('are read again', () => {
    /** Another size, another time: no clock is too coarse. */
    let time = Date.now() / 1000 - 10_000;
    const write = (path: string, text: string) => {
      lab.write(path, text);
      time += 1;
      utimesSync(join(lab.workspace, path), time, time);
    };

    it('when they changed', async () => {
      write('again/a.ts', 'export const value: number = 1;');
      assert.equal(await lab.show('import { value } from "./again/a.ts"; value'), '1');
      assert.equal(await lab.show('value'), '1');
      write('again/a.ts', 'export const value: number = 2;');
      assert.equal(await lab.show('value'), '1', 'a cell keeps what it imported until it imports again');
      assert.equal(await lab.show('import { value } from "./again/a.ts"; value'), '2');
      assert.equal(await lab.show('(await import("./again/a.ts")).value'), '2');
    });

    it('when what they import changed, and no others', async () => {
      write('deep/leaf.ts', 'export const leaf: string = "old";');
      write('deep/state.ts', 'export const state = { count: 0 };');
      write('deep/middle.js', 'export { leaf } from "./leaf.ts"; export { state } from "./state";');
      write(
        'deep/top.ts',
        'import { leaf, state } from "./middle.js"; export const top = () => leaf; export { state };',
      );
      const cell = 'import { top, state } from "./deep/top.ts"; state.count += 1; [top(), state.count]';
      assert.equal(await lab.show(cell), "[ 'old', 1 ]");
      assert.equal(await lab.show(cell), "[ 'old', 2 ]");
      write('deep/leaf.ts', 'export const leaf: string = "new";');
      assert.equal(await lab.show(cell), "[ 'new', 3 ]");
    });

    it('when they import one another', async () => {
      write(
        'ring/a.ts',
        'import { b } from "./b.ts"; export const a = () => "a1"; export const both = () => a() + b();',
      );
      write(
        'ring/b.ts',
        'import { a } from "./a.ts"; export const b = () => "b1"; export const back = () => b() + a();',
      );
      const cell = 'import { both } from "./ring/a.ts"; import { back } from "./ring/b.ts"; both() + back()';
      assert.equal(await lab.show(cell), "'a1b1b1a1'");
      write(
        'ring/b.ts',
        'import { a } from "./a.ts"; export const b = () => "b2"; export const back = () => b() + a();',
      );
      assert.equal(await lab.show(cell), "'a1b2b2a1'");
      write(
        'ring/a.ts',
        'import { b } from "./b.ts"; export const a = () => "a3"; export const both = () => a() + b();',
      );
      assert.equal(await lab.show(cell), "'a3b2b2a3'");
    });

    it('as CommonJS, by import and by require', async () => {
      write('cjs/leaf.cjs', 'exports.value = 1;');
      write('cjs/top.cjs', 'const leaf = require("./leaf.cjs"); exports.value = () => leaf.value;');
      write('cjs/state.cjs', 'exports.count = 0;');
      const cell =
        'require("./cjs/state.cjs").count += 1; [require("./cjs/top.cjs").value(), require("./cjs/state.cjs").count]';
      assert.equal(await lab.show(cell), '[ 1, 1 ]');
      assert.equal(await lab.show('import top from "./cjs/top.cjs"; top.value()'), '1');
      write('cjs/leaf.cjs', 'exports.value = "two";');
      assert.equal(await lab.show('import top from "./cjs/top.cjs"; top.value()'), "'two'");
      assert.equal(await lab.show(cell), "[ 'two', 2 ]");
      write('cjs/leaf.cjs', 'exports.value = "third";');
      assert.equal(await lab.show(cell), "[ 'third', 3 ]");
    });

    it('as an ES module by require', async () => {
      write('mixed/m.ts', 'export const value: number = 1;');
      assert.equal(await lab.show('require("./mixed/m.ts").value'), '1');
      write('mixed/m.ts', 'export const value: number = 22;');
      assert.equal(await lab.show('require("./mixed/m.ts").value'), '22');
    });

    it('as JSON, by import and by require', async () => {
      const cell =
        'import data from "./again/data.json" with { type: "json" }; [data.rows, require("./again/data.json").rows]';
      write('again/data.json', '{ "rows": 1 }');
      assert.equal(await lab.show(cell), '[ 1, 1 ]');
      write('again/data.json', '{ "rows": 22 }');
      assert.equal(await lab.show(cell), '[ 22, 22 ]');
    });

    it('by a dynamic import of their own', async () => {
      write('lazy/leaf.ts', 'export const value: number = 1;');
      write('lazy/top.ts', 'export const load = async () => (await import("./leaf.ts")).value;');
      await lab.show('import { load } from "./lazy/top.ts"');
      assert.equal(await lab.show('await load()'), '1');
      write('lazy/leaf.ts', 'export const value: number = 22;');
      assert.equal(await lab.show('await load()'), '22');
    });

    it('when their import failed, whatever the reason was', async () => {
      write('failing/early.ts', 'export const early = { count: 0 };');
      write(
        'failing/top.ts',
        'import { early } from "./early.ts"; import { existsSync } from "node:fs"; early.count += 1;\nif (!existsSync(new URL("flag", import.meta.url))) throw new Error("no flag"); export const count = early.count;',
      );
      await lab.show('import { early } from "./failing/early.ts"');
      assert.equal((await lab.fail('import { count } from "./failing/top.ts"')).message, 'no flag');
      write('failing/flag', '');
      assert.equal(await lab.show('import { count } from "./failing/top.ts"; [count, early.count]'), '[ 2, 2 ]');
    });

    it('when what was missing has come', async () => {
      write('missing/top.ts', 'export { value } from "./late";');
      assert.match((await lab.fail('import { value } from "./missing/top.ts"')).message, /Cannot find module .*late/);
      write('missing/late.ts', 'export const value = 1;');
      assert.equal(await lab.show('import { value } from "./missing/top.ts"; value'), '1');
      rmSync(join(lab.workspace, 'missing/late.ts'));
      assert.match((await lab.fail('import { value } from "./missing/top.ts"')).message, /Cannot find module .*late/);
    });

    it('but packages are not, and keep one identity', async () => {
      write('node_modules/kept/package.json', '{"name":"kept","type":"module","exports":"./i.js"}');
      write('node_modules/kept/i.js', 'export const value = 1;');
      assert.equal(await lab.show('import { value } from "kept"; value'), '1');
      write('node_modules/kept/i.js', 'export const value = 22;');
      assert.equal(await lab.show('import { value } from "kept"; value'), '1');
    });

    it('and show no trace of it', async () => {
      write(
        'trace/t.ts',
        'export const where = () => new Error("x").stack; export const broken = () => { throw new Error("old") };',
      );
      await lab.show('import { broken } from "./trace/t.ts"');
      write(
        'trace/t.ts',
        'export const name = import.meta.filename;\nexport const broken = () => { throw new Error("new") };',
      );
      const { message, stack } = await lab.fail('import { broken, name } from "./trace/t.ts"; broken()');
      assert.equal(message, 'new');
      assert.match(stack, /at broken \(trace\/t\.ts:2:37\)\n {4}at x\.lab\.ts:11:46$/);
      assert.equal(await lab.show('name'), `'${join(lab.workspace, 'trace/t.ts')}'`);
    });
  });

  describe('are compiled where Node cannot load them', () => {
    before(() => {
      lab.write(
        'rich/all.ts',
        [
          'enum Kind { A = 1, B }',
          'namespace Space { export const inner = 7; }',
          'function mark(value: unknown, _: unknown) { return value as any; }',
          'export class Point { constructor(public x: number) {} @mark shift(): number { return this.x + Space.inner; } }',
          'export { Kind };',
          'export function fall(): never {',
          '  const where: string = "deep";',
          '  throw new Error(where);',
          '}',
        ].join('\n'),
      );
      lab.write('rich/script.ts', 'enum Level { Low = 3 }\nmodule.exports = { Level };');
      lab.write('rich/wrong.ts', 'export const fine = 1;\nexport const = 5;');
      lab.write('rich/wrong.mjs', 'export const fine = 1;\nexport  const = 5;');
      lab.write('rich/wrong.cjs', 'exports.fine = 1;\n  exports.a = = 5;');
      lab.write('rich/uses.mjs', 'export * from "./wrong.mjs";');
      lab.write('rich/json.mjs', 'import "./returns.js";\nJSON.parse("{");');
      lab.write('rich/returns.js', 'exports.fine = 1;\nreturn;');
      lab.write('package.json', '{"type":"commonjs"}');
    });

    it('with enums, namespaces, decorators and parameter properties', async () => {
      assert.equal(
        await lab.show('import { Kind, Point } from "./rich/all.ts"; [Kind.B, new Point(1).shift()]'),
        '[ 2, 8 ]',
      );
      assert.equal(await lab.show('require("./rich/all.ts").Kind.A'), '1');
      assert.equal(await lab.show('require("./rich/script.ts").Level.Low'), '3');
    });

    it('and still name the line and column', async () => {
      const { stack, at } = await lab.fail('import { fall } from "./rich/all.ts";\nfall()');
      assert.equal(at, '12:1');
      assert.match(stack, /at (?:Module\.)?fall \(rich\/all\.ts:8:9\)\n {4}at x\.lab\.ts:12:1$/);
    });

    for (const [file, place] of [
      ['wrong.ts', 'rich/wrong.ts:2:14'],
      ['wrong.mjs', 'rich/wrong.mjs:2:15'],
      ['uses.mjs', 'rich/wrong.mjs:2:15'],
      ['wrong.cjs', 'rich/wrong.cjs:2:15'],
      ['json.mjs', 'rich/json.mjs:2:6'],
    ] as const) {
      it(`a syntax error in ${file} says where it is, and who imports it`, async () => {
        const { name, stack, at } = await lab.fail(`1;\n import { fine } from "./rich/${file}"`);
        assert.deepEqual([name, at], ['SyntaxError', '12:2']);
        const frames = stack.split('\n').filter((line) => /^ +at /.test(line) && !line.includes('<anonymous>'));
        assert.deepEqual(frames, [`    at ${place}`, '    at x.lab.ts:12:2']);
      });
    }
  });
});
