import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { assertClose, floats, type Op, runOn, startBackends, type Values } from '../../wasmBackends.ts';

type Dtype = 'float32' | 'int32' | 'bool';
const numbers: readonly Dtype[] = ['float32', 'int32'];
const dtypes: readonly Dtype[] = [...numbers, 'bool'];

const samples: Record<Dtype, readonly number[]> = {
  float32: [0.5, -1.25, 3, 0, 2.75, -0.4, 7, 300.5, 1, -2, 0.25, 9],
  int32: [1, -2, 3, 0, 5, -6, 7, 300, 1, -2, 4, 9],
  bool: [1, 0, 1, 1, 0, 0, 1, 0, 1, 1, 0, 1],
};
/** Without zero and without negative numbers: divisors and exponents that integers can have too. */
const divisors: Record<Dtype, readonly number[]> = { float32: [2, 0.5, 3], int32: [2, 1, 3], bool: [1] };

function sample(dtype: Dtype, shape: readonly number[], from: Record<Dtype, readonly number[]> = samples): Values {
  const values = from[dtype];
  const count = tf.util.sizeFromShape([...shape]);
  return { shape, dtype, values: Array.from({ length: count }, (_, i) => values[(5 * i + 1) % values.length]!) };
}

/** Runs on both backends; what cpu refuses may fail on wasm too. True when there was something to compare. */
async function isSame(op: Op, inputs: readonly Values[], sameDtype = true): Promise<boolean> {
  let expected: Values[];
  try {
    expected = await runOn('cpu', op, inputs);
  } catch {
    return false;
  }
  const actual = await runOn('wasm', op, inputs);
  assertClose(actual, expected);
  if (sameDtype) {
    assert.deepEqual(
      actual.map((y) => y.dtype),
      expected.map((y) => y.dtype),
    );
  }
  return true;
}

/** One test an op, over dtypes and shapes; it fails too when the cpu backend took none of them. */
function parity(name: string, cases: readonly { op: Op; inputs: readonly Values[] }[], sameDtype = true): void {
  it(name, async () => {
    let compared = 0;
    for (const { op, inputs } of cases) if (await isSame(op, inputs, sameDtype)) compared++;
    assert.ok(compared > 0, 'nothing to compare');
  });
}

/** Sums of truth values are left out: the cpu backend writes 2 and 255 into bool tensors. */
const dtypesOf = (name: string) => (['add', 'sub', 'logSumExp', 'logSoftmax'].includes(name) ? numbers : dtypes);

const overDtypes = (op: Op, ...shapes: number[][]) =>
  dtypes.map((dtype) => ({ op, inputs: shapes.map((shape) => sample(dtype, shape)) }));

