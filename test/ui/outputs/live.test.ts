import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame } from 'playwright-core';
import { skip } from '../../skip.ts';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

const front = (id: string) => `// ---\n// id: ${id}\n// title: ${id}\n// ---\n`;

/** Trains for some seconds, slowly enough to be looked at, then says what it knows itself. */
const trains = (id: string, epochs: number) => `${front(id)}
// %%
import { writeFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-node';
writeFileSync('pid.txt', String(process.pid));
const model = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [3] }), tf.layers.dense({ units: 1 })] });
model.compile({ optimizer: 'adam', loss: 'meanSquaredError', metrics: ['mae'] });
const x = tf.randomNormal([64, 3], 0, 1, 'float32', 1);
const y = x.sum(1, true);
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, 100));
const { history } = await model.fit(x, y, { epochs: ${epochs}, batchSize: 32, validationSplit: 0.5, callbacks: { onEpochEnd: pause } });
writeFileSync('history.json', JSON.stringify(history));

// %%
${Array.from({ length: 60 }, (_, line) => `// line ${line}`).join('\n')}
`;

/** More charts than a cell shows at once. They grow until a file is there, then end. */
const many = (id: string, file: string) => `${front(id)}
// %%
import { liveChart } from 'mlops-lab/lab';
import { existsSync } from 'node:fs';
const charts = Array.from({ length: 104 }, (_, index) => liveChart({ title: '${id} ' + index, total: 1000 }));
for (let step = 1; !existsSync('${file}'); step++) {
  for (const chart of [charts[0], charts[103]]) chart?.log({ loss: 1 / step });
  await new Promise((resolve) => setTimeout(resolve, 110));
}
for (const chart of charts) chart.end();
`;

const live = '.mlops-lab-live';

// What it looks like in other themes: livePages.test.ts.
describe('a training in the notebook', () => {
  let session: Session;
  let workbench: Workbench;
  const path = (name: string) => join(session.server.workspace, name);

  before(async () => {
    session = await Session.start();
    workbench = session.workbench;
    await mkdir(path('labs'));
    await writeFile(path('labs/long.lab.ts'), trains('Long', 100_000));
    await writeFile(path('labs/short.lab.ts'), trains('Short', 60));
    await writeFile(path('labs/many.lab.ts'), many('Many', 'enough.txt'));
    await writeFile(path('labs/held.lab.ts'), many('Held', 'held.txt'));
    await writeFile(path('labs/other.lab.ts'), `${front('Other')}\n// %%\n1\n`);
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed())
      await workbench?.screenshot(`failed-live-${this.currentTest.title.replace(/\W+/g, '-').slice(0, 40)}`);
  });

  it('grows in one place: the element stays the same to the end, and is the only output', async () => {
    await openNotebook(workbench, 'short.lab.ts');
    await runAll(workbench);
    const frame = await workbench.webviewWith(`${live}.running`);
    await frame.locator(live).evaluate((element) => Object.assign(element, { mark: 'same' }));
    // Beyond the moment when the notebook's own copy of it is renewed.
    await until(async () => (await epochOf(frame)) > 55, 60_000);
    await frame.locator(`${live}.finished`).waitFor({ timeout: 60_000 });
    assert.equal(await frame.locator(live).evaluate((element) => 'mark' in element && element.mark), 'same');
    assert.equal(await frame.locator('.output_container').count(), 1);
    const history = JSON.parse(await readFile(path('history.json'), 'utf8')) as Record<string, number[]>;
    await frame.getByRole('button', { name: 'Show Data as Table' }).click();
    const last = await frame.locator(`${live} tbody tr`).first().locator('td').allTextContents();
    const expected = ['val_loss', 'val_mae', 'loss', 'mae'].map((name) => history[name]!.at(-1)!);
    assert.equal(await frame.locator(`${live} tbody tr`).count(), 60);
    for (const value of expected) assert.ok(last.some((text) => Math.abs(Number(text) - value) <= 1e-3 * value + 5e-5));
    await workbench.screenshot('live-1-finished');
  });

  it('says so in its place when its picture cannot be saved', async function () {
    if (process.platform !== 'linux') skip(this, 'only Linux has a folder, /proc, in which nobody can write');
    const frame = await workbench.webviewWith(`${live}.finished`);
    await frame.getByRole('button', { name: 'Save as SVG' }).click();
    const input = workbench.page.locator('.quick-input-widget:visible .quick-input-box input');
    await input.waitFor();
    // It proposes a name of its own a little later, and takes no Enter while it still looks at what was typed.
    await until(async () => {
      if (!(await input.isVisible())) return true;
      if ((await input.inputValue()) === '/proc/picture.svg') await input.press('Enter', { timeout: 1000 });
      else await input.fill('/proc/picture.svg');
      await workbench.page.waitForTimeout(500);
      return false;
    });
    const alert = frame.locator(live).getByRole('alert');
    await alert.waitFor();
    assert.match(
      (await alert.textContent()) ?? '',
      /^picture\.svg could not be saved: .+\. Save it in another folder\.$/,
    );
    await workbench.screenshot('live-1-not-saved');
  });

  it('is the same picture after the window was loaded anew', async () => {
    const file = join(session.server.workspace, '.mlops-lab', 'outputs', 'labs', 'short.lab.ts.json');
    await until(async () => (await readFile(file, 'utf8').catch(() => '')).includes('finished'));
    await workbench.reload('short.lab.ts');
    const frame = await workbench.webviewWith(`${live}.finished`);
    await frame
      .locator(live)
      .getByText(/finished 60 of 60 epochs/)
      .first()
      .waitFor();
    assert.equal(await frame.locator(`${live} path.validation`).count(), 2);
  });

  it('goes on while it is out of sight: scrolled away, collapsed, behind another editor', async () => {
    await openNotebook(workbench, 'long.lab.ts');
    await runAll(workbench);
    const frame = await workbench.webviewWith(`${live}.running`);
    await until(async () => (await epochOf(frame)) > 3);
    await workbench.page.mouse.move(500, 500);
    for (let turn = 0; turn < 8; turn++) await workbench.page.mouse.wheel(0, 400);
    const away = await epochOf(frame);
    await workbench.page.waitForTimeout(1000);
    for (let turn = 0; turn < 8; turn++) await workbench.page.mouse.wheel(0, -400);
    await until(async () => (await epochOf(frame)) > away);

    await workbench.command('Notebook: Collapse All Cell Outputs');
    await workbench.page.waitForTimeout(1000);
    await workbench.command('Notebook: Expand All Cell Outputs');
    const shown = await workbench.webviewWith(`${live}.running`);
    const collapsed = await epochOf(shown);
    await until(async () => (await epochOf(shown)) > collapsed);

    await workbench.openFile('other.lab.ts');
    await workbench.page.waitForTimeout(2000);
    await workbench.page.locator('.tab', { hasText: 'long.lab.ts' }).click();
    const back = await workbench.webviewWith(`${live}.running`);
    await until(async () => (await epochOf(back)) > collapsed + 10);
    await workbench.screenshot('live-2-running');
  });

  it('says where it stood when the kernel is killed', async () => {
    const frame = await workbench.webviewWith(`${live}.running`);
    process.kill(Number(await readFile(path('pid.txt'), 'utf8')), 'SIGKILL');
    await frame.locator(`${live}.stopped`).waitFor();
    await frame
      .locator(live)
      .getByText(/The kernel ended after epoch \d+ of 100000/)
      .waitFor();
    assert.equal(await frame.getByRole('progressbar').count(), 1);
    await workbench.screenshot('live-3-killed');
  });

  it('says so when the cell is stopped', async () => {
    await runAll(workbench);
    const frame = await workbench.webviewWith(`${live}.running`);
    await until(async () => (await epochOf(frame)) > 1);
    await workbench.command('MLOps Lab: Stop the Running Cell');
    await frame.locator(`${live}.stopped`).waitFor();
    await frame
      .locator(live)
      .getByText(/was stopped after/)
      .first()
      .waitFor();
  });

  it('of more than 100 in a cell: all are shown while it still runs, and go on in their places', async () => {
    await openNotebook(workbench, 'many.lab.ts');
    await runAll(workbench);
    const frame = await workbench.webviewWith(`${live}.running`);
    await until(async () => (await frame.locator(live).count()) === 100);
    const below = workbench.page.locator('.cell-statusbar-container', { hasText: 'Show All Outputs (4 more)' });
    await below.waitFor();
    await workbench.command('MLOps Lab: Show All Outputs');
    const last = frame.locator(live).filter({ hasText: 'Many 103' });
    await last.locator(':scope.running').waitFor();
    assert.equal(await frame.locator(live).count(), 104);
    await below.waitFor({ state: 'detached' });
    const step = async () => Number.parseInt((await last.locator('dd').first().textContent()) ?? '', 10);
    const before = await step();
    await until(async () => (await step()) > before + 2);
    await writeFile(path('enough.txt'), '');
    await until(async () => (await frame.locator(`${live}.finished`).count()) === 104);
  });

  it('of more than 100 in a cell that has ended: the others are shown as they stand at its end', async () => {
    await writeFile(path('held.txt'), '');
    await openNotebook(workbench, 'held.lab.ts');
    await runAll(workbench);
    // The outputs of the notebooks before it are still there, out of sight.
    const frame = await workbench.webviewWith(`${live}.finished:has-text("Held 0")`);
    await workbench.page.getByRole('button', { name: 'Interrupt', exact: true }).waitFor({ state: 'detached' });
    await workbench.command('MLOps Lab: Show All Outputs');
    await until(async () => (await frame.locator(`${live}.finished`).count()) === 104);
    assert.equal(await frame.locator(`${live}.running`).count(), 0);
  });
});

/** The epoch that the picture says is under way. */
async function epochOf(frame: Frame): Promise<number> {
  return Number.parseInt((await frame.locator(`${live} dd`).first().textContent()) ?? '', 10);
}

async function openNotebook(workbench: Workbench, name: string): Promise<void> {
  await workbench.openFile(name);
  await workbench.page.locator('.notebookOverlay .code-cell-row').first().waitFor();
}

/** The toolbar moves its buttons while it fills: a click that hit none of them is made again. */
async function runAll({ page }: Workbench): Promise<void> {
  const interrupt = page.getByRole('button', { name: 'Interrupt', exact: true });
  for (let attempt = 0; attempt < 3; attempt++) {
    await page.getByRole('button', { name: 'Run All', exact: true }).click();
    const runs = await interrupt.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (runs) return;
  }
  assert.fail('Run All started nothing.');
}

async function until(holds: () => Promise<boolean>, patience = 30_000): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end; await new Promise((later) => setTimeout(later, 100))) {
    if (await holds().catch(() => false)) return;
  }
  assert.fail(`It did not come about within ${patience / 1000} s.`);
}
