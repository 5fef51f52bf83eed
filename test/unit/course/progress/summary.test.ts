import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Fact } from '../../../../src/course/progress/facts.ts';
import { objectiveKey } from '../../../../src/course/progress/objectives.ts';
import { changedSubjects, progressOf, record } from '../../../../src/course/progress/progress.ts';
import { nothingIsHere, percent, Summary } from '../../../../src/course/progress/summary.ts';
import { itemSentence } from '../../../../src/course/progress/words.ts';
import type { CourseItem, CourseWeek, Specialization } from '../../../../src/shared/model.ts';
import { at, facts, read } from '../../progressFacts.ts';

const item = (kind: CourseItem['kind'], id: string, more: Partial<CourseItem> = {}): CourseItem => ({
  kind,
  id,
  title: id,
  target: `${id}.x`,
  state: 'resolved',
  ...more,
});
const slides = item('slides', 'S');
const lab = item('lab', 'L');
const absent = item('lab', 'A', { state: 'missing' });
const first: CourseWeek = {
  title: 'Week 1',
  objectives: [{ text: 'Know' }, { text: 'Do' }],
  items: [slides, lab, absent],
};
const second: CourseWeek = { title: 'Week 2', objectives: [], items: [item('lab', 'M')] };
const empty: CourseWeek = { title: 'Week 3', objectives: [], items: [item('lab', 'N', { state: 'missing' })] };
const course: Specialization = {
  source: 'course.yaml',
  folder: '/',
  courses: [
    { title: 'One', weeks: [first, second, empty] },
    { title: 'Two', weeks: [empty] },
  ],
};

const check = (id: string, name: string, passed: boolean): Fact => ({
  kind: 'check',
  item: id,
  check: name,
  passed,
  at: at(1),
});
const cell = (id: string, name: string): Fact => ({ kind: 'cell', item: id, cell: name, at: at(1) });
const total = (id: string, unit: 'cells' | 'checks' | 'questions', count: number): Fact => ({
  kind: 'total',
  item: id,
  unit,
  total: count,
  at: at(1),
});
const of = (...list: Fact[]) => new Summary(course, progressOf(list));

describe('a week of which nothing is here', () => {
  it('is one whose items are all still to be made', () => {
    assert.equal(nothingIsHere(empty.items), true);
    assert.equal(nothingIsHere([absent]), true);
    for (const items of [first.items, second.items, []]) assert.equal(nothingIsHere(items), false);
  });
});

describe('how far an item is', () => {
  it('nothing, without evidence, and without an id', () => {
    assert.deepEqual(of().item(slides), { state: 'todo', fraction: 0, marked: false });
    const { id: _, ...nameless } = slides;
    assert.equal(of(read('S', '1', 2)).item(nameless).state, 'todo');
  });

  it('slides: the pages seen, of all', () => {
    assert.deepEqual(of(read('S', '1-3', 4)).item(slides), {
      state: 'begun',
      fraction: 0.75,
      marked: false,
      count: { unit: 'pages', done: 3, of: 4 },
    });
    assert.equal(of(read('S', '1-9', 4)).item(slides).state, 'done', 'a deck that has lost pages');
  });

  it('a lab that was finished stays so when it is changed, and what stands now is told beside it', () => {
    const passed = [check('L', 'a', true), check('L', 'b', true), total('L', 'checks', 2)];
    const changed = of(...passed, { ...check('L', 'a', false), at: at(2) } as Fact).item(lab);
    assert.deepEqual(changed, {
      state: 'done',
      fraction: 1,
      marked: false,
      count: { unit: 'checks', done: 2, of: 2 },
      now: 1,
    });
    assert.equal(itemSentence(changed), '2 of 2 checks passed. 1 of 2 as the lab stands now.');
    assert.equal(of(...passed).item(lab).now, undefined);
  });

  it('a lab with checks: those passed, whatever cells have run', () => {
    const parts = [cell('L', 'cell-1'), total('L', 'cells', 1), total('L', 'checks', 4)];
    assert.deepEqual(of(...parts).item(lab).count, { unit: 'checks', done: 0, of: 4 });
    assert.equal(of(...parts).item(lab).state, 'begun');
    const some = of(...parts, check('L', 'a', true), check('L', 'b', false));
    assert.deepEqual(some.item(lab).count, { unit: 'checks', done: 1, of: 4 });
  });

  it('a lab whose cell holds several checks: all that were seen count', () => {
    const progress = of(total('L', 'checks', 1), check('L', 'a', true), check('L', 'a-2', false)).item(lab);
    assert.deepEqual(progress.count, { unit: 'checks', done: 1, of: 2 });
  });

  it('a lab without checks: the cells run, of all, and never more', () => {
    const parts = [total('L', 'cells', 2), total('L', 'checks', 0), cell('L', 'cell-1')];
    assert.deepEqual(of(...parts).item(lab).count, { unit: 'cells', done: 1, of: 2 });
    const more = of(...parts, cell('L', 'cell-2'), cell('L', 'cell-9')).item(lab);
    assert.deepEqual([more.state, more.fraction], ['done', 1]);
  });

  it('a quiz: the questions answered rightly', () => {
    const answer = (question: string, right: boolean): Fact => ({
      kind: 'answer',
      item: 'L',
      question,
      right,
      at: at(1),
    });
    const progress = of(total('L', 'questions', 3), answer('a', true), answer('b', false)).item(lab);
    assert.deepEqual(progress.count, { unit: 'questions', done: 1, of: 3 });
  });

  it('done, once it is marked so, until the mark is taken back', () => {
    const mark = (done: boolean, second: number): Fact => ({ kind: 'mark', item: 'S', done, at: at(second) });
    assert.deepEqual(of(mark(true, 1)).item(slides), { state: 'done', fraction: 1, marked: true });
    assert.equal(of(mark(true, 1), mark(false, 2)).item(slides).state, 'todo');
    assert.equal(of(read('S', '1', 4), mark(true, 1)).item(slides).fraction, 1);
  });
});

