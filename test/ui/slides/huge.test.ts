import assert from 'node:assert/strict';
import { mkdtemp, open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makePdf } from '../../fixtures/pdf.ts';
import { skip } from '../../skip.ts';
import { smoothness, watchFrames } from '../frames.ts';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const megabyte = 1024 * 1024;
const hugeBytes = 500 * megabyte;
/** What the extension host may grow by while it serves a file of 500 MB: read whole, it would be more than that. */
const mostGrowth = 150 * megabyte;

/** The course that the folder shows: a week with both files. */
const course = `courses:
  - title: Course
    weeks:
      - title: Large files
        objectives: [Wait for nothing.]
        items:
          - { id: Huge, kind: slides, title: Huge slides, file: huge.pdf }
          - { id: Small, kind: slides, title: Small slides, file: small.pdf }
`;

describe('slides of 500 MB in a window of VS Code', () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mlops-lab-huge-'));
    try {
      await writeFile(join(folder, 'course.yaml'), course);
      await writeFile(join(folder, 'small.pdf'), makePdf(['A small slide']));
      session = await Session.start({
        workspace: folder,
        settings: { 'workbench.editorAssociations': { '*.pdf': 'mlopsLab.deck' } },
      });
    } finally {
      await rm(folder, { recursive: true });
    }
    workbench = session.workbench;
    await writeHugePdf(join(session.server.workspace, 'huge.pdf'), true);
    await writeHugePdf(join(session.server.workspace, 'damaged.pdf'), false);
    await workbench.openContainer('MLOps Lab');
    await workbench.row('Large files').click();
    await workbench.row('Small slides').waitFor();
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench?.screenshot('failed-slides-huge');
  });

  const inDeck = (text: string) => workbench.webviewWith(`.mlops-lab-page:has-text("${text}") canvas`);

  it('show the pages that are asked for, while the window answers and the extension host stays small', async function () {
    const host = await extensionHost(session.server.workspace);
    if (!host) skip(this, 'the memory of a process is read from /proc, which this system has not');
    const before = await residentBytes(host);
    await watchFrames(workbench.page);
    await workbench.row('Huge slides').click();
    const deck = await inDeck('First slide');
    const { longestGap } = await smoothness(workbench.page);
    await deck.locator('.mlops-lab-stage').focus();
    await workbench.page.keyboard.press('End');
    await inDeck('Third slide');
    await workbench.screenshot('slides-huge');
    const growth = (await residentBytes(host)) - before;
    assert.ok(growth < mostGrowth, `the extension host grew by ${Math.round(growth / megabyte)} MB`);
    assert.ok(longestGap < 5000, `the window stood still for ${Math.round(longestGap)} ms`);
  });

  it('are left out of the search, which finds what the others say', async function () {
    const host = await extensionHost(session.server.workspace);
    if (!host) skip(this, 'the memory of a process is read from /proc, which this system has not');
    const before = await residentBytes(host);
    await workbench.command('MLOps Lab: Search Slides…');
    await workbench.page.locator('.quick-input-title', { hasText: 'Search Slides' }).waitFor();
    await workbench.page.keyboard.type('small slide');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'A small slide' }).waitFor();
    await workbench.page.keyboard.press('Escape');
    const growth = (await residentBytes(host)) - before;
    assert.ok(growth < mostGrowth, `the extension host grew by ${Math.round(growth / megabyte)} MB`);
  });

  it('say so where they are damaged, and only reading all of them would show a page', async () => {
    await workbench.openFile('damaged.pdf');
    const deck = await workbench.webviewWith('[role=alert]');
    await deck.getByRole('alert').getByText('damaged.pdf is too large to be shown').waitFor();
    await workbench.screenshot('slides-huge-damaged');
  });

  it('are refused above what a page can hold, in a sentence', async () => {
    // The system stores nothing of it: it is nothing but a size.
    await truncate(join(session.server.workspace, 'small.pdf'), 2_100_000_000);
    await workbench.openFile('small.pdf');
    const deck = await workbench.webviewWith('[role=alert]');
    await deck.getByRole('alert').getByText('small.pdf has 2003 MB, and up to 1907 MB can be shown').waitFor();
  });

  it('follow their file', async () => {
    await workbench.row('Huge slides').click();
    await inDeck('Third slide');
    const changed = makePdf(['Another first', 'Another second', 'Another third']);
    await writeFile(join(session.server.workspace, 'huge.pdf'), changed);
    await inDeck('Another third');
  });
});

/** Three pages with a stream of 500 MB before the last one, which the system does not store, being nothing but zeros. */
async function writeHugePdf(path: string, intact: boolean): Promise<void> {
  const small = new TextDecoder('latin1').decode(makePdf(['First slide', 'Second slide', 'Third slide']));
  const third = small.indexOf('9 0 obj');
  const table = small.indexOf('xref\n');
  const shift = hugeBytes - table;
  const end = '\nendstream\nendobj\n';
  const begin = (length: number) => `${`90 0 obj\n<< /Length ${length} >>`.padEnd(50)}\nstream\n`;
  const filler = begin(shift - begin(0).length - end.length);
  const moved = small
    .slice(third)
    .replace(/^(\d{10})( 00000 n)/gm, (entry, offset, rest) =>
      Number(offset) < third ? entry : String(Number(offset) + shift).padStart(10, '0') + rest,
    )
    .replace(/startxref\n(\d+)/, (_, offset) => `startxref\n${intact ? Number(offset) + shift : 7}`);
  const file = await open(path, 'w');
  try {
    await file.write(small.slice(0, third) + filler, 0, 'latin1');
    await file.write(end, third + shift - end.length, 'latin1');
    await file.write(moved, third + shift, 'latin1');
  } finally {
    await file.close();
  }
}

/** The process of the extension host that has this workspace's home; `undefined` where /proc does not tell. */
async function extensionHost(workspace: string): Promise<number | undefined> {
  const home = `HOME=${join(dirname(workspace), 'home')}`;
  const processes = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const id of processes) {
    const [command, environment] = await Promise.all(
      ['cmdline', 'environ'].map((name) => readFile(join('/proc', id, name), 'utf8').catch(() => '')),
    );
    if (command!.includes('--type=extensionHost') && environment!.split('\0').includes(home)) return Number(id);
  }
  return undefined;
}

async function residentBytes(id: number): Promise<number> {
  const status = await readFile(`/proc/${id}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
