import assert from 'node:assert/strict';
import { KernelLab } from '../../kernelLab.ts';

/** A plain name, one of a single letter, and two that are also globals'. */
const names = ['rate', 'x', 'process', 'history'];

/** Declarations of a constant NAME; the first is redeclared by the next, in each order. */
const constants: Readonly<Record<string, string>> = {
  const: 'const NAME = 1;',
  exported: 'export const NAME = 1;',
  pattern: 'const { a: [NAME] } = { a: [1] };',
  shorthand: 'const { NAME } = { NAME: 1 };',
  import: 'import { one as NAME } from "./one.ts";',
  'import of a namespace': 'import * as NAME from "./one.ts";',
  'default import': 'import NAME from "./one.ts";',
};

/** Ways to give NAME another value. */
const writes: readonly string[] = [
  'NAME = 2',
  'NAME += 2',
  'NAME++',
  '--NAME',
  'NAME &&= 2',
  '[NAME] = [2]',
  '[, NAME = 3] = []',
  '[...NAME] = [2]',
  '({ NAME } = { NAME: 2 })',
  '({ NAME = 3 } = {})',
  '({ a: NAME } = { a: 2 })',
  '({ ...NAME } = {})',
  'for (NAME of [2]) {}',
  'for (NAME in { a: 1 }) {}',
  '(() => { NAME = 2 })()',
  'class Writer { static { NAME = 2 } }',
  'function write() { NAME = 2 } write()',
];

describe('a constant of a lab', function () {
  this.timeout(30_000);
  const lab = KernelLab.forTests();
  before(() => lab.write('one.ts', 'export const one = 1; export default 1;'));

  for (const [kind, declare] of Object.entries(constants)) {
    it(`declared by ${kind}, cannot be given another value, in its cell or a later one`, async () => {
      for (const name of names) {
        const named = (text: string) => text.replaceAll('NAME', name);
        // What reads a namespace as a number throws before it writes.
        const some = writes.filter((write) => !kind.includes('namespace') || !/\+=|\+\+|--/.test(write));
        for (const write of some) {
          for (const inOne of [true, false]) {
            if (!inOne) await lab.show(named(declare));
            const {
              name: error,
              message,
              line,
            } = await lab.fail(inOne ? named(`${declare}\n${write}`) : named(`;\n${write}`));
            assert.deepEqual(
              [error, message, line],
              ['TypeError', 'Assignment to constant variable.', 12],
              named(`${declare} ${write}`),
            );
          }
        }
        if (!kind.includes('namespace')) assert.equal(await lab.show(named('NAME')), '1');
      }
    });
  }

  it('may be declared again by anything, which then says what may be done with it', async () => {
    for (const name of names) {
      await lab.show(`const ${name} = 1; const set${name} = (to: number) => { ${name} = to };`);
      await lab.fail(`set${name}(2)`);
      await lab.show(`let ${name} = 3;`);
      assert.equal(await lab.show(`set${name}(4); ${name}++; ${name}`), '5');
      for (const declare of ['var NAME = 6', 'function NAME() {}', 'class NAME {}']) {
        await lab.show(declare.replace('NAME', name));
        assert.equal(await lab.show(`${name} = 7; ${name}`), '7');
      }
      await lab.show(`const ${name} = 8`);
      await lab.fail(`${name} = 9`);
      assert.equal(await lab.show(name), '8');
    }
  });

  it('is no other variable of its name, and no property', async () => {
    await lab.show('const step = 1, top = 2;');
    for (const [source, text] of [
      ['((step: number) => { step++; return step })(4)', '5'],
      ['{ let top = 1; top += 2; [step, top] }; top', '2'],
      ['const o = { step, top }; o.step = 3; o.top++; [o, step]', '[ { step: 3, top: 3 }, 1 ]'],
      ['for (let step = 0; step < 2; step++); step', '1'],
      ['for (const top of [9]) { o.top = top } [o.top, top]', '[ 9, 2 ]'],
      ['[o.step] = [step]; ({ a: o.top } = { a: top }); o', '{ step: 1, top: 2 }'],
      ['const list = [1]; list.push(2); list[0] = 3; list', '[ 3, 2 ]'],
      ['step || (step = 1)', '1'],
      ['let flag = 0; try { flag = 1; step = 2 } catch { flag = 3 } [flag, step]', '[ 3, 1 ]'],
    ] as const) {
      assert.equal(await lab.show(source), text, source);
    }
    assert.equal((await lab.fail('step ??= 1 as never; step &&= 2')).message, 'Assignment to constant variable.');
  });
});

describe('an export of a name', function () {
  this.timeout(30_000);
  const lab = KernelLab.forTests();

  it('of an earlier cell only declares, however it is exported', async () => {
    await lab.show(
      'const model = 1; let history = 2; function f() {} class C {} import { sep } from "node:path"; var v = 3, [w] = [4];',
    );
    for (const name of ['model', 'history', 'f', 'C', 'sep', 'v', 'w']) {
      for (const text of [
        `export { ${name} };`,
        `export { ${name} as other, ${name} as default };`,
        `export { ${name} as "a b" }`,
        `enum E {}\nexport { ${name} };`,
      ]) {
        assert.equal(await lab.show(text), '', text);
      }
    }
    assert.equal(await lab.show('export { model }; model'), '1');
  });

  it('that no cell has declared is an error at its place', async () => {
    for (const [source, name, at] of [
      ['export { nothing }', 'nothing', '11:10'],
      ['1;\n export { model2 as default, nothing }', 'model2', '12:11'],
      ['export { process }', 'process', '11:10'],
      ['enum E { A }\nexport { nothing }', 'nothing', '12:10'],
    ] as const) {
      const error = await lab.fail(source);
      assert.deepEqual([error.name, error.message, error.at], ['SyntaxError', `Export '${name}' is not defined`, at]);
    }
    lab.write('wrong.ts', 'export const fine = 1;\nexport { nothing };');
    assert.match((await lab.fail('import "./wrong.ts"')).stack, /Export 'nothing' is not defined[\s\S]*wrong\.ts:2:10/);
  });
});
