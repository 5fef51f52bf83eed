import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as plot from '../../../src/mlops/plot.ts';
import { csvOf, tablesOf } from '../../../src/platform/chart/data.ts';
import { chartsInRow, fitted } from '../../../src/platform/chart/layout.ts';
import { root } from '../../../tools/process.mjs';

const labels = { title: 'Title', xLabel: 'epoch', yLabel: 'loss' };

describe('chart: its data as a table', () => {
  it('has the names that the axes have', () => {
    const [table, ...others] = tablesOf(plot.line({ ...labels, y: { train: [3, 2] } }).spec);
    assert.deepEqual(others, []);
    assert.deepEqual(
      table?.columns.map(({ title }) => title),
      ['epoch', 'loss', 'Line'],
    );
    assert.equal(csvOf([table!]), 'epoch,loss,Line\r\n1,3,train\r\n2,2,train\r\n');
  });

  it('has a table for each chart of several, and none for diagonals', () => {
    const bars = ['a', 'b'].map((title) => plot.bar({ ...labels, title, y: { one: 1 } }));
    const tables = tablesOf(plot.smallMultiples({ title: 'Both', plots: bars }).spec);
    assert.deepEqual(
      tables.map(({ title }) => title),
      ['a', 'b'],
    );
    assert.equal(csvOf(tables), 'a\r\nepoch,loss\r\none,1\r\n\r\nb\r\nepoch,loss\r\none,1\r\n');
    assert.equal(tablesOf(plot.rocCurve({ yTrue: [0, 1], yScore: [0, 1] }).spec).length, 1);
  });

  it('takes any value for a specification, and keeps formulas out of spreadsheets', () => {
    for (const wrong of [null, 3, [], { data: { values: 'x' } }, { data: { values: [] } }])
      assert.deepEqual(tablesOf(wrong), []);
    const evil = { mark: 'bar', data: { values: [{ a: '=HYPERLINK("x")', b: 'two\nlines' }, { a: -1.5 }] } };
    assert.equal(csvOf(tablesOf(evil)), 'a,b\r\n"\'=HYPERLINK(""x"")","two\nlines"\r\n-1.5,\r\n');
    const named = { mark: 'bar', data: { name: 'd' }, datasets: { d: [1, 2] } };
    assert.equal(csvOf(tablesOf(named)), 'value\r\n1\r\n2\r\n');
  });
});

describe('chart: the layout', () => {
  const unit = { mark: 'bar', title: 'A title of several words that is long', data: { values: [] } };
  const at = (spec: object, width: number) => fitted(spec as Record<string, unknown>, { width, fontSize: 13 });

  it('fills the width, but keeps one that the chart has', () => {
    assert.equal(at(unit, 700).width, 700);
    assert.equal(at({ ...unit, width: 'container' }, 700).width, 700);
    assert.equal(at({ ...unit, width: 120 }, 700).width, 120);
  });

  it('wraps titles, and puts legends below where it is narrow', () => {
    assert.ok(Array.isArray((at(unit, 200).title as { text: unknown }).text));
    assert.equal((at(unit, 900).title as { text: unknown }).text, unit.title);
    assert.equal((at(unit, 400).config as { legend: { orient?: string } }).legend.orient, 'bottom');
    assert.equal((at(unit, 900).config as { legend: { orient?: string } }).legend.orient, undefined);
  });

  it('breaks rows of charts where there is no room beside each other', () => {
    const row = { hconcat: [unit, unit, unit] };
    assert.equal(chartsInRow(row), 3);
    assert.equal(at(row, 1200).columns, 3);
    assert.equal(at(row, 560).columns, 2);
    assert.equal(at(row, 300).columns, 1);
  });
});

describe('chart: a picture without a page', () => {
  const { chartSvg } = createRequire(import.meta.url)(
    join(root, 'dist', 'chart-image.js'),
  ) as typeof import('../../../src/platform/chart/image.ts');

  it('is SVG with the title, a background and no script', async () => {
    const svg = await chartSvg(plot.line({ ...labels, y: [3, 2, 1] }).spec, { width: 640 });
    assert.match(svg, /^<svg[^>]* width="640"/);
    assert.ok(svg.includes('>Title</text>') && svg.includes('fill="#ffffff"'));
    assert.doesNotMatch(svg, /<script|foreignObject|href="http/);
  });

  it('is a sentence where there can be none', async () => {
    const refused = chartSvg({ mark: 'bar', data: { url: 'https://example.com' } });
    await assert.rejects(refused, /This chart cannot be drawn\. It asks for https:/);
  });
});
