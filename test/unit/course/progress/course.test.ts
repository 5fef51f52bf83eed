import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundledCourse } from '../../../../src/course/load.ts';
import type { Fact } from '../../../../src/course/progress/facts.ts';
import { filterText, isFiltering, showAll, showsItem, showsObjective } from '../../../../src/course/progress/filter.ts';
import { lastPlaces, nextStep } from '../../../../src/course/progress/next.ts';
import { progressOf } from '../../../../src/course/progress/progress.ts';
import { type ProgressReport, progressReport, reportMarkdown } from '../../../../src/course/progress/report.ts';
import { ProgressStore } from '../../../../src/course/progress/store.ts';
import { Summary } from '../../../../src/course/progress/summary.ts';
import { badge, groupSentence, itemSentence, itemText, percentText } from '../../../../src/course/progress/words.ts';
import type { CourseItem, Specialization } from '../../../../src/shared/model.ts';
import { cli } from '../../commandLine.ts';
import { extensionRoot, folderOf, remove } from '../../courseFolder.ts';
import { at, read } from '../../progressFacts.ts';

const item = (kind: CourseItem['kind'], id: string): CourseItem => ({
  kind,
  id,
  title: id,
  target: `${id}.x`,
  state: 'resolved',
});
const course: Specialization = {
  source: 'course.yaml',
  folder: '/',
  courses: [
    {
      title: 'One <b>|</b>',
      weeks: [
        { title: 'Week 1', objectives: [{ text: 'Know' }], items: [item('slides', 'A'), item('lab', 'B')] },
        { title: 'Week 2', objectives: [], items: [item('lab', 'C'), { ...item('lab', 'D'), state: 'missing' }] },
      ],
    },
  ],
};
const mark = (id: string): Fact => ({ kind: 'mark', item: id, done: true, at: at(1) });
const place = (id: string, page: number, second: number): Fact => ({
  kind: 'place',
  item: id,
  place: { kind: 'page', page },
  at: at(second),
});
const of = (...facts: Fact[]) => new Summary(course, progressOf(facts));

describe('Continue', () => {
  const next = (...facts: Fact[]) => {
    const step = nextStep(course, of(...facts));
    return step && [step.placed.item.id, step.place?.kind === 'page' ? step.place.page : undefined];
  };

  it('begins with the first item', () => assert.deepEqual(next(), ['A', undefined]));

  it('leads to the last place', () => {
    assert.deepEqual(next(place('A', 5, 2), place('C', 3, 1)), ['A', 5]);
    assert.deepEqual(next(place('A', 5, 1), place('C', 3, 2)), ['C', 3]);
  });

  it('goes on behind what is done, and around', () => {
    assert.deepEqual(next(place('A', 30, 2), mark('A')), ['B', undefined]);
    assert.deepEqual(next(place('C', 1, 2), place('A', 7, 1), mark('C')), ['A', 7]);
    assert.equal(next(mark('A'), mark('B'), mark('C')), undefined);
  });

  it('never leads to what is not here', () => {
    assert.deepEqual(next(place('D', 1, 9), mark('A'), mark('B')), ['C', undefined]);
    assert.deepEqual(
      lastPlaces(course, of(place('D', 1, 9), place('A', 1, 1), place('B', 1, 2))).map(({ placed }) => placed.item.id),
      ['B', 'A'],
    );
  });
});

describe('the filter', () => {
  it('keeps a state and a kind', () => {
    const shown = (filter: typeof showAll) =>
      (['todo', 'begun', 'done'] as const).filter((state) => showsItem(filter, item('lab', 'B'), state));
    assert.deepEqual(shown(showAll), ['todo', 'begun', 'done']);
    assert.deepEqual(shown({ state: 'todo', kind: 'all' }), ['todo', 'begun']);
    assert.deepEqual(shown({ state: 'done', kind: 'lab' }), ['done']);
    assert.deepEqual(shown({ state: 'all', kind: 'slides' }), []);
    assert.ok(showsObjective({ state: 'done', kind: 'all' }, true));
    assert.ok(!showsObjective({ state: 'todo', kind: 'all' }, true));
    assert.ok(!showsObjective({ state: 'all', kind: 'lab' }, false));
  });

  it('says what it leaves', () => {
    assert.equal(filterText(showAll), '');
    assert.ok(!isFiltering(showAll));
    assert.equal(filterText({ state: 'todo', kind: 'lab' }), 'Shown: to do, labs');
    assert.equal(filterText({ state: 'all', kind: 'slides' }), 'Shown: slides');
  });
});

