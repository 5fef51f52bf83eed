import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import { codeTypes, type Form, wrapped } from '../../../src/outputs/forms.ts';
import { root } from '../../../tools/process.mjs';
import { type Opened, Pages } from '../pages.ts';
import { samples } from '../standardSamples.ts';

let pages: Pages;
let opened: Opened;

before(async () => {
  pages = await Pages.start(join(root, 'dist', 'webview'));
});
after(() => pages?.stop());

const open = (options: Partial<Parameters<Pages['open']>[0]> = {}) =>
  pages.open({ script: 'renderer.js', style: 'viewer.css', worker: true, ...options });

/** Has the renderer draw outputs, one below the other. */
async function show(...forms: readonly Form[]): Promise<void> {
  await opened.page.evaluate(
    async (items) => {
      const { activate } = await import(new URL('/renderer.js', location.href).href);
      const sent: unknown[] = [];
      Object.assign(window, { asked: sent });
      const renderer = activate({ postMessage: (message: unknown) => sent.push(message) });
      const place = document.getElementById('root')!;
      place.replaceChildren();
      for (const [index, { mime, data }] of items.entries()) {
        const element = document.createElement('div');
        element.style.margin = '12px';
        place.append(element);
        await renderer.renderOutputItem({ id: String(index), mime, json: () => data }, element);
      }
    },
    forms.map(({ mime: type, data, alt }) => ({ mime: wrapped, data: { mime: type, data, ...(alt ? { alt } : {}) } })),
  );
}

