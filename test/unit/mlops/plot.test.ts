import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import * as plot from '../../../src/mlops/plot.ts';
import { plainTheme } from '../../../src/platform/chart/theme.ts';
import { chartView } from '../../../src/platform/chart/view.ts';
import { charts } from '../../fixtures/charts.ts';

const labels = { title: 'Title', xLabel: 'x', yLabel: 'y' };

/** What is drawn, as SVG text. */
async function drawn({ spec }: plot.Plot, width = 500): Promise<string> {
  const { view } = await chartView(spec, { theme: plainTheme, width });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

const descriptionOf = ({ spec }: plot.Plot) => String(spec.description);
const textOf = (made: plot.Plot) => String(made.toMimeBundle()[mime.text]);

describe('plot: every kind', () => {
  for (const [name, made] of Object.entries(charts)) {
    it(`${name} is drawn, and described in words`, async () => {
      const bundle = made.toMimeBundle();
      assert.deepEqual(JSON.parse(JSON.stringify(bundle)), bundle, 'it survives JSON');
      assert.match(await drawn(made), /<svg.*<path/s);
      if (name === 'Vega-Lite') return;
      assert.match(descriptionOf(made), /^\S.*\.$/s);
      assert.ok(textOf(made).startsWith(`${made.spec.title}\n${descriptionOf(made)}`));
      assert.doesNotMatch(textOf(made), /undefined|NaN|Infinity|\[object/);
    });
  }
});

describe('plot: what is odd is drawn, or said', () => {
  const oddities: Readonly<Record<string, number[]>> = {
    nothing: [],
    'one value': [3],
    constants: [2, 2, 2, 2],
    'NaN alone': [Number.NaN, Number.NaN],
    'what is not finite among others': [1, Number.POSITIVE_INFINITY, 2, Number.NaN, Number.NEGATIVE_INFINITY, 4],
    'negative values': [-5, -1, -3],
    'very large and small ones': [1e-300, 1e300, -1e300],
    zeros: [0, -0],
  };
  for (const [name, values] of Object.entries(oddities)) {
    it(name, async () => {
      const x = values.map((_, i) => i);
      const made = [
        plot.line({ ...labels, y: values }),
        plot.line({ ...labels, y: { a: values, b: [] } }),
        plot.line({ ...labels, y: values, yScale: 'log' }),
        plot.bar({ ...labels, y: values }),
        plot.histogram({ ...labels, values }),
        plot.histogram({ ...labels, values: { a: values, b: [1, 2] }, stat: 'density' }),
        plot.density({ ...labels, values }),
        plot.box({ ...labels, values: { a: values, b: values } }),
        plot.box({ ...labels, values, yScale: 'log' }),
        plot.scatter({ ...labels, x, y: values }),
        plot.scatter({ ...labels, x, y: values, xScale: 'log', yScale: 'log' }),
        plot.heatMap({ ...labels, values: [values] }),
        plot.residuals({ yTrue: values, yPred: values }),
        plot.parallelCoordinates({ title: 'Title', values: { a: values, b: values.map(String) }, color: 'a' }),
        plot.confusionMatrix({ yTrue: values, yPred: values }),
        plot.smallMultiples({ title: 'Title', plots: [plot.line({ ...labels, y: values })] }),
      ];
      for (const one of made) {
        assert.match(await drawn(one), /<svg/);
        assert.doesNotMatch(textOf(one).replaceAll(/class(es)?|NaN \(/g, ''), /undefined|\[object/);
      }
    });
  }

  it('models that are right about everything, or know one class alone', async () => {
    const ones = plot.rocCurve({ yTrue: [1, 1], yScore: [0.2, 0.3] });
    assert.match(descriptionOf(ones), /undefined, for only one class is there/);
    assert.match(descriptionOf(plot.precisionRecallCurve({ yTrue: [0], yScore: [1] })), /no example is positive/);
    assert.match(await drawn(ones), /There are no values to draw/);
    const perfect = plot.rocCurve({ yTrue: [0, 1], yScore: [0.2, 0.3] });
    assert.equal(perfect.curves[0]!.auc, 1);
    assert.match(await drawn(plot.rocCurve({ yTrue: [], yScore: [] })), /There are no values to draw/);
  });

  it('counts what it leaves out', () => {
    assert.match(descriptionOf(plot.line({ ...labels, y: [1, Number.NaN, 3] })), /1 value is not finite and not drawn/);
    const logarithmic = plot.scatter({ ...labels, x: [1, 0, -1], y: [1, 1, 1], xScale: 'log' });
    assert.match(descriptionOf(logarithmic), /1 point\..*2 values are not/);
  });
});

describe('plot: wrong input is a PlotError that says what and where', () => {
  const wrong: Readonly<Record<string, readonly [() => plot.Plot, RegExp, plot.PlotErrorCode]>> = {
    'x of another length': [
      () => plot.line({ ...labels, x: [1], y: { loss: [1, 2] } }),
      /“loss” has 2 values, and x has 1/,
      'unequal-lengths',
    ],
    categories: [
      () => plot.bar({ ...labels, y: [1, 2], categories: ['a'] }),
      /“y” has 2 values, and “categories” has 1/,
      'unequal-lengths',
    ],
    'too many bars': [() => plot.bar({ ...labels, y: Array(500).fill(1) }), /500 bars cannot be read/, 'too-many'],
    bins: [() => plot.histogram({ ...labels, values: [1], bins: 0 }), /whole number from 1 to 1000/, 'bad-argument'],
    edges: [
      () => plot.histogram({ ...labels, values: [1], bins: [1, 1] }),
      /each above the one before/,
      'bad-argument',
    ],
    bandwidth: [() => plot.density({ ...labels, values: [1], bandwidth: -1 }), /“bandwidth” is -1/, 'bad-argument'],
    'a ragged matrix': [
      () => plot.heatMap({ ...labels, values: [[1, 2], [1]] }),
      /Row 2 has 1 values, and row 1 has 2/,
      'unequal-lengths',
    ],
    'a score': [() => plot.rocCurve({ yTrue: [0, 1], yScore: [0, Number.NaN] }), /Score 2 is NaN/, 'bad-value'],
    'texts as classes': [
      () => plot.rocCurve({ yTrue: ['a', 'b'], yScore: [0, 1] }),
      /holds “a”: name the positive class/,
      'unclear-class',
    ],
    probability: [() => plot.calibration({ yTrue: [0, 1], yProb: [0, 1.2] }), /Value 2 of “yProb” is 1.2/, 'bad-value'],
    predictions: [
      () => plot.confusionMatrix({ yTrue: [0], yPred: [] }),
      /“yPred” has 0 values, and “yTrue” has 1/,
      'unequal-lengths',
    ],
    color: [
      () => plot.parallelCoordinates({ title: '', values: { a: [1] }, color: 'b' }),
      /no list has that name/,
      'bad-argument',
    ],
    'no specification': [() => plot.vegaLite(null as never), /is an object/, 'bad-argument'],
    'no JSON': [() => plot.vegaLite({ n: 1n }), /cannot be written as JSON/, 'bad-argument'],
  };
  for (const [name, [make, message, code]] of Object.entries(wrong)) {
    it(name, () => assert.throws(make, { name: 'PlotError', code, message }));
  }
});

describe('plot: a million points', () => {
  const length = 1_000_000;
  const values = Float64Array.from({ length }, (_, i) => Math.sin(i) * (i === 123_456 ? 9 : 1));

  it('keeps the spike of a line, says how many are drawn, and stays small', () => {
    const made = plot.line({ ...labels, y: values });
    const rows = (made.spec.data as { values: { x: number; y: number }[] }).values;
    assert.ok(rows.length <= 4000);
    assert.ok(
      rows.some(({ x }) => x === 123_457),
      'the spike is drawn',
    );
    assert.match(descriptionOf(made), /1,000,000 points, drawn as \d,\d{3}/);
    assert.ok(JSON.stringify(made.spec).length < 500_000);
  });

  it('counts every point of a scatter plot in a cell, and every value of a histogram', () => {
    const cells = plot.scatter({ ...labels, x: values, y: values.toReversed() });
    const points = (cells.spec.data as { values: { points: number }[] }).values;
    assert.equal(
      points.reduce((sum, cell) => sum + cell.points, 0),
      length,
    );
    assert.match(descriptionOf(cells), /1,000,000 points, drawn as their density in [\d,]+ cells/);
    const bins = (plot.histogram({ ...labels, values }).spec.data as { values: { height: number }[] }).values;
    assert.equal(
      bins.reduce((sum, { height }) => sum + height, 0),
      length,
    );
  });

  it('draws the same sample of grouped points each time', () => {
    const group = {
      *[Symbol.iterator]() {
        for (let i = 0; i < length; i++) yield i % 2;
      },
    };
    const make = () => plot.scatter({ ...labels, x: values, y: values, group });
    assert.deepEqual(make().spec, make().spec);
    assert.match(descriptionOf(make()), /in 2 groups, drawn as a random 10,000 points/);
  });
});

describe('plot: the text form', () => {
  it('draws lines, bars and matrices in characters', () => {
    assert.match(textOf(plot.line({ ...labels, y: [0, 1, 2, 3] })), /\n▁▃▆█$/);
    assert.match(textOf(plot.bar({ ...labels, y: { cat: 4, dog: 2 } })), /\ncat █{30} 4\ndog █{15} {15} 2$/);
    const matrix = textOf(plot.confusionMatrix({ yTrue: ['a', 'b', 'b'], yPred: ['a', 'a', 'b'] }));
    assert.match(matrix, /true \\ predicted {2}a {2}b\na {17}1 {2}0\nb {17}1 {2}1$/);
  });

  it('takes any numbers', () => {
    fc.assert(fc.property(fc.array(fc.double()), (y) => textOf(plot.line({ ...labels, y })).length > 0));
  });
});