describe('progress in words', () => {
  it('is short on a row, a sentence in its tooltip, and a pie without a number in its badge', () => {
    const some = of(read('A', '1-3', 30)).item(item('slides', 'A'));
    assert.deepEqual([itemText(some), itemSentence(some), badge(some)], ['3 of 30', '3 of 30 pages read.', '○']);
    const none = of().item(item('slides', 'A'));
    assert.deepEqual([itemText(none), itemSentence(none), badge(none)], ['', 'Not begun yet.', undefined]);
    const marked = of(mark('A')).item(item('slides', 'A'));
    assert.deepEqual([itemText(marked), badge(marked)], ['marked as done', '✓']);
    assert.deepEqual([none, some, marked].map(percentText), ['', '10%', '100%']);
    assert.equal(
      groupSentence(of(mark('A')).week(course.courses[0]!.weeks[0]!)),
      '1 of the 2 items that are here are finished.',
    );
    for (let percent = 0; percent <= 100; percent++) {
      const state = percent === 100 ? 'done' : percent > 0 ? 'begun' : 'todo';
      const pie = badge({ state, fraction: percent / 100 });
      assert.equal(pie, percent === 100 ? '✓' : percent === 0 ? undefined : '○◔◑◕'[Math.floor(percent / 25)]);
    }
  });
});

describe('the report', () => {
  it('holds each week’s items and objectives', () => {
    const report = progressReport(course, of(mark('A'), read('B', '1', 2)), new Date(at(0)));
    assert.equal(report.schemaVersion, 1);
    assert.equal(report.at, at(0));
    const [week, other] = report.courses[0]!.weeks;
    assert.deepEqual(
      week?.entries.map(({ id, state, fraction }) => [id, state, fraction]),
      [
        ['A', 'done', 1],
        ['B', 'begun', 0.5],
      ],
    );
    assert.deepEqual(week?.objectives, [{ text: 'Know', ticked: false }]);
    assert.deepEqual(
      other?.entries.map(({ id }) => id),
      ['C'],
      'what is not here is left out',
    );
  });

  it('as Markdown leaves out weeks that were not begun, and takes titles for text', () => {
    const markdown = reportMarkdown(progressReport(course, of(mark('A')), new Date(at(0))));
    assert.match(markdown, /^# Progress\n\n2026-01-01, 25% done\.$/m);
    assert.ok(markdown.includes('## One \\<b\\>\\|\\</b\\>'));
    assert.match(markdown, /\| ✓ \| A \| marked as done \|\n\| {2}\| B \| {2}\|/);
    assert.match(markdown, /- \[ \] Know/);
    assert.ok(!markdown.includes('Week 2'));
  });
});

describe('mlops-lab progress', () => {
  let workspace: string;
  before(async () => {
    workspace = await folderOf({});
  });
  after(() => remove(workspace));

  it('writes nothing, and knows nothing of an empty folder', async () => {
    const { code, stdout } = await cli('progress', '--workspace', workspace);
    assert.equal(code, 0);
    assert.match(stdout, /^Whole course +0%/);
    assert.deepEqual(await readdir(workspace), []);
  });

  it('tells what is kept there, for people, as Markdown, and as JSON', async () => {
    const bundled = await bundledCourse(extensionRoot);
    const week = bundled.courses[1]!.weeks[1]!;
    const [objective] = new Summary(bundled, progressOf([])).objectivesOf(week);
    await new ProgressStore(workspace).add([
      { kind: 'check', item: 'C2_W2_Lab_1', check: 'analyzed', passed: true, at: at(1) },
      { kind: 'total', item: 'C2_W2_Lab_1', unit: 'checks', total: 4, at: at(1) },
      { kind: 'objective', objective: objective!.key, done: true, at: at(1) },
    ]);
    const { stdout } = await cli('progress', '--workspace', workspace);
    assert.match(stdout, /^ {4}Simple Feature Engineering +25% +1 of 4$/m);
    const markdown = (await cli('progress', '--workspace', workspace, '--markdown')).stdout;
    assert.match(markdown, /\| … \| Simple Feature Engineering \| 1 of 4 \|/);
    assert.match(markdown, /- \[x\] /);
    const report = JSON.parse((await cli('progress', '--workspace', workspace, '--json')).stdout) as ProgressReport;
    const entry = report.courses[1]?.weeks[1]?.entries.find(({ id }) => id === 'C2_W2_Lab_1');
    assert.deepEqual(entry?.count, { unit: 'checks', done: 1, of: 4 });
  });

  it('says what it cannot read, and refuses what it does not know', async () => {
    const folder = await folderOf({ '.mlops-lab/progress.json': '{"version": 1,\n"facts": [\nnonsense,\nnull]}\n' });
    const { code, stderr } = await cli('progress', '--workspace', folder);
    assert.equal(code, 0);
    assert.ok(stderr.startsWith(`${join(folder, '.mlops-lab', 'progress.json')} is damaged: 1 of its lines`));
    await remove(folder);
    assert.equal((await cli('progress', '--json', '--markdown', '--workspace', workspace)).code, 2);
    const other = await folderOf({ 'README.md': '# Another project\n' });
    assert.match((await cli('progress', '--workspace', other)).stderr, /lists no course/);
    await remove(other);
  });
});
