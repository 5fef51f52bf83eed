import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { markForeign, resolveLink } from '../../../src/course/resolve.ts';
import { folderOf, remove } from '../courseFolder.ts';

describe('a link of a course', () => {
  let folder: string;
  let outside: string;
  before(async () => {
    outside = await folderOf({ 'secret.ipynb': '' });
    folder = await folderOf({
      'Week1/Lab one.ipynb': '',
      'Week1/deck.pdf': '',
      'Week1/caf\u00e9.ipynb': '',
      'Week1/50%.ipynb': '',
    });
    await symlink(outside, join(folder, 'out'), 'junction');
    await symlink(join(folder, 'Week1'), join(folder, 'in'), 'junction');
    await symlink(join(folder, 'nowhere'), join(folder, 'broken'), 'junction');
  });
  after(() => Promise.all([remove(folder), remove(outside)]));

  const resolves = async (href: string, target: string) =>
    assert.deepEqual(await resolveLink(folder, href, 'lab'), { state: 'resolved', target });
  const refuses = async (href: string, note: RegExp) => {
    const { state, note: said = '' } = await resolveLink(folder, href, 'lab');
    assert.equal(state, 'missing');
    assert.match(said, note);
  };

  it('may be percent-encoded, in another case, with a fragment, or from the top', async () => {
    await resolves('Week1/Lab%20one.ipynb', 'Week1/Lab one.ipynb');
    await resolves('WEEK1/lab ONE.ipynb#part', 'Week1/Lab one.ipynb');
    await resolves('/Week1/./x/../Lab one.ipynb?raw=1', 'Week1/Lab one.ipynb');
    await resolves('Week1\\Lab one.ipynb', 'Week1/Lab one.ipynb');
    await resolves('Week1/cafe%CC%81.ipynb', 'Week1/caf\u00e9.ipynb');
    await resolves('Week1/50%.ipynb', 'Week1/50%.ipynb');
    await resolves('in/Lab one.ipynb', 'in/Lab one.ipynb');
  });

  it('is not followed out of the folder', async () => {
    await refuses('../secret.ipynb', /leads out of this folder/);
    await refuses('Week1/../../x.ipynb', /leads out of this folder/);
    await refuses('%2e%2e/x.ipynb', /leads out of this folder/);
    await refuses('C:/x.ipynb', /leads out of this folder/);
    await refuses('out/secret.ipynb', /leads out of this folder by a symbolic link/);
    await refuses('out', /leads out of this folder by a symbolic link/);
  });

  it('is not followed to the web', async () => {
    await refuses('https://example.org/x.ipynb', /“https:\/\/example\.org\/x\.ipynb”, which is not a file/);
    await refuses('//example.org/x.ipynb', /which is not a file/);
    await refuses('command:x', /which is not a file/);
  });

  it('may lead to nothing', async () => {
    await refuses('', /names no file/);
    await refuses('#top', /names no file/);
    await refuses('Week1/none.ipynb', /^This folder has no file “Week1\/none\.ipynb”\.$/);
    await refuses('broken', /This folder has no file/);
    await refuses('Week1/deck.pdf/x', /This folder has no file/);
    await refuses('a\0b', /leads out of this folder/);
  });

  it('is misdirected when the kind of file does not fit', async () => {
    const lab = await resolveLink(folder, 'Week1/deck.pdf', 'lab');
    const slides = await resolveLink(folder, 'Week1/Lab one.ipynb', 'slides');
    const directory = await resolveLink(folder, 'Week1', 'lab');
    assert.deepEqual([lab.state, slides.state, directory.state], ['misdirected', 'misdirected', 'misdirected']);
    assert.match(lab.note ?? '', /not a lab/);
    assert.match(slides.note ?? '', /not a PDF/);
    assert.match(directory.note ?? '', /not a file/);
  });
});

describe('a file that several weeks link', () => {
  const item = (title: string, target: string) => ({ kind: 'slides', title, target, state: 'resolved' }) as const;
  const week = (title: string, ...items: ReturnType<typeof item>[]) => ({ title, objectives: [], items });

  it('belongs to the first; a link repeated within a week is fine', () => {
    const courses = [
      {
        title: 'C',
        weeks: [
          week('W1', item('a', 'x.pdf'), item('again', 'x.pdf')),
          week('W2', item('b', 'x.pdf'), item('c', 'y.pdf')),
        ],
      },
    ];
    const states = markForeign(courses).flatMap((c) =>
      c.weeks.flatMap((w) => w.items.map((i) => [i.title, i.state, i.note])),
    );
    assert.deepEqual(states, [
      ['a', 'resolved', undefined],
      ['again', 'resolved', undefined],
      ['b', 'misdirected', 'This link leads to “x.pdf”, which belongs to “a” in C, W1.'],
      ['c', 'resolved', undefined],
    ]);
  });
});
