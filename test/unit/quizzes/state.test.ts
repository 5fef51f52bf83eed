import assert from 'node:assert/strict';
import { type Answer, commentsOn, isRight, numberOf } from '../../../src/quizzes/answers.ts';
import { type Form, type Quiz, rightSides } from '../../../src/quizzes/model.ts';
import { readQuiz } from '../../../src/quizzes/quizFile.ts';
import { resultOf } from '../../../src/quizzes/result.ts';
import { disordered, shuffled } from '../../../src/quizzes/shuffle.ts';
import { beginQuiz, currentQuestion, type QuizEvent, type QuizState, reduceQuiz } from '../../../src/quizzes/state.ts';
import { sample } from './sample.ts';

/** The answer of somebody who knows, or who errs in each. */
function answerTo(form: Form, right: boolean): Answer {
  switch (form.kind) {
    case 'number':
      return { kind: 'number', typed: String(right ? form.answer : form.answer + 5 * form.tolerance + 1) };
    case 'order': {
      const order = form.steps.map((_, index) => index);
      return { kind: 'order', order: right ? order : order.toReversed() };
    }
    case 'match': {
      const sides = form.pairs.map(({ right: side }) => rightSides(form).indexOf(side));
      return { kind: 'match', sides: right ? sides : sides.toReversed() };
    }
    default: {
      const rights = form.options.flatMap((option, index) => (option.right ? index : []));
      return { kind: 'options', chosen: right ? rights : [form.options.findIndex((option) => !option.right)] };
    }
  }
}

const play = (quiz: Quiz, state: QuizState, ...events: readonly QuizEvent[]) =>
  events.reduce((last, event) => reduceQuiz(quiz, last, event), state);

function formOf(quiz: Quiz, state: QuizState): Form {
  const current = currentQuestion(quiz, state);
  assert.ok(current);
  return current.form;
}

describe('a quiz being taken', () => {
  let quiz: Quiz;
  before(async () => {
    quiz = await readQuiz(sample);
  });

  const answer = (state: QuizState, right: boolean) =>
    play(quiz, state, { type: 'change', answer: answerTo(formOf(quiz, state), right) }, { type: 'submit' });

  it('asks each question once, in an order of its own for each seed', () => {
    const orders = [1, 2, 3, 4].map((seed) => beginQuiz(quiz, seed).order);
    for (const order of orders) assert.deepEqual(order.toSorted(), [0, 1, 2, 3, 4]);
    assert.ok(new Set(orders.map(String)).size > 1);
    assert.deepEqual(beginQuiz(quiz, 7), beginQuiz(quiz, 7));
  });

  it('tells at once where the first answer is right, and asks a second time where it is not', () => {
    const right = answer(beginQuiz(quiz, 1), true);
    assert.equal(right.phase, 'told');
    assert.deepEqual(Object.values(right.outcomes), [1]);
    const wrong = answer(beginQuiz(quiz, 1), false);
    assert.equal(wrong.phase, 'nudged');
    assert.deepEqual(wrong.outcomes, {});
    assert.deepEqual(Object.values(answer(wrong, true).outcomes), [2]);
    assert.deepEqual(Object.values(answer(wrong, false).outcomes), [0]);
    assert.deepEqual(Object.values(play(quiz, wrong, { type: 'tell' }).outcomes), [0]);
  });

  it('takes no answer that is missing, none after the why, and none that names what is not there', () => {
    const begun = beginQuiz(quiz, 1);
    const first = begun.order.indexOf(0);
    let state = begun;
    for (let i = 0; i < first; i++) state = play(quiz, answer(state, true), { type: 'next' });
    const missing = play(quiz, state, { type: 'submit' });
    assert.equal(missing.missing, 'Choose an option.');
    assert.equal(play(quiz, state, { type: 'change', answer: { kind: 'options', chosen: [9] } }), state);
    assert.equal(play(quiz, state, { type: 'change', answer: { kind: 'options', chosen: [0, 1] } }), state);
    assert.equal(play(quiz, state, { type: 'change', answer: { kind: 'number', typed: '1' } }), state);
    assert.equal(play(quiz, state, { type: 'next' }), state);
    const told = answer(state, true);
    assert.equal(play(quiz, told, { type: 'submit' }), told);
    assert.equal(play(quiz, told, { type: 'change', answer: answerTo(formOf(quiz, told), false) }), told);
  });

  it('ends with a result by objective, and what to see again', () => {
    let state = beginQuiz(quiz, 3);
    while (state.phase !== 'over') {
      const { question } = currentQuestion(quiz, state) ?? assert.fail();
      state = answer(state, question.id !== 'order' && question.id !== 'one');
      if (state.phase === 'nudged') state = answer(state, question.id === 'one');
      state = play(quiz, state, { type: 'next' });
    }
    const { first, second, questions, objectives } = resultOf(quiz, state);
    assert.deepEqual([first, second, questions], [3, 1, 5]);
    assert.deepEqual(objectives, [
      { objective: 'first', right: 2, of: 2, again: true, see: ['mlops-lab:lab/L_1#cell'] },
      { objective: 'second', right: 1, of: 2, again: true, see: ['mlops-lab:slides/S_1#page=4'] },
      { objective: 'third', right: 1, of: 1, again: false, see: [] },
    ]);
  });

  it('asks the second forms when it is taken again, and the first ones where there is no second', () => {
    let state = play(quiz, beginQuiz(quiz, 3), { type: 'again', seed: 5 });
    const seen: Record<string, string> = {};
    while (state.phase !== 'over') {
      const { question, form, formNumber } = currentQuestion(quiz, state) ?? assert.fail();
      seen[question.id] = `${form.kind} ${formNumber}`;
      state = play(quiz, answer(state, true), { type: 'next' });
    }
    assert.deepEqual(seen, {
      one: 'number 2',
      several: 'several 1',
      order: 'order 1',
      match: 'match 1',
      read: 'read 1',
    });
    assert.equal(resultOf(quiz, state).first, 5);
  });

  it('shows steps never in their right order at first', () => {
    for (let seed = 0; seed < 500; seed++) assert.notDeepEqual(disordered(3, seed), [0, 1, 2]);
  });

  it('shuffles fairly: each place gets each option about as often', () => {
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    for (let seed = 0; seed < 4000; seed++) {
      shuffled(4, seed * 7919).forEach((option, place) => {
        counts[place]![option]!++;
      });
    }
    for (const count of counts.flat()) assert.ok(count > 880 && count < 1120, String(counts));
  });
});

