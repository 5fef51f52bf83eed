import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import { type Plot, scatter } from '../../../src/mlops/plot.ts';
import { root } from '../../../tools/process.mjs';
import { charts } from '../../fixtures/charts.ts';
import { type Opened, Pages } from '../pages.ts';
import type { themes } from '../themes.ts';

const screenshots = join(root, 'test', 'ui', 'screenshots');
const width = { narrow: 400, wide: 1400 } as const;

describe('charts in a browser', () => {
  let pages: Pages;
  let opened: Opened;

  before(async () => {
    pages = await Pages.start(join(root, 'dist', 'webview'));
    await mkdir(screenshots, { recursive: true });
  });
  after(() => pages?.stop());

  async function open(theme: keyof typeof themes, size: keyof typeof width = 'wide'): Promise<void> {
    const viewport = { width: width[size], height: 900 };
    opened = await pages.open({ script: 'renderer.js', style: 'viewer.css', worker: true, theme, viewport });
  }

  afterEach(async () => {
    await opened.page.context().close();
    assert.deepEqual(opened.problems, [], 'no error, no policy violation, no request that leaves');
  });

  /** Has the renderer draw charts below each other, and waits for all. What they send to the extension is kept. */
  async function show(specs: Readonly<Record<string, unknown>>): Promise<void> {
    await opened.page.evaluate(
      async ([specs, type]) => {
        const { activate } = await import(new URL('/renderer.js', location.href).href);
        const page = window as unknown as { messages: unknown[] };
        page.messages = [];
        let listen: (message: unknown) => void = () => undefined;
        const renderer = activate({
          postMessage: (message: { requestId: number }) => {
            page.messages.push(message);
            listen({ type: 'reply', requestId: message.requestId });
          },
          onDidReceiveMessage: (listener: typeof listen) => {
            listen = listener;
          },
        });
        const root = document.getElementById('root')!;
        for (const [name, spec] of Object.entries(specs)) {
          const element = document.createElement('div');
          element.dataset.chart = name;
          element.style.margin = '0 0 20px';
          root.append(element);
          await renderer.renderOutputItem({ id: name, mime: type, json: () => spec }, element);
        }
      },
      [specs, mime.vegaLite] as const,
    );
  }

  const specsOf = (plots: Readonly<Record<string, Plot>>) =>
    Object.fromEntries(Object.entries(plots).map(([name, { spec }]) => [name, spec]));
  const chart = (name: string) => opened.page.locator(`[data-chart="${name}"]`);
  const lastMessage = () =>
    opened.page.evaluate(() => (window as unknown as { messages: Record<string, string>[] }).messages.at(-1));

  for (const theme of ['light', 'dark', 'highContrast'] as const) {
    for (const size of ['narrow', 'wide'] as const) {
      it(`each kind fits its place, with every label whole: ${theme}, ${size}`, async () => {
        await open(theme, size);
        await show(specsOf(charts));
        await opened.page.screenshot({ path: join(screenshots, `charts-${theme}-${size}.png`), fullPage: true });
        assert.equal(await opened.page.getByRole('alert').count(), 0);
        const faults = await opened.page.evaluate((width) => {
          const faults: string[] = [];
          for (const drawing of document.querySelectorAll<HTMLElement>('[data-chart] svg.marks, [data-chart] canvas')) {
            const name = drawing.closest<HTMLElement>('[data-chart]')!.dataset.chart!;
            const box = drawing.getBoundingClientRect();
            if (box.width > width + 1) faults.push(`${name} is ${box.width} px wide`);
            if (box.width < Math.min(width, 420) * 0.9) faults.push(`${name} is only ${box.width} px wide`);
            for (const text of drawing.querySelectorAll('text')) {
              const inner = text.getBoundingClientRect();
              const out = inner.left < box.left - 2 || inner.right > box.right + 2 || inner.bottom > box.bottom + 2;
              if (inner.width > 0 && out) faults.push(`${name} cuts off “${text.textContent}”`);
              if (text.textContent?.includes('…')) faults.push(`${name} shortens “${text.textContent}”`);
            }
          }
          return faults;
        }, width[size]);
        assert.deepEqual(faults, []);
      });
    }
  }

  it('has the titles of small multiples that stand beside each other at one height', async () => {
    await open('light');
    await show({ small: charts['small multiples']!.spec });
    const tops = await chart('small').evaluate((place) => {
      const titles = ['temperature', 'pressure', 'vibration'];
      const texts = [...place.querySelectorAll('.role-title-text text')];
      return titles.map((title) => texts.find((text) => text.textContent === title)!.getBoundingClientRect().top);
    });
    // Lines of one pixel may lie on either side of it.
    assert.ok(Math.max(...tops) - Math.min(...tops) <= 1, tops.join());
  });

  it('has a place for what it will say that screen readers know before', async () => {
    await open('light');
    await show({ bar: charts.bar!.spec });
    const status = chart('bar').getByRole('status');
    assert.equal(await status.textContent(), '');
    assert.equal(await status.evaluate((element) => getComputedStyle(element).display), 'block');
  });

  it('shows its data as a table, and takes it away again, by keys alone', async () => {
    await open('light');
    await show({ bar: charts.bar!.spec });
    const button = chart('bar').getByRole('button', { name: 'Show Data as Table' });
    const toolbar = chart('bar').getByRole('toolbar');
    const opacity = () => toolbar.evaluate((element) => Number(getComputedStyle(element).opacity));
    await opened.page.mouse.move(700, 800);
    assert.ok((await opacity()) < 1, 'it is out of the way');
    await button.focus();
    await opened.page.waitForTimeout(200);
    assert.equal(await opacity(), 1, 'it shows when the focus comes');
    await opened.page.keyboard.press('Enter');
    const table = chart('bar').getByRole('table');
    assert.deepEqual(await table.getByRole('columnheader').allInnerTexts(), ['state', 'pumps', 'Series']);
    assert.equal(await table.getByRole('row').count(), 7);
    await opened.page.keyboard.press('Space');
    assert.equal(await table.count(), 0);
  });

  it('saves picture, data and specification', async () => {
    await open('light');
    await show({ bar: charts.bar!.spec });
    const save = async (item: string) => {
      await chart('bar').getByRole('button', { name: 'Save' }).click();
      await chart('bar').getByRole('menuitem', { name: item }).click();
      await opened.page.waitForFunction((item) => {
        const { messages, seen = 0 } = window as unknown as { messages: unknown[]; seen?: number };
        return messages.length > seen && Boolean(item);
      }, item);
      const message = await lastMessage();
      await opened.page.evaluate(() =>
        Object.assign(window, { seen: (window as unknown as { messages: [] }).messages.length }),
      );
      return message!;
    };
    const svg = await save('Save as SVG');
    assert.equal(svg.name, 'pumps-by-site.svg');
    assert.match(svg.text!, /^<svg[^>]*><rect width="100%" height="100%" fill="#ffffff"/);
    const png = await save('Save as PNG');
    assert.ok(Buffer.from(png.base64!, 'base64').subarray(1, 4).equals(Buffer.from('PNG')));
    assert.equal(Buffer.from(png.base64!, 'base64').readUInt32BE(16), width.wide * 2, 'two pixels in one');
    assert.match((await save('Save Data as CSV')).text!, /^state,pumps,Series\r\nhealthy,12,north\r\n/);
    assert.deepEqual(JSON.parse((await save('Save Vega-Lite Specification')).text!), charts.bar!.spec);
  });

  it('its menus open, move and close by keys, and copy the specification', async () => {
    await open('light');
    await show({ bar: charts.bar!.spec });
    const copy = chart('bar').getByRole('button', { name: 'Copy' });
    await chart('bar').getByRole('button', { name: 'Show Data as Table' }).focus();
    await opened.page.keyboard.press('ArrowRight');
    assert.ok(await copy.evaluate((button) => button === document.activeElement));
    await opened.page.keyboard.press('Enter');
    await opened.page.keyboard.press('ArrowDown');
    const item = chart('bar').getByRole('menuitem', { name: 'Copy Specification' });
    await opened.page.waitForFunction(() => document.activeElement?.textContent === 'Copy Specification');
    await opened.page.keyboard.press('Enter');
    await chart('bar').getByRole('status').getByText('The specification is on the clipboard.').waitFor();
    assert.deepEqual(JSON.parse((await lastMessage())!.text!), charts.bar!.spec);
    assert.equal(await item.count(), 0);
    await copy.press('Enter');
    await item.waitFor();
    await opened.page.screenshot({ path: join(screenshots, 'chart-menu.png') });
    await opened.page.keyboard.press('Escape');
    assert.ok(await copy.evaluate((button) => button === document.activeElement));
  });

  it('its scale of colours is painted by a gradient of the same drawing', async () => {
    await open('dark');
    await show({ heat: charts['heat map']!.spec });
    const fill = await chart('heat').locator('.role-legend-gradient path').first().getAttribute('fill');
    const id = /^url\(#([\w-]+)\)$/.exec(fill ?? '')?.[1];
    assert.ok(id, `the fill is ${fill}`);
    assert.equal(await chart('heat').locator(`linearGradient#${id}`).count(), 1);
  });

  it('draws many marks on a canvas, and fits when its place changes', async () => {
    await open('light');
    const { 'small multiples': multiples } = charts;
    const x = Array.from({ length: 9000 }, (_, i) => i % 97);
    const cloud = scatter({ title: 'Cloud', xLabel: 'x', yLabel: 'y', x, y: x.map((value, i) => value + (i % 11)) });
    await show({ cloud: cloud.spec, multiples: multiples!.spec });
    assert.equal(await chart('cloud').locator('canvas').count(), 1);
    assert.match(
      (await chart('cloud').locator('[role="graphics-document"]').getAttribute('aria-label'))!,
      /9,000 points/,
    );
    await opened.page.setViewportSize({ width: 500, height: 900 });
    await opened.page.waitForFunction(() => {
      const svg = document.querySelector('[data-chart="multiples"] svg.marks');
      return svg !== null && Number(svg.getAttribute('width')) <= 500;
    });
  });

  it('axe-core finds nothing serious, menus and tables open', async () => {
    await open('dark');
    const { bar, histogram } = specsOf(charts);
    await show({ bar, histogram });
    await chart('bar').getByRole('button', { name: 'Show Data as Table' }).click();
    await chart('histogram').getByRole('button', { name: 'Save' }).click();
    await opened.page.evaluate(await readFile(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
    const { violations } = await opened.page.evaluate(() =>
      (window as unknown as { axe: { run(root: Element): Promise<{ violations: Violation[] }> } }).axe.run(
        document.getElementById('root')!,
      ),
    );
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    assert.deepEqual(
      grave.map(({ id, help }) => `${id}: ${help}`),
      [],
    );
  });
});

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
}
