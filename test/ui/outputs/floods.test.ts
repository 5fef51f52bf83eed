import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { smoothness, watchFrames } from '../frames.ts';
import { Session } from '../session.ts';
import type { Workbench } from '../workbench.ts';

/** Milliseconds. What is measured is about a tenth of it: a machine may be slow, but the window must not stand still. */
const patience = { gap: 6000, key: 6000 };

const numbered = (count: number) => Array.from({ length: count }, (_, i) => `line ${i + 1}\n`).join('');

interface Flood {
  readonly name: string;
  readonly code: string;
  /** What the full log holds. */
  readonly log: (text: string) => void;
}

const floods: readonly Flood[] = [
  {
    name: 'lines',
    code: "for (let i = 1; i <= 20_000; i++) console.log('line ' + i);",
    log: (text) => assert.ok(text === numbered(20_000)),
  },
  {
    name: 'million',
    code: "for (let i = 1; i <= 1_000_000; i++) console.log('line ' + i);",
    log: (text) => assert.ok(text === numbered(1_000_000)),
  },
  {
    name: 'string',
    code: "console.log('0123456789'.repeat(5_000_000));",
    log: (text) => assert.ok(text === `${'0123456789'.repeat(5_000_000)}\n`),
  },
  {
    name: 'value',
    code: "'0123456789'.repeat(5_000_000);",
    log: (text) => assert.ok(text === `'${'0123456789'.repeat(5_000_000)}'\n`),
  },
  {
    name: 'long-lines',
    code: "for (let i = 0; i < 20; i++) console.log('\\u001b[32m' + 'x'.repeat(1_000_000) + '\\u001b[39m');",
    log: (text) => assert.ok(text === `${'x'.repeat(1_000_000)}\n`.repeat(20)),
  },
  {
    name: 'streams',
    code: "for (let i = 0; i < 5000; i++) { console.log('out ' + i); console.error('err ' + i); }",
    log: (text) => assert.ok(text === Array.from({ length: 5000 }, (_, i) => `out ${i}\nerr ${i}\n`).join('')),
  },
];

const lab = (name: string, code: string) => `// ---\n// id: ${name}\n// title: ${name}\n// ---\n// %%\n${code}\n`;

