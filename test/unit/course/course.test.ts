import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import * as z from 'zod/mini';
import { bundledCourse, loadCourse } from '../../../src/course/load.ts';
import { courseFileSchema, readCourseYaml } from '../../../src/course/yaml.ts';
import { itemsOf } from '../../../src/shared/find.ts';
import { fileOf, type Specialization } from '../../../src/shared/model.ts';
import { courseRepository, extensionRoot, fixtureReadme, folderOf, remove } from '../courseFolder.ts';

const items = (course: Specialization) => itemsOf(course).map(({ item }) => item);
const objectives = (course: Specialization) =>
  course.courses.flatMap((c) => c.weeks.flatMap((w) => w.objectives.map(({ text }) => text)));
const weeksPerCourse = (course: Specialization) => course.courses.map((c) => c.weeks.length);

describe('a clone of the course repository', () => {
  let folder: string;
  let course: Specialization;
  before(async () => {
    folder = await courseRepository();
    course = (await loadCourse(folder, extensionRoot))!;
  });
  after(() => remove(folder));

  it('has 4 courses, 3+4+5+4 weeks and 52 items; objectives of its own in course 1, ours in the others', async () => {
    // Our quizzes are added to it, as many as there are by now.
    const kinds = items(course).flatMap(({ kind }) => (kind === 'quiz' ? [] : [kind]));
    const of = (kind: string) => kinds.filter((k) => k === kind).length;
    assert.equal(course.source, 'README.md');
    assert.deepEqual(weeksPerCourse(course), [3, 4, 5, 4]);
    assert.deepEqual([kinds.length, of('slides'), of('lab'), of('assignment')], [52, 16, 33, 3]);
    const [first, ...others] = course.courses.map((c) => c.weeks.map((w) => w.objectives));
    assert.equal(first?.flat().length, 27);
    const bundled = await bundledCourse(extensionRoot);
    assert.deepEqual(
      others,
      bundled.courses.slice(1).map((c) => c.weeks.map((w) => w.objectives)),
    );
  });

  it('resolves every link, and repairs three of them, each with a sentence', () => {
    const c1 = 'C1-Introduction-to-machine-learning-in-production';
    const c4 = 'C4-Welcome-to-deploying-machine-learning-models-in-production';
    const instead = (from: string, to: string) =>
      `The README links “${from}”. “${to}” is opened instead, the one file that fits.`;
    assert.deepEqual(
      items(course).filter((item) => item.state !== 'resolved'),
      [],
    );
    const repaired = items(course).filter((item) => item.repaired);
    assert.deepEqual(
      repaired.map(({ id, target, note }) => ({ id, target, note })),
      [
        {
          id: 'C1_W3_Lab_1',
          // Our lab opens; the note is about the notebook beside it.
          target: 'C1/W3/C1_W3_Lab_1_Data_Labeling.lab.ts',
          note: instead(
            `${c1}/Week2/C1W3_Data_Labeling_Ungraded_Lab.ipynb`,
            `${c1}/Week3/C1W3_Data_Labeling_Ungraded_Lab.ipynb`,
          ),
        },
        {
          id: 'C4_W1_Lab_3',
          target: `${c4}/Week1/C4_W1_Lab_3_TFS.ipynb`,
          note: instead(`${c4}/Week1/C4_W1.pdf`, `${c4}/Week1/C4_W1_Lab_3_TFS.ipynb`),
        },
        {
          id: 'C4_W2_Slides',
          target: `${c4}/Week2/C4_W2.pdf`,
          note: instead(`${c4}/Week1/C4_W1.pdf`, `${c4}/Week2/C4_W2.pdf`),
        },
      ],
    );
  });

  it('lists what its README does not link, where its file lies in the folder of the week, and says so', () => {
    const note = 'The README does not link this; its file lies in the folder of the week.';
    assert.deepEqual(
      items(course)
        .filter((item) => item.note === note)
        .map(({ id, target }) => [id, basename(target ?? '')]),
      [
        ['C4_W1_Lab_1', 'C4_W1_Lab_1_Docker_Intro.md'],
        ['C4_W1_Lab_2', 'C4_W1_Lab_2_TFS_Docker.md'],
      ],
    );
  });

  it('finds each resolved file in the tree of the repository', async () => {
    const tree = new Set(
      (await readFile(join(import.meta.dirname, '../../fixtures/course-repo/tree.txt'), 'utf8')).split('\n'),
    );
    const own = items(course).filter(({ base }) => base === undefined);
    assert.deepEqual(
      own.filter(({ target }) => !tree.has(target ?? '')),
      [],
    );
    const notebooks = items(course).flatMap(({ other }) => (other ? [relative(folder, other.path)] : []));
    assert.deepEqual(
      notebooks.filter((path) => !tree.has(path) && !path.startsWith('..')),
      [],
    );
  });

  it('opens our lab where there is one, with the notebook that it stands for beside it', () => {
    const lab = items(course).find(({ id }) => id === 'C2_W2_Lab_1')!;
    assert.equal(
      fileOf(course, lab),
      join(extensionRoot, 'course', 'C2/W2/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts'),
    );
    assert.deepEqual(lab.other, {
      kind: 'notebook',
      path: join(
        folder,
        'C2-Machine-learning-data-life-cycle-in-production/Week2/C2_W2_Lab_1_Simple_Feature_Engineering.ipynb',
      ),
    });
  });

  it('gives every item the id that the bundled course has for it', async () => {
    const bundled = new Map(items(await bundledCourse(extensionRoot)).map((item) => [item.id, item.kind]));
    for (const { id, kind, title } of items(course)) assert.equal(id && bundled.get(id), kind, title);
    const twice = items(course)
      .filter((item) => item.id === 'C3_W3_Lab_1')
      .map((item) => item.target?.split('/').pop());
    assert.deepEqual(twice, ['C3_W3_Lab_1_Distributed_Training.ipynb', 'C3W3_Colab_Lab1_Distributed_Training.ipynb']);
  });
});