describe('Ops on WASM, by those on the cpu backend', function () {
  this.timeout('60s');
  before(startBackends);

  const unary = [
    ...['abs', 'neg', 'sign', 'ceil', 'floor', 'round', 'exp', 'expm1', 'log', 'log1p', 'sqrt', 'rsqrt', 'square'],
    ...['reciprocal', 'sin', 'cos', 'tan', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh'],
    ...[
      'erf',
      'sigmoid',
      'softplus',
      'relu',
      'relu6',
      'elu',
      'selu',
      'leakyRelu',
      'step',
      'isNaN',
      'isInf',
      'isFinite',
    ],
    ...['logicalNot', 'zerosLike', 'onesLike', 'clone', 'logSigmoid', 'softmax', 'logSoftmax'],
  ];
  for (const name of unary) {
    const op = (tf as unknown as Record<string, Op>)[name]!;
    parity(
      name,
      dtypesOf(name).flatMap((dtype) =>
        [
          [3, 4],
          [2, 1, 3],
        ].map((shape) => ({ op, inputs: [sample(dtype, shape)] })),
      ),
    );
  }

  const binary = [
    ...['add', 'sub', 'mul', 'div', 'divNoNan', 'floorDiv', 'mod', 'pow', 'maximum', 'minimum', 'squaredDifference'],
    ...['equal', 'notEqual', 'greater', 'greaterEqual', 'less', 'lessEqual', 'atan2', 'logicalAnd', 'logicalOr'],
    ...['logicalXor', 'bitwiseAnd'],
  ];
  for (const name of binary) {
    const op = (tf as unknown as Record<string, Op>)[name]!;
    const shapes = [
      [[3, 4], [4]],
      [[3, 4], []],
      [
        [2, 1, 2, 1, 3],
        [1, 2, 1, 2, 3],
      ],
      [
        [3, 4],
        [3, 4],
      ],
    ] as number[][][];
    const cases = dtypesOf(name).flatMap((dtype) =>
      shapes.map(([a, b]) => ({ op, inputs: [sample(dtype, a!), sample(dtype, b!, divisors)] })),
    );
    // The cpu backend calls every floorDiv int32; TensorFlow keeps the dtype.
    parity(name, cases, name !== 'floorDiv');
  }

  for (const name of [
    'sum',
    'mean',
    'max',
    'min',
    'prod',
    'all',
    'any',
    'logSumExp',
    'argMax',
    'argMin',
    'cumsum',
    'cumprod',
  ]) {
    const reduce = (tf as unknown as Record<string, (x: tf.Tensor, axis?: number) => tf.Tensor>)[name]!;
    const cases = [0, 1, 2].flatMap((axis) =>
      dtypesOf(name).flatMap((dtype) =>
        [
          [2, 3, 2],
          [2, 3, 0],
        ].map((shape) => ({
          op: ((x) => reduce(x!, axis)) as Op,
          inputs: [sample(dtype, shape)],
        })),
      ),
    );
    // The least and the greatest of nothing have no index.
    parity(name, name.startsWith('arg') ? cases.filter(({ inputs }) => inputs[0]!.values.length > 0) : cases);
  }

  const int = (values: number[], shape = [values.length]) => tf.tensor(values, shape, 'int32');
  const rearranging: Record<string, [Op, ...number[][]][]> = {
    matMul: [
      [(a, b) => tf.matMul(a!, b!), [3, 4], [4, 2]],
      [(a, b) => tf.matMul(a!, b!, true, true), [4, 3], [2, 4]],
      [(a, b) => tf.matMul(a!, b!), [2, 2, 3], [2, 3, 2]],
      [(a, b) => tf.matMul(a!, b!), [2, 0], [0, 4]],
      [(a, b) => tf.matMul(a!, b!), [0, 2, 3], [0, 3, 4]],
    ],
    'fused matMul': [
      [(a, b, bias) => tf.fused.matMul({ a: a!, b: b!, bias: bias!, activation: 'relu' }), [3, 4], [4, 2], [2]],
      [(a, b, bias) => tf.fused.matMul({ a: a!, b: b!, bias: bias!, activation: 'relu' }), [3, 4], [4, 2], [3, 2]],
    ],
    transpose: [
      [(x) => tf.transpose(x!, [2, 0, 1]), [2, 3, 2]],
      [(x) => tf.transpose(x!, [4, 2, 0, 3, 1]), [2, 1, 2, 3, 1]],
      [(x) => tf.transpose(x!, [1, 2, 0]), [0, 2, 3]],
    ],
    slice: [
      [(x) => tf.slice(x!, [1, 1], [2, 2]), [3, 4]],
      [(x) => tf.slice(x!, [1, 0, 1, 1, 0], [1, 2, 1, 2, 1]), [2, 2, 2, 3, 1]],
    ],
    stridedSlice: [
      [(x) => tf.stridedSlice(x!, [0, 3], [4, 0], [2, -1]), [4, 4]],
      [(x) => tf.stridedSlice(x!, [0, 1], [4, 4], [1, 2]), [4, 4]],
    ],
    concat: [
      [(a, b) => tf.concat([a!, b!], 1), [3, 2], [3, 4]],
      [(a, b) => tf.concat([a!, b!]), [0, 4], [3, 4]],
    ],
    'stack and unstack': [
      [(a, b) => tf.stack([a!, b!], 1), [3, 2], [3, 2]],
      [(x) => tf.unstack(x!, 1), [3, 4]],
    ],
    split: [[(x) => tf.split(x!, [1, 3], 1), [3, 4]]],
    tile: [[(x) => tf.tile(x!, [2, 3]), [3, 4]]],
    pad: [
      [
        (x) =>
          tf.pad(
            x!,
            [
              [1, 0],
              [0, 2],
            ],
            1,
          ),
        [3, 4],
      ],
    ],
    mirrorPad: [
      [
        (x) =>
          tf.mirrorPad(
            x!,
            [
              [1, 0],
              [0, 2],
            ],
            'reflect',
          ),
        [3, 4],
      ],
    ],
    reverse: [[(x) => tf.reverse(x!, [0, 2]), [2, 3, 2]]],
    gather: [
      [(x) => tf.gather(x!, int([2, 0])), [3, 4]],
      [(x) => tf.gather(x!, int([2, 0, 1, 1], [2, 2]), 1), [3, 4]],
      [(x) => tf.gather(x!, int([2, 0, 1, 1, 0, 3], [3, 2]), 1, 1), [3, 4]],
      [(x) => tf.gather(x!, int([])), [3, 4]],
    ],
    gatherND: [[(x) => tf.gatherND(x!, int([2, 0, 1, 1], [2, 2])), [3, 4]]],
    scatterND: [[(x) => tf.scatterND(int([2, 0], [2, 1]), x!, [4, 3]), [2, 3]]],
    where: [[(a, b) => tf.where(int([1, 0, 0], [3, 1]).toBool(), a!, b!), [3, 4], [3, 4]]],
    oneHot: [...dtypes.map((d): [Op, number[]] => [() => tf.oneHot(int([1, 0, 2]), 3, 1, 0, d), [1]])],
    cast: [...dtypes.map((d): [Op, number[]] => [(x) => tf.cast(x!, d), [3, 4]])],
    topk: [[(x) => Object.values(tf.topk(x!, 2)), [3, 4]]],
    unique: [[(x) => Object.values(tf.unique(x!)), [12]]],
    bincount: [[(x) => tf.bincount(int([1, 0, 2, 1]) as tf.Tensor1D, tf.abs(x!) as tf.Tensor1D, 3), [4]]],
    clipByValue: [[(x) => tf.clipByValue(x!, 0, 2), [3, 4]]],
    prelu: [
      [(x, alpha) => tf.prelu(x!, alpha!), [2, 3, 4], [4]],
      [(x, alpha) => tf.prelu(x!, alpha!), [2, 3, 4], [3, 1]],
    ],
    spaceToBatchND: [
      [
        (x) =>
          tf.spaceToBatchND(
            x!,
            [2, 2],
            [
              [0, 0],
              [0, 0],
            ],
          ),
        [2, 4, 4, 1],
      ],
    ],
    depthToSpace: [[(x) => tf.depthToSpace(x as tf.Tensor4D, 2), [2, 2, 2, 4]]],
    maxPool: [[(x) => tf.maxPool(x as tf.Tensor4D, 3, 2, 'same'), [2, 5, 4, 2]]],
    maxPool3d: [[(x) => tf.maxPool3d(x as tf.Tensor5D, 2, 1, 'same'), [2, 3, 4, 4, 2]]],
    avgPool: [[(x) => tf.avgPool(x as tf.Tensor4D, 3, 2, 'same'), [2, 5, 4, 2]]],
    avgPool3d: [[(x) => tf.avgPool3d(x as tf.Tensor5D, 2, 1, 'same'), [2, 3, 4, 4, 2]]],
    conv2d: [
      [(x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, 'same', 'NHWC', 2), [2, 5, 5, 2], [2, 2, 2, 3]],
      [(x, f) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 2, 'same', 'NCHW'), [2, 2, 5, 5], [2, 2, 2, 3]],
    ],
    conv3d: [[(x, f) => tf.conv3d(x as tf.Tensor5D, f as tf.Tensor5D, 1, 'same'), [2, 3, 4, 4, 2], [2, 2, 2, 2, 3]]],
    dilation2d: [
      [(x, f) => tf.dilation2d(x as tf.Tensor4D, tf.neg(f!) as tf.Tensor3D, 1, 'same'), [2, 4, 4, 2], [2, 2, 2]],
    ],
    resizeBilinear: [[(x) => tf.image.resizeBilinear(x as tf.Tensor4D, [5, 7]), [2, 3, 4, 2]]],
    resizeNearestNeighbor: [[(x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [5, 7]), [2, 3, 4, 2]]],
    'flip, rotate and crop': [
      [
        (x) => [
          tf.image.flipLeftRight(x as tf.Tensor4D),
          tf.image.rotateWithOffset(x as tf.Tensor4D, 0.3),
          tf.image.cropAndResize(
            x as tf.Tensor4D,
            tf.tensor2d([
              [0, 0, 1, 0.5],
              [0.2, 0, 1, 1],
            ]),
            tf.tensor1d([0, 1], 'int32'),
            [2, 2],
          ),
        ],
        [2, 3, 4, 2],
      ],
    ],
    batchNorm: [
      [
        (x, m, o) => tf.batchNorm(x!, m as tf.Tensor1D, tf.tensor1d([0.5, 2]), o as tf.Tensor1D),
        [2, 3, 4, 2],
        [2],
        [2],
      ],
    ],
    localResponseNormalization: [[(x) => tf.localResponseNormalization(x as tf.Tensor4D), [2, 2, 2, 3]]],
  };
  for (const [name, cases] of Object.entries(rearranging)) {
    parity(
      name,
      cases.flatMap(([op, ...shapes]) => overDtypes(op, ...shapes)),
    );
  }

  it('matMul of matrices that are transposed, small ones and such as pay for being transposed first', async () => {
    for (const [n, k, m] of [
      [2, 3, 4],
      [128, 20, 64],
      [1, 300, 40],
      [31, 33, 17],
    ] as const) {
      for (const [transposeA, transposeB] of [
        [true, false],
        [false, true],
        [true, true],
      ]) {
        for (const batch of [[], [1], [1, 1], [2]]) {
          const a = floats([...batch, ...(transposeA ? [k, n] : [n, k])], n);
          const b = floats([...batch, ...(transposeB ? [m, k] : [k, m])], m);
          assert.ok(await isSame((x, y) => tf.matMul(x!, y!, transposeA, transposeB), [a, b]));
        }
      }
    }
  });

  it('matMul of batches that both repeat, by batches written out', () => {
    for (const [a, b, batch] of [
      [
        [2, 1],
        [1, 3],
        [2, 3],
      ],
      [
        [2, 3],
        [2, 1],
        [2, 3],
      ],
      [[2], [3, 1], [3, 2]],
    ] as number[][][]) {
      tf.tidy(() => {
        const [x, y] = [
          tf.randomUniform([...a!, 2, 3], 0, 1, 'float32', 1),
          tf.randomUniform([...b!, 3, 2], 0, 1, 'float32', 2),
        ];
        const [wideX, wideY] = [tf.broadcastTo(x, [...batch!, 2, 3]), tf.broadcastTo(y, [...batch!, 3, 2])];
        assert.deepEqual(tf.matMul(x, y).arraySync(), tf.matMul(wideX, wideY).arraySync());
      });
    }
  });
});