describe('answers', () => {
  it('are numbers as people type them', () => {
    const cases: readonly (readonly [string, number | undefined])[] = [
      ['25', 25],
      [' 25 % ', 25],
      ['0.25', 0.25],
      ['.5', 0.5],
      ['0,25', 0.25],
      ['1,000', 1000],
      ['1 000', 1000],
      ['1,234.5', 1234.5],
      ['−3', -3],
      ['1e3', 1000],
      ['', undefined],
      ['abc', undefined],
      ['1/4', undefined],
      ['1e999', undefined],
      ['0x10', undefined],
      ['1 2', undefined],
    ];
    for (const [typed, value] of cases) assert.equal(numberOf(typed), value, typed);
  });

  it('are right within the tolerance, and named where a known wrong idea leads to them', async () => {
    const form = (await readQuiz(sample)).questions[0]?.forms[1] ?? assert.fail();
    const typed = (text: string): Answer => ({ kind: 'number', typed: text });
    assert.ok(isRight(form, typed('25.5')) && isRight(form, typed('24.5')) && !isRight(form, typed('25.6')));
    const [slip, answer] = commentsOn(form, typed('4'));
    assert.deepEqual([slip?.idea, slip?.right, answer?.about], ['Divides the wrong way round.', false, '25 %']);
    assert.deepEqual(
      commentsOn(form, typed('7')).map(({ right }) => right),
      [true],
    );
  });

  it('of several need all that are right and none that is not', async () => {
    const form = (await readQuiz(sample)).questions[1]?.forms[0] ?? assert.fail();
    const chosen = (...places: number[]): Answer => ({ kind: 'options', chosen: places });
    assert.ok(isRight(form, chosen(1, 0)) && !isRight(form, chosen(0)) && !isRight(form, chosen(0, 1, 2)));
    assert.deepEqual(
      commentsOn(form, chosen(2)).map(({ about }) => about),
      ['C', 'A', 'B'],
    );
  });
});
