import assert from 'node:assert/strict';
import { chooseCourse } from '../../../src/course/choose.ts';
import { bundledCourse } from '../../../src/course/load.ts';
import { findItems, itemById } from '../../../src/shared/find.ts';
import { extensionRoot, folderOf, remove } from '../courseFolder.ts';

const yaml = 'courses: [{ title: Mine, weeks: [{ title: First, objectives: [], items: [] }] }]';
const readme = '## Course 1: Theirs\n### Week 1\n#### Labs\n- [x](x.ipynb)\n';

describe('the course of a window', () => {
  const made: string[] = [];
  const folder = async (files: Record<string, string>) => {
    made.push(await folderOf(files));
    return made.at(-1)!;
  };
  const shown = async (...folders: string[]) => {
    const chosen = await chooseCourse(folders, extensionRoot);
    return chosen && (chosen.bundled ? 'bundled' : chosen.course.courses[0]?.title);
  };
  after(() => Promise.all(made.map(remove)));

  it('is the bundled one without a folder, and in a folder without a README', async () => {
    assert.equal(await shown(), 'bundled');
    assert.equal(await shown(await folder({ 'notes.txt': '' })), 'bundled');
  });

  it('is the folder’s course.yaml, else its README', async () => {
    assert.equal(await shown(await folder({ 'course.yaml': yaml, 'README.md': readme })), 'Course 1: Mine');
    assert.equal(await shown(await folder({ 'Readme.md': readme })), 'Course 1: Theirs');
    assert.equal(
      await shown(await folder({ 'README.md': readme }), await folder({ 'course.yaml': yaml })),
      'Course 1: Mine',
    );
  });

  it('is none where the README has another shape, unless the folder is a learner’s', async () => {
    assert.equal(await shown(await folder({ 'README.md': '# Other' })), undefined);
    assert.equal(await shown(await folder({ 'README.md': '# Mine', 'labs/a.lab.ts': '' })), 'bundled');
    assert.equal(await shown(await folder({ 'README.md': '# Mine', '.mlops-lab/labs.json': '{}' })), 'bundled');
  });

  it('is not guessed around a broken course.yaml', async () => {
    await assert.rejects(shown(await folder({ 'course.yaml': 'courses: 3' })), {
      name: 'UserError',
      code: 'course-yaml',
    });
  });
});

describe('Find in Course', () => {
  const find = async (query: string) => findItems(await bundledCourse(extensionRoot), query).map(({ item }) => item.id);

  it('finds words in any order, whatever their case and accents', async () => {
    assert.equal((await find('engineering SIMPLE'))[0], 'C2_W2_Lab_1');
    assert.deepEqual(await find('SÍMPLE engineering'), await find('simple engineering'));
  });

  it('finds ids, and items by what their week teaches', async () => {
    assert.equal((await find('c2_w2_lab_3'))[0], 'C2_W2_Lab_3');
    assert.ok((await find('frozen constants')).includes('C2_W2_Lab_1'));
  });

  it('puts titles before objectives, and keeps reading order otherwise', async () => {
    assert.equal((await find('pruning'))[0], 'C3_W2_Lab_3');
    const all = await find('');
    const drift = await find('drift');
    assert.ok(drift.includes('C1_W1_Lab_1') && drift.includes('C2_W1_Slides'));
    assert.deepEqual(
      drift,
      all.filter((id) => drift.includes(id)),
    );
    assert.deepEqual([all.length, all[0], all.at(-1)], [74, 'C1_W1_Slides', 'C4_W4_Quiz']);
  });

  it('finds nothing when one word occurs nowhere', async () => {
    assert.deepEqual(await find('feature xyzzy'), []);
  });

  it('finds an item by its id', async () => {
    const course = await bundledCourse(extensionRoot);
    assert.equal(itemById(course, 'C3_W5_Lab_1')?.item.title, 'Shapley Values');
    assert.equal(itemById(course, 'nothing'), undefined);
  });
});
