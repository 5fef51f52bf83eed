import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkCourse, completionsAt, descriptionAt } from '../../../src/course/author/author.ts';
import { bundledCourse, loadCourse } from '../../../src/course/load.ts';
import type { Fact } from '../../../src/course/progress/facts.ts';
import { parseProgress } from '../../../src/course/progress/format.ts';
import { objectiveKey, subjectsOf } from '../../../src/course/progress/objectives.ts';
import { join as joined, type Progress, progressOf } from '../../../src/course/progress/progress.ts';
import { Summary } from '../../../src/course/progress/summary.ts';
import type { Objective, Specialization } from '../../../src/shared/model.ts';
import { extensionRoot, folderOf, remove } from '../courseFolder.ts';

const weeksOf = ({ courses }: Specialization) => courses.flatMap(({ weeks }) => weeks);
const objectivesOf = (course: Specialization): Objective[] =>
  weeksOf(course).flatMap(({ objectives }) => [...objectives]);

describe('the objectives of the bundled course', () => {
  let course: Specialization;
  before(async () => {
    course = await bundledCourse(extensionRoot);
  });

  it('have ids of their week, each once, and evidence of two kinds each', () => {
    for (const [c, { weeks }] of course.courses.entries()) {
      for (const [w, { objectives }] of weeks.entries()) {
        for (const { id } of objectives) assert.match(id ?? '', new RegExp(`^C${c + 1}_W${w + 1}_[a-z0-9-]+$`));
      }
    }
    const all = objectivesOf(course);
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
    const kinds = new Map(weeksOf(course).flatMap(({ items }) => items.map(({ id, kind }) => [id, kind] as const)));
    for (const { id, evidence = [] } of all) {
      const items = evidence.map((each) => each.split('#')[0]);
      for (const item of items) assert.ok(kinds.has(item), `${id}: ${item}`);
      const shown = new Set(items.map((item) => (kinds.get(item) === 'assignment' ? 'lab' : kinds.get(item))));
      assert.ok(shown.size >= 2, `${id} is shown by ${[...shown].join()} alone`);
    }
  });

  it('cover the 27 of the seed', () => {
    const covered = new Set(objectivesOf(course).flatMap(({ seed = [] }) => seed));
    const keys = [5, 13, 9].flatMap((count, part) => Array.from({ length: count }, (_, i) => `${'LMD'[part]}${i + 1}`));
    assert.deepEqual([...covered].sort(), keys.sort());
  });

  describe('and the ticks of 0.1.0', () => {
    let old: Progress;
    before(async () => {
      const name = 'objectives-0.1.0.json';
      const text = await readFile(join(extensionRoot, 'test/fixtures/progress', name), 'utf8');
      const { progress, damaged } = parseProgress(text, name);
      assert.deepEqual([progress.size, damaged], [77, []]);
      old = progress;
    });
    const ticks = (summary: Summary) =>
      weeksOf(course).map((week) => {
        const { done, of } = summary.objectives(week);
        return [done, of];
      });
    const all = () => new Summary(course, old);

    it('are carried over, all but one, which has no successor', () => {
      const kept = new Set(weeksOf(course).flatMap((week) => all().objectivesOf(week).flatMap(subjectsOf)));
      const lost = [...old.values()].filter((fact) => fact.kind === 'objective' && !kept.has(fact.objective));
      const gone = objectiveKey(2, 0, 'Run a seeded search twice and get the same list of trials.');
      assert.deepEqual(
        lost.map((fact) => fact.kind === 'objective' && fact.objective),
        [gone],
      );
      assert.ok(
        ticks(all()).every(([done = 0, of = 0]) => done >= 3 && done <= of),
        JSON.stringify(ticks(all())),
      );
    });

    it('tick nothing that was not there: an objective that is new stays open', () => {
      const week = weeksOf(course)[0]!;
      const open = all()
        .objectivesOf(week)
        .filter((each) => !all().isTicked(each))
        .map(({ key }) => key);
      assert.deepEqual(open, ['C1_W1_two-cycles', 'C1_W1_alarms']);
    });

    it('give way to what is ticked afterwards under the id', () => {
      const week = weeksOf(course)[0]!;
      const [loop] = all().objectivesOf(week);
      const fact = (done: boolean, at: string): Fact => ({ kind: 'objective', objective: 'C1_W1_loop', done, at });
      const off = new Summary(course, joined(old, progressOf([fact(false, '2026-12-01T00:00:00.000Z')])));
      assert.ok(loop && all().isTicked(loop) && !off.isTicked(loop));
      const before = new Summary(course, joined(old, progressOf([fact(false, '2020-01-01T00:00:00.000Z')])));
      assert.ok(before.isTicked(loop));
    });
  });
});

describe('objectives in a course.yaml', () => {
  const yaml = (objectives: string) => `courses:
  - title: A
    weeks:
      - title: B
        objectives:${objectives}
        items:
          - { id: Q, kind: quiz, title: Questions, file: quiz.yaml }
`;
  async function inFolder<T>(text: string, work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await folderOf({ 'course.yaml': text, 'quiz.yaml': '' });
    try {
      return await work(folder);
    } finally {
      await remove(folder);
    }
  }
  const told = (text: string) =>
    inFolder(text, async (folder) =>
      ((await checkCourse(folder, extensionRoot))?.problems ?? []).map(
        ({ line, severity, code }) => `${line} ${severity} ${code}`,
      ),
    );

  it('may be plain texts, or have ids and evidence, side by side', async () => {
    const text = yaml('\n          - Do this.\n          - { id: that, text: Do that., evidence: [Q#first] }');
    assert.deepEqual(await told(text), []);
    const course = await inFolder(text, (folder) => loadCourse(folder, extensionRoot));
    assert.deepEqual(course?.courses[0]?.weeks[0]?.objectives, [
      { text: 'Do this.' },
      { id: 'that', text: 'Do that.', evidence: ['Q#first'] },
    ]);
  });

  it('are told of at their places: an id twice, evidence of nothing, keys and texts that are missing', async () => {
    const lines = [
      '- { id: a, text: Do this. }',
      '- { id: a, text: Do that. }',
      '- { id: b, text: Do more., evidence: [X#y, Q] }',
      '- { id: c }',
      '- { id: d, text: T, evidnce: [] }',
      '- 3',
    ];
    assert.deepEqual(await told(yaml(lines.map((line) => `\n          ${line}`).join(''))), [
      '7 error duplicate-id',
      '8 error unknown-evidence',
      '8 error not-valid',
      '9 error missing-key',
      '10 error unknown-key',
      '11 error wrong-type',
    ]);
  });

  it('are completed and described', async () => {
    const text = yaml('\n          - id: a\n            |');
    const found = await completionsAt('/nowhere', text.replace('|', ''), text.indexOf('|'));
    assert.deepEqual(
      found.map(({ label }) => label),
      ['text', 'was', 'seed', 'evidence'],
    );
    const written = yaml('\n          - { id: a, text: T, evidence: [Q#x] }');
    assert.match((await descriptionAt(written, written.indexOf('evidence')))?.text ?? '', /ITEM#NAME/);
  });
});
