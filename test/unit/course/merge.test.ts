import assert from 'node:assert/strict';
import { loadCourse } from '../../../src/course/load.ts';
import { mergeBundled } from '../../../src/course/merge.ts';
import { itemById, itemsOf } from '../../../src/shared/find.ts';
import { type CourseItem, fileOf, type Specialization } from '../../../src/shared/model.ts';
import { extensionRoot, folderOf, remove } from '../courseFolder.ts';

const week = (items: CourseItem[], objectives: string[] = []): Specialization['courses'] => [
  { title: 'Course', weeks: [{ title: 'Week', objectives: objectives.map((text) => ({ text })), items }] },
];
const clone = (items: CourseItem[], objectives?: string[]): Specialization => ({
  source: 'README.md',
  folder: '/clone',
  courses: week(items, objectives),
});
const bundled: Specialization = {
  source: 'course.yaml',
  folder: '/ours',
  courses: week(
    [
      { kind: 'slides', id: 'Deck', title: 'Our deck', target: 'deck.pdf', state: 'resolved' },
      { kind: 'lab', id: 'Lab', title: 'Our lab', target: 'Lab.lab.ts', state: 'resolved' },
      { kind: 'lab', id: 'Later', title: 'Not here yet', target: 'Later.lab.ts', state: 'missing', note: 'Not yet.' },
    ],
    ['Ours.'],
  ),
};

describe('a clone and the bundled course', () => {
  it('are one list: the README’s order and titles, our labs, and what it does not link', () => {
    const merged = mergeBundled(
      clone([{ kind: 'lab', id: 'Lab', title: 'Their lab', target: 'a.ipynb', state: 'resolved' }]),
      bundled,
    );
    assert.deepEqual(
      itemsOf(merged).map(({ item }) => [item.title, fileOf(merged, item), item.other?.path]),
      [
        ['Their lab', '/ours/Lab.lab.ts', '/clone/a.ipynb'],
        ['Our deck', '/ours/deck.pdf', undefined],
      ],
    );
  });

  it('keep the clone’s slides, ours beside them', () => {
    const merged = mergeBundled(
      clone([{ kind: 'slides', id: 'Deck', title: 'Their deck', target: 'a.pdf', state: 'resolved' }]),
      bundled,
    );
    const { item } = itemById(merged, 'Deck')!;
    assert.equal(fileOf(merged, item), '/clone/a.pdf');
    assert.deepEqual(item.other, { kind: 'slides', path: '/ours/deck.pdf' });
  });

  it('open ours where a link is dead, and say so', () => {
    const dead = {
      kind: 'slides',
      id: 'Deck',
      title: 'Their deck',
      target: 'a.pdf',
      state: 'missing',
      note: 'No.',
    } as const;
    const merged = mergeBundled(clone([dead]), bundled);
    const { item } = itemById(merged, 'Deck')!;
    assert.equal(fileOf(merged, item), '/ours/deck.pdf');
    assert.equal(item.state, 'resolved');
    assert.match(item.note ?? '', /leads to no file/);
  });

  it('leave an item as it is where ours is not here yet', () => {
    const theirs = { kind: 'lab', id: 'Later', title: 'Theirs', target: 'b.ipynb', state: 'resolved' } as const;
    assert.deepEqual(itemsOf(mergeBundled(clone([theirs]), bundled))[0]?.item, theirs);
  });

  it('take the README’s objectives before ours', () => {
    const lab = { kind: 'lab', id: 'Lab', title: 'Lab', state: 'missing' } as const;
    const objectives = (course: Specialization) => course.courses[0]?.weeks[0]?.objectives.map(({ text }) => text);
    assert.deepEqual(objectives(mergeBundled(clone([lab], ['Theirs.']), bundled)), ['Theirs.']);
    assert.deepEqual(objectives(mergeBundled(clone([lab]), bundled)), ['Ours.']);
  });

  it('take the README’s title of a week before ours, unless it is a number alone', () => {
    const lab = { kind: 'lab', id: 'Lab', title: 'Lab', state: 'missing' } as const;
    const titled = (title: string): Specialization => ({
      ...clone([lab]),
      courses: [{ title: 'Course', weeks: [{ title, objectives: [], items: [lab] }] }],
    });
    const title = (course: Specialization) => course.courses[0]?.weeks[0]?.title;
    assert.equal(title(mergeBundled(titled('Week 2: Theirs'), bundled)), 'Week 2: Theirs');
    assert.equal(title(mergeBundled(titled('Week 2'), bundled)), 'Week');
  });

  it('stay apart where a week has nothing that course.yaml knows', () => {
    const other = clone([{ kind: 'lab', title: 'Another course’s', target: 'x.ipynb', state: 'resolved' }]);
    assert.deepEqual(mergeBundled(other, bundled), other);
  });
});

describe('a link that leads nowhere', () => {
  const readme = (links: string) => `# Course 9: Other\n## Week 1: One\n### Labs\n${links}\n`;
  const load = async (files: Record<string, string>, links: string) => {
    const folder = await folderOf({ ...files, 'README.md': readme(links) });
    try {
      return itemsOf((await loadCourse(folder, extensionRoot))!).map(({ item }) => item);
    } finally {
      await remove(folder);
    }
  };
  const here = '- [First lab](a/w1/first.ipynb)\n';

  it('is repaired by its own file name, wherever in its course the one file lies', async () => {
    const files = { 'a/w1/first.ipynb': '', 'a/w1/deep/second.ipynb': '' };
    const [, item] = await load(files, `${here}- [Second lab](a/second.ipynb)`);
    assert.equal(item?.target, 'a/w1/deep/second.ipynb');
    assert.equal(item?.repaired, true);
    assert.match(item?.note ?? '', /“a\/second.ipynb”. “a\/w1\/deep\/second.ipynb” is opened instead/);
  });

  it('is repaired by the words of its title', async () => {
    const files = { 'a/w1/first.ipynb': '', 'a/w1/wine_quality_05.ipynb': '' };
    const [, item] = await load(files, `${here}- [Ungraded Lab: Wine Quality](a/w1/gone.ipynb)`);
    assert.equal(item?.target, 'a/w1/wine_quality_05.ipynb');
  });

  it('is left as it is where two files fit, where none does, and where one fits that another item has', async () => {
    const two = { 'a/w1/first.ipynb': '', 'a/w1/x/second.ipynb': '', 'a/w1/y/second.ipynb': '' };
    for (const [files, link] of [
      [two, '- [Second lab](a/second.ipynb)'],
      [{ 'a/w1/first.ipynb': '' }, '- [Second thing](a/second.ipynb)'],
      [{ 'a/w1/first.ipynb': '' }, '- [First one](a/w1/gone.ipynb)'],
      [{ 'a/w1/first.ipynb': '', 'a/w1/second.pdf': '' }, '- [Second thing](a/w1/second.ipynb)'],
    ] as const) {
      const [, item] = await load(files, `${here}${link}`);
      assert.equal(item?.state, 'missing', link);
      assert.equal(item?.repaired, undefined, link);
    }
  });

  it('is never looked for in another course or outside the folder', async () => {
    const files = { 'a/w1/first.ipynb': '', 'b/w1/second.ipynb': '', 'second.ipynb': '' };
    for (const link of ['a/second.ipynb', '../second.ipynb', 'https://example.com/second.ipynb']) {
      const [, item] = await load(files, `${here}- [Second](${link})`);
      assert.equal(item?.state, 'missing', link);
    }
  });
});
