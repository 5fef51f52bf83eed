// The Course view's own work for a course of 5,000 items, all of them worked on: 100,000 facts. VS Code draws its rows.
import { performance } from 'node:perf_hooks';
import { parseProgress, printProgress } from '../src/course/progress/format.ts';
import { progressOf, record } from '../src/course/progress/progress.ts';
import { Summary } from '../src/course/progress/summary.ts';
import { median, print } from './rows.mjs';

const at = '2026-01-01T00:00:00.000Z';
const size = { courses: 10, weeks: 10, items: 50 };
const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));

const course = {
  source: 'course.yaml',
  folder: '/',
  courses: times(size.courses, (c) => ({
    title: `Course ${c}`,
    weeks: times(size.weeks, (w) => ({
      title: `Week ${w}`,
      objectives: times(5, (o) => `Objective ${o} of week ${w}`),
      items: times(size.items, (i) => {
        const id = `C${c}_W${w}_${i}`;
        return { kind: 'lab', id, title: id, target: `${id}.lab.ts`, state: 'resolved' };
      }),
    })),
  })),
};
const items = course.courses.flatMap(({ weeks }) => weeks.flatMap((week) => week.items));
const facts = items.flatMap(({ id: item }) => [
  ...times(18, (n) => ({ kind: 'cell', item, cell: `cell-${n}`, at })),
  { kind: 'total', item, unit: 'cells', total: 20, at },
  { kind: 'place', item, place: { kind: 'cell', cell: 'cell-3' }, at },
]);
const progress = progressOf(facts);
const text = printProgress(progress);

/** Milliseconds, the median of five. */
function time(work) {
  return median(
    times(5, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    }),
  );
}

const news = times(200, (n) => [{ kind: 'cell', item: items[n].id, cell: 'cell-19', at }]);
let next = 0;
const before = new Summary(course, progress);
before.whole(course);
const row = (what, measured) => ({ what, measured, unit: 'ms' });
print(`A tree of ${items.length} items with ${progress.size} facts (${(text.length / 1e6).toFixed(1)} MB)`, [
  row(
    'read progress.json',
    time(() => parseProgress(text, 'progress.json')),
  ),
  row(
    'write it',
    time(() => printProgress(progress)),
  ),
  row(
    'a new fact, until each row above it is known',
    time(() => {
      const [fact] = news[next++];
      new Summary(course, record(progress, [fact]), before, new Set([fact.item])).whole(course);
    }),
  ),
]);