describe('standard outputs in a browser', () => {
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(async () => {
    await opened.page.context().close();
    assert.deepEqual(opened.problems, [], 'no error, no policy violation, no request that leaves');
  });

  it('draws HTML with a table that scrolls, and says what it left out', async () => {
    await show({
      mime: mime.html,
      data: '<table><tr><th>a<td>1</table><script>1</script><img src="https://example.com/x.png">',
    });
    assert.equal(await opened.page.locator('td').textContent(), '1');
    assert.equal(await opened.page.locator('script, img[src]').count(), 1, 'the page has its own script alone');
    await opened.page.getByText('Left out, since outputs run no code and load nothing').waitFor();
  });

  it('says what a picture shows that it does not load, and that there is nothing where there is nothing', async () => {
    await show(
      { mime: mime.markdown, data: '![a cat](https://example.com/cat.png)' },
      { mime: mime.html, data: '<!-- -->' },
    );
    await opened.page.getByText('a cat', { exact: true }).waitFor();
    await opened.page.getByText('This output holds nothing that can be seen.').waitFor();
    assert.equal(await opened.page.getByRole('img').count(), 0);
  });

  it('keeps the styles of HTML inside its frame, and their names', async () => {
    const css = '#root, p { color: rgb(1, 2, 3) !important } :host { display: none }';
    await show({ mime: mime.html, data: `<style>${css}</style><p id="inner" style="background: rgb(4, 5, 6)">x` });
    const inner = opened.page.locator('#inner');
    const [color, background] = await inner.evaluate((p) => [
      getComputedStyle(p).color,
      getComputedStyle(p).backgroundColor,
    ]);
    assert.deepEqual([color, background], ['rgb(1, 2, 3)', 'rgb(4, 5, 6)']);
    assert.notEqual(await opened.page.locator('#root').evaluate((e) => getComputedStyle(e).color), 'rgb(1, 2, 3)');
    assert.equal(await opened.page.evaluate(() => 'inner' in window || document.getElementById('inner')), null);
    await inner.waitFor({ state: 'visible' });
  });

  it('keeps what HTML would put over the editor in its own place', async () => {
    const cover = 'position: fixed; inset: 0; z-index: 9999; background: red';
    await show({ mime: mime.html, data: `<p>x</p><div style="${cover}"></div>` }, { mime: mime.text, data: 'below' });
    const atBelow = await opened.page.getByText('below').evaluate((element) => {
      const { x, y } = element.getBoundingClientRect();
      return document.elementFromPoint(x + 1, y + 1) === element;
    });
    assert.ok(atBelow);
  });

  it('draws math in Markdown with its own fonts, and says where a formula is wrong', async () => {
    await show({
      mime: mime.markdown,
      data: 'The loss $\\mathcal{L} = \\frac1n\\sum_i (y_i - \\hat y_i)^2$ and $\\frac{1$.\n\n$$\\int x\\,dx$$',
    });
    assert.equal(await opened.page.locator('.katex-html').count(), 2);
    assert.equal(await opened.page.locator('math').count(), 2, 'for screen readers');
    await opened.page.locator('.mlops-lab-math-error').getByText('this formula is wrong').waitFor();
    const loaded = await opened.page.evaluate(async () => {
      await document.fonts.ready;
      return [...document.fonts].filter(({ family, status }) => family === 'KaTeX_Math' && status === 'loaded').length;
    });
    assert.ok(loaded > 0, 'its font is there');
  });

  it('loads nothing for math where there is none', async () => {
    await show({ mime: mime.markdown, data: 'It costs $5 or $10.' });
    await opened.page.getByText('It costs $5 or $10.').waitFor();
    assert.equal(
      await opened.page.evaluate(() => [...document.fonts].filter(({ family }) => family.startsWith('KaTeX')).length),
      0,
    );
  });

  it('draws pictures with their words, and a damaged one as a sentence', async () => {
    const pixel = samples.find((form) => form.mime === mime.png)!;
    await show(
      pixel,
      { mime: mime.svg, data: '<svg viewBox="0 0 4 4"><title>A square</title><rect width="4" height="4"/></svg>' },
      { mime: mime.png, data: 'AAAA' },
    );
    await opened.page.getByRole('img', { name: pixel.alt! }).waitFor();
    await opened.page.getByRole('img', { name: 'A square' }).waitFor();
    await opened.page.getByRole('alert').getByText('cannot be decoded').waitFor();
  });

  it('draws what is currentColor in SVG anew when the theme changes', async () => {
    await show({
      mime: mime.svg,
      data: '<svg viewBox="0 0 4 4"><rect width="4" height="4" fill="currentColor"/></svg>',
    });
    const source = async () => decodeURIComponent((await opened.page.locator('img').getAttribute('src'))!);
    assert.match(await source(), /color="#3b3b3b"/);
    await opened.dress('dark');
    await opened.page.waitForFunction(() => document.querySelector('img')?.src.includes('cccccc'));
  });

  it('answers what is no SVG, or too much of it, with a sentence', async () => {
    const levels = Array.from({ length: 12 }, (_, i) => `<g id="a${i + 1}">${`<use href="#a${i}"/>`.repeat(10)}</g>`);
    await show(
      { mime: mime.svg, data: '<svg><p></svg>' },
      { mime: mime.svg, data: `<svg><rect id="a0"/>${levels.join('')}</svg>` },
    );
    await opened.page.getByRole('alert').getByText('no well-formed SVG').waitFor();
    await opened.page.getByRole('alert').getByText('too often to be drawn').waitFor();
  });

  it('walks a JSON tree by the keyboard, and copies values and paths', async () => {
    const list = Array.from({ length: 100_000 }, (_, index) => ({ index }));
    await show({ mime: mime.json, data: { model: { 'dense 1': [8, 4] }, list } });
    const item = (name: RegExp) => opened.page.getByRole('treeitem', { name });
    assert.equal(await opened.page.getByRole('treeitem').count(), 4);
    await opened.page.getByRole('treeitem').first().focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowDown', 'ArrowDown'])
      await opened.page.keyboard.press(key);
    assert.equal(
      await opened.page.evaluate(() => document.activeElement?.getAttribute('data-id')),
      '$.model["dense 1"][1]',
    );
    await opened.page.keyboard.press('Tab');
    await opened.page.keyboard.press('Enter');
    await opened.page.keyboard.press('Tab');
    await opened.page.keyboard.press('Enter');
    const copied = () =>
      opened.page.evaluate(() => (window as unknown as { asked: { text: string }[] }).asked.map(({ text }) => text));
    assert.deepEqual(await copied(), ['4', '.model["dense 1"][1]']);
    await item(/^list/).click();
    assert.equal(await item(/10000 entries|10,000 entries/).count(), 10);
  });

  it('shows long text in part, and all of it on request', async () => {
    await show({ mime: mime.text, data: 'x'.repeat(300_000) });
    assert.equal((await opened.page.locator('pre').textContent())?.length, 200_000);
    await opened.page.getByRole('button', { name: 'Show All 300,000 Characters' }).click();
    assert.equal((await opened.page.locator('pre').textContent())?.length, 300_000);
  });

  it('links the places of an error, for the host to open', async () => {
    const stack = 'RangeError: no\n    at f (file:///labs/A.lab.ts:3:7)';
    await show({ mime: codeTypes.error, data: { name: 'RangeError', message: 'no', stack } });
    await opened.page.getByRole('link', { name: 'A.lab.ts:3:7' }).click();
    const asked = await opened.page.evaluate(() => (window as unknown as { asked: unknown[] }).asked);
    assert.deepEqual(asked, [{ type: 'open', file: 'file:///labs/A.lab.ts', line: 3, column: 7 }]);
  });

  it('answers malformed payloads with a sentence', async () => {
    const types = [mime.html, mime.markdown, mime.svg, mime.png, mime.text, codeTypes.error, '__proto__', 'text/latex'];
    await show(...types.map((type) => ({ mime: type, data: { no: 'text' } })));
    assert.equal(await opened.page.getByRole('alert').count(), types.length);
  });
});

describe('the looks of standard outputs', () => {
  const looks = [
    { theme: 'light', width: 1400 },
    { theme: 'dark', width: 1400 },
    { theme: 'highContrast', width: 1400 },
    { theme: 'dark', width: 400 },
  ] as const;
  for (const { theme, width } of looks) {
    it(`are within reach of everyone: ${theme}, ${width} pixels wide`, async () => {
      opened = await open({ theme, viewport: { width, height: 800 } });
      await show(...samples);
      await mkdir(join(root, 'test/ui/screenshots'), { recursive: true });
      await opened.page.screenshot({
        path: join(root, `test/ui/screenshots/standard-${theme}-${width}.png`),
        fullPage: true,
      });
      assert.ok(
        await opened.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
        'nothing sticks out',
      );
      assert.deepEqual(await faults(), []);
      await opened.page.context().close();
      assert.deepEqual(opened.problems, []);
    });
  }
});

/** What axe-core finds to be serious or critical; the colours of printed text are the program's and the theme's. */
async function faults(): Promise<string[]> {
  await opened.page.evaluate(await readFile(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  return opened.page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(context: object): Promise<{ violations: Violation[] }> } };
    type Violation = { id: string; impact: string; nodes: { html: string }[] };
    const { violations } = await axe.run({ include: ['#root'], exclude: ['.mlops-lab-text span'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  });
}
