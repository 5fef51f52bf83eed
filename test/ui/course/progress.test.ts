import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import type { Fact } from '../../../src/course/progress/facts.ts';
import { parseProgress, printProgress } from '../../../src/course/progress/format.ts';
import { progressOf } from '../../../src/course/progress/progress.ts';
import { parseLab } from '../../../src/labs/file.ts';
import { folderOf, remove } from '../../unit/courseFolder.ts';
import { Session } from '../session.ts';
import type { Theme, Workbench } from '../workbench.ts';

const at = '2026-01-01T10:00:00.000Z';
const lab = 'Simple Feature Engineering';
const slides = /^Feature Engineering, Transformation/;

/** Begun at another machine. */
const begun: readonly Fact[] = [
  { kind: 'check', item: 'C2_W2_Lab_1', check: 'analyzed', passed: true, at },
  { kind: 'total', item: 'C2_W2_Lab_1', unit: 'checks', total: 4, at },
  { kind: 'place', item: 'C2_W2_Lab_1', place: { kind: 'cell', cell: 'cell-7' }, at },
];
const file = (facts: readonly Fact[]) => printProgress(progressOf(facts));

for (const theme of ['dark', 'light', 'high-contrast'] satisfies Theme[]) {
  describe(`progress in the course, ${theme}`, () => {
    let session: Session;
    let workbench: Workbench;
    let folder: string;

    before(async () => {
      const seed = await folderOf({ '.mlops-lab/progress.json': file(begun) });
      session = await Session.start({ workspace: seed }, theme);
      await remove(seed);
      workbench = session.workbench;
      folder = join(session.server.workspace, '.mlops-lab');
      await workbench.openContainer('MLOps Lab');
      await workbench.row('Week 2: Feature Engineering').click();
      await workbench.row(lab).waitFor();
      // Room for the tree.
      await workbench.page.locator('.sidebar .pane-header', { hasText: 'Runs' }).click();
    });
    after(() => session?.end());
    afterEach(async function () {
      if (this.currentTest?.isFailed())
        await workbench?.screenshot(`failed-progress-${this.currentTest.title.replace(/\W+/g, '-')}`);
    });

    const facts = async () => {
      const text = await readFile(join(folder, 'progress.json'), 'utf8');
      return [...parseProgress(text, 'progress.json').progress.values()];
    };
    const write = (list: readonly Fact[]) => writeFile(join(folder, 'progress.json'), file(list));
    const picture = async (name: string) => {
      await workbench.page.mouse.move(900, 300);
      await workbench.screenshot(name);
    };
    const pick = (text: string) =>
      workbench.page
        .locator('.quick-input-widget:visible .quick-input-list .monaco-list-row', { hasText: text })
        .first();

    it('shows how far each item, week and course is', async () => {
      await workbench.row(lab).filter({ hasText: '1 of 4' }).waitFor();
      await until(async () => (await badgeOf(workbench.row(lab))) === '◔');
      await until(async () => (await badgeOf(workbench.row('Week 2: Feature'))) === '○');
      await workbench.page.locator('.statusbar-item', { hasText: `${lab} 25%` }).waitFor();
      await workbench.row('Objectives').click();
      await workbench.row('Tell an analyzer').waitFor();
    });

    it('takes a tick of an objective by its box alone, and by the keyboard on the page of the week', async () => {
      const ticked = async () => (await facts()).filter((fact) => fact.kind === 'objective' && fact.done).length;
      const box = workbench.row('Tell an analyzer').locator('.custom-view-tree-node-item-checkbox');
      await box.click();
      await workbench.row('Objectives').filter({ hasText: '1 of' }).waitFor();
      await until(async () => (await ticked()) === 1);
      await workbench.row('Objectives').click();
      await workbench.row('Objectives').click();
      await workbench.page.keyboard.press('ArrowDown');
      await workbench.page.keyboard.press('ArrowDown');
      await workbench.page.keyboard.press('Enter');
      const week = await workbench.webviewWith('.objectives');
      assert.equal(await ticked(), 1, 'a row that is opened is not ticked');
      const boxes = week.getByRole('checkbox');
      const open = boxes.and(week.locator(':not(:checked)')).first();
      await open.focus();
      await workbench.page.keyboard.press('Space');
      await workbench.row('Objectives').filter({ hasText: '2 of' }).waitFor();
      await until(async () => (await ticked()) === 2);
      await picture('week');
      await workbench.command('View: Close All Editors');
    });

    it('follows the file, as another window or git writes it', async () => {
      const passed = ['analyzed', 'served', 'learned', 'z_score'];
      const checks = passed.map((check): Fact => ({ kind: 'check', item: 'C2_W2_Lab_1', check, passed: true, at }));
      await write([...(await facts()), ...checks]);
      await workbench.row(lab).filter({ hasText: '4 of 4' }).waitFor();
      await until(async () => (await badgeOf(workbench.row(lab))) === '✓');
      const pages: Fact = { kind: 'pages', item: 'C2_W2_Slides', pages: '1', of: 4, at };
      await write([...(await facts()), pages]);
      await workbench.row(slides).filter({ hasText: '1 of 4' }).waitFor();
      await until(async () => (await badgeOf(workbench.row(slides))) === '◔');
      await picture('progress-tree');
    });

    it('filters by state and kind, says so, and offers the way back where nothing is left', async () => {
      await workbench.command('MLOps Lab: Filter Course…');
      await pick('Done').click();
      await workbench.page
        .locator('.sidebar .tree-explorer-viewlet-tree-view .message', { hasText: 'Shown: done' })
        .waitFor();
      await workbench.row(lab).waitFor();
      await until(
        async () => (await workbench.page.locator('.sidebar .monaco-list-row', { hasText: 'Week 3' }).count()) === 0,
      );
      await picture('progress-filter');
      await workbench.command('MLOps Lab: Filter Course…');
      await pick('Assignments').click();
      const clear = workbench.page.locator('.sidebar .welcome-view-content a', { hasText: 'Clear the Filter' });
      await clear.waitFor();
      await picture('progress-no-match');
      await clear.click();
      await workbench.row('Week 3').waitFor();
    });

    it('lists the places to go on from', async () => {
      await workbench.page.locator('.statusbar-item', { hasText: lab }).click();
      await pick(lab).filter({ hasText: 'cell 8' }).waitFor();
      await picture('progress-continue');
      await workbench.page.keyboard.press('Escape');
    });

    if (theme !== 'dark') return;

    it('comes from pages that were really on screen', async () => {
      await write(begun);
      await workbench.row(lab).filter({ hasText: '1 of 4' }).waitFor();
      await workbench.row(slides).click();
      const deck = await workbench.webviewWith('canvas');
      await workbench
        .row(slides)
        .filter({ hasText: /\d of 36/ })
        .waitFor();
      await deck.getByRole('button', { name: 'Next Page' }).click();
      await until(async () => (await facts()).some((fact) => fact.kind === 'pages' && /2/.test(fact.pages)));
      await until(async () => placeIn(await facts(), 'C2_W2_Slides') === 2);
      await workbench.page.locator('.statusbar-item', { hasText: /Feature Engineering.* \d%/ }).waitFor();
    });

    it('goes on at the page, also after the deck was closed', async () => {
      await workbench.command('View: Close All Editors');
      await workbench.page.locator('.tab').waitFor({ state: 'detached' });
      await workbench.command('MLOps Lab: Continue');
      const deck = await workbench.webviewWith('canvas');
      await until(async () => (await deck.locator('input').first().inputValue()).startsWith('2'));
      await workbench.command('View: Close All Editors');
    });

    it('comes from cells that were run, and goes on at the last one', async function () {
      this.timeout(180_000);
      await workbench.row(lab).click();
      await workbench.page.locator('.notebookOverlay .code-cell-row').first().waitFor();
      await workbench.command('Notebook: Run All');
      await workbench.row(lab).filter({ hasText: '3 of 8' }).waitFor({ timeout: 120_000 });
      const copy = join(session.server.workspace, 'labs', 'C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts');
      const kinds = parseLab(await readFile(copy, 'utf8')).cells.map(({ kind }) => kind);
      const code = kinds.filter((kind) => kind === 'code').length;
      await until(async () => (await facts()).filter(({ kind }) => kind === 'cell').length === code);
      const last = `cell-${kinds.lastIndexOf('code')}`;
      await until(async () => placeIn(await facts(), 'C2_W2_Lab_1') === last);
      await picture('progress-lab');
      await workbench.command('View: Close All Editors');
      await workbench.page.locator('.tab').waitFor({ state: 'detached' });
      await workbench.command('MLOps Lab: Continue');
      const focused = workbench.page.locator('.notebookOverlay .monaco-list-row.focused');
      await focused.filter({ hasText: 'How many of 100 pumps a service loses' }).waitFor();
    });

    it('offers in the menu of a row what else can be done with it', async () => {
      const entries = workbench.page.locator('.context-view .action-label');
      await workbench.row(lab).click({ button: 'right' });
      await entries.filter({ hasText: 'Copy Link' }).waitFor();
      const labels = (await entries.allTextContents()).filter(Boolean);
      for (const label of ['Open to the Side', 'Open as Text', 'Reveal File', 'Check Lab', 'Reset Lab'])
        assert.ok(
          labels.some((each) => each.startsWith(label)),
          `${label} among ${labels}`,
        );
      await picture('progress-menu');
      await workbench.chooseInMenu('Open as Text');
      await workbench.page.locator('.editor-instance > .monaco-editor').first().waitFor();
      await workbench.command('View: Close All Editors');
      await workbench.row('Week 3').click({ button: 'right' });
      await entries.filter({ hasText: 'Open Week' }).waitFor();
      await workbench.page.keyboard.press('Escape');
      await until(async () => (await entries.count()) === 0);
    });

    it('begins anew where that is wanted, and keeps what there was', async () => {
      await workbench.row(lab).click({ button: 'right' });
      await workbench.chooseInMenu('Reset Progress…');
      const dialog = workbench.page.locator('.monaco-dialog-box');
      await dialog.waitFor();
      await workbench.screenshot('progress-reset');
      await dialog.getByRole('button', { name: 'Reset Progress and My Copy' }).click();
      await until(async () => (await badgeOf(workbench.row(lab))) === 'none');
      const kept = await readdir(join(folder, 'backups'));
      assert.deepEqual(kept.map((name) => name.replace(/-\d{4}-.*?(?=\.)/, '')).sort(), [
        'C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts',
        'progress.json',
      ]);
    });

    it('is reported as Markdown', async () => {
      await workbench.command('MLOps Lab: Progress Report…');
      await pick('Markdown').click();
      const report = await workbench.webviewWith('h1:has-text("Progress")');
      await report.getByText('Simple Feature Engineering').first().waitFor();
      await picture('progress-report');
      await workbench.command('View: Close All Editors');
      await workbench.page.locator('.tab').waitFor({ state: 'detached' });
      assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0, 'there is nothing to save');
    });
  });
}

