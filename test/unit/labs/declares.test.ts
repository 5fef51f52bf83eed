import assert from 'node:assert/strict';
import { declares, undefinedName } from '../../../src/labs/declares.ts';

describe('what a cell is told to make', () => {
  const makes: readonly [source: string, name: string][] = [
    ["import { check, display } from 'mlops-lab/lab';", 'check'],
    ["import {\n  check as verify,\n  display,\n} from 'mlops-lab/lab';", 'verify'],
    ["import * as tf from '@tensorflow/tfjs-node';", 'tf'],
    ["import fs, { readFileSync } from 'node:fs';", 'readFileSync'],
    ['const rows = load();', 'rows'],
    ['const { mean, variance: spread } = tf.moments(x);', 'spread'],
    ['export const [first, second] = pair;', 'second'],
    ['async function train() {}', 'train'],
    ['class Net {}', 'Net'],
    ['const $x = 1;', '$x'],
    ['let größe = 1;', 'größe'],
  ];
  for (const [source, name] of makes)
    it(`is ${name} of ${source.split('\n')[0]}`, () => assert.ok(declares(source, name)));

  it('is no name that it only uses, has as a part of another, or reads as a property', () => {
    for (const source of [
      'rows.length',
      'const rows2 = 1;',
      'const x = rows;',
      'const x = a.rows',
      "check('rows', 1)",
    ]) {
      assert.equal(declares(source, 'rows'), false, source);
    }
  });

  it('is asked for by a ReferenceError alone', () => {
    assert.equal(undefinedName({ name: 'ReferenceError', message: 'rows is not defined' }), 'rows');
    assert.equal(
      undefinedName({ name: 'ReferenceError', message: "Cannot access 'rows' before initialization" }),
      undefined,
    );
    assert.equal(undefinedName({ name: 'TypeError', message: 'rows is not defined' }), undefined);
  });
});
