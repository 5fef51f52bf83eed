import assert from 'node:assert/strict';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { type LabCell, parseLab } from '../../../src/labs/file.ts';
import { type SavedCell, textHash } from '../../../src/outputs/store/store.ts';
import { root } from '../../../tools/process.mjs';
import { seriousFaults } from '../axe.ts';
import { contactSheet, type Picture } from '../contactSheet.ts';
import { Session } from '../session.ts';
import { type Theme, themeNames, type Workbench } from '../workbench.ts';

const lab = join(root, 'course', 'gallery.lab.ts');

/** A window so tall that the longest output of the gallery is seen whole. */
const viewport = { width: 1400, height: 2600 };

describe('the gallery of outputs', function () {
  this.timeout(300_000);
  let session: Session;
  let workbench: Workbench;
  /** The cells that show something, in order, each under the heading above it. */
  let captions: string[];
  let frame: Frame;

  before(async () => {
    session = await Session.start();
    workbench = session.workbench;
    await mkdir(join(session.server.workspace, 'labs'));
    await copyFile(lab, join(session.server.workspace, 'labs', 'gallery.lab.ts'));
    await workbench.openFile('gallery.lab.ts');
    await workbench.page.locator('.notebookOverlay .code-cell-row').first().waitFor();
    await workbench.page.keyboard.press('Control+b');
    await workbench.page.setViewportSize(viewport);
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed()) await workbench?.screenshot('failed-gallery');
  });

  it('runs to its end', async () => {
    await workbench.page.getByRole('button', { name: 'Run All', exact: true }).click();
    const { cells } = parseLab(await readFile(lab, 'utf8'));
    const saved = await savedCells(cells.filter(({ kind }) => kind === 'code').length);
    assert.deepEqual(
      saved.filter(({ success }) => success !== true).map(({ order }) => order),
      [],
    );
    captions = captionsOf(cells, saved);
    assert.ok(captions.length > 5);
    frame = await workbench.webviewWith('.output_container');
  });

  for (const theme of Object.keys(themeNames) as Theme[]) {
    it(`draws each output in ${theme}, without a problem or a serious fault for those who cannot see or point`, async () => {
      await wear(theme);
      const pictures: Picture[] = [];
      const faults: string[] = [];
      const seen = new Set<string>();
      await workbench.page.locator('.notebookOverlay .cell-list-container .monaco-list').first().focus();
      await workbench.page.keyboard.press('Control+Home');
      for (let still = 0; still < 3 && pictures.length < captions.length; still++) {
        await settled(frame);
        const ours: string[] = [];
        const from = pictures.length;
        for (const id of await freshInView(frame, [...seen])) {
          seen.add(id);
          still = -1;
          const output = frame.locator(place(id));
          const caption = captions[pictures.length]!;
          pictures.push({ caption, bytes: await output.screenshot({ animations: 'disabled' }) });
          assert.equal(
            await output.locator('.mlops-lab-problem').count(),
            0,
            `${caption}: ${await output.textContent()}`,
          );
          if ((await output.locator('[class*="mlops-lab"]').count()) > 0) ours.push(place(id));
        }
        if (ours.length > 0) {
          const about = captions.slice(from, pictures.length).join(', ');
          faults.push(...(await seriousFaults(frame, ours)).map((fault) => `${about}: ${fault}`));
        }
        for (let step = 0; step < 3; step++) await workbench.page.keyboard.press('ArrowDown');
      }
      const ground = await frame.evaluate(() =>
        getComputedStyle(document.documentElement).getPropertyValue('--vscode-editor-background'),
      );
      const path = join(root, 'test', 'ui', 'screenshots', `gallery-${theme}.png`);
      await contactSheet(workbench.page.context(), pictures, ground.trim(), path);
      assert.equal(pictures.length, captions.length);
      assert.deepEqual(faults, []);
    });
  }

  /** Changes the theme of the open window, and with it of what is drawn already. */
  async function wear(theme: Theme): Promise<void> {
    const before = await bodyTheme();
    await mkdir(join(session.server.workspace, '.vscode'), { recursive: true });
    await writeFile(
      join(session.server.workspace, '.vscode', 'settings.json'),
      JSON.stringify({ 'workbench.colorTheme': themeNames[theme] }),
    );
    if (theme === 'dark') return;
    for (const end = Date.now() + 30_000; Date.now() < end; await workbench.page.waitForTimeout(100))
      if ((await bodyTheme()) !== before) return;
    assert.fail(`The window did not put on ${theme}.`);
  }

  const bodyTheme = () => frame.evaluate(() => document.body.dataset.vscodeThemeId);

  /** Waits until VS Code has kept the outputs of all cells, which it does when they have run. */
  async function savedCells(count: number): Promise<SavedCell[]> {
    const path = join(session.server.workspace, '.mlops-lab', 'outputs', 'labs', 'gallery.lab.ts.json');
    let found = 0;
    for (const end = Date.now() + 200_000; Date.now() < end; await workbench.page.waitForTimeout(500)) {
      const text = await readFile(path, 'utf8').catch(() => '{"cells":[]}');
      const { cells } = JSON.parse(text) as { cells: SavedCell[] };
      if (cells.length === count) return cells;
      found = cells.length;
    }
    assert.fail(`${found} of ${count} cells have run.`);
  }
});

function captionsOf(cells: readonly LabCell[], saved: readonly SavedCell[]): string[] {
  const shown = new Set(saved.filter(({ outputs }) => outputs.length > 0).map(({ source }) => source));
  let heading = '';
  return cells.flatMap(({ kind, source }) => {
    if (kind === 'markdown') heading = /^#+ (.*)/m.exec(source)?.[1] ?? heading;
    return kind === 'code' && shown.has(textHash(source)) ? [heading] : [];
  });
}

/** Of the outputs that are seen whole, what VS Code calls those that are new, from top to bottom. */
async function freshInView(frame: Frame, seen: readonly string[]): Promise<string[]> {
  const whole = await (await frame.frameElement()).boundingBox();
  return frame.evaluate(
    ({ seen, top, height }) => {
      const fresh: string[] = [];
      const places = Array.from(document.querySelectorAll('.output_container'), (element) => {
        const box = element.getBoundingClientRect();
        return { element, from: box.top + top, to: box.bottom + top };
      });
      for (const { element, from, to } of places.sort((a, b) => a.from - b.from)) {
        const id = element.closest('[id]')?.id ?? '';
        if (to - from < 2 || from < 0 || to > height || seen.includes(id) || fresh.includes(id)) continue;
        element.setAttribute('data-output', id);
        fresh.push(id);
      }
      return fresh;
    },
    { seen, top: whole?.y ?? 0, height: viewport.height },
  );
}

/** A selector of an output that `freshInView` has named. */
function place(id: string): string {
  return `[data-output="${id}"]`;
}

/** Waits until the outputs have had the same places and sizes for a while: fonts, charts and images come late. */
async function settled(frame: Frame): Promise<void> {
  let last = '';
  for (let calm = 0; calm < 4; ) {
    const now = await frame.evaluate(() =>
      Array.from(document.querySelectorAll('.output_container'), (element) => {
        const { top, width, height } = element.getBoundingClientRect();
        return [top, width, height, element.scrollHeight, element.querySelectorAll('*').length].join(' ');
      }).join(),
    );
    calm = now === last ? calm + 1 : 0;
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}