describe('how far a week and a course are', () => {
  const ticked = (text: string): Fact => ({
    kind: 'objective',
    objective: objectiveKey(0, 0, text),
    done: true,
    at: at(1),
  });

  it('a week: the mean of the items that are here; a tick adds nothing, since one says it of oneself', () => {
    const summary = of(read('S', '1-3', 4), ticked('Do'));
    assert.equal(summary.week(first).fraction, (0.75 + 0) / 2);
    assert.deepEqual(summary.week(first).items, { done: 0, of: 2 });
    assert.deepEqual(summary.objectives(first), { unit: 'objectives', done: 1, of: 2 });
    assert.deepEqual(
      summary.objectivesOf(first).map((each) => summary.isTicked(each)),
      [false, true],
    );
  });

  it('a course: the mean of the weeks in which there is anything to do', () => {
    const summary = of(
      read('S', '1-4', 4),
      ticked('Do'),
      ticked('Know'),
      total('L', 'checks', 1),
      check('L', 'a', true),
    );
    assert.deepEqual([summary.week(first).state, summary.week(first).fraction], ['done', 1]);
    assert.equal(summary.course(course.courses[0]!).fraction, 0.5);
    assert.equal(summary.whole(course).fraction, 0.5);
    assert.deepEqual(summary.course(course.courses[1]!), { state: 'todo', fraction: 0, items: { done: 0, of: 0 } });
  });

  it('is begun as soon as anything in it is, though the fraction is still 0', () => {
    const summary = of(cell('M', 'cell-1'), total('M', 'checks', 3));
    assert.deepEqual([summary.week(second).state, summary.week(second).fraction], ['begun', 0]);
    assert.equal(percent(summary.whole(course)), 1);
  });

  it('knows an objective by its text, not by its place in the week', () => {
    assert.equal(objectiveKey(0, 1, 'Know'), objectiveKey(0, 1, ' Know '));
    assert.notEqual(objectiveKey(0, 1, 'Know'), objectiveKey(0, 1, 'Know more'));
    assert.match(objectiveKey(2, 3, 'Know'), /^C3\/W4\/[0-9a-f]{8}$/);
  });

  it('is in per cent 100 only when all is done, and 0 only when nothing is begun', () => {
    assert.equal(percent({ state: 'begun', fraction: 0.999 }), 99);
    assert.equal(percent({ state: 'begun', fraction: 0.001 }), 1);
    assert.equal(percent({ state: 'begun', fraction: 0.29 }), 29);
    assert.equal(percent({ state: 'done', fraction: 1 }), 100);
    assert.equal(percent({ state: 'todo', fraction: 0 }), 0);
  });

  it('is the same, made anew or from the one before', () => {
    fc.assert(
      fc.property(facts, facts, (known, list) => {
        const named = (fact: Fact): Fact => (fact.kind === 'objective' ? fact : { ...fact, item: 'S' });
        const before = progressOf([...known.map(named), read('L', '1', 2)]);
        const after = record(before, list.map(named));
        const summary = new Summary(course, before);
        summary.whole(course);
        const next = new Summary(course, after, summary, changedSubjects(before, after));
        const anew = new Summary(course, after);
        assert.deepEqual(next.whole(course), anew.whole(course));
        assert.deepEqual(next.item(slides), anew.item(slides));
        assert.deepEqual(next.lastPlace(slides), anew.lastPlace(slides));
      }),
    );
  });

  it('stays between nothing and all, whatever the facts', () => {
    const named = (fact: Fact): Fact => (fact.kind === 'objective' ? fact : { ...fact, item: 'S' });
    fc.assert(
      fc.property(facts, (list) => {
        const summary = of(...list.map(named));
        for (const { fraction, state } of [summary.item(slides), summary.week(first), summary.whole(course)]) {
          assert.ok(fraction >= 0 && fraction <= 1);
          assert.equal(state === 'done', fraction === 1);
        }
      }),
    );
  });
});
