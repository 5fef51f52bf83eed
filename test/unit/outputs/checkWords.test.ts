/** Every surface in words says the mistake where one was named, and never more than the first hint. */
import assert from 'node:assert/strict';
import { findingsOf, verdictOf } from '../../../src/labs/text/state.ts';
import type { CheckResult } from '../../../src/mlops/host.ts';
import { checkItems } from '../../../src/outputs/items.ts';
import { parseCheck } from '../../../src/outputs/payloads/payload.ts';
import { checkDetails, checkName, hintsOf } from '../../../src/outputs/text/checkWords.ts';
import { outputText } from '../../../src/outputs/text/outputText.ts';

const named: CheckResult = {
  id: 'z',
  name: 'z counts deviations',
  passed: false,
  expected: '1.34',
  actual: '3',
  tolerance: 0.1,
  mistake: 'divided by the variance',
  hint: 'Which unit?',
  hints: ['Which unit?', 'Divide.', '(x - …) / …'],
};
const { mistake: _, ...unnamed } = named;
const predicted: CheckResult = { id: 'p', name: 'How much?', passed: true, prediction: { value: 51, unit: '%' } };

describe('the words of a check', () => {
  it('are the mistake in place of the comparison, and the first hint alone', () => {
    assert.deepEqual(checkDetails(named), [
      { label: 'Why', text: 'divided by the variance', form: 'sentence' },
      { label: 'Hint', text: 'Which unit?', form: 'sentence' },
    ]);
    assert.deepEqual(
      checkDetails(unnamed).map(({ label, text }) => `${label} ${text}`),
      ['Expected 1.34', 'Actual 3', 'Tolerance ± 0.1', 'Hint Which unit?'],
    );
    const output = { kind: 'check', check: named } as const;
    assert.equal(
      outputText(output),
      '✘ Check failed: z counts deviations\n  why: divided by the variance\n  hint: Which unit?\n',
    );
    assert.match(checkItems(named).at(-1)?.text ?? '', /^Failed: .*\ndivided by the variance\nWhich unit\?$/);
    const state = { status: 'ended', end: { status: 'failed', seconds: 1 }, checks: [named] } as const;
    assert.equal(verdictOf(state).words, 'Check failed: divided by the variance');
    const cell = {
      index: 0,
      kind: 'code',
      source: 'check()',
      metadata: {},
      key: '',
      top: 0,
      first: 1,
      last: 1,
    } as const;
    assert.equal(findingsOf(cell, state)[0]?.message, 'z counts deviations\ndivided by the variance\nWhich unit?');
  });

  it('are a prediction’s question with its answer', () => {
    assert.equal(checkName(predicted), 'How much? You predict 51 %.');
    assert.deepEqual(checkDetails(predicted), []);
  });

  it('are of a judgment its question alone, and of an exercise that nobody has tried when hints come', () => {
    const written: CheckResult = { id: 'j', name: 'Ship?', passed: true, prediction: { value: 'No.', inWords: true } };
    assert.equal(checkName(written), 'Ship?');
    assert.deepEqual(parseCheck(written), written);
    const untried: CheckResult = { id: 'z', name: 'z', passed: false, mistake: 'only centered', untried: true };
    assert.deepEqual(
      checkDetails(parseCheck(untried)).map(({ text }) => text),
      ['only centered', 'Hints come after a try: change the exercise, then check it again.'],
    );
  });

  it('are read from what was stored, also by the version that knew one hint', () => {
    assert.deepEqual(parseCheck(JSON.parse(JSON.stringify(named))), named);
    assert.deepEqual(parseCheck(predicted), predicted);
    assert.deepEqual(hintsOf(parseCheck({ id: 'z', name: 'z', passed: false, hint: 'Look.' })), ['Look.']);
    assert.throws(() => parseCheck({ ...named, hints: 'Look.' }), /not a well-formed check result/);
    assert.throws(() => parseCheck({ ...predicted, prediction: { value: {} } }), /not a well-formed check result/);
  });
});
