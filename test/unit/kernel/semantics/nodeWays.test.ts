import assert from 'node:assert/strict';
import { KernelLab } from '../../kernelLab.ts';

/** What a script or a module of Node's can do, and a cell, too. */
describe('what Node gives a module', function () {
  this.timeout(30_000);
  const lab = KernelLab.forTests();
  const shows = async (cells: readonly (readonly [source: string, text: string])[]) => {
    for (const [source, text] of cells) assert.equal(await lab.show(source), text, source);
  };

  it('import.meta.resolve, as an import of the lab resolves', async () => {
    lab.write('beside.ts', 'export const v = 1;');
    lab.write(
      'node_modules/two/package.json',
      '{"name":"two","exports":{"import":"./i.mjs","require":"./r.cjs"},"version":"1.0.0"}',
    );
    lab.write('node_modules/two/i.mjs', '');
    await shows([
      ['import.meta.resolve("node:fs")', "'node:fs'"],
      ['import.meta.resolve("./beside.ts")', `'${lab.urlOf('beside.ts')}'`],
      ['import.meta.resolve("./beside")', `'${lab.urlOf('beside.ts')}'`],
      ['import.meta.resolve("two")', `'${lab.urlOf('node_modules/two/i.mjs')}'`],
      ['const { resolve } = import.meta; resolve("./none.txt").endsWith("none.txt")', 'true'],
    ]);
    const { message } = await lab.fail('import.meta.resolve("nowhere-at-all")');
    assert.match(message, /Cannot find package 'nowhere-at-all' imported from .*x\.lab\.ts/);
  });

  it('TypeScript in CommonJS modules', async () => {
    lab.write('kinds.cts', 'export enum Kind { A = 4 }\nexport const one: number = 1;\nexport default class D {}');
    lab.write(
      'uses.cts',
      'import { Kind } from "./kinds.cts"; import fs = require("node:fs"); export = { k: Kind.A, fs: typeof fs };',
    );
    lab.write('plain.cts', 'const v: number = 2; module.exports = { v, top: typeof __filename };');
    lab.write(
      'ends.cts',
      'namespace N { export const v = 3 }\nexports.v = N.v;\nexports.bad = () => {\n  throw new Error("in cts");\n};\nif (N.v) return;',
    );
    await shows([
      ['import { Kind, one } from "./kinds.cts"; [Kind.A, Kind[4], one]', "[ 4, 'A', 1 ]"],
      ['import uses from "./uses.cts"; uses', "{ k: 4, fs: 'object' }"],
      ['import plain from "./plain.cts"; plain', "{ v: 2, top: 'string' }"],
      ['require("./kinds.cts").Kind.A + require("./plain.cts").v + require("./ends.cts").v', '9'],
    ]);
    const { stack } = await lab.fail('require("./ends.cts").bad()');
    assert.match(stack, /Error: in cts\n.*ends\.cts:4:9\)\n.*x\.lab\.ts:11:23/);
  });

  it('names of CommonJS that are known only when it runs: told how to import them', async () => {
    lab.write('late.cjs', 'for (const name of ["later", "other"]) exports[name] = 1;');
    const { message, at } = await lab.fail('\nimport { later } from "./late.cjs"');
    assert.equal(at, '12:1');
    assert.match(message, /CommonJS module "\.\/late\.cjs" names "later" only when it runs/);
    const advice = /Write: (.*)$/.exec(message)?.[1] ?? '';
    assert.equal(await lab.show(`${advice} later`), '1');
    assert.match((await lab.fail('import { none } from "./late.cjs"')).message, /has no export named "none"/);
  });

  it('text in any encoding to stdout and stderr', async () => {
    const text = 'h\u00e9\u4e2d!';
    for (const encoding of ['hex', 'base64', 'base64url', 'utf16le', 'utf8', 'UTF-8', 'latin1', 'ascii', undefined]) {
      const kept = encoding === 'latin1' || encoding === 'ascii' ? 'hi!' : text;
      const bytes = Buffer.from(kept);
      const written = encoding?.startsWith('b') || encoding === 'hex' ? bytes.toString(encoding as 'hex') : kept;
      // What is sent as UTF-16 does not come back as UTF-8.
      const expected = encoding === 'utf16le' ? new TextDecoder().decode(Buffer.from(kept, encoding)) : kept;
      const source = `void process.stdout.write(${JSON.stringify(written)}, ${JSON.stringify(encoding) ?? 'undefined'});`;
      assert.equal((await lab.run(source)).text, `${expected}`, source);
    }
    assert.match((await lab.fail('process.stdout.write("x", "no-such-one" as any)')).message, /Unknown encoding/);
    await shows([['await new Promise<void>((done) => process.stdout.write("6869", "hex", () => done()))', 'hi']]);
  });

  it('no output for what is empty', async () => {
    for (const source of [
      'process.stderr.write("")',
      'process.stdout.write(new Uint8Array())',
      'console.log("a"); void process.stdout.write("")',
    ]) {
      const { outputs } = await lab.run(`void ${source};`);
      assert.ok(
        outputs.every((output) => output.kind !== 'stream' || output.text !== ''),
        source,
      );
      assert.equal(outputs.length, source.includes('console') ? 1 : 0);
    }
    const { outputs } = await lab.run('import { execSync } from "node:child_process"; execSync("echo hi").toString()');
    assert.deepEqual(
      outputs.map(({ kind }) => kind),
      ['display'],
    );
  });

  it('a line for the shell at its beginning', async () => {
    await shows([
      ['#!/usr/bin/env node\n1 + 1', '2'],
      ['#!/usr/bin/env node\nenum E { A = 2 }\nE.A', '2'],
      ['#! x\nconst t: number = 3; t', '3'],
    ]);
    assert.equal((await lab.fail('#!/usr/bin/env node\n  nothing')).at, '12:3');
  });

  it('no standard input: who reads it is told how to ask', async () => {
    for (const source of [
      'import readline from "node:readline/promises";\nreadline.createInterface({ input: process.stdin, output: process.stdout });',
      'import readline from "node:readline";\nreadline.createInterface(process.stdin);',
      'import readline from "node:readline";\nreadline.createInterface({ input: process.stdin, terminal: true });',
      '\nprocess.stdin.on("data", () => {});',
      '\nprocess.stdin.once("readable", () => {});',
      '\nfor await (const line of process.stdin) line;',
      '\nprocess.stdin.resume();',
      '\nprocess.stdin.pipe(process.stdout);',
      '\nprocess.stdin.read();',
    ]) {
      const { message, line } = await lab.fail(source);
      assert.match(message, /no standard input.*await input\(/, source);
      assert.equal(line, 12, source);
    }
    await shows([['[process.stdin.isTTY, process.stdin.fd, typeof process.stdin.on]', "[ undefined, 0, 'function' ]"]]);
  });
});