/** In Restricted Mode nothing of ours is written, and what is done counts once the folder is trusted. */
describe('progress in a folder that is not trusted', () => {
  it('is shown and not written', async () => {
    const seed = await folderOf({ '.mlops-lab/labs.json': '{ "schemaVersion": 1, "labs": {} }' });
    const session = await Session.start({ workspace: seed, trusted: false });
    await remove(seed);
    try {
      const { workbench, server } = session;
      await workbench.openContainer('MLOps Lab');
      await workbench.row('Week 2: Feature Engineering').click();
      await workbench.row('Objectives').click();
      await workbench.row('Tell an analyzer').locator('.custom-view-tree-node-item-checkbox').click();
      await workbench.row('Objectives').filter({ hasText: '1 of' }).waitFor();
      // Longer than facts are gathered.
      await workbench.page.waitForTimeout(3000);
      assert.deepEqual(await readdir(join(server.workspace, '.mlops-lab')), ['labs.json']);
    } finally {
      await session.end();
    }
  });
});

function placeIn(facts: readonly Fact[], item: string): number | string | undefined {
  const found = facts.find((fact) => fact.kind === 'place' && fact.item === item);
  if (found?.kind !== 'place') return undefined;
  return found.place.kind === 'page' ? found.place.page : found.place.cell;
}

/** VS Code draws a badge as the content of a pseudo-element; `none` where there is none. */
function badgeOf(row: Locator): Promise<string> {
  return row.evaluate((element) => {
    const label = element.querySelector('.monaco-icon-label');
    return label ? getComputedStyle(label, '::after').content.replaceAll('"', '') : '';
  });
}

async function until(probe: () => Promise<boolean>, timeout = 30_000): Promise<void> {
  for (const end = Date.now() + timeout; !(await probe().catch(() => false)); ) {
    assert.ok(Date.now() < end, `not within ${timeout} ms: ${probe}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
