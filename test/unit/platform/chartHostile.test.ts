import assert from 'node:assert/strict';
import { plainTheme } from '../../../src/platform/chart/theme.ts';
import { chartView } from '../../../src/platform/chart/view.ts';
import { UserError } from '../../../src/platform/errors.ts';

const rows = { values: [{ a: 1, b: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' }] };
const x = { field: 'a', type: 'quantitative' };
const point = { data: rows, mark: 'point', encoding: { x } };
const calculated = (calculate: string) => ({ ...point, transform: [{ calculate, as: 'a' }] });
const nested = (depth: number) =>
  JSON.parse(`${'{"layer":['.repeat(depth)}{"mark":"point"}${']}'.repeat(depth)}`) as object;

/** Specifications as a hostile package or a cloned repository's stored outputs may hold them. */
const attacks: Readonly<Record<string, readonly [spec: object, says: RegExp]>> = {
  'a billion pixels': [{ ...point, width: 1e9 }, /“width” is 1000000000/],
  'a billion pixels a step': [{ ...point, height: { step: 1e9 } }, /“step” is/],
  'a font of a million pixels': [{ ...point, title: { text: 'a', fontSize: 1e6 } }, /“fontSize” is/],
  'pixels by configuration': [{ ...point, config: { view: { continuousHeight: 1e8 } } }, /“continuousHeight” is/],
  'a hundred million generated rows': [
    { ...point, data: { sequence: { start: 0, stop: 1e8 } } },
    /a sequence from 0 to/,
  ],
  'an endless sequence': [
    { ...point, data: { sequence: { start: 0, stop: 1, step: 0 } } },
    /a sequence from 0 to 1 by 0/,
  ],
  'a sequence in an expression': [calculated('length(sequence(1e9))'), /a sequence is longer/],
  'a sequence of dates': [calculated("length(timeSequence('seconds', 0, 1e15))"), /a sequence of dates is too long/],
  'a padded text': [calculated("pad('', 1e9)"), /padded to more than/],
  'an expression that backtracks': [calculated('test(/(a+)+$/, datum.b)'), /may take for ever/],
  'such an expression, built': [calculated("test(regexp('(a|a)*$'), datum.b)"), /may take for ever/],
  'a million ticks': [{ ...point, encoding: { x: { ...x, axis: { tickCount: 1e9 } } } }, /“tickCount” is/],
  'bins without number': [{ ...point, encoding: { x: { ...x, bin: { maxbins: 1e9 } } } }, /“maxbins” is/],
  'bins too narrow': [{ ...point, encoding: { x: { ...x, bin: { step: 1e-9 } } } }, /bins of the step/],
  'a density of a billion steps': [{ ...point, transform: [{ density: 'a', steps: 1e9 }] }, /“steps” is/],
  'deep nesting': [nested(500), /nested deeper/],
  'a thousand charts': [{ vconcat: Array(1000).fill(point) }, /1000 charts in one/],
  'a million rows': [{ ...point, data: { values: Array(300_000).fill({ a: 1 }) } }, /300000 rows/],
  'slow expressions, many times': [
    {
      ...point,
      data: { sequence: { start: 0, stop: 1e5, as: 'a' } },
      transform: [{ calculate: 'extent(pluck(sequence(1e5), "x"))[0]', as: 'b' }],
    },
    /takes longer than 5 seconds/,
  ],
  'data from an address': [{ ...point, data: { url: 'https://example.com/rows.csv' } }, /It asks for https:/],
  'data from a file': [{ ...point, data: { url: 'file:///etc/passwd' } }, /It asks for file:/],
  'an image from an address': [
    { ...point, mark: { type: 'image', url: 'https://example.com/pixel.png' } },
    /It asks for https:/,
  ],
  'a template that loads': [
    { ...point, encoding: { x, url: { value: '//example.com/a.png' } }, mark: 'image' },
    /It asks for/,
  ],
};

describe('chart: hostile specifications are answered by a sentence, in bounded time', function () {
  this.timeout(60_000);

  for (const [name, [spec, says]] of Object.entries(attacks)) {
    it(name, async () => {
      const begin = performance.now();
      await assert.rejects(painted(spec), (error) => error instanceof UserError && says.test(error.message));
      assert.ok(performance.now() - begin < 50_000);
    });
  }

  it('expressions reach no code', async () => {
    for (const expression of ["datum.constructor.constructor('throw 1')()", "[].constructor.constructor('x')()"]) {
      await assert.rejects(chartView(calculated(expression), { theme: plainTheme, width: 500 }), Error);
    }
    assert.equal((Object.prototype as { polluted?: unknown }).polluted, undefined);
  });

  it('a link is not kept in the picture, and leaves no rejection that would end the process', async () => {
    const spec = { ...point, encoding: { x, href: { value: 'javascript:alert(1)' } } };
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', listen);
    try {
      await assert.rejects(painted(spec), /asks for javascript:alert/);
      const { view } = await chartView(spec, { theme: plainTheme, width: 500 });
      assert.doesNotMatch(await view.toSVG(), /javascript:/);
      view.finalize();
      await new Promise((later) => setTimeout(later, 20));
    } finally {
      process.off('unhandledRejection', listen);
    }
    assert.deepEqual(unhandled, []);
  });

  it('timers that a specification sets do not run', async () => {
    const params = [{ name: 'tick', value: 0, on: [{ events: 'timer{5}', update: 'tick + 1' }] }];
    const spec = { ...point, params, config: { events: { timer: true } } };
    const { view } = await chartView(spec, { theme: plainTheme, width: 500 });
    await new Promise((later) => setTimeout(later, 60));
    assert.equal(view.signal('tick'), 0);
    view.finalize();
  });
});

async function painted(spec: object): Promise<void> {
  const { view, check } = await chartView(spec, { theme: plainTheme, width: 500 });
  try {
    await view.toSVG();
    check();
  } finally {
    view.finalize();
  }
}
