import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { valueBundle } from '../../../src/mlops/lab/bundle.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import type { ModelData } from '../../../src/mlops/payloads/model.ts';
import { graphOf } from '../../../src/outputs/browser/model/graph.ts';
import { layoutOf } from '../../../src/outputs/browser/model/layout.ts';
import { parseModel } from '../../../src/outputs/payloads/model.ts';
import { startBackends } from '../wasmBackends.ts';

/** The payload of a model, after it passed what the renderer checks. */
function summary(model: unknown): ModelData {
  return parseModel(JSON.parse(JSON.stringify(valueBundle(model)![mime.model])));
}

/** What `model.summary()` says of the counts. */
function printed(model: tf.LayersModel): number[] {
  const lines: string[] = [];
  model.summary(undefined, undefined, (line: string) => void lines.push(line));
  return lines.flatMap((line) => /params: (\d+)/.exec(line)?.slice(1).map(Number) ?? []);
}

function assertCounts(model: tf.LayersModel): ModelData {
  const data = summary(model);
  const { total, trainable } = data.parameters;
  assert.deepEqual([total, trainable, total - trainable], printed(model));
  return data;
}

const dense = (units: number, name: string) => tf.layers.dense({ units, name });
const edgesOf = (data: ModelData) => graphOf(data).edges.map(({ from, to }) => `${from} > ${to}`);

