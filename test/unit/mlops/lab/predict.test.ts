import assert from 'node:assert/strict';
import { type CheckResult, currentHost, setHost } from '../../../../src/mlops/host.ts';
import { PredictionError, predict, reveal } from '../../../../src/mlops/lab.ts';
import { type MimeBundle, mime } from '../../../../src/mlops/payloads/mime.ts';

describe('predictions', () => {
  const usual = currentHost();
  let checks: (Omit<CheckResult, 'id'> & { id?: string })[];
  let shown: MimeBundle[];
  beforeEach(() => {
    checks = [];
    shown = [];
    setHost({ display: (bundle) => shown.push(bundle), checked: (result) => checks.push(result) });
  });
  after(() => setHost(usual));

  const share = (answer: number | undefined) => predict('share', 'How much?', { from: 0, to: 100, unit: '%', answer });
  const which = (answer: 'a' | 'b' | undefined) => predict('which', 'Which?', { oneOf: ['a', 'b'], answer });
  const order = (answer: readonly string[] | undefined) =>
    predict('order', 'In which order?', { order: ['a', 'b', 'c'], answer });
  const said = () => shown.map((bundle) => bundle[mime.text]);

  it('fail while they are empty, and say what is asked for', () => {
    share(undefined);
    which(undefined);
    order(undefined);
    assert.deepEqual(
      checks.map(({ id, name, passed, mistake }) => ({ id, name, passed, mistake })),
      [
        {
          id: 'share',
          name: 'How much?',
          passed: false,
          mistake: 'Put a number from 0 to 100 % in place of undefined, then run this cell.',
        },
        {
          id: 'which',
          name: 'Which?',
          passed: false,
          mistake: "Put one of 'a', 'b' in place of undefined, then run this cell.",
        },
        {
          id: 'order',
          name: 'In which order?',
          passed: false,
          mistake: "Put a list of 'a', 'b', 'c', in your order, in place of undefined, then run this cell.",
        },
      ],
    );
  });

  it('pass with any answer in range, bounds included, and carry it', () => {
    const answers = [share(0), share(100), share(33.3), which('b'), order(['c', 'b', 'a'])].map(({ answer }) => answer);
    assert.deepEqual(answers, [0, 100, 33.3, 'b', ['c', 'b', 'a']]);
    assert.ok(checks.every(({ passed, mistake }) => passed && mistake === undefined));
    assert.deepEqual(
      checks.map(({ prediction }) => prediction),
      [
        { value: 0, unit: '%' },
        { value: 100, unit: '%' },
        { value: 33.3, unit: '%' },
        { value: 'b' },
        { value: ['c', 'b', 'a'] },
      ],
    );
  });

  it('take no answer that cannot be meant', () => {
    const foreign: unknown[] = ['60', Number.NaN, -0.1, 100.1, Number.POSITIVE_INFINITY, null];
    for (const answer of foreign) assert.equal(share(answer as number).answer, undefined);
    assert.equal(which('c' as 'a').answer, undefined);
    for (const list of [['a', 'b'], ['a', 'b', 'b'], ['a', 'b', 'c', 'c'], 'abc'])
      assert.equal(order(list as string[]).answer, undefined);
    assert.ok(checks.every(({ passed, mistake }) => !passed && mistake));
  });

  it('refuse a question that nobody can answer', () => {
    const options = (oneOf: string[]) => () => predict('x', 'X?', { oneOf, answer: undefined });
    assert.throws(options(['a']), PredictionError);
    assert.throws(options(['a', 'a']), /two options are the same/);
    assert.throws(() => predict('x', 'X?', { from: 1, to: 1, answer: undefined }), /its range goes from 1 to 1/);
  });

  it('are told how far off they were, and what thought leads there', () => {
    const far = (guess: number, truth: number) => (Math.abs(guess - truth) > 10 ? 'You took the median.' : undefined);
    reveal(share(60), 50.523, { far });
    reveal(share(70), 50.5, { far });
    reveal(share(41), 50.5, { far });
    reveal(share(50.5), 50.5, { far: () => 'never said' });
    reveal(which('a'), 'b', { far: (guess) => `${guess} is tempting.` });
    reveal(which('b'), 'b');
    reveal(order(['a', 'c', 'b']), ['a', 'b', 'c']);
    assert.deepEqual(said(), [
      'You said 60 %. It is 50.52 %: you were 9.477 too high.',
      'You said 70 %. It is 50.5 %: you were 19.5 too high. You took the median.',
      'You said 41 %. It is 50.5 %: you were 9.5 too low.',
      'You said 50.5 %, and so it is.',
      'You said “a”. It is “b”. a is tempting.',
      'You said “b”, and so it is.',
      'You had 1 of 3 in their place. The order is: a, b, c.',
    ]);
    assert.deepEqual(shown[1]?.[mime.reveal], {
      id: 'share',
      question: 'How much?',
      truth: 50.5,
      guess: 70,
      unit: '%',
      says: 'You took the median.',
    });
  });

  it('that were not made leave the truth to be told alone', () => {
    reveal(share(undefined), 50.5, { far: () => 'never said' });
    assert.deepEqual(said(), ['You have not predicted: How much? It is 50.5 %.']);
    assert.deepEqual(shown[0]?.[mime.reveal], { id: 'share', question: 'How much?', truth: 50.5, unit: '%' });
  });
});
