import assert from 'node:assert/strict';
import { KernelLab } from '../../kernelLab.ts';

/** What VS Code's renderer of notebook errors turns into links: URLs alone (`linkify.ts` of its notebook-renderers). */
const webLink = /(?:[a-zA-Z][a-zA-Z0-9+.-]{2,}:\/\/|data:|www\.)[^\s"]{2,}[^\s"')}\],:;.!?]/gu;

/** Where the mark stands in the lab file: the cell begins on its line 11. */
function placeOfMark(marked: string): string {
  const lines = marked.slice(0, marked.indexOf('§')).split('\n');
  return `${10 + lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

describe('an error’s place in the lab file', function () {
  this.timeout(30_000);
  const lab = KernelLab.forTests();

  before(() => {
    lab.write(
      'local.ts',
      'export function apply<T>(f: () => T): T {\n  return f();\n}\nexport const bad = (): never => { throw new RangeError("local"); };',
    );
    lab.write('throws.ts', 'const one: number = 1;\n  throw new Error("at load " + one);');
    lab.write('common.cjs', 'exports.bad = () => {\n  throw new Error("common");\n};');
    lab.write('asks.ts', 'import { nope } from "./local.ts";\nexport { nope };');
  });

  /** Cells that fail at their mark, which is no part of them. */
  const failing: readonly (readonly [title: string, marked: string])[] = [
    ['a throw', '1;\n  throw §new Error("x")'],
    ['a function', 'function f(): never {\n  throw §new Error("x");\n}\nf();'],
    ['an arrow', 'let arrow = () => (null as any).§x; arrow()'],
    ['a method of a class', 'class C {\n  m(): void { throw §new Error("x") }\n}\nnew C().m()'],
    ['a field of a class', 'class C {\n  x: number = §nothing;\n}\nnew C()'],
    ['a generator', 'function* g(): Generator<number> { throw §new Error("x") } [...g()]'],
    ['an async function', 'async function f() {\n  await null;\n  throw §new Error("x");\n}\nawait f();'],
    ['a promise', 'await Promise.resolve(1).then((x: number) => {\n  if (x) throw §new Error("x");\n})'],
    ['a promise of several', 'await Promise.all([null, (async () => { throw §new Error("x") })()])'],
    ['a timer', 'await new Promise((_, fail) => setTimeout(() => fail(§new Error("x")), 1))'],
    ['a callback of Array.map', '[1].\n  map((x: number) => { throw §new Error("x" + x) })'],
    ['a callback of Array.sort', '[2, 1].sort(() => { throw §new Error("x") })'],
    [
      'a listener',
      'import { EventEmitter } from "node:events"; const e = new EventEmitter();\ne.on("a", () => { throw §new Error("x") }); e.emit("a");',
    ],
    ['a getter', 'const o = { get g() { throw §new Error("x") } }; o.g'],
    ['a destructuring default', 'const { a = (() => { throw §new Error("x") })() } = {} as any'],
    [
      'a for-await loop',
      'const source = (async function* () { yield 1 })();\nfor await (const x of source) { throw §new Error("x" + x) }',
    ],
    ['a tagged template', 'const tag = () => { throw §new Error("x") }; tag``'],
    ['an eval', '§eval("throw new Error(1)")'],
    ['a builtin function', '1;\nJSON.§parse("{")'],
    ['a builtin module', 'import fs from "node:fs";\nfs.§readFileSync("/nowhere/at/all")'],
    [
      'a callback that a local module calls',
      'import { apply } from "./local.ts";\napply(() => { throw §new Error("x") })',
    ],
    ['a local module', 'import { bad } from "./local.ts";\n§bad()'],
    ['CommonJS', 'const common = require("./common.cjs");\ncommon.§bad()'],
    ['after an enum', 'enum E { A, B }\nclass P { constructor(public x: E) {} }\n\n  §fall(new P(E.B).x);'],
    ['a function after an enum', 'enum E { A }\nfunction f(x: E): never {\n  throw §new Error("x" + x);\n}\nf(E.A);'],
    [
      'an async function after an enum',
      'enum E { A }\n\nasync function g(): Promise<void> {\n  await null; throw §new Error("x") }\nawait g()',
    ],
    [
      'behind a decorator',
      'function d(v: any, _: unknown) { return v }\nclass D {\n  @d m() { throw §new Error("x") }\n}\nnew D().m()',
    ],
    ['a namespace', 'namespace N {\n  export const f = () => { throw §new Error("x") };\n}\nN.f()'],
    ['a cell with using', 'using r = { [Symbol.dispose]() {} };\n   throw §new Error("x")'],
    ['an unknown name', '\n  §nothing'],
    ['a name read too early', '§early; const early = 1'],
    ['an import of nothing', '1;\n §import "./nowhere.ts"'],
    ['an import that throws', '\n§import "./throws.ts"'],
    ['an import whose own import has no such name', '\n§import "./asks.ts"'],
    ['a dynamic import of nothing', '1;\n await §import("./nowhere.ts")'],
    ['a syntax error', 'const a = 1;\n\nconst §= 5'],
    ['a syntax error beside an enum', 'enum E { A }\nconst x = [1§;'],
    ['a name declared twice', 'let twice = 1;\nlet §twice = 2;'],
    ['an await in a plain function', 'function f() { return §await 1 }'],
    ['a string that does not end', '\nconst s = "abc§'],
  ];
  for (const [title, marked] of failing) {
    it(`from ${title}`, async () => {
      const at = placeOfMark(marked);
      const error = await lab.fail(marked.replace('§', ''));
      assert.equal(error.at, at, error.stack);
      assert.ok(error.stack.includes(`x.lab.ts:${at}`), error.stack);
      assert.doesNotMatch(error.stack, /node:|dist\/|\?cell=|__cell/);
    });
  }

  const lost: readonly (readonly [title: string, marked: string])[] = [
    ['setTimeout', '\nsetTimeout((): void => { throw §new Error("x") }, 0)'],
    ['setInterval', '\nconst timer = setInterval(() => { clearInterval(timer); throw §new Error("x") }, 1)'],
    ['setImmediate', '\nsetImmediate(() => { throw §new Error("x") })'],
    ['queueMicrotask', '\nqueueMicrotask(() => { throw §new Error("x") })'],
    ['process.nextTick', '\nprocess.nextTick(() => { throw §new Error("x") })'],
    ['a promise that nobody awaits', '\nvoid (async () => { throw §new Error("x") })()'],
    ['a rejection that nobody awaits', '\nPromise.reject(§new Error("x"))'],
    ['a timer after an enum', 'enum E { A }\n\nsetTimeout(() => { throw §new Error("x" + E.A) }, 0)'],
  ];
  for (const [title, marked] of lost) {
    it(`from ${title}`, async () => {
      const { status, text } = await lab.run(
        `${marked.replace('§', '')};\nawait new Promise((done) => setTimeout(done, 30));`,
      );
      assert.equal(status, 'succeeded');
      assert.ok(text.includes(`${lab.url}:${placeOfMark(marked)}`), text);
      assert.doesNotMatch(text, /node:|dist\//);
    });
  }

  it('from another cell, the calls in between', async () => {
    await lab.show('function inner(): never {\n  throw new Error("x");\n}\nconst middle = () => inner();');
    const { status, error } = await lab.run('\n  [1].forEach(() => middle());', 40);
    assert.equal(status, 'failed');
    assert.deepEqual(error?.stack.split('\n').slice(1), [
      `    at inner (${lab.url}:12:9)`,
      `    at middle (${lab.url}:14:22)`,
      `    at ${lab.url}:42:21`,
      '    at Array.forEach (<anonymous>)',
      `    at ${lab.url}:42:7`,
    ]);
  });

  it('also where the lab catches and prints it', async () => {
    for (const before of ['', 'enum Compiled { A }\n\n']) {
      const text = await lab.show(`${before}function f() { return new Error("kept") }\nconsole.log(f().stack); f()`);
      const line = before ? 13 : 11;
      const stack = [`Error: kept`, `    at f (${lab.url}:${line}:23)`, `    at ${lab.url}:${line + 1}:`].join('\n');
      assert.equal(text, `${stack}13\n${stack}25`);
    }
    const text = await lab.show('try { JSON.parse("{") } catch (error) { console.error(error) }');
    assert.match(text, /^SyntaxError: .*\n {4}at JSON\.parse \(<anonymous>\)\n {4}at file:.*x\.lab\.ts:11:12$/);
    assert.equal(
      await lab.show('const o: any = { toString() { throw 1 } }; Error.captureStackTrace(o); typeof o.stack'),
      "'string'",
    );
  });

  it('in a cause, which the error tells with it', async () => {
    const { stack, at } = await lab.fail(
      'const f = () => { throw new TypeError("in") };\ntry { f() } catch (cause) { throw new Error("out", { cause }) }',
    );
    assert.equal(at, '12:35');
    assert.match(
      stack,
      /^Error: out\n {4}at x\.lab\.ts:12:35\nCaused by: TypeError: in\n {4}at f \(x\.lab\.ts:11:25\)\n/,
    );
  });

  it('in each error of an AggregateError', async () => {
    const { stack, at, message } = await lab.fail(
      'await Promise.any([\n  (async () => { throw new TypeError("one") })(),\n  Promise.reject("two")\n])',
    );
    assert.equal(message, 'All promises were rejected');
    assert.equal(at, '12:24');
    assert.match(
      stack,
      /^AggregateError: .*\nError 1 of 2: TypeError: one\n {4}at x\.lab\.ts:12:24\n(?: .*\n)*Error 2 of 2: 'two'$/,
    );
  });

  it('in a cause that runs in a ring, and in many errors, without end', async () => {
    const ring = await lab.fail(
      'const a: any = new Error("a"); const b = new Error("b", { cause: a }); a.cause = b; throw a',
    );
    assert.ok(ring.stack.split('Caused by').length < 8, ring.stack);
    const many = await lab.fail(
      'throw new AggregateError(Array.from({ length: 1000 }, (_, i) => new Error("e" + i)), "many")',
    );
    assert.match(many.stack, /Error 10 of 1000: Error: e9\n/);
    assert.doesNotMatch(many.stack, /Error: e10\b/);
  });

  it('is not known of what is no error, which is shown as it is', async () => {
    for (const [thrown, message] of [
      ['5', '5'],
      ['"text"', "'text'"],
      ['null', 'null'],
      ['undefined', 'undefined'],
      ['{ code: 1 }', '{ code: 1 }'],
      ['Symbol("s")', 'Symbol(s)'],
      ['() => 1', '[Function (anonymous)]'],
    ]) {
      const error = await lab.fail(`throw ${thrown}`);
      assert.deepEqual([error.name, error.message, error.stack], ['Uncaught', message, `Uncaught ${message}`]);
    }
  });

  it('is a link in VS Code, whatever the path', async () => {
    lab.write('odd (1) ä/it’s.ts', 'export const odd = () => {\n throw new Error("x") };');
    const { error } = await lab.run('import { odd } from "./odd (1) ä/it’s.ts";\nodd()');
    const links = error?.stack.match(webLink);
    assert.deepEqual(links, [`${lab.urlOf('odd (1) ä/it’s.ts')}:2:8`, `${lab.url}:12:1`], error?.stack);
  });
});
