import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Kernel } from '../../../src/kernel/kernel.ts';
import { type MimeBundle, mime } from '../../../src/mlops/payloads/mime.ts';
import type { TableData } from '../../../src/mlops/payloads/table.ts';
import { dist, endKernels, run, startKernel } from '../kernels.ts';

describe('a kernel', function () {
  this.timeout(30_000);
  const workspace = mkdtempSync(join(tmpdir(), 'mlops-lab-kernel-'));
  const lab = join(workspace, 'x.lab.ts');
  const labUrl = pathToFileURL(lab).href;
  let kernel: Kernel;

  const write = (path: string, text: string) => {
    const file = join(workspace, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  /** The text that a cell shows; a cell that fails fails the test. */
  const show = async (source: string) => {
    const { status, error, text } = await run(kernel, source);
    assert.equal(status, 'succeeded', error?.stack);
    return text.trimEnd();
  };
  const fail = async (source: string, line = 10) => {
    const { status, error } = await run(kernel, source, { line });
    assert.equal(status, 'failed');
    assert.ok(error);
    return error;
  };
  const at = (error: { line?: number; column?: number }) => `${error.line}:${error.column}`;

  before(async () => {
    kernel = await startKernel({ dist, workspace });
  });
  after(async () => {
    await endKernels();
    rmSync(workspace, { recursive: true });
  });

  describe('runs cells', () => {
    it('shows the value of a last expression, and of nothing else', async () => {
      assert.equal(await show('1+1'), '2');
      assert.equal(await show('1+2 // so'), '3');
      assert.equal(await show('"text"'), "'text'");
      assert.equal(await show('[-0, NaN, 10n, null, Symbol("s")]'), '[ -0, NaN, 10n, null, Symbol(s) ]');
      for (const value of ['-0', 'NaN', '-Infinity', '10n', 'null', 'Symbol(s)']) {
        assert.equal(await show(value.replace('(s)', '("s")')), value);
      }
      for (const silent of ['const none = 1', 'undefined', 'var nothing = 3', 'if (true) { 5 }', '', '// only words']) {
        assert.equal(await show(silent), '', silent);
      }
    });

    it('awaits at top level, and keeps what a cell declared', async () => {
      assert.equal(await show('const answer: number = await Promise.resolve(41); answer + 1'), '42');
      assert.equal(await show('answer'), '41');
      assert.equal(await show('let sum = 0; for await (const x of [1, 2, 3]) sum += x; sum'), '6');
      assert.equal(await show('Promise.resolve(7)'), 'Promise { 7 }');
    });

    it('hoists functions and vars as a module does', async () => {
      assert.equal(await show('const twice = double(2); function double(x: number) { return x * 2 } twice'), '4');
      assert.equal(await show('const later = await slow(2); async function slow(x: number) { return x } later'), '2');
      assert.equal(
        await show('const early = typeof hoisted; if (true) { var hoisted = 1 } [early, hoisted]'),
        "[ 'undefined', 1 ]",
      );
      assert.equal(await show('for (var i = 0, n = 3; i < n; i++); for (var { k } of [{ k: 8 }]); [i, k]'), '[ 3, 8 ]');
      assert.equal(await show('double.name'), "'double'");
    });

    it('is strict, as modules are', async () => {
      assert.equal((await fail('undeclared = 1')).name, 'ReferenceError');
      assert.equal(await show('(function () { return this === undefined })()'), 'true');
    });

    it('lets earlier closures see a redeclared name', async () => {
      await show('const seen = 1; function look() { return seen }');
      assert.equal(await show('const seen = 2; look()'), '2');
    });

    it('keeps what a cell declared before it threw, and takes the failed name again', async () => {
      await fail('const kept = 11; const broken = (() => { throw new Error("init") })()');
      assert.equal(await show('kept'), '11');
      assert.equal(await show('const broken = 5; broken'), '5');
    });
  });

  describe('lets a name be declared again', () => {
    const kinds = {
      const: ['const NAME = 1', 'NAME'],
      let: ['let NAME = 1', 'NAME'],
      class: ['class NAME { static v = 1 }', 'NAME.v'],
      function: ['function NAME() { return 1 }', 'NAME()'],
    } as const;
    let next = 0;
    for (const [before, [first]] of Object.entries(kinds)) {
      for (const [after, [second, value]] of Object.entries(kinds)) {
        it(`${before}, then ${after}`, async () => {
          const name = `again${next++}`;
          await show(first.replaceAll('NAME', name));
          const source = `${second};${value}`.replace('1', '2').replaceAll('NAME', name);
          assert.equal(await show(source), '2');
          assert.equal(await show(value.replaceAll('NAME', name)), '2');
        });
      }
    }

    it('import, enum, destructuring and loops among them', async () => {
      await show('const many = 1');
      assert.equal(await show('import many from "node:path"; typeof many.join'), "'function'");
      assert.equal(await show('function many() {}; typeof many'), "'function'");
      assert.equal(await show('const { many, other = 3 } = { many: 6 } as any; [many, other]'), '[ 6, 3 ]');
      assert.equal(await show('var many = 7; many'), '7');
      assert.equal(await show('enum many { A, B } many.B'), '1');
      assert.equal(await show('enum many { C } Object.keys(many)'), "[ '0', 'C' ]");
      assert.equal(await show('for (let many = 0; many < 2; many++); typeof many'), "'object'");
    });
  });

  describe('imports', () => {
    before(() => {
      write(
        'local.ts',
        'export const local: string = "local"; export function broken(): never {\n  throw new Error("in local");\n}',
      );
      write('data.json', '{"rows": 3}');
      write('node_modules/esm-only/package.json', '{"name":"esm-only","type":"module","exports":{"import":"./i.js"}}');
      write('node_modules/esm-only/i.js', 'export default "esm"; export const named = await Promise.resolve("named");');
      write('node_modules/cjs-only/package.json', '{"name":"cjs-only","main":"i.js"}');
      write('node_modules/cjs-only/i.js', 'exports.named = "cjs"; exports.dir = __dirname;');
    });

    it('builtins by default, name and namespace', async () => {
      const source = 'import fs, { readFileSync as read } from "node:fs"; import * as path from "node:path";';
      await show(source);
      assert.equal(
        await show('[typeof fs.existsSync, typeof read, path.basename("/a/b")]'),
        "[ 'function', 'function', 'b' ]",
      );
      assert.equal(await show('import os, * as all from "node:os"; os === all.default'), 'true');
    });

    it('packages and files from where the lab lies', async () => {
      assert.equal(await show('import esm, { named } from "esm-only"; [esm, named]'), "[ 'esm', 'named' ]");
      assert.equal(
        await show('import cjs, { dir } from "cjs-only"; [cjs.named, dir]'),
        `[ 'cjs', '${workspace}/node_modules/cjs-only' ]`,
      );
      assert.equal(await show('import { local } from "./local.ts"; local'), "'local'");
      assert.equal(await show('import data from "./data.json" with { type: "json" }; data.rows'), '3');
      assert.equal(await show('require("cjs-only").named'), "'cjs'");
      assert.equal(await show('(await import("./local.ts")).local'), "'local'");
      assert.equal(await show('(await import("./data.json", { with: { type: "json" } })).default.rows'), '3');
      assert.equal(await show('import.meta.filename'), `'${lab}'`);
    });

    it('leaves types alone', async () => {
      assert.equal(await show('import type { X } from "nowhere"; import { type Y, sep } from "node:path"; sep'), "'/'");
    });

    it('fails where the import stands', async () => {
      const missing = await fail('1;\nimport x from "nowhere";');
      assert.match(missing.message, /Cannot find package 'nowhere' imported from .*x\.lab\.ts/);
      assert.equal(at(missing), '12:1');
      const unnamed = await fail('import {\n  nope,\n} from "node:fs";');
      assert.match(unnamed.message, /"node:fs" has no export named "nope"/);
      assert.equal(at(unnamed), '11:1');
    });

    it('names the line in a local module, too', async () => {
      const error = await fail('import { broken } from "./local.ts";\n\nbroken()');
      assert.equal(at(error), '13:1');
      assert.match(error.stack, /broken \(.*local\.ts:2:9\)\n.*x\.lab\.ts:13:1$/);
    });
  });

  describe('compiles what cannot be stripped', () => {
    it('enums, namespaces, parameter properties', async () => {
      assert.equal(await show('enum E { A = 1, B } E.B'), '2');
      assert.equal(await show('namespace N { export const v = 7 } N.v'), '7');
      assert.equal(await show('class P { constructor(public a: number) {} } new P(3).a'), '3');
    });

    it('decorators and disposal', async () => {
      assert.equal(
        await show('function dec(v: any, c: any) { return v } class D { @dec m() { return 4 } } new D().m()'),
        '4',
      );
      assert.equal(await show('{ using r = { [Symbol.dispose]() { console.log("let go") } } } 6'), 'let go\n6');
      assert.equal(await show('using top = { [Symbol.dispose]() { console.log("closed") } };'), 'closed');
    });

    it('and still knows the line', async () => {
      const error = await fail(
        'type Z = 1;\n\nenum F { A }\nfunction deep(): never {\n  throw new Error("mapped");\n}\ndeep();',
      );
      assert.equal(at(error), '15:9');
      assert.match(error.stack, /deep \(.*x\.lab\.ts:15:9\)\n.*x\.lab\.ts:17:1$/);
    });
  });

  describe('tells where an error is', () => {
    const boom =
      'const one = 1;\ninterface Foo { a: number }\n\nexport function boom(x: number): never {\n  throw new TypeError("bad " + x);\n}\n';

    it('in the cell itself', async () => {
      const error = await fail(`${boom}boom(one);`);
      assert.deepEqual([error.name, error.message, at(error)], ['TypeError', 'bad 1', '15:9']);
      assert.equal(error.stack, `TypeError: bad 1\n    at boom (${labUrl}:15:9)\n    at ${labUrl}:17:1`);
    });

    it('across cells', async () => {
      await show(boom);
      const error = await fail('\n  boom(5)', 40);
      assert.equal(error.stack, `TypeError: bad 5\n    at boom (${labUrl}:15:9)\n    at ${labUrl}:42:3`);
    });

    it('after an await', async () => {
      const error = await fail(
        'await Promise.resolve();\nasync function bb(): Promise<void> {\n  await null;\n  throw new Error("late");\n}\nawait bb();',
      );
      assert.equal(at(error), '14:9');
    });

    it('after an import of several lines, and on an import’s own line', async () => {
      assert.equal(at(await fail('import {\n  sep,\n} from "node:path";\nthrow new Error("4")')), '14:7');
      assert.equal(at(await fail('import { sep } from "node:path"; throw new Error("same")')), '11:40');
    });

    it('behind an export, a const, a var and a dynamic import', async () => {
      const source = 'export const a1 = 1; const b1 = 2; var c1 = 3; await import("node:fs"); (null as any).x';
      assert.equal(at(await fail(source)), `11:${source.lastIndexOf('x') + 1}`);
    });

    it('on the first line of the file', async () => {
      assert.equal(at(await fail('import { sep } from "node:path"; throw new Error("first")', 0)), '1:40');
      assert.equal(at(await fail('1;\n\n  nothing()', 0)), '3:3');
    });

    it('in what is no TypeScript', async () => {
      const error = await fail('const a = 1;\nconst = 5');
      assert.deepEqual(
        [error.name, error.message, at(error)],
        ['SyntaxError', 'Variable declaration expected.', '12:7'],
      );
      const late = await fail('let twice = 1;\nlet twice = 2;');
      assert.deepEqual([late.name, at(late)], ['SyntaxError', '12:5']);
    });

    it('through causes, and for what is no error', async () => {
      const error = await fail('throw new Error("outer", { cause: new TypeError("inner") })');
      assert.match(error.stack, /^Error: outer\n.*:11:7\nCaused by: TypeError: inner\n.*:11:35$/);
      assert.equal((await fail('throw { code: 5 }')).message, '{ code: 5 }');
    });

    for (const [odd, source] of [
      ['whose message is no text', 'throw Object.assign(new Error("x"), { message: { retry() {} }, name: () => 1 })'],
      ['with such a cause', 'throw new Error("x", { cause: Object.assign(new Error(), { message: () => 1 }) })'],
      ['that throws when it is read', 'throw { get message() { throw 1 }, stack: "" }'],
      ['that is a proxy without mercy', 'throw new Proxy({}, { has() { throw null }, get() { throw null } })'],
    ] as const) {
      it(`of an error ${odd}, and lives on`, async () => {
        const error = await fail(source);
        assert.deepEqual([typeof error.name, typeof error.message, typeof error.stack], Array(3).fill('string'));
        assert.equal(await show('1 + 1'), '2');
      });
    }
  });

  describe('sends outputs', () => {
    it('of console and streams in their order, the value last', async () => {
      const source =
        'console.log("hi %d", 3); console.error("e"); console.table([{ a: 1 }]); process.stdout.write("raw\\n"); "value"';
      const { outputs, text } = await run(kernel, source);
      assert.match(text, /^hi 3\ne\n┌.*┘\nraw\n'value'\n$/s);
      assert.deepEqual(
        outputs.map((each) => (each.kind === 'stream' ? each.name : each.kind)),
        ['stdout', 'stderr', 'stdout', 'display'],
      );
    });

    it('of 20,000 lines whole, in few messages', async () => {
      const { outputs, text } = await run(kernel, 'for (let i = 0; i < 20000; i++) console.log(i)');
      assert.equal(text, Array.from({ length: 20000 }, (_, i) => `${i}\n`).join(''));
      assert.ok(outputs.length < 500, `${outputs.length} messages`);
    });

    it('of a long text that is a value, whole, as if it was printed', async () => {
      for (const source of [
        "'x'.repeat(5_000_000)",
        "import { display } from 'mlops-lab/lab'; display('x'.repeat(5_000_000))",
      ]) {
        const { outputs, text } = await run(kernel, source);
        assert.ok(outputs.every((output) => output.kind === 'stream' && output.name === 'stdout'));
        assert.equal(text.replaceAll("'", ''), `${'x'.repeat(5_000_000)}\n`);
      }
    });

    it('of timers after the cell has ended', async () => {
      const late = new Promise<string>((resolve) => {
        const cell = { cellId: 'late', source: 'setTimeout(() => console.log("tick"), 30)', line: 3 };
        void kernel.execute(cell, { output: (output) => output.kind === 'stream' && resolve(output.text) });
      });
      assert.equal(await late, 'tick\n');
    });

    it('of errors that nobody caught, and lives on', async () => {
      const source =
        'Promise.reject(new Error("lost"));\nsetTimeout(() => { throw new Error("timer") }, 1);\nawait new Promise((done) => setTimeout(done, 60));';
      const { status, text } = await run(kernel, source);
      assert.equal(status, 'succeeded');
      assert.match(
        text,
        /Unhandled rejection: Error: lost\n.*x\.lab\.ts:11:16\nUncaught: Error: timer\n.*x\.lab\.ts:12:26/,
      );
      assert.equal(await show('1'), '1');
    });

    it('of records as a table', async () => {
      const { outputs } = await run(
        kernel,
        'Array.from({ length: 1500 }, (_, i) => i ? { x: i, s: "r" + i } : { x: -0, o: new Date(0) })',
      );
      const data = displayed(outputs[0]);
      const table = data[mime.table] as TableData;
      assert.equal(table.rows, 1500);
      assert.deepEqual(
        table.columns.map((column) => column.name),
        ['x', 'o', 's'],
      );
      assert.deepEqual(
        table.columns.map((column) => column.values.slice(0, 2)),
        [
          ['-0', 1],
          ['1970-01-01T00:00:00.000Z', null],
          [null, 'r1'],
        ],
      );
      assert.equal(table.columns[0]?.values.length, 1000);
      assert.match(String(data[mime.text]), /1400 more items/);
    });

    it('that a value makes of itself, and says when they cannot travel', async () => {
      const { outputs } = await run(kernel, '({ toMimeBundle: () => ({ "text/markdown": "**b**" }) })');
      assert.deepEqual(displayed(outputs[0]), { 'text/markdown': '**b**' });
      for (const bundle of ['{ f: () => 1 }', '{ get f() { throw { toString() { throw 1 } } } }']) {
        const { status, text, outputs } = await run(kernel, `({ toMimeBundle: () => (${bundle}) })`);
        assert.equal(status, 'succeeded');
        assert.match(text, /cannot be shown/);
        assert.ok(outputs[0]?.kind === 'stream' && outputs[0].name === 'stderr');
      }
    });

    it('and nothing of what a lab’s own code sends', async () => {
      const source = 'for (const message of [null, 5, "text", {}, { type: "other" }]) process.send!(message); "sent"';
      assert.equal(await show(source), "'sent'");
    });

    it('of checks with the cell’s id, counted', async () => {
      const source =
        'import { check, display } from "mlops-lab/lab"; await check("one", () => {}); await check("two", () => { throw new Error("no") }); display("shown");';
      const { outputs } = await run(kernel, source, { check: 'my-check' });
      const checks = outputs.flatMap((output) => (output.kind === 'check' ? [output.check] : []));
      assert.deepEqual(
        checks.map(({ id, name, passed }) => [id, name, passed]),
        [
          ['my-check', 'one', true],
          ['my-check-2', 'two', false],
        ],
      );
      assert.ok(outputs.some((output) => output.kind === 'display'));
      const again = await run(kernel, 'await check("three", () => {})', { cellId: 'plain' });
      assert.equal(again.text, 'plain\n');
    });
  });

  function displayed(output: { kind: string; data?: MimeBundle } | undefined): MimeBundle {
    assert.equal(output?.kind, 'display');
    return output?.data ?? {};
  }
});