describe('the summary of a model', () => {
  before(startBackends);
  beforeEach(() => tf.engine().startScope());
  afterEach(() => {
    tf.engine().endScope();
    tf.disposeVariables();
  });

  it('counts a dense net as its layers’ formula does', () => {
    // Keras: a dense layer holds (inputs + 1) × units parameters.
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 128, inputShape: [784] }), dense(10, 'out')] });
    const data = assertCounts(model);
    assert.deepEqual(data.parameters, { total: 785 * 128 + 129 * 10, trainable: 101_770, bytes: 407_080 });
    assert.deepEqual(
      data.layers.map(({ parameters }) => parameters),
      [100_480, 1290],
    );
    assert.deepEqual([data.kind, data.layers[1]!.outputs], ['sequential', [[null, 10]]]);
  });

  it('counts a convolution net with batch normalization as its layers’ formulas do', () => {
    const model = tf.sequential();
    model.add(tf.layers.conv2d({ filters: 32, kernelSize: 3, inputShape: [28, 28, 1] }));
    model.add(tf.layers.batchNormalization());
    model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
    model.add(tf.layers.flatten());
    model.add(dense(10, 'out'));
    const data = assertCounts(model);
    // 3 × 3 × 1 × 32 + 32; four numbers a channel, two of them not trained; 13 × 13 × 32 inputs to 10 units.
    assert.deepEqual(
      data.layers.map(({ parameters }) => parameters),
      [320, 128, 0, 0, 54_090],
    );
    assert.deepEqual([data.parameters.total, data.parameters.trainable], [54_538, 54_474]);
  });

  it('is as text what TensorFlow.js prints', () => {
    const model = tf.sequential({
      name: 'net',
      layers: [tf.layers.dense({ units: 1, inputShape: [2], name: 'only' })],
    });
    const text = String(valueBundle(model)![mime.text]);
    assert.match(
      text,
      /^Model: "net"\n_+\nLayer \(type\).*\n=+\nonly \(Dense\)[^\n]*\[null,1\][^\n]*3\n=+\nTotal params: 3\n/,
    );
  });

  it('says how a model is trained, and what is frozen', () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [3], name: 'a' }), dense(1, 'b')] });
    assert.equal(summary(model).training, undefined);
    model.layers[0]!.trainable = false;
    model.compile({ optimizer: 'adam', loss: 'meanSquaredError', metrics: ['mae'] });
    const data = assertCounts(model);
    assert.deepEqual(data.training, { optimizer: 'Adam', loss: 'meanSquaredError', metrics: ['mae'] });
    assert.deepEqual([data.layers[0]!.trainable, data.parameters.trainable], [false, 3]);
  });

  it('shows a model without layers', () => {
    const empty = tf.sequential({ name: 'empty' });
    assert.deepEqual([summary(empty).layers, summary(empty).parameters.total], [[], 0]);
    assert.equal(valueBundle(empty)![mime.text], 'Model: "empty"\nThe model has no layers yet.');
  });

  it('connects branches, merges and shared layers', () => {
    const [a, b] = [tf.input({ shape: [4], name: 'a' }), tf.input({ shape: [4], name: 'b' })];
    const shared = dense(3, 'shared');
    const merged = tf.layers
      .concatenate({ name: 'merge' })
      .apply([shared.apply(a), shared.apply(b)] as tf.SymbolicTensor[]);
    const outputs = [dense(1, 'left').apply(merged), dense(2, 'right').apply(merged)] as tf.SymbolicTensor[];
    const data = assertCounts(tf.model({ inputs: [a, b], outputs }));
    assert.equal(data.layers.find(({ name }) => name === 'shared')!.calls, 2);
    assert.deepEqual(edgesOf(data).sort(), [
      'a > shared',
      'b > shared',
      'merge > left',
      'merge > right',
      'shared > merge',
    ]);
  });

  it('opens models in a model, and leads connections to the layers inside', () => {
    const input = tf.input({ shape: [4], name: 'in' });
    const inner = tf.sequential({
      name: 'inner',
      layers: [tf.layers.dense({ units: 4, inputShape: [4], name: 'i1' }), dense(4, 'i2')],
    });
    const [p, q] = [tf.input({ shape: [4], name: 'p' }), tf.input({ shape: [4], name: 'q' })];
    const sum = tf.layers.add({ name: 'sum' }).apply([p, q]) as tf.SymbolicTensor;
    const pair = tf.model({ name: 'pair', inputs: [p, q], outputs: [sum, q] });
    const [first, second] = pair.apply([inner.apply(input), input] as tf.SymbolicTensor[]) as tf.SymbolicTensor[];
    const outputs = [dense(1, 'one').apply(first!), dense(1, 'two').apply(second!)] as tf.SymbolicTensor[];
    const data = assertCounts(tf.model({ inputs: input, outputs }));
    assert.deepEqual(edgesOf(data).sort(), [
      ...['in > inner/i1', 'in > pair/q', 'inner/i1 > inner/i2', 'inner/i2 > pair/p'],
      ...['pair/p > pair/sum', 'pair/q > pair/sum', 'pair/q > two', 'pair/sum > one'],
    ]);
    const layout = layoutOf(graphOf(data));
    const cluster = layout.clusters.find(({ id }) => id === 'inner')!;
    for (const box of layout.boxes.filter(({ parent }) => parent === 'inner')) {
      assert.ok(box.x >= cluster.x && box.x + box.width <= cluster.x + cluster.width, 'inside across');
      assert.ok(box.y >= cluster.y && box.y + box.height <= cluster.y + cluster.height, 'inside along');
    }
  });

  it('packs a chain, and lays no box on another', () => {
    const layers = Array.from({ length: 8 }, (_, i) =>
      tf.layers.dense({ units: 2, name: `d${i}`, ...(i === 0 && { inputShape: [2] }) }),
    );
    const layout = layoutOf(graphOf(summary(tf.sequential({ layers }))));
    assert.equal(layout.boxes.length, 9);
    assert.ok(layout.height < 9 * 60);
    const inOrder = layout.boxes.toSorted((a, b) => a.y - b.y);
    for (let i = 1; i < inOrder.length; i++) assert.ok(inOrder[i]!.y >= inOrder[i - 1]!.y + inOrder[i - 1]!.height);
    assert.equal(layout.edges.length, 8);
  });

  it('lays out a layer that is applied to its own output', () => {
    const input = tf.input({ shape: [2], name: 'x' });
    const again = dense(2, 'again');
    const data = assertCounts(
      tf.model({ inputs: input, outputs: again.apply(again.apply(input)) as tf.SymbolicTensor }),
    );
    assert.deepEqual(edgesOf(data).sort(), ['again > again', 'x > again']);
    assert.equal(layoutOf(graphOf(data)).boxes.length, 2);
  });

  it('names what a wrapper wraps', () => {
    const cell = tf.layers.lstm({ units: 2 }) as tf.RNN;
    const model = tf.sequential({
      layers: [tf.layers.bidirectional({ layer: cell, mergeMode: 'concat', inputShape: [3, 1] })],
    });
    assert.equal(assertCounts(model).layers[0]!.type, 'Bidirectional(LSTM)');
  });

  it('lists what goes in and out of a graph model, and its weights', async () => {
    const float = { type: 'DT_FLOAT' };
    const node = [
      {
        name: 'x',
        op: 'Placeholder',
        attr: { dtype: float, shape: { shape: { dim: [{ size: '-1' }, { size: '3' }] } } },
      },
      { name: 'w', op: 'Const', attr: { dtype: float } },
      { name: 'y', op: 'AddV2', input: ['x', 'w'], attr: { T: float } },
    ];
    const weightSpecs = [{ name: 'w', dtype: 'float32' as const, shape: [3] }];
    const weightData = new Float32Array([1, 2, 3]).buffer;
    const model = await tf.loadGraphModel(
      tf.io.fromMemory({ modelTopology: { node, versions: { producer: 1 } }, weightSpecs, weightData }),
    );
    const { kind, inputs, outputs, weights, parameters } = summary(model);
    assert.deepEqual([kind, weights], ['graph', weightSpecs]);
    assert.deepEqual(inputs, [{ name: 'x', dtype: 'float32', shape: [null, 3] }]);
    assert.deepEqual([outputs[0]!.name, parameters], ['y', { total: 3, trainable: 0, bytes: 12 }]);
    assert.match(
      String(valueBundle(model)![mime.text]),
      /x: float32 \[null,3\]\n.*Outputs:\n\s.*y: .*\n.*parameters: 3$/,
    );
    model.dispose();
  });

  it('refuses hostile payloads with a sentence', () => {
    const good = summary(tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], name: 'a' })] }));
    let deep: unknown = { layers: [], inputs: [], outputs: [] };
    for (let i = 0; i < 100_000; i++) deep = { layers: [{ ...good.layers[0], model: deep }], inputs: [], outputs: [] };
    const many = { ...good, layers: Array.from({ length: 5001 }, () => good.layers[0]) };
    const hostile = [
      null,
      7,
      {},
      { ...good, layers: [{}] },
      { ...good, kind: 'other' },
      { ...good, layers: [{ ...good.layers[0], model: deep }] },
      many,
    ];
    for (const payload of hostile)
      assert.throws(() => parseModel(payload), /^UserError: This output is not a well-formed model/);
  });

  it('survives connections that lead nowhere', () => {
    const layer = {
      name: 'a',
      type: 'X',
      outputs: [],
      parameters: 0,
      trainable: false,
      calls: 1,
      inbound: [{ layer: 'nobody', output: 9 }],
    };
    const data = parseModel({
      kind: 'functional',
      name: '',
      inputs: [],
      outputs: [],
      layers: [layer, layer],
      parameters: { total: 0, trainable: 0, bytes: 0 },
    });
    assert.equal(layoutOf(graphOf(data)).edges.length, 0);
  });
});
