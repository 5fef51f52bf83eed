import assert from 'node:assert/strict';
import { KernelLab } from '../../kernelLab.ts';

describe('what cells import', function () {
  this.timeout(30_000);
  const lab = KernelLab.forTests();

  const packages: Record<string, Record<string, unknown>> = {
    'esm-only': { type: 'module', exports: './index.js' },
    'cjs-only': { main: 'index.js' },
    dual: { exports: { '.': { import: './index.mjs', require: './index.cjs' }, './sub/*': './sub-*.js' } },
    'no-main': {},
    '@scope/pkg': { type: 'module', exports: { '.': { types: './index.d.ts', default: './index.js' } } },
    closed: { type: 'module', exports: { './open': './open.js' } },
  };
  const files: Record<string, string> = {
    'esm-only/index.js': 'export default "esm default"; export const named = await Promise.resolve("esm named");',
    'cjs-only/index.js': 'exports.named = "cjs named"; exports.dir = __dirname; exports.__esModule = false;',
    'dual/index.mjs': 'export const kind = "esm"; export default class Dual {}',
    'dual/index.cjs': 'exports.kind = "cjs";',
    'dual/sub-deep.js': 'module.exports = { deep: 1 };',
    'no-main/index.js': 'module.exports = function call() { return "called" };',
    '@scope/pkg/index.js': 'export const scoped = true;',
    'closed/open.js': 'export const open = 1;',
    'closed/secret.js': 'export const secret = 1;',
  };
  before(() => {
    for (const [name, json] of Object.entries(packages)) {
      lab.write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', ...json }));
    }
    for (const [file, text] of Object.entries(files)) lab.write(`node_modules/${file}`, text);
    lab.write('data.json', '{ "rows": 3 }');
    lab.write(
      'side.ts',
      'declare global { var effects: number } globalThis.effects = (globalThis.effects ?? 0) + 1; export {};',
    );
    lab.write(
      'typed.ts',
      'export interface Shape { area: number } export type Id = string; export const make = (): Shape => ({ area: 2 });',
    );
  });

  for (const [what, source, text] of [
    ['a default', 'import esm from "esm-only"; esm', "'esm default'"],
    ['a name', 'import { named } from "esm-only"; named', "'esm named'"],
    ['a name under another', 'import { named as other } from "esm-only"; other', "'esm named'"],
    ['a name that is a string', 'import { "named" as quoted } from "esm-only"; quoted', "'esm named'"],
    ['a namespace', 'import * as all from "esm-only"; Object.keys(all)', "[ 'default', 'named' ]"],
    [
      'a default and names',
      'import esm2, { named as n2 } from "esm-only"; [esm2, n2]',
      "[ 'esm default', 'esm named' ]",
    ],
    ['a default and a namespace', 'import esm3, * as all3 from "esm-only"; esm3 === all3.default', 'true'],
    ['default as a name', 'import { default as d } from "esm-only"; d', "'esm default'"],
    ['CommonJS by default', 'import cjs from "cjs-only"; cjs.named', "'cjs named'"],
    ['CommonJS by name', 'import { named as cjsNamed } from "cjs-only"; cjsNamed', "'cjs named'"],
    ['CommonJS that is a function', 'import call from "no-main"; call()', "'called'"],
    [
      'a dual package as an ES module',
      'import Dual, { kind } from "dual"; [kind, typeof Dual]',
      "[ 'esm', 'function' ]",
    ],
    ['a dual package by require', 'require("dual").kind', "'cjs'"],
    ['a path that a package exports', 'import sub from "dual/sub/deep"; sub.deep', '1'],
    ['a scoped package', 'import { scoped } from "@scope/pkg"; scoped', 'true'],
    ['a builtin', 'import { basename } from "node:path"; basename("/a/b")', "'b'"],
    ['a builtin without its prefix', 'import fs from "fs"; typeof fs.readFileSync', "'function'"],
    [
      'a builtin’s promises',
      'import { readFile } from "node:fs/promises"; (await readFile("data.json", "utf8")).length',
      '13',
    ],
    ['JSON', 'import data from "./data.json" with { type: "json" }; data', '{ rows: 3 }'],
    ['JSON dynamically', '(await import("./data.json", { with: { type: "json" } })).default.rows', '3'],
    ['dynamically', 'const { named: dyn } = await import("esm-only"); dyn', "'esm named'"],
    ['dynamically by a computed name', 'const pick = "esm-"; (await import(pick + "only")).named', "'esm named'"],
    ['a data: URL', '(await import("data:text/javascript,export default 9")).default', '9'],
    ['a file: URL', 'import { make as byUrl } from "FOLDER/typed.ts"; byUrl().area', '2'],
    ['types only', 'import type { Shape } from "./typed.ts"; const shape: Shape = { area: 1 }; shape.area', '1'],
    [
      'types from nowhere',
      'import type { X } from "no-such-package"; import type Y from "nor-this"; import type * as Z from "nor-that"; 1',
      '1',
    ],
    ['types among values', 'import { type Id, make, type Shape } from "./typed.ts"; make().area', '2'],
    ['for its effects, once', 'import "./side.ts"; import "./side.ts"; effects', '1'],
    [
      'in the middle of a cell, before it',
      'const early = typeof join; import { join } from "node:path"; early',
      "'function'",
    ],
    [
      'the toolkit',
      'import { check, display } from "mlops-lab/lab"; import * as plot from "mlops-lab/plot"; [typeof check, typeof display]',
      "[ 'function', 'function' ]",
    ],
    ['TensorFlow.js', 'import * as tf from "@tensorflow/tfjs"; (await tf.tensor([1, 2]).sum().data())[0]', '3'],
    [
      'TensorFlow.js for Node, the same',
      'import * as tfn from "@tensorflow/tfjs-node"; tfn.Tensor === tf.Tensor',
      'true',
    ],
    ['the toolkit by require', 'require("mlops-lab/lab").check === check', 'true'],
    ['TensorFlow.js by require', 'require("@tensorflow/tfjs").Tensor === tf.Tensor', 'true'],
  ] as const) {
    it(`${what}`, async () => {
      assert.equal(await lab.show(source.replace('FOLDER', lab.urlOf('.').replace(/\/$/, ''))), text);
    });
  }

  it('stays for later cells, also where its own cell has no use for it', async () => {
    await lab.show('import unused, { named as later } from "esm-only"; import * as kept from "node:os";');
    assert.equal(await lab.show('[unused, later, typeof kept.cpus]'), "[ 'esm default', 'esm named', 'function' ]");
    await lab.show('enum Compiled { A }\nimport { named as afterEnum } from "esm-only";');
    assert.equal(await lab.show('afterEnum'), "'esm named'");
  });

  it('is one module for all who import it', async () => {
    assert.equal(await lab.show('(await import("esm-only")) === all'), 'true');
    assert.equal(await lab.show('require("cjs-only") === (await import("cjs-only")).default'), 'true');
  });

  it('is resolved by require from the lab, too', async () => {
    assert.equal(await lab.show('require.resolve("cjs-only")'), `'${lab.workspace}/node_modules/cjs-only/index.js'`);
    assert.equal(await lab.show('require("./data.json").rows'), '3');
    assert.equal(await lab.show('require("node:path").sep + require("path").sep'), "'//'");
    assert.equal(await lab.show('require("esm-only/package.json") === 1').catch(() => 'closed'), 'closed');
  });

  for (const [what, source, message] of [
    [
      'no such package',
      'import x from "no-such-package"',
      /Cannot find package 'no-such-package' imported from .*x\.lab\.ts/,
    ],
    [
      'what a package keeps closed',
      'import "closed/secret.js"',
      /Package subpath '.\/secret.js' is not defined by "exports"/,
    ],
    ['no such name', 'import { nope } from "esm-only"', /"esm-only" has no export named "nope"/],
    ['a type as a value', 'import { Shape } from "./typed.ts"', /"Shape"\. If it is a type, write "import type"/],
    ['JSON without saying so', 'import data from "./data.json"', /needs an import attribute of "type: json"/],
    ['an unknown type', 'import data from "./data.json" with { type: "csv" }', /"csv"/],
    ['no such toolkit module', 'import "mlops-lab/nope"', /Cannot find module .*nope/],
  ] as const) {
    it(`${what}: fails with a reason, where it stands`, async () => {
      const error = await lab.fail(`1;\n  ${source}`);
      assert.match(error.message, message);
      assert.equal(error.at, '12:3');
    });
  }
});