describe('floods of output in the notebook', function () {
  this.timeout(180_000);
  let session: Session;
  let workbench: Workbench;
  const cell = (): Locator => workbench.page.locator('.notebookOverlay:visible .code-cell-row').first();
  const outputs = (name: string) =>
    join(session.server.workspace, '.mlops-lab', 'outputs', 'labs', `${name}.lab.ts.logs`);

  before(async () => {
    session = await Session.start();
    workbench = session.workbench;
    await mkdir(join(session.server.workspace, 'labs'));
  });
  after(() => session?.end());
  afterEach(async function () {
    if (this.currentTest?.isFailed())
      await workbench?.screenshot(`failed-floods-${this.currentTest.title.slice(0, 30)}`);
  });

  for (const { name, code, log } of floods) {
    it(`of ${name}: the window stays quick, and nothing is lost`, async () => {
      await open(name, code);
      await run();
      await typeUntil(cell().locator('.codicon-notebook-state-success'));
      await assertQuick();
      const item = cell().locator('.cell-statusbar-container', { hasText: 'Show Full Output' });
      await item.waitFor();
      const [file, ...others] = await readdir(outputs(name));
      assert.deepEqual(others, []);
      // Said in the cell as well, for those who read there.
      const frame = await workbench.webviewWith('text=/scrollable element|are not shown here/');
      assert.ok(frame);
      await until(async () => {
        const text = await readFile(join(outputs(name), file!), 'utf8');
        log(text);
      });
      await workbench.screenshot(`floods-${name}`);
    });
  }

  it('opens the full output by the palette, and by a click below the cell', async () => {
    await open('opened', "for (let i = 1; i <= 5000; i++) console.log('line ' + i);");
    await run();
    const item = cell().locator('.cell-statusbar-container').getByText('Show Full Output');
    await workbench.clickUntil(item, workbench.page.locator('.tab.active', { hasText: '.log' }));
    await workbench.page
      .locator('.view-line', { hasText: /^line\s1$/ })
      .first()
      .waitFor();
    await workbench.page.keyboard.press('Control+End');
    await workbench.page
      .locator('.view-line', { hasText: /^line\s5000$/ })
      .first()
      .waitFor();
    await workbench.screenshot('floods-full-output');
    await workbench.command('View: Close Editor');
    await cell().waitFor();
    await cell().click();
    await workbench.command('MLOps Lab: Show Full Output');
    await workbench.page.locator('.tab.active', { hasText: '.log' }).waitFor();
  });

  it('of 1,000 outputs: a hundred are shown, and all on demand', async () => {
    await open(
      'outputs',
      "import { display } from 'mlops-lab/lab';\nfor (let i = 0; i < 1000; i++) display('output ' + i);",
    );
    await run();
    await typeUntil(cell().locator('.codicon-notebook-state-success'));
    await assertQuick();
    const frame = await workbench.webviewWith('text=/^output 0$/');
    assert.equal(await frame.locator('text=/^output \\d+$/').count(), 100);
    await workbench.command('MLOps Lab: Show All Outputs');
    await until(async () => assert.ok((await frame.locator('text=/^output \\d+$/').count()) >= 500));
    await assertQuick();
    await until(async () =>
      assert.equal(await cell().locator('.cell-statusbar-container', { hasText: 'Show All Outputs' }).count(), 0),
    );
    const text = await readFile(join(outputs('outputs'), (await readdir(outputs('outputs')))[0]!), 'utf8');
    assert.equal(text, Array.from({ length: 1000 }, (_, i) => `output ${i}\n`).join(''));
  });

  it('without end: the window stays quick until Stop, which ends it', async () => {
    await open('endless', "for (let i = 0; ; i++) console.log('endless ' + i);");
    await run();
    const end = Date.now() + 5000;
    await cell().locator('.view-line').first().click();
    while (Date.now() < end) {
      await workbench.page.keyboard.press('z');
      await workbench.page.waitForTimeout(100);
    }
    await assertQuick();
    await workbench.command('MLOps Lab: Stop the Running Cell');
    await workbench.webviewWith('text=/broken off/');
    await assertQuick();
  });

  async function open(name: string, code: string): Promise<void> {
    await writeFile(join(session.server.workspace, 'labs', `${name}.lab.ts`), lab(name, code));
    await workbench.openFile(`${name}.lab.ts`);
    await workbench.page.locator('.tab.active', { hasText: `${name}.lab.ts` }).waitFor();
    await cell().waitFor();
  }

  async function run(): Promise<void> {
    await watchFrames(workbench.page);
    await workbench.page.getByRole('button', { name: 'Run All', exact: true }).click();
  }

  /** Types in the cell that runs, as a person may who does not want to wait. */
  async function typeUntil(sign: Locator): Promise<void> {
    await cell().locator('.view-line').first().click();
    await workbench.page.keyboard.press('Control+End');
    for (const end = Date.now() + 120_000; Date.now() < end; await workbench.page.waitForTimeout(100)) {
      if ((await sign.count()) > 0) return;
      await workbench.page.keyboard.press('z');
      await workbench.page.keyboard.press('Backspace');
    }
    assert.fail('The cell did not end.');
  }

  async function assertQuick(): Promise<void> {
    const { longestGap, slowestKey } = await smoothness(workbench.page);
    console.log(`        longest gap ${Math.round(longestGap)} ms, slowest key ${Math.round(slowestKey)} ms`);
    assert.ok(longestGap < patience.gap, `no frame for ${longestGap} ms`);
    assert.ok(slowestKey < patience.key, `a key took ${slowestKey} ms`);
  }
});

async function until(check: () => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + 30_000; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
