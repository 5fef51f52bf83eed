import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { CellError, Output } from '../../../src/kernel/protocol/outputs.ts';
import { labDocument } from '../../../src/labs/export/labDocument.ts';
import { parseLab } from '../../../src/labs/file.ts';
import { table } from '../../../src/mlops/lab/table.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import { line } from '../../../src/mlops/plot/line.ts';
import { labPage } from '../../../src/outputs/export/html.ts';
import { wrapped } from '../../../src/outputs/forms.ts';
import { savedForms } from '../../../src/outputs/store/savedForms.ts';
import { textHash } from '../../../src/outputs/store/store.ts';
import { root } from '../../../tools/process.mjs';
import { launchBrowser } from '../browser.ts';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

type Cell =
  | { readonly markdown: string }
  | { readonly code: string; readonly outputs: readonly Output[]; readonly error?: CellError };
const display = (data: Record<string, unknown>): Output => ({ kind: 'display', data });

const lesson: readonly Cell[] = [
  {
    markdown:
      '# Simple Feature Engineering\n\nModels are *fussy eaters*: they want small, well-scaled numbers. A **z-score** is $z = \\frac{x - \\mu}{\\sigma}$.',
  },
  {
    markdown:
      '## Three rows\n\nSmall data first, so that you can check every number in your head.\n\n| step | runs |\n|---|---|\n| analyzer | once |\n| mapper | for every row |',
  },
  {
    code: "import { display, table } from 'mlops-lab/lab';\n\n// Two numbers and a word in each row.\nconst rows = [{ x: 1, s: 'hello' }, { x: 2.5, s: `world` }];\ndisplay(table(rows, { caption: 'Raw data' }));",
    outputs: [
      display(
        table(
          [
            { x: 1, s: 'hello' },
            { x: 2.5, s: 'world' },
          ],
          { caption: 'Raw data' },
        ).toMimeBundle(),
      ),
    ],
  },
  { markdown: '## Training\n\n1. Fit the model.\n2. Look at the curve.\n\n> A loss that falls is a good sign.' },
  {
    code: "for (let epoch = 1; epoch <= 3; epoch++) console.log('epoch', epoch);\nplot(history);",
    outputs: [
      { kind: 'stream', name: 'stdout', text: 'epoch 1\nepoch 2\n\u001b[32mepoch 3\u001b[0m\n' },
      display(
        line({
          title: 'Loss',
          xLabel: 'Epoch',
          yLabel: 'Loss',
          y: { train: [3, 2, 1], test: [4, 3, 2.5] },
        }).toMimeBundle(),
      ),
      { kind: 'check', check: { id: 'a', name: 'The loss falls', passed: true } },
      {
        kind: 'check',
        check: { id: 'b', name: 'The loss is small', passed: false, expected: '0', actual: '1', hint: 'Train longer.' },
      },
    ],
  },
  { markdown: '### What can go wrong' },
  {
    code: 'model.fit(undefined);',
    outputs: [
      { kind: 'stream', name: 'stderr', text: 'a warning\n' },
      display({ [mime.png]: pixel, [mime.text]: 'A pixel' }),
    ],
    error: {
      name: 'TypeError',
      message: 'x is undefined',
      stack: 'TypeError: x is undefined\n    at fit (file:///home/ada/labs/a.lab.ts:12:3)',
    },
  },
];

