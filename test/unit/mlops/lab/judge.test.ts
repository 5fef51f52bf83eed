import assert from 'node:assert/strict';
import { type CheckResult, currentHost, setHost } from '../../../../src/mlops/host.ts';
import { judge, modelAnswer, PredictionError } from '../../../../src/mlops/lab.ts';
import { type MimeBundle, mime } from '../../../../src/mlops/payloads/mime.ts';

describe('judgments', () => {
  const usual = currentHost();
  let checks: (Omit<CheckResult, 'id'> & { id?: string })[];
  let shown: MimeBundle[];
  beforeEach(() => {
    checks = [];
    shown = [];
    setHost({ display: (bundle) => shown.push(bundle), checked: (result) => checks.push(result) });
  });
  after(() => setHost(usual));

  const write = (answer: string | undefined) => judge('letter', 'Ship it?', { words: 4, answer });

  it('fail while they are empty, too short, or no text, and say what is asked for', () => {
    write(undefined);
    write('No. — never, …');
    // @ts-expect-error what a learner may write all the same
    write(7);
    assert.deepEqual(
      checks.map(({ passed, mistake }) => [passed, mistake]),
      [
        [false, 'Write at least 4 words in place of undefined, then run this cell.'],
        [false, 'You have written 2 words. Say it in at least 4.'],
        [false, 'This is no text. Write at least 4 words.'],
      ],
    );
    assert.ok(checks.every(({ prediction }) => prediction?.inWords && prediction.value === undefined));
  });

  it('pass with enough words, and stand beside the model answer, to the letter', () => {
    const judgment = write('Hold: *n* is 200.');
    assert.deepEqual(checks[0], {
      id: 'letter',
      name: 'Ship it?',
      passed: true,
      prediction: { inWords: true, value: 'Hold: *n* is 200.' },
    });
    modelAnswer(judgment, 'Hold it.', ['A number.']);
    assert.equal(
      shown[0]?.[mime.text],
      'You wrote:\nHold: *n* is 200.\nA model answer:\nHold it.\nLook for these in yours:\n1. A number.',
    );
    assert.match(String(shown[0]?.[mime.markdown]), /Hold\\: \\\*n\\\* is 200\\\./);
    assert.deepEqual(shown[0]?.[mime.reveal], {
      id: 'letter',
      question: 'Ship it?',
      truth: 'Hold it.',
      guess: 'Hold: *n* is 200.',
    });
    modelAnswer(write(undefined), 'Hold it.', []);
    assert.match(String(shown[1]?.[mime.text]), /^You have not written yours\./);
  });

  it('must ask for words', () => {
    for (const words of [0, 1.5, Number.NaN])
      assert.throws(
        () => judge('letter', 'Ship it?', { words, answer: 'No.' }),
        (error) => error instanceof PredictionError && error.code === 'unanswerable',
      );
  });
});
