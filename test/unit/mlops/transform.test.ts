import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import {
  analyzeAndTransform,
  TransformError,
  TransformGraph,
  type TransformSchema,
} from '../../../src/mlops/transform.ts';

const rows = [
  { x: 1, y: 1, s: 'hello' },
  { x: 2, y: 2, s: 'world' },
  { x: 3, y: 3, s: 'hello' },
];

function courseGraph() {
  return analyzeAndTransform(rows, (inputs, tft) => {
    const x_centered = tft.sub(inputs.x, tft.mean(inputs.x));
    const y_normalized = tft.scaleTo01(inputs.y);
    const s_integerized = tft.computeAndApplyVocabulary(inputs.s);
    return { x_centered, y_normalized, s_integerized, product: tft.mul(x_centered, y_normalized) };
  });
}

function throwsTransformError(
  run: () => unknown,
  expected: Partial<Omit<TransformError, 'message'>> & { message: RegExp },
): void {
  assert.throws(run, (error) => {
    assert.ok(error instanceof TransformError);
    const { message, ...rest } = expected;
    assert.match(error.message, message);
    for (const [key, value] of Object.entries(rest)) assert.equal(error[key as keyof TransformError], value, key);
    return true;
  });
}

describe('transform', () => {
  it('gives the figures of the course’s simple example, down to the sign of zero', () => {
    assert.deepEqual(courseGraph().data, {
      x_centered: [-1, 0, 1],
      y_normalized: [0, 0.5, 1],
      s_integerized: [0, 1, 0],
      product: [-0, 0, 1],
    });
  });

  it('serves a new row with the constants of the training data', () => {
    const served = courseGraph().graph.transform([{ x: 5, y: 5, s: 'new' }]);
    assert.deepEqual(served, { x_centered: [3], y_normalized: [2], s_integerized: [-1], product: [6] });
  });

  it('computes in float32', () => {
    const { data } = analyzeAndTransform([{ x: 0.1 }, { x: 0.2 }], (inputs, tft) => ({ sum: tft.add(inputs.x, 0.2) }));
    assert.deepEqual(data.sum, [Math.fround(Math.fround(0.1) + Math.fround(0.2)), Math.fround(0.4)]);
  });

  it('cuts a column into buckets, with the borders of the training data', () => {
    const numbers = [5, 1, 4, 2, 3, 6, 8, 7].map((x) => ({ x }));
    const { data, graph } = analyzeAndTransform(numbers, ({ x }, tft) => ({ four: tft.bucketize(x, 4) }));
    assert.deepEqual(data.four, [2, 0, 1, 0, 1, 2, 3, 3]);
    const loaded = TransformGraph.fromJSON(JSON.stringify(graph));
    assert.deepEqual(loaded.transform([-9, 2.9, 3, 99].map((x) => ({ x }))), { four: [0, 0, 1, 3] });
    assert.match(String(graph.toMimeBundle()[mime.text]), /applyBuckets\(x, 3, 5, 7\)/);
  });

  it('leaves buckets empty where one value fills several, and knows no border where there is no number', () => {
    const dry = [...Array(93).fill(0), 1, 2, 3, 4, 5, 6, 7].map((x: number) => ({ x }));
    const { data } = analyzeAndTransform(dry, ({ x }, tft) => ({ b: tft.bucketize(x, 3) }));
    assert.deepEqual([...new Set(data.b)], [2]);
    const schema = { x: { type: 'number', required: false } } as const;
    const none = analyzeAndTransform(
      [{ x: null }] as { x: number | null }[],
      ({ x }, tft) => ({ b: tft.bucketize(x, 3) }),
      {
        schema,
      },
    );
    assert.deepEqual([none.data.b, none.graph.transform([{ x: 3 }]).b], [[null], [0]]);
  });

  it('shares borders between columns, and refuses what has none', () => {
    const { data } = analyzeAndTransform(
      [
        { x: 1, y: 9 },
        { x: 3, y: 2 },
      ],
      ({ x, y }, tft) => ({
        y: tft.applyBuckets(y, tft.quantiles(x, 2)),
      }),
    );
    assert.deepEqual(data.y, [1, 0]);
    for (const count of [0, 1.5, Number.NaN])
      throwsTransformError(() => analyzeAndTransform(rows, ({ x }, tft) => ({ b: tft.bucketize(x, count) })), {
        code: 'bad-argument',
        message: /numBuckets/,
      });
    throwsTransformError(() => analyzeAndTransform(rows, ({ s }, tft) => ({ b: tft.bucketize(s as never, 2) })), {
      code: 'bad-argument',
      message: /“quantiles” takes a feature of numbers/,
    });
  });

  it('lets an analyzer read what another analyzer’s mapper made', () => {
    const { data } = analyzeAndTransform(rows, (inputs, tft) => {
      const scaled = tft.scaleTo01(inputs.x);
      return { centered: tft.sub(scaled, tft.mean(scaled)), spread: tft.scaleToZScore(tft.mul(scaled, 2)) };
    });
    assert.deepEqual(data.centered, [-0.5, 0, 0.5]);
    assert.ok(Math.abs(data.spread[2]! - Math.sqrt(1.5)) < 1e-6);
  });

  it('keeps a missing value missing, and leaves it out of the analysis', () => {
    const withGaps: { x?: number | null; s: string | null }[] = [
      { x: 1, s: 'a' },
      { s: null },
      { x: null, s: 'a' },
      { x: 3, s: 'b' },
    ];
    const { data } = analyzeAndTransform(withGaps, (inputs, tft) => ({
      x: tft.sub(inputs.x, tft.mean(inputs.x)),
      filled: tft.fillMissing(inputs.x, 0),
      counted: tft.mul(tft.fillMissing(inputs.x, 1), tft.size(inputs.x)),
      s: tft.computeAndApplyVocabulary(inputs.s),
    }));
    assert.deepEqual(data, { x: [-1, null, null, 1], filled: [1, 0, 0, 3], counted: [2, 2, 2, 6], s: [0, null, 0, 1] });
  });

  it('passes columns through by the spread of all inputs', () => {
    const { data } = analyzeAndTransform(rows, (inputs, tft) => ({ ...inputs, x: tft.mul(inputs.x, 2) }));
    assert.deepEqual(data, { x: [2, 4, 6], y: [1, 2, 3], s: ['hello', 'world', 'hello'] });
  });

  it('reads a generator, which can be read only once', () => {
    const once = (function* () {
      yield* rows;
    })();
    assert.deepEqual(analyzeAndTransform(once, (inputs, tft) => ({ y: tft.scaleTo01(inputs.y) })).data.y, [0, 0.5, 1]);
  });

  it('asks of the rows to serve only the columns it reads', () => {
    const { graph } = analyzeAndTransform(rows, (inputs, tft) => ({ y: tft.scaleTo01(inputs.y) }));
    assert.deepEqual(graph.schema, { y: { type: 'number', required: true } });
    assert.deepEqual(TransformGraph.fromJSON(JSON.stringify(graph)).transform([{ y: 3 }]), { y: [1] });
  });

  it('gives the same whether the data comes in one batch or in many', () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ x: Math.sin(i), s: `token ${i % 7}` }));
    const { data } = analyzeAndTransform(many, (inputs, tft) => ({
      x: tft.scaleTo01(inputs.x),
      s: tft.computeAndApplyVocabulary(inputs.s),
    }));
    assert.equal(data.x.length, 5000);
    const xs = many.map(({ x }) => x);
    const [min, max] = [Math.min(...xs), Math.max(...xs)];
    for (const [row, x] of xs.entries()) assert.ok(Math.abs(data.x[row]! - (x - min) / (max - min)) < 1e-6);
    // 5000 = 7 · 714 + 2: tokens 0 and 1 are the most frequent, and of equals the last in the alphabet is first.
    assert.deepEqual(data.s.slice(0, 7), [1, 0, 6, 5, 4, 3, 2]);
  });

  describe('errors', () => {
    it('name column and row of a value of the wrong type', () => {
      const place = { code: 'wrong-type', column: 'x', row: 1 } as const;
      const mixed: object[] = [{ x: 1 }, { x: 'two' }];
      throwsTransformError(() => analyzeAndTransform(mixed, () => ({})), { ...place, message: /Row 1 .*“x”.*string/ });
      throwsTransformError(() => analyzeAndTransform([{ x: 1 }, { x: true }] as object[], () => ({})), {
        ...place,
        message: /boolean/,
      });
      const { graph } = analyzeAndTransform([{ x: 1 }, { x: 2 }], (inputs, tft) => ({ x: tft.scaleTo01(inputs.x) }));
      const saved = TransformGraph.fromJSON(graph.toJSON());
      throwsTransformError(() => saved.transform(mixed as Record<string, unknown>[]), {
        ...place,
        message: /schema says number/,
      });
    });

    it('count rows over the whole data, not within a batch', () => {
      const many = Array.from({ length: 3000 }, (): { x: number } => ({ x: 1 }));
      const { graph } = analyzeAndTransform(many, (inputs, tft) => ({ x: tft.scaleTo01(inputs.x) }));
      const gap = [...many.slice(0, 2500), {}] as { x: number }[];
      throwsTransformError(() => graph.transform(gap), {
        code: 'missing-value',
        column: 'x',
        row: 2500,
        message: /missing/,
      });
    });

    it('name a column that the data does not have', () => {
      const run = () =>
        analyzeAndTransform(rows as object[], (inputs, tft) => ({ z: tft.scaleTo01((inputs as { z: never }).z) }));
      throwsTransformError(run, { code: 'unknown-column', column: 'z', message: /x, y, s/ });
    });

    it('say that an analyzer’s number is no feature, and that text cannot be scaled', () => {
      throwsTransformError(() => analyzeAndTransform(rows, (inputs, tft) => ({ m: tft.mean(inputs.x) as never })), {
        code: 'bad-argument',
        column: 'm',
        message: /one value a row/,
      });
      throwsTransformError(
        () => analyzeAndTransform(rows, (inputs, tft) => ({ s: tft.scaleTo01(inputs.s as never) })),
        {
          code: 'bad-argument',
          message: /numbers/,
        },
      );
    });

    it('refuse options that make no sense', () => {
      const vocabulary = (options: object) => () =>
        analyzeAndTransform(rows, (inputs, tft) => ({ s: tft.computeAndApplyVocabulary(inputs.s, options) }));
      throwsTransformError(vocabulary({ topK: 0 }), { code: 'bad-argument', message: /topK/ });
      throwsTransformError(vocabulary({ numOovBuckets: 1.5 }), { code: 'bad-argument', message: /numOovBuckets/ });
      const scale = () => analyzeAndTransform(rows, (inputs, tft) => ({ x: tft.scaleByMinMax(inputs.x, 1, 1) }));
      throwsTransformError(scale, { code: 'bad-argument', message: /less than/ });
    });
  });

  describe('saved as JSON', () => {
    const schema: TransformSchema = {
      x: { type: 'number', required: false },
      y: { type: 'number', required: true },
      s: { type: 'string', required: false },
    };
    const anyRow = fc.record({
      x: fc.option(fc.double()),
      y: fc.double(),
      s: fc.option(fc.string({ unit: 'grapheme' })),
    });

    it('gives bit-equal outputs, whatever the data', () => {
      fc.assert(
        fc.property(fc.array(anyRow), fc.array(anyRow), fc.double(), (train, serve, constant) => {
          const { data, graph } = analyzeAndTransform(
            train,
            (inputs, tft) => ({
              z: tft.scaleToZScore(inputs.x),
              scaled: tft.scaleByMinMax(inputs.y, -2, 7),
              mixed: tft.div(tft.sqrt(tft.add(inputs.x, tft.max(inputs.y))), tft.sub(constant, tft.variance(inputs.y))),
              token: tft.computeAndApplyVocabulary(inputs.s, { topK: 3, numOovBuckets: 5 }),
              s: tft.fillMissing(inputs.s, 'none'),
            }),
            { schema },
          );
          const loaded = TransformGraph.fromJSON(JSON.stringify(graph));
          assert.deepEqual(loaded.transform(train), data);
          assert.deepEqual(loaded.transform(serve), graph.transform(serve));
        }),
      );
    });

    it('keeps the sign of a zero', () => {
      const { data, graph } = analyzeAndTransform([{ x: 1 }], (inputs, tft) => ({ x: tft.mul(inputs.x, -0) }));
      assert.deepEqual(data.x, [-0]);
      assert.deepEqual(TransformGraph.fromJSON(JSON.stringify(graph)).transform([{ x: 1 }]), data);
    });

    it('is refused with a reason when it is anything else', () => {
      const saved = JSON.parse(JSON.stringify(courseGraph().graph));
      const broken: [unknown, RegExp][] = [
        ['{', /not JSON/],
        [null, /not an object/],
        [{ ...saved, format: 'other' }, /format/],
        [{ ...saved, version: 2 }, /version 2/],
        [{ ...saved, nodes: [{ op: 'eval' }] }, /unknown operation "eval"/],
        [{ ...saved, nodes: [{ op: 'toString' }] }, /unknown operation/],
        [{ ...saved, nodes: [{ op: 'sqrt', inputs: [0] }] }, /earlier nodes/],
        [{ ...saved, nodes: [{ op: 'input', column: '__proto__' }] }, /nodes\[0\].*“__proto__”/],
        [{ ...saved, outputs: { x: 99 } }, /outputs\.x/],
        [{ ...saved, schema: { x: { type: 'date', required: true } } }, /schema\.x\.type/],
        [{ ...saved, nodes: [{ op: 'boundaries', values: [2, 1] }] }, /values is not in order/],
        [{ ...saved, nodes: [{ op: 'boundaries', values: [1, 'NaN'] }] }, /values is not in order/],
        [{ ...saved, nodes: [{ op: 'applyBuckets', inputs: [0, 0] }] }, /earlier nodes/],
      ];
      for (const [json, message] of broken)
        throwsTransformError(() => TransformGraph.fromJSON(json), { code: 'bad-graph', message });
    });

    it('never fails in any other way', () => {
      const saved = JSON.parse(JSON.stringify(courseGraph().graph));
      const part = fc.constantFrom('schema', 'nodes', 'outputs', 'version');
      fc.assert(
        fc.property(part, fc.jsonValue(), (key, value) => {
          try {
            TransformGraph.fromJSON({ ...saved, [key]: value });
          } catch (error) {
            assert.ok(error instanceof TransformError, String(error));
          }
        }),
        { numRuns: 1000, examples: [['version', [{ toString: null }]]] },
      );
    });
  });
});