/** Each wants to run a script, to load something, or to leave the page. */
const script = 'document.title=`run`;fetch(`https://evil.example/run`)';
const attacks: Readonly<Record<string, Cell>> = {
  'a script in Markdown': { markdown: `# x\n\n<script>${script}</script>` },
  'an image that fails, in Markdown': { markdown: `<img src=x onerror="${script}">` },
  'a remote image in Markdown': { markdown: '![x](https://evil.example/x.png) ![y](//evil.example/y.png)' },
  'a link that runs, in Markdown': {
    markdown: `[x](javascript:${script}) <javascript:alert(1)> [y]: javascript:alert(1)`,
  },
  'a link in a formula': {
    markdown: `$\\href{javascript:${script}}{x}$ $\\includegraphics{https://evil.example/x.png}$ $\\htmlData{x=y}{z}$`,
  },
  'the end of the page’s code': { code: `</code></pre><script>${script}</script>`, outputs: [] },
  'markup that is printed': {
    code: '1',
    outputs: [{ kind: 'stream', name: 'stdout', text: `</pre><script>${script}</script>` }],
  },
  'the end of the data’s element': {
    code: '2',
    outputs: [display({ [mime.vegaLite]: { x: `</script><script>${script}</script><!--<script>` } })],
  },
  'HTML with a script and a frame': {
    code: '3',
    outputs: [
      display({
        [mime.html]: `<script>${script}</script><iframe src="https://evil.example"></iframe><img src=x onerror="${script}">`,
      }),
      display({
        [wrapped]: {
          mime: mime.html,
          data: `<form action="https://evil.example"><button autofocus onfocus="${script}">x</button></form>`,
        },
      }),
    ],
  },
  'SVG with a script': {
    code: '4',
    outputs: [
      display({
        [mime.svg]: `<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><script>${script}</script><image href="https://evil.example/x.png"/></svg>`,
      }),
    ],
  },
  'an image that is no base64': {
    code: '5',
    outputs: [display({ [mime.png]: `"><script>${script}</script>`, [mime.text]: `" onerror="${script}` })],
  },
  'a chart that loads': {
    code: '6',
    outputs: [display({ [mime.vegaLite]: { mark: 'bar', data: { url: 'https://evil.example/d.csv' }, encoding: {} } })],
  },
  'a chart whose expression runs': {
    code: '7',
    outputs: [
      display({
        [mime.vegaLite]: {
          mark: 'bar',
          data: { values: [{ a: 1 }] },
          transform: [{ calculate: `constructor.constructor('${script}')()`, as: 'b' }],
          encoding: { x: { field: 'b' }, href: { value: `javascript:${script}` } },
        },
      }),
    ],
  },
  'a table with markup': {
    code: '8',
    outputs: [
      display({
        [mime.table]: {
          rows: 1,
          caption: `<img src=x onerror=${script}>`,
          columns: [{ name: `<svg onload=${script}>`, values: [`<script>${script}</script>`] }],
        },
      }),
    ],
  },
  'an error and a check with markup': {
    code: '9',
    outputs: [
      {
        kind: 'check',
        check: { id: 'a', name: `<img src=x onerror=${script}>`, passed: false, hint: `<script>${script}</script>` },
      },
    ],
    error: { name: '<b>', message: `<script>${script}</script>`, stack: `<a href="javascript:${script}">x</a>` },
  },
  'a style that loads, in HTML': {
    code: '10',
    outputs: [
      display({
        [mime.html]:
          '<style>body{background:url(https://evil.example/x)}</style><meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example">',
      }),
    ],
  },
};

function pageOf(cells: readonly Cell[], program: string): string {
  const text = cells.map((cell) =>
    'markdown' in cell ? `// %% [markdown]\n${cell.markdown.replaceAll(/^/gm, '// ')}` : `// %%\n${cell.code}`,
  );
  const file = parseLab(
    `// ---\n// id: C2_W2_Lab_1\n// title: Simple Feature Engineering\n// ---\n\n${text.join('\n\n')}\n`,
  );
  const code = cells.filter((cell) => 'code' in cell);
  const saved = code.map(({ code: source, outputs, error }, at) => ({
    source: textHash(source),
    success: !error,
    start: Date.UTC(2026, 0, 2),
    end: Date.UTC(2026, 0, 2) + 120 * (at + 1),
    outputs: savedForms(outputs, error),
  }));
  return labPage(labDocument(file, saved, { name: 'a.lab.ts', backend: 'wasm' }), program);
}

