import * as tf from '@tensorflow/tfjs';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { type Conv2DInfo, outputsInside } from './convolution.ts';
import { heapOf, runKernel, type WasmCall, wasmKernel, zeros } from './wasm.ts';

/** The column matrix is made in parts of this size, however large the batch. */
const columnBytes = 64 * 2 ** 20;

/**
 * The gradient of a convolution with respect to its filter, as one matrix product: with the patches of `x` as the
 * rows of `columns` [filterHeight · filterWidth · inChannels, batch · outHeight · outWidth], it is `columns · dy`.
 * (The im2col method: Chellapilla, Puri, Simard, “High Performance Convolutional Neural Networks for Document
 * Processing”, 2006.) The columns are written transposed because XNNPACK multiplies only what is not.
 *
 * `x` [batch, inHeight, inWidth, inChannels] and `dy` [batch, outHeight, outWidth, outChannels], or both NCHW;
 * the result is [filterHeight, filterWidth, inChannels, outChannels], float32.
 */
export const conv2DBackpropFilter = wasmKernel(tf.Conv2DBackpropFilter, run);

function run(call: WasmCall<tf.Conv2DBackpropFilterInputs, tf.Conv2DBackpropFilterAttrs>): tf.TensorInfo {
  const { attrs, backend } = call;
  if (attrs.dataFormat === 'NCHW') return inNhwc(call);
  const { x, dy } = call.inputs;
  const { strides, pad, dimRoundingMode, filterShape } = attrs;
  const info = tf.backend_util.computeConv2DInfo(x.shape as Shape4, filterShape, strides, 1, pad, dimRoundingMode);
  const depth = info.filterHeight * info.filterWidth * info.inChannels;
  const rows = info.batchSize * info.outHeight;
  if (depth * rows * info.outWidth * info.outChannels === 0) return zeros(backend, filterShape, 'float32');

  const part = Math.max(1, Math.floor(columnBytes / (4 * depth * info.outWidth)));
  let sum: tf.TensorInfo | undefined;
  for (let first = 0; first < rows; first += part) {
    const product = productOfRows(backend, x, dy, info, first, Math.min(part, rows - first));
    sum = sum ? addAndDispose(backend, sum, product) : product;
  }
  return { ...sum!, shape: filterShape };
}

type Shape4 = [number, number, number, number];

/** `columns · dy` for `count` rows of the output from row `first` on, the rows of all images counted through. */
function productOfRows(
  backend: BackendWasm,
  x: tf.TensorInfo,
  dy: tf.TensorInfo,
  info: Conv2DInfo,
  first: number,
  count: number,
): tf.TensorInfo {
  const { outWidth, outChannels } = info;
  const width = count * outWidth;
  const columns = backend.makeOutput([info.filterHeight * info.filterWidth * info.inChannels, width], 'float32');
  const dyRows = backend.makeOutput([width, outChannels], 'float32');
  const from = first * outWidth * outChannels;
  heapOf(backend, dyRows).set(heapOf(backend, dy).subarray(from, from + width * outChannels));
  writeColumns(heapOf(backend, x), heapOf(backend, columns), info, first, count);
  const product = runKernel(
    backend,
    tf.BatchMatMul,
    { a: columns, b: dyRows },
    { transposeA: false, transposeB: false },
  );
  backend.disposeData(columns.dataId);
  backend.disposeData(dyRows.dataId);
  return product;
}

/** Row (i, j, c) of the columns holds, for each output, the value of `x` under tap (i, j) in channel c, or 0. */
function writeColumns(x: tf.TypedArray, columns: tf.TypedArray, info: Conv2DInfo, first: number, count: number): void {
  const { filterHeight, filterWidth, inChannels, inHeight, inWidth, outHeight, outWidth, strideHeight } = info;
  const { top: padTop, left: padLeft } = info.padInfo;
  const width = count * outWidth;
  const step = info.strideWidth * inChannels;
  columns.fill(0);
  for (let j = 0; j < filterWidth; j++) {
    const axis = { stride: info.strideWidth, padding: padLeft, inSize: inWidth, outSize: outWidth };
    const [begin, end] = outputsInside(j, axis);
    for (let i = 0; i < filterHeight; i++) {
      const tap = (i * filterWidth + j) * inChannels;
      for (let row = 0; row < count; row++) {
        const image = Math.floor((first + row) / outHeight);
        const xRow = ((first + row) % outHeight) * strideHeight + i - padTop;
        if (xRow < 0 || xRow >= inHeight) continue;
        const xStart = ((image * inHeight + xRow) * inWidth + begin * info.strideWidth + j - padLeft) * inChannels;
        for (let c = 0; c < inChannels; c++) {
          let from = xStart + c;
          const start = (tap + c) * width + row * outWidth;
          for (let to = start + begin; to < start + end; to++) {
            columns[to] = x[from]!;
            from += step;
          }
        }
      }
    }
  }
}

function addAndDispose(backend: BackendWasm, a: tf.TensorInfo, b: tf.TensorInfo): tf.TensorInfo {
  const sum = runKernel(backend, tf.Add, { a, b });
  backend.disposeData(a.dataId);
  backend.disposeData(b.dataId);
  return sum;
}

function inNhwc({
  inputs,
  attrs,
  backend,
}: WasmCall<tf.Conv2DBackpropFilterInputs, tf.Conv2DBackpropFilterAttrs>): tf.TensorInfo {
  const [x, dy] = [inputs.x, inputs.dy].map((t) => runKernel(backend, tf.Transpose, { x: t }, { perm: [0, 2, 3, 1] }));
  const { pad } = attrs;
  // Explicit paddings are a pair an axis, in the order of the data format.
  const padNhwc = Array.isArray(pad) ? ([pad[0], pad[2], pad[3], pad[1]] as typeof pad) : pad;
  const out = run({ inputs: { x: x!, dy: dy! }, attrs: { ...attrs, pad: padNhwc, dataFormat: 'NHWC' }, backend });
  backend.disposeData(x!.dataId);
  backend.disposeData(dy!.dataId);
  return out;
}