describe('a cell that is no part of a module', function () {
  this.timeout(30_000);
  const lab = KernelLab.forTests();

  it('says that `export =` is for CommonJS', async () => {
    for (const [source, at] of [
      ['export = 5;', '11:1'],
      ['const a = 1;\n  export = a;', '12:3'],
      ['enum E { A }\nexport   = { E };', '12:1'],
    ] as const) {
      const error = await lab.fail(source);
      assert.deepEqual([error.name, error.at], ['SyntaxError', at]);
      assert.match(error.message, /Write `export default`/);
    }
  });

  it('has the lines that an editor counts', async () => {
    for (const odd of ['\u2028', '\u2029', '\u2028\u2029\u2028']) {
      for (const [source, at] of [
        [`const s = "a${odd}b";\n  throw new Error("x")`, '12:9'],
        [`const s = \`a${odd}b\`; throw new Error("x")`, `11:${23 + odd.length}`],
        [`// a${odd}\n\nnothing`, '13:1'],
        [`enum E { A }\nconst t = "${odd}";\n  throw new Error("x" + E.A)`, '13:9'],
        [`const u = "${odd}";\r\nconst = 5`, '12:7'],
        [`const w = "${odd}";\nimport "./nowhere.ts"`, '12:1'],
      ] as const) {
        assert.equal((await lab.fail(source)).at, at, JSON.stringify(source));
      }
    }
  });
});

describe('a value whose looks run code or take time', function () {
  this.timeout(30_000);
  const lab = KernelLab.forTests();

  it('is shown as Node shows it', async () => {
    for (const [source, text] of [
      ['const { proxy, revoke } = Proxy.revocable({ a: 1 }, {}); revoke(); proxy', '<Revoked Proxy>'],
      ['const list = Proxy.revocable([1], {}); list.revoke(); list.proxy', '<Revoked Proxy>'],
      [
        'new Proxy({ a: 1 }, { get() { throw 1 }, has() { throw 2 }, ownKeys() { throw 3 }, getPrototypeOf() { throw 4 } })',
        '{ a: 1 }',
      ],
      ['new Proxy([{ a: 1 }], { get() { throw 1 } })', '[ { a: 1 } ]'],
      ['[{ get a() { throw new Error("looked") } }]', '[ { a: [Getter] } ]'],
      ['({ get toMimeBundle() { throw new Error("looked") } })', '{ toMimeBundle: [Getter] }'],
      [
        '({ get dtype() { throw 1 }, get shape() { throw 2 }, get layers() { throw 3 } })',
        '{ dtype: [Getter], shape: [Getter], layers: [Getter] }',
      ],
      ['new Array(5)', '[ <5 empty items> ]'],
      ['[, { a: 1 }]', '[ <1 empty item>, { a: 1 } ]'],
      ['[{ a: 1 }, , { a: 2 }]', '[ { a: 1 }, <1 empty item>, { a: 2 } ]'],
      ['[[1], , [2]]', '[ [ 1 ], <1 empty item>, [ 2 ] ]'],
      ['[1, , 3]', '[ 1, <1 empty item>, 3 ]'],
    ] as const) {
      assert.equal(await lab.show(source), text, source);
      const prepared = source.replace(/^(.*); ([^;]*)$/, '$1; display($2)');
      const display = prepared === source ? `display(${source})` : prepared;
      assert.equal(await lab.show(`import { display } from 'mlops-lab/lab'; ${display};`), text, display);
    }
  });

  it('in a time that does not grow with the length of what is not there', async () => {
    for (const source of [
      'const far: unknown[] = []; far[4e9] = 1; far',
      'new Array(4294967295)',
      'const rows: object[] = [{ a: 1 }]; rows.length = 4e9; rows',
      'const nested: number[][] = [[1]]; nested[3e9] = [2]; nested',
    ]) {
      const started = performance.now();
      assert.match(await lab.show(source), /empty items/);
      assert.ok(performance.now() - started < 5000, source);
    }
  });
});