describe('an exported page in a browser', () => {
  let browser: Browser;
  let folder: string;
  let program: string;
  let page: Page;
  let problems: string[];

  before(async () => {
    browser = await launchBrowser();
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-export-'));
    program = await readFile(join(root, 'dist', 'page.js'), 'utf8');
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(() => page.context().close());

  /** From the disk, without a network; waits until all is drawn. */
  async function open(cells: readonly Cell[], options: BrowserContextOptions = {}): Promise<void> {
    const file = join(folder, 'page.html');
    await writeFile(file, pageOf(cells, program));
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, offline: true, ...options });
    page = await context.newPage();
    problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('dialog', (dialog) => problems.push(dialog.message()) && void dialog.dismiss());
    page.on('request', (request) => {
      if (!/^(data|blob):/.test(request.url()) && request.url() !== pathToFileURL(file).href)
        problems.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    const isDrawn = options.javaScriptEnabled === false || (await page.locator('[data-output]').count()) === 0;
    if (!isDrawn) await page.locator('html[data-drawn]').waitFor({ state: 'attached' });
  }

  async function screenshot(name: string): Promise<void> {
    const path = join(root, 'test', 'ui', 'screenshots', 'pages', `export-${name}.png`);
    await mkdir(dirname(path), { recursive: true });
    await page.screenshot({ path, fullPage: true, animations: 'disabled' });
  }

  it('draws what the notebook draws, from the disk and offline', async () => {
    await open(lesson);
    await page.locator('.mlops-lab-table').getByText('Raw data').waitFor();
    await page.locator('[role="graphics-document"]').waitFor();
    assert.equal(await page.locator('.still').count(), 0);
    assert.deepEqual(await page.locator('h1, h2, h3').allTextContents(), [
      'Simple Feature Engineering',
      'Three rows',
      'Training',
      'What can go wrong',
    ]);
    assert.equal(await page.locator('math').count(), 1);
    await page.getByRole('navigation', { name: 'Outline' }).getByRole('link', { name: 'Training' }).click();
    assert.match(page.url(), /#training$/);
    assert.deepEqual(problems, []);
  });

  it('looks through the rows of a table that travelled, of which there are more', async () => {
    const names = Array.from({ length: 2000 }, (_, row) => `person ${row}`);
    const held = names.slice(0, 1000);
    const data = { rows: names.length, columns: [{ name: 'name', values: held }], source: 'gone' };
    await open([{ code: '1', outputs: [display({ [mime.table]: data, [mime.text]: 'people' })] }]);
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+f');
    await page.getByRole('textbox', { name: 'Show rows that contain' }).fill('PERSON 99');
    await page.getByRole('search').getByText('11 of 1,000 rows').waitFor();
    await page.getByText('The output holds the first 1,000 rows.').waitFor();
    assert.equal(await page.getByRole('gridcell').first().textContent(), 'person 99');
    assert.deepEqual(problems, []);
  });

  it('paints the gradient of a legend, which is a part of the chart itself', async () => {
    const values = [
      { x: 1, y: 1 },
      { x: 2, y: 5 },
    ];
    const field = (name: string) => ({ field: name, type: 'quantitative' });
    const spec = { mark: 'point', data: { values }, encoding: { x: field('x'), y: field('y'), color: field('y') } };
    await open([{ code: '1', outputs: [display({ [mime.vegaLite]: spec })] }]);
    const legend = page.locator('.role-legend-gradient path');
    await legend.waitFor({ state: 'attached' });
    const fill = await legend.getAttribute('fill');
    assert.match(fill ?? '', /^url\(#/);
    assert.equal(await page.locator(fill!.slice(4, -1)).count(), 1);
    assert.deepEqual(problems, []);
  });

  it('says without a script what it says with one', async () => {
    await open(lesson, { javaScriptEnabled: false });
    const text = await page.locator('main').textContent();
    for (const words of [
      /Raw data\s+x\s+s/,
      /epoch 3/,
      /Line chart of Loss over Epoch|Loss/,
      /Failed.*The loss is small/,
      /TypeError: x is undefined/,
    ])
      assert.match(text!, words);
    assert.equal(await page.locator('img[alt="A pixel"]').count(), 1);
    assert.deepEqual(problems, []);
  });

  for (const [what, cell] of Object.entries(attacks)) {
    it(`does nothing for ${what}`, async () => {
      await open([cell]);
      await page.waitForTimeout(200);
      assert.deepEqual(problems, []);
      assert.equal(await page.title(), 'Simple Feature Engineering');
      assert.equal(
        await page
          .locator('main :is(script, iframe, base, meta, [onload], [onerror], a[href^="javascript:" i])')
          .count(),
        0,
      );
    });
  }

  for (const [name, options] of Object.entries({
    light: {},
    dark: { colorScheme: 'dark' },
    narrow: { viewport: { width: 400, height: 800 } },
    'narrow-dark': { viewport: { width: 400, height: 800 }, colorScheme: 'dark' },
  } as Record<string, BrowserContextOptions>)) {
    it(`has no serious accessibility fault, and nothing wider than the page: ${name}`, async () => {
      await open(lesson, options);
      await screenshot(name);
      // The page's policy lets no other script in; the debugger's way in is not held to it.
      await page.evaluate(await readFile(axe, 'utf8'));
      const found = await page.evaluate(async () => {
        const { axe } = window as unknown as {
          axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
        };
        const { violations } = await axe.run();
        return violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      });
      assert.deepEqual(found, []);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(overflow <= 0, `${overflow} px too wide`);
    });
  }

  it('is printed light, without what only a screen needs', async () => {
    await open(lesson, { colorScheme: 'dark' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), 'rgb(255, 255, 255)');
    assert.equal(await page.locator('nav').isVisible(), false);
    await screenshot('print');
  });

  it('stays small: under 3 MB with the script', async () => {
    assert.ok(Buffer.byteLength(pageOf(lesson, program)) < 3_000_000);
    await open(lesson);
  });
});
