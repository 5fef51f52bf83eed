import assert from 'node:assert/strict';
import { type Fact, factsOf } from '../../../../src/course/progress/facts.ts';
import { join, progressOf, record } from '../../../../src/course/progress/progress.ts';
import { exerciseReport, exercisesText } from '../../../../src/course/progress/report.ts';
import { evidenceOf } from '../../../../src/labs/evidence.ts';
import { parseLab } from '../../../../src/labs/file.ts';
import { at } from '../../progressFacts.ts';

const lab = (answer: string) => `// ---
// id: L
// title: L
// ---

// %% exercise="one"
${answer}

// %% check="one.part"
await check('It is one', () => equal(one, 1));
`;

describe('how exercises were worked on', () => {
  const starter = parseLab(lab('const one = 0;'));
  const tries = (answer: string, original = starter) => {
    const text = lab(answer);
    const request = { cellId: 'x', source: '', line: 9, check: 'one.part' };
    const checks = [{ id: 'one.part', name: 'It is one', passed: false }];
    const ran = { request, labText: text, completed: true, checks, waived: new Set<string>() };
    return evidenceOf('L', ran, original).filter(({ kind }) => kind === 'try');
  };
  const told = (facts: readonly Fact[]) => exerciseReport([...progressOf(facts).values()]);

  it('a try is a text that is not the starter; the same text again is the same try', () => {
    assert.deepEqual(tries('const one = 0;'), []);
    assert.deepEqual(tries('const one = 0;  \n'), []);
    const facts = ['const one = 2;', 'const one = 3;', 'const one = 2;'].flatMap((answer, second) =>
      tries(answer).flatMap((evidence) => factsOf(evidence, at(second))),
    );
    assert.deepEqual(told(facts)?.tries, { one: 2 });
  });

  it('hints count by the highest rung, whatever comes first, and from two windows', () => {
    const hints = (rungs: number, second: number) =>
      factsOf({ kind: 'hints', item: 'L', check: 'one', rungs }, at(second));
    const [a, b] = [progressOf(hints(3, 1)), progressOf(hints(2, 5))];
    assert.deepEqual([...join(a, b).values()], [...join(b, a).values()]);
    assert.deepEqual(told([...hints(3, 1), ...hints(2, 5)])?.hints, { one: 3 });
    assert.equal(record(a, hints(2, 5)), a, 'what says nothing new is not written');
  });

  it('is told in words, and begins anew with the item', () => {
    const solution: Fact = { kind: 'solution', item: 'L', exercise: 'one', at: at(1) };
    const prediction: Fact = { kind: 'prediction', item: 'L', prediction: 'p', value: 4, unit: '%', at: at(1) };
    const all = [...tries('const one = 2;').flatMap((each) => factsOf(each, at(0))), solution, prediction];
    assert.equal(exercisesText(told(all)!), '1 try, 1 solution seen, 1 prediction');
    assert.deepEqual(told(all)?.predictions, [{ id: 'p', value: 4, unit: '%', late: false }]);
    assert.equal(told([...all, { kind: 'reset', item: 'L', at: at(2) }]), undefined);
  });
});
