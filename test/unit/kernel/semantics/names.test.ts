import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kernel } from '../../../../src/kernel/kernel.ts';
import { globalNames } from '../../../../src/kernel/process/cells/globalNames.ts';
import type { VariablePage } from '../../../../src/kernel/protocol/variables.ts';
import { dist, endKernels, run, startKernel } from '../../kernels.ts';

/** What no strict code can declare. */
const reserved = ['eval', 'arguments'];
const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'mlops-lab-names-')));
/** Node's own, and none that the runner of these tests adds, or Node to a script that is no file. */
function nodeNames(): string[] {
  const file = join(workspace, 'names.cjs');
  writeFileSync(file, 'console.log(JSON.stringify(Object.getOwnPropertyNames(globalThis)))');
  return JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' })) as string[];
}
const names = [
  ...new Set([
    ...nodeNames(),
    ...Object.getOwnPropertyNames(Object.prototype),
    ...globalNames,
    'undefined',
    'NaN',
    'Infinity',
    'require',
    '__cell',
  ]),
].filter((name) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !reserved.includes(name));

/** Each declares all of the names, the n-th such that `read` of it is n; `all` is an object of them. */
const kinds: Readonly<Record<string, { declare(name: string, at: number): string; read?: string }>> = {
  const: { declare: (name, at) => `const ${name} = ${at};` },
  let: { declare: (name, at) => `let ${name}: number = ${at};` },
  var: { declare: (name, at) => `var ${name} = ${at};` },
  function: { declare: (name, at) => `function ${name}() { return ${at} }`, read: '()' },
  class: {
    declare: (name, at) => `class ${name} { static at = ${at}; static own = () => ${name}.at }`,
    read: '.own()',
  },
  import: { declare: (name, at) => `import { value${at} as ${name} } from './all.mjs';` },
  destructuring: { declare: (name) => `const { ${name} } = all;` },
  throwing: { declare: (name) => `const { ${name} } = null as any;` },
};

/** The steps of a lab, some of them in one cell; `DECLARE` stands for the declarations. */
const load = `import * as tf from '@tensorflow/tfjs-node';
const make = () => { const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError' }); return model; };
const x = tf.ones([8, 2]), y = tf.ones([8, 1]);`;
const train = `const fitted = await make().fit(x, y, { epochs: 1, verbose: 0, callbacks: { onEpochEnd: () => sleep(1) } });
fitted.history.loss.length;`;
const wait = 'await sleep(2); (await import("./late.mjs")).late;';
const moments: Readonly<Record<string, readonly string[]>> = {
  'before TensorFlow.js is imported': ['DECLARE', load, train, wait],
  'between import and training': [load, 'DECLARE', wait, train],
  'after training': [load, train, 'DECLARE', wait, train],
  'in one cell with all of it': [`${load}\nawait sleep(1);\nDECLARE\n${wait}\n${train}`],
};

describe('a name of the top level that is also a global’s', function () {
  this.timeout(60_000);
  before(() => {
    const looks = names.map((name) => `() => typeof ${name} === 'undefined' ? undefined : ${name}`);
    // What any package sees. Bare names: a property of `globalThis` is another thing.
    const look = `const read = (look) => { try { return look() } catch (error) { return error.name } };
      const looks = [${looks}]; export const look = () => looks.map(read);`;
    const folder = join(workspace, 'node_modules', 'looking');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{ "name": "looking", "type": "module", "exports": "./index.js" }');
    writeFileSync(
      join(folder, 'index.js'),
      `${look} const names = ${JSON.stringify(names)}, first = look();
      export const changed = () => look().flatMap((value, at) => Object.is(value, first[at]) ? [] : [names[at]]);
      export const isAll = (all) => Object.keys(all).length === names.length && names.every((name, at) => all[name] === at);
      export const isFirst = (values) => values.length === first.length && values.every((value, at) => value === typeof first[at]);`,
    );
    writeFileSync(
      join(workspace, 'all.mjs'),
      `${names.map((_, at) => `export const value${at} = ${at};`).join('')}
      export const all = { ${names.map((name, at) => `[${JSON.stringify(name)}]: ${at}`).join()} };`,
    );
    // Loaded once all is declared.
    writeFileSync(join(workspace, 'late.mjs'), 'export const late = new Map([[1, process.pid > 0]]).get(1);');
  });
  afterEach(endKernels);
  after(() => rmSync(workspace, { recursive: true }));

  for (const [kind, { declare, read = '' }] of Object.entries(kinds)) {
    const declarations = names.map(declare).join('\n');
    for (const [moment, cells] of Object.entries(moments)) {
      if (kind === 'throwing' && cells.length === 1) continue;
      it(`declared by ${kind}, ${moment}`, async () => {
        const kernel = await startKernel({ dist, workspace });
        const shows = async (source: string, text?: string) => {
          const { status, error, text: shown } = await run(kernel, source);
          assert.equal(status, 'succeeded', `${source.slice(0, 300)}\n${error?.stack}`);
          if (text !== undefined) assert.equal(shown, `${text}\n`);
        };
        await shows(`import { changed, isAll, isFirst } from 'looking'; import { all } from './all.mjs';
          import { setTimeout as sleep } from 'node:timers/promises'; import { display, table } from 'mlops-lab/lab'; changed()`);
        for (const cell of cells) {
          if (cell === 'DECLARE' && kind === 'throwing') await failEach(kernel);
          else await shows(cell.replace('DECLARE', () => declarations));
        }
        if (kind === 'throwing') {
          await shows(`isFirst([${names.map((name) => `typeof ${name}`)}])`, 'true');
        } else {
          await shows(`[${names.map((name) => name + read)}].every((value, at) => value === at)`, 'true');
          if (read === '') await shows(`isAll({ ${names} })`, 'true');
        }
        await shows('changed()', '[]');
        await shows(`display(table([{ a: 1 }])); [{ b: 2 }]`);
        await assertStops(kernel);
        if (kind !== 'throwing') await assertListed(kernel);
        await shows('1 + 1', '2');
      });
    }
  }

  /** Cells that fail before their names have a value. */
  async function failEach(kernel: Kernel): Promise<void> {
    for (let at = 0; at < names.length; at += 100) {
      const part = names.slice(at, at + 100);
      const { status } = await run(kernel, `const { ${part} } = null as any;`);
      assert.equal(status, 'failed');
    }
  }

  async function assertStops(kernel: Kernel): Promise<void> {
    const running = run(kernel, 'for (;;) await sleep(1);');
    const report = await kernel.interrupt();
    assert.equal((await running).status, 'interrupted');
    assert.equal(report?.stage, 'cooperative');
  }

  async function assertListed(kernel: Kernel): Promise<void> {
    const listed: string[] = [];
    for (const scope of ['data', 'code'] as const) {
      for (let offset = 0; offset < names.length; offset += 1000) {
        const query = { op: 'variables', scope, order: 'declared', offset, count: 1000 } as const;
        const { items } = (await kernel.query(query)) as VariablePage;
        listed.push(...items.map(({ name }) => name));
      }
    }
    assert.equal(new Set(listed).size, listed.length);
    assert.deepEqual(
      names.filter((name) => !listed.includes(name)),
      [],
    );
    assert.ok(listed.every((name) => /^[ -~]+$/.test(name)));
  }
});
