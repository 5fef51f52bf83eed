import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labDocument } from '../../../../src/labs/export/labDocument.ts';
import { parseLab } from '../../../../src/labs/file.ts';
import { mime } from '../../../../src/mlops/payloads/mime.ts';
import { labPage } from '../../../../src/outputs/export/html.ts';
import { labMarkdown } from '../../../../src/outputs/export/markdown.ts';
import { labPictures, type Pictures } from '../../../../src/outputs/export/pictures.ts';
import { textHash } from '../../../../src/outputs/store/store.ts';
import { skip } from '../../../skip.ts';

const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('points')]);
const gif = Buffer.from('GIF89a points');
const secret = Buffer.concat([png, Buffer.from('secret')]);

/** Of these Markdown cells; each may be of several lines. */
const documentOf = (...cells: string[]) => {
  const text = cells.map((cell) => `// %% [markdown]\n${cell.replaceAll(/^/gm, '// ')}\n`).join('\n');
  return labDocument(parseLab(`// ---\n// id: Lab_1\n// title: A lab\n// ---\n\n${text}`), [], { name: 'a.lab.ts' });
};

describe('pictures of Markdown cells in an export', () => {
  let folder: string;
  const lab = () => join(folder, 'workspace', 'labs', 'a.lab.ts');
  const read = (...cells: string[]) =>
    labPictures(documentOf(...cells), { lab: lab(), workspace: join(folder, 'workspace') });
  const absent = async (address: string) => {
    const [picture] = (await read(`![a](${address})`)).values();
    assert.ok(picture, `${address} is read as a picture`);
    assert.ok(!('data' in picture), `${address} is taken`);
    return picture.absent;
  };
  const pageOf = (source: string, pictures: Pictures) => labPage(documentOf(source), '', pictures);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-pictures-'));
    await mkdir(join(folder, 'workspace', 'labs', 'my pictures'), { recursive: true });
    await writeFile(join(folder, 'workspace', 'labs', 'my pictures', 'a (1).png'), png);
    await writeFile(join(folder, 'workspace', 'figure.gif'), gif);
    await writeFile(join(folder, 'workspace', 'labs', 'text.png'), 'no picture');
    await writeFile(join(folder, 'workspace', 'labs', 'drawing.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    await writeFile(join(folder, 'workspace', 'labs', 'huge.png'), Buffer.concat([png, Buffer.alloc(5_000_000)]));
    await writeFile(join(folder, 'workspace', 'labs', 'large.png'), Buffer.concat([png, Buffer.alloc(4_000_000)]));
    await writeFile(join(folder, 'secret.png'), secret);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('are in the page itself, from the lab’s folder and from the workspace', async () => {
    const source = '![one](<my pictures/a (1).png>) ![two][b]\n\n[b]: ../figure.gif?raw=true "Two"';
    const page = pageOf(source, await read(source));
    assert.deepEqual(page.match(/<img[^>]*>/g), [
      `<img src="data:image/png;base64,${png.toString('base64')}" alt="one">`,
      `<img src="data:image/gif;base64,${gif.toString('base64')}" alt="two">`,
    ]);
  });

  it('are copied beside a Markdown file, each once, and code that speaks of them stays as it is', async () => {
    const code = '```md\n![one](my%20pictures/a%20(1).png)\n[b]: ../figure.gif\n```';
    const source = `![one](<my pictures/a (1).png> "One") and ![again](my%20pictures/a%20(1).png), ![two][b]\n\n${code}\n\n[b]: ../figure.gif`;
    const { text, images } = await labMarkdown(documentOf(source), 'a b_files', { pictures: await read(source) });
    assert.deepEqual(
      [...images].map(([name, data]) => [name, Buffer.from(data)]),
      [
        ['picture-1.png', png],
        ['picture-2.gif', gif],
      ],
    );
    const copy = 'a%20b_files/picture-1.png';
    assert.ok(text.includes(`![one](${copy} "One") and ![again](${copy}), ![two][b]\n\n${code}\n\n`), text);
    assert.ok(text.includes('[b]: a%20b_files/picture-2.gif'), text);
  });

  it('outside the folders are left out, and the words say so', async () => {
    const outside = 'it lies outside the folder of the lab';
    const elsewhere = 'only pictures beside the lab are taken';
    for (const way of [
      '../../../../../../../../../etc/passwd',
      '../../secret.png',
      '..%2f..%2fsecret.png',
      '..',
      '.',
    ]) {
      assert.match(await absent(way), /outside the folder|no file/, way);
    }
    assert.equal(await absent('../../secret.png'), outside);
    for (const way of [
      '/etc/passwd',
      join(folder, 'workspace', 'figure.gif'),
      '//host/share/a.png',
      '%2fetc%2fpasswd',
      'http://attacker.example/a.png',
      'https://attacker.example/a.png',
    ]) {
      assert.equal(await absent(way), elsewhere, way);
    }
    const source = '![The *secret*](../../secret.png)';
    const pictures = await read(source);
    const page = pageOf(source, pictures);
    assert.match(page, /<span class="absent">\[The \*secret\*: not included, it lies outside the folder of the lab\]</);
    assert.doesNotMatch(page, /<img/);
    const { text, images } = await labMarkdown(documentOf(source), 'files', { pictures });
    assert.ok(text.includes('*\\[The *secret*: not included, it lies outside'), text);
    assert.equal(images.size, 0);
  });

  it('behind a link that leads outside are left out', async function () {
    try {
      await symlink(join(folder, 'secret.png'), join(folder, 'workspace', 'labs', 'link.png'));
      await symlink(folder, join(folder, 'workspace', 'labs', 'up'));
      await symlink('../figure.gif', join(folder, 'workspace', 'labs', 'inside.gif'));
    } catch (error) {
      skip(this, `this machine lets nobody make symbolic links (${String(error)})`);
    }
    assert.equal(await absent('link.png'), 'it lies outside the folder of the lab');
    assert.equal(await absent('up/secret.png'), 'it lies outside the folder of the lab');
    const [inside] = (await read('![a](inside.gif)')).values();
    assert.ok(inside && 'data' in inside);
  });

  it('that are too large, none, or not there are left out, each with its reason', async () => {
    assert.equal(await absent('huge.png'), 'it takes more than 5 MB');
    assert.equal(await absent('text.png'), 'it is no PNG, JPEG, GIF or WebP picture');
    assert.equal(await absent('drawing.svg'), 'it is no PNG, JPEG, GIF or WebP picture');
    assert.equal(await absent('missing.png'), 'there is no such file');
    assert.equal(await absent('my%20pictures'), 'it is no file');
    assert.equal(await absent('a%00.png'), 'it cannot be read');
    assert.equal(await absent('%E0%A4%A.png'), 'there is no such file');
  });

  it('that are shown again and again do not make an export without bounds', async () => {
    const often = '![a](large.png)\n\n'.repeat(13);
    const [picture] = (await read(often)).values();
    assert.deepEqual(picture, { absent: 'all pictures together take more than 50 MB' });
  });

  it('of the web stay links in Markdown, and are words in a page', async () => {
    const source = '![A cat](https://example.com/cat.png)';
    const pictures = await read(source);
    assert.match(pageOf(source, pictures), /\[A cat: not included, only pictures beside the lab are taken\]/);
    assert.ok((await labMarkdown(documentOf(source), 'files', { pictures })).text.includes(source));
  });

  it('are those of the author’s words alone: an output reads no file', async () => {
    const saved = [[{ mime: mime.markdown, text: '![b](../figure.gif)' }]];
    const file = parseLab('// ---\n// id: L\n// title: L\n// ---\n\n// %% [markdown]\n// text\n\n// %%\none\n');
    const document = labDocument(file, [{ source: textHash('one'), success: true, outputs: saved }], { name: 'a' });
    const pictures = await labPictures(document, { lab: lab(), workspace: join(folder, 'workspace') });
    assert.equal(pictures.size, 0);
    assert.doesNotMatch(labPage(document, '', pictures), /<img/);
  });
});
