import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { WeekPage } from '../../../src/course/week/page.ts';
import { root } from '../../../tools/process.mjs';
import { seriousFaults } from '../axe.ts';
import { type Opened, Pages } from '../pages.ts';
import { themes } from '../themes.ts';

const pictures = join(root, 'test', 'ui', 'screenshots');

const shown: WeekPage = {
  key: '4',
  course: 'Course 2: Machine Learning Data Lifecycle in Production',
  title: 'Week 2: Feature Engineering, Transformation and Selection',
  state: 'begun',
  percent: 41,
  sentence: '1 of the 4 items that are here are finished.',
  items: [
    { kind: 'slides', title: 'Feature Engineering', state: 'done', sentence: '36 of 36 pages read.' },
    {
      kind: 'lab',
      title: 'Simple Feature Engineering',
      state: 'begun',
      sentence: '2 of 7 checks passed.',
      minutes: 65,
    },
    { kind: 'lab', title: 'Feature Selection', state: 'missing', sentence: 'It comes with a later version.' },
    { kind: 'quiz', title: 'Quiz: Features', state: 'todo', sentence: 'Not begun yet.' },
  ],
  objectives: [
    {
      text: 'Tell an analyzer, which reads all of the training data once, from a mapper, which sees one row at a time.',
      ticked: true,
      evidence: [
        { kind: 'slides', title: 'Feature Engineering', name: 'two-passes', isHere: true, shown: false },
        { kind: 'lab', title: 'Simple Feature Engineering', name: 'z-score', isHere: true, shown: true },
        { kind: 'lab', title: 'Feature Selection', name: 'rank', isHere: false, shown: false },
      ],
    },
    { text: 'Choose features by what they add.', ticked: false, evidence: [] },
  ],
  next: 1,
  before: 'Week 1: Collecting, Labeling and Validating Data',
  after: 'Week 3: Data Journey and Data Storage',
};

describe('the page of a week in a browser', () => {
  let pages: Pages;
  let opened: Opened;

  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
    await mkdir(pictures, { recursive: true });
  });
  after(() => pages?.stop());
  afterEach(async () => {
    await opened.page.context().close();
    assert.deepEqual(opened.problems, [], 'no error, no policy violation, no request that leaves');
  });

  async function open(week = shown, theme: keyof typeof themes = 'dark', width = 1000): Promise<Page> {
    opened = await pages.open({ script: 'week.js', style: 'week.css', theme, viewport: { width, height: 900 } });
    await opened.next(0);
    await opened.receive({ type: 'week', page: week });
    await opened.page.getByRole('heading', { level: 1 }).waitFor();
    return opened.page;
  }
  const sent = async () => (await opened.sent()).at(-1);

  it('leads on by one button, to each item, to each place that shows an objective, and to other weeks', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Continue with Simple Feature Engineering' }).press('Enter');
    assert.deepEqual(await sent(), { type: 'open', week: '4', item: 1 });
    await page.getByRole('button', { name: 'Quiz: Features' }).click();
    assert.deepEqual(await sent(), { type: 'open', week: '4', item: 3 });
    await page.getByRole('button', { name: 'Lab: z score' }).click();
    assert.deepEqual(await sent(), { type: 'evidence', week: '4', objective: 0, evidence: 1 });
    await page.getByRole('button', { name: /Week 3/ }).click();
    assert.deepEqual(await sent(), { type: 'turn', week: '4', by: 1 });
    await page.getByText('The labs take about 1 hour.').waitFor();
  });

  it('ticks by its boxes alone, and opens nothing that is not here', async () => {
    const page = await open();
    await page.getByRole('checkbox', { name: /^Choose/ }).press('Space');
    assert.deepEqual(await sent(), { type: 'tick', week: '4', objective: 1, done: true });
    assert.equal(await page.getByRole('button', { name: /Feature Selection|rank/ }).count(), 0);
    await page.getByText('Lab: rank (not here yet)').waitFor();
  });

  it('says so where nothing is here, and offers nothing to begin', async () => {
    const { next: _, ...rest } = shown;
    const items = shown.items.map((item) => ({ ...item, state: 'missing' as const }));
    const page = await open({ ...rest, items, state: 'todo', percent: 0 });
    await page.getByText('Nothing of this week is here yet.').waitFor();
    assert.equal(await page.locator('.go, progress').count(), 0);
  });

  it('shows HTML of a course as letters', async () => {
    const page = await open({ ...shown, title: '<img src=x onerror=alert(1)>' });
    assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), '<img src=x onerror=alert(1)>');
  });

  for (const theme of Object.keys(themes) as (keyof typeof themes)[]) {
    for (const width of [400, 1000]) {
      it(`has no serious fault of access in ${theme}, ${width} wide, and nothing is cut off`, async () => {
        const page = await open(shown, theme, width);
        assert.deepEqual(await seriousFaults(page), []);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
        await page.screenshot({ path: join(pictures, `week-${width}-${theme}.png`), fullPage: true });
      });
    }
  }
});
