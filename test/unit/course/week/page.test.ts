import assert from 'node:assert/strict';
import type { Fact } from '../../../../src/course/progress/facts.ts';
import { progressOf } from '../../../../src/course/progress/progress.ts';
import { evidenceParts, isShown } from '../../../../src/course/progress/shown.ts';
import { Summary } from '../../../../src/course/progress/summary.ts';
import { parseFromPage } from '../../../../src/course/week/contract.ts';
import { weekPageOf, weeksOf } from '../../../../src/course/week/page.ts';
import type { CourseItem, Specialization } from '../../../../src/shared/model.ts';
import { at } from '../../progressFacts.ts';

const item = (kind: CourseItem['kind'], id: string, more: Partial<CourseItem> = {}): CourseItem => ({
  ...{ kind, id, title: `The ${kind}`, target: `${id}.x`, state: 'resolved' },
  ...more,
});
const course: Specialization = {
  source: 'course.yaml',
  folder: '/course',
  courses: [
    {
      title: 'Course 1: One',
      weeks: [
        {
          title: 'Week 1: First',
          objectives: [{ id: 'tell', text: 'Tell.', evidence: ['L#threshold', 'Q#why', 'S#loop', 'Nowhere#a', 'G#b'] }],
          items: [item('slides', 'S'), item('lab', 'L'), item('quiz', 'Q'), item('lab', 'G', { state: 'missing' })],
        },
        { title: 'Week 2: Second', objectives: [{ text: 'Do.' }], items: [item('lab', 'M', { state: 'missing' })] },
      ],
    },
    { title: 'Course 2: Two', weeks: [{ title: 'Week 1: Third', objectives: [], items: [item('lab', 'N')] }] },
  ],
};

const check = (name: string, passed: boolean): Fact => ({ kind: 'check', item: 'L', check: name, passed, at: at(1) });
const answer = (right: boolean): Fact => ({ kind: 'answer', item: 'Q', question: 'why', right, at: at(1) });
const pageAt = (index: number, list: readonly Fact[] = [], minutes = new Map<string, number>()) =>
  weekPageOf(course, new Summary(course, progressOf(list)), index, minutes);

describe('the page of a week', () => {
  it('lists its items with state and minutes, and says where to begin', () => {
    const page = pageAt(0, [], new Map([['L', 45]])) ?? assert.fail();
    assert.deepEqual(
      page.items.map(({ kind, state, minutes }) => [kind, state, minutes]),
      [
        ['slides', 'todo', undefined],
        ['lab', 'todo', 45],
        ['quiz', 'todo', undefined],
        ['lab', 'missing', undefined],
      ],
    );
    assert.equal(page.next, 0);
    assert.deepEqual(
      [page.course, page.title, page.before, page.after],
      ['Course 1: One', 'Week 1: First', undefined, 'Week 2: Second'],
    );
  });

  it('goes on with the first item that is not done, and with none where nothing is here or all is done', () => {
    const done = (id: string): Fact => ({ kind: 'mark', item: id, done: true, at: at(1) });
    assert.equal(pageAt(0, [done('S')])?.next, 1);
    assert.equal(pageAt(0, ['S', 'L', 'Q'].map(done))?.next, undefined);
    assert.equal(pageAt(1)?.next, undefined);
    assert.equal(pageAt(0, ['S', 'L', 'Q'].map(done))?.percent, 100);
  });

  it('turns over the ends of courses, and knows no week beyond the last', () => {
    assert.deepEqual([pageAt(2)?.before, pageAt(2)?.after], ['Week 2: Second', undefined]);
    assert.equal(pageAt(3), undefined);
    assert.equal(weeksOf(course).length, 3);
  });

  it('marks evidence as shown by passed checks and right answers alone, and leaves out what is not listed', () => {
    const shown = (list: readonly Fact[]) =>
      pageAt(0, list)?.objectives[0]?.evidence.map(({ name, isHere, shown }) => [name, isHere, shown]);
    const pages: Fact = { kind: 'pages', item: 'S', pages: '1-9', of: 9, at: at(1) };
    assert.deepEqual(shown([pages]), [
      ['threshold', true, false],
      ['why', true, false],
      ['loop', true, false],
      ['b', false, false],
    ]);
    assert.deepEqual(
      shown([check('threshold', true), answer(true)])?.map(([, , is]) => is),
      [true, true, false, false],
    );
    assert.deepEqual(
      shown([check('threshold', false), answer(false)])?.map(([, , is]) => is),
      [false, false, false, false],
    );
  });

  it('holds an exercise of several checks for shown once all of them passed', () => {
    assert.equal(isShown('threshold', [check('threshold.a', true), check('threshold.b', true)]), true);
    assert.equal(isShown('threshold', [check('threshold.a', true), check('threshold.b', false)]), false);
    assert.equal(isShown('threshold', [check('thresholds', true)]), false);
    assert.deepEqual(evidenceParts('A#b#c'), { item: 'A', name: 'b#c' });
    assert.deepEqual(evidenceParts('A'), { item: 'A', name: '' });
  });

  it('takes from its page what the contract knows, and nothing else', () => {
    const tick = { type: 'tick', week: '0', objective: 1, done: true };
    assert.deepEqual(parseFromPage(tick), tick);
    const others = [
      ...[undefined, 'tick', { ...tick, objective: -1 }, { ...tick, objective: 0.5 }, { ...tick, done: 'yes' }],
      ...[
        { type: 'turn', week: '0', by: 2 },
        { type: 'open', week: 0, item: 1 },
        { type: 'command', id: 'x' },
      ],
    ];
    for (const other of others) assert.equal(parseFromPage(other), undefined);
  });
});
