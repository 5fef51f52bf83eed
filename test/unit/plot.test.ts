import assert from 'node:assert/strict';
import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { type MimeBundle, mime } from '../../src/mlops/host.ts';
import { line } from '../../src/mlops/plot.ts';

const labels = { title: 'Loss', xLabel: 'epoch', yLabel: 'loss' };

/** Draws the chart as the renderer does, warnings being errors. */
async function svgOf(bundle: MimeBundle): Promise<string> {
  const warnings: unknown[] = [];
  const fail = (...args: readonly unknown[]) => {
    warnings.push(...args);
    return logger;
  };
  const logger = { level: () => logger, warn: fail, error: fail, info: () => logger, debug: () => logger };
  const spec = { ...(bundle[mime.vegaLite] as object), width: 400 } as TopLevelSpec;
  const svg = await new View(parse(compile(spec, { logger }).spec), { renderer: 'none' }).toSVG();
  assert.deepEqual(warnings, []);
  return svg;
}

const count = (svg: string, pattern: RegExp) => svg.match(pattern)?.length ?? 0;

describe('plot.line', () => {
  it('draws one line with a point at each value, and describes it', async () => {
    const bundle = line({ ...labels, y: [0.9, 0.5, 0.25] }).toMimeBundle();
    assert.equal(
      bundle[mime.text],
      'Loss\nLine chart of loss over epoch. loss: 3 points, from 0.9 at epoch 1 to 0.25 at epoch 3; lowest 0.25, highest 0.9.',
    );
    const svg = await svgOf(bundle);
    assert.equal(count(svg, /aria-roledescription="point"/g), 3);
    assert.match(svg, /aria-label="epoch: 1; loss: 0.9/);
  });

  it('tells several lines apart by more than their colour', async () => {
    const svg = await svgOf(
      line({ ...labels, x: [0, 10, 20], y: { train: [3, 2, 1], test: [3, 2.5, 2] } }).toMimeBundle(),
    );
    assert.equal(count(svg, /aria-roledescription="line mark"/g), 2);
    assert.match(svg, /stroke-dasharray="6,3"/);
    assert.match(svg, />train</);
  });

  it('leaves a gap where a value is not finite', async () => {
    const bundle = line({ ...labels, y: [1, Number.NaN, 3, Number.POSITIVE_INFINITY] }).toMimeBundle();
    assert.match(String(bundle[mime.text]), /loss: 2 points, .* lowest 1, highest 3/);
    await svgOf(bundle);
  });

  it('can be empty', async () => {
    const bundle = line({ ...labels, y: [] }).toMimeBundle();
    assert.match(String(bundle[mime.text]), /no values/);
    await svgOf(bundle);
  });

  it('refuses an x of another length, naming the line', () => {
    assert.throws(() => line({ ...labels, x: [1, 2], y: { train: [1] } }), /“train” has 1 values for 2 places/);
  });
});