describe('the bundled course', () => {
  let course: Specialization;
  before(async () => {
    course = await bundledCourse(extensionRoot);
  });

  it('has 4 courses, 3+4+5+4 weeks, 16 decks, 39 labs, 3 assignments and 16 quizzes', () => {
    const kinds = items(course).map((item) => item.kind);
    const of = (kind: string) => kinds.filter((k) => k === kind).length;
    assert.deepEqual(weeksPerCourse(course), [3, 4, 5, 4]);
    assert.deepEqual([of('slides'), of('lab'), of('assignment'), of('quiz')], [16, 39, 3, 16]);
  });

  it('has four to seven objectives in every week, in words of its own', async () => {
    for (const week of course.courses.flatMap((c) => c.weeks)) {
      assert.ok(week.objectives.length >= 4 && week.objectives.length <= 7, week.title);
    }
    const theirs = (await fixtureReadme()).toLowerCase();
    assert.deepEqual(
      objectives(course).filter((text) => theirs.includes(text.toLowerCase().replace(/\.$/, ''))),
      [],
    );
    assert.equal(new Set(objectives(course)).size, objectives(course).length);
  });

  it('places each file in the folder of its course and week, and names labs by their ids', () => {
    course.courses.forEach((c, ci) => {
      c.weeks.forEach((w, wi) => {
        for (const { id, kind, target } of w.items) {
          const folder = `C${ci + 1}/W${wi + 1}/`;
          assert.ok(target?.startsWith(folder) && id?.startsWith(`C${ci + 1}_W${wi + 1}_`), id);
          if (kind === 'slides') assert.equal(target, `${folder}deck.pdf`);
          else if (kind === 'quiz') assert.equal(target, `${folder}quiz.yaml`);
          else assert.match(target ?? '', new RegExp(`^${folder}${id}(_\\w+)?\\.lab\\.ts$`));
        }
      });
    });
  });

  it('says of a file that is not there that it is not part of this version, found by looking', async () => {
    const folder = await folderOf({
      'course.yaml': await readFile(join(extensionRoot, 'course/course.yaml'), 'utf8'),
      'C2/W2/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts': '',
      'C2/W2/deck.pdf': '',
    });
    try {
      const found = items((await loadCourse(folder, extensionRoot))!);
      assert.deepEqual(
        found.filter((i) => i.state === 'resolved').map((i) => i.id),
        ['C2_W2_Slides', 'C2_W2_Lab_1'],
      );
      const notes = new Set(found.filter((i) => i.state === 'missing').map((i) => i.note));
      assert.deepEqual([...notes].sort(), [
        'These slides are not part of this version yet.',
        'This assignment is not part of this version yet.',
        'This lab is not part of this version yet.',
        'This quiz is not part of this version yet.',
      ]);
    } finally {
      await remove(folder);
    }
  });
});

describe('course.yaml', () => {
  const sound = 'courses:\n  - title: A\n    weeks:\n      - title: B\n        objectives: []\n        items:\n';
  const item = (fields: string) => `${sound}          - { ${fields} }\n`;
  const failing = (text: string, message: RegExp) =>
    assert.rejects(readCourseYaml(text), { name: 'UserError', code: 'course-yaml', message });

  it('is described to editors by the schema that reads it', async () => {
    const described = JSON.parse(await readFile(join(extensionRoot, 'course/course.schema.json'), 'utf8'));
    assert.deepEqual(described, {
      title: 'MLOps Lab course',
      ...z.toJSONSchema(courseFileSchema, { io: 'input', target: 'draft-07' }),
    });
  });

  it('reads a course of any size', async () => {
    const { courses } = await readCourseYaml(item('id: X, kind: lab, title: T, file: x.lab.ts'));
    assert.equal(courses[0]?.weeks[0]?.items[0]?.id, 'X');
  });

  it('names the line of a fault', async () => {
    await failing('courses: [', /^course\.yaml, line 1: This is not valid YAML/);
    await failing('', /line 1: the file must be given as a group/);
    await failing('courses: []', /line 1: courses must not be empty/);
    await failing(
      item('id: X, kind: video, title: T, file: f'),
      /line 7: .*kind must be one of slides, lab, assignment/,
    );
    await failing(item('id: X, kind: lab, title: T, path: f'), /line 7: /);
    await failing(item('id: X, kind: lab, title: 3, file: f'), /line 7: .*title must be given as text/);
    await failing(item('id: 1X, kind: lab, title: T, file: f'), /line 7: .*must begin with a letter/);
    await failing(
      `${item('id: X, kind: lab, title: T, file: f')}          - { id: X, kind: lab, title: U, file: g }`,
      /line 8: The id “X” occurs twice/,
    );
    await failing(`${sound}          []\nextra: 1\n`, /“extra” is not known/);
  });

  it('rejects what would explode or overflow', async () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x,x]',
      ...'bcdefg'.split('').map((n, i) => `${n}: &${n} [${Array(10).fill(`*${'abcdefg'[i]}`)}]`),
    ].join('\n');
    await failing(bomb, /not valid YAML/);
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 10; // Mocha keeps all frames, and of an overflow these are ten thousand.
    try {
      await failing('['.repeat(20_000), /not valid YAML/);
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  });
});
