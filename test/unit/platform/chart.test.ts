import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prepareSpec } from '../../../src/platform/chart/spec.ts';
import { type ChartTheme, palettes } from '../../../src/platform/chart/theme.ts';
import { chartView } from '../../../src/platform/chart/view.ts';
import { UserError } from '../../../src/platform/errors.ts';

const bar = { mark: 'bar', data: { values: [{ n: 1 }] }, encoding: { x: { field: 'n', type: 'quantitative' } } };
const theme: ChartTheme = {
  dark: true,
  highContrast: false,
  foreground: '#cccccc',
  background: '#1f1f1f',
  font: 'serif',
  fontSize: 13,
};

/** The plain record that a specification is; its type is a union without common members. */
const prepared = (spec: unknown, description?: string) => prepareSpec(spec, description) as { description?: string };

describe('chart: the specification', () => {
  it('describes itself: by what is given, its description, its title', () => {
    const title = { text: ['Two', 'lines'] };
    assert.equal(prepared({ ...bar, title }, 'given').description, 'given');
    assert.equal(prepared({ ...bar, title, description: 'own' }).description, 'own');
    assert.equal(prepared({ ...bar, title }).description, 'Two lines');
    assert.equal(prepared({ ...bar, title: 'One' }).description, 'One');
    assert.equal(prepared(bar).description, undefined);
  });

  it('answers anything else with a UserError', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        try {
          prepareSpec(value);
        } catch (error) {
          assert.ok(error instanceof UserError && error.code === 'chart-not-a-spec');
        }
      }),
    );
    for (const wrong of [null, [], 'bar', 3, {}, { data: {} }]) assert.throws(() => prepareSpec(wrong), UserError);
  });
});

describe('chart: the theme', () => {
  it('has series colours of at least 3:1 against the editor in light, dark and high contrast', () => {
    for (const [colours, backgrounds] of [
      [palettes.light, ['#ffffff']],
      [palettes.dark, ['#1f1f1f', '#000000']],
    ] as const)
      for (const colour of colours)
        for (const background of backgrounds)
          assert.ok(contrast(colour, background) >= 3, `${colour} on ${background}: ${contrast(colour, background)}`);
  });

  it('reaches the drawing, which needs no code generation', async () => {
    const svg = await draw({ ...bar, title: 'Rows' });
    assert.ok(svg.includes(palettes.dark[0]), 'the mark has the first colour of the palette');
    assert.ok(svg.includes('fill="#cccccc"'), 'labels have the foreground');
    assert.ok(svg.includes('font-family="serif"'));
  });

  it("gives way to the chart's own configuration", async () => {
    const svg = await draw({ ...bar, config: { mark: { color: '#123456' } } });
    assert.ok(svg.includes('#123456') && !svg.includes(palettes.dark[0]));
  });
});

async function draw(spec: unknown): Promise<string> {
  const { view } = await chartView(spec, { theme, width: 100 });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const channel = (from: number) => {
    const value = Number.parseInt(colour.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
