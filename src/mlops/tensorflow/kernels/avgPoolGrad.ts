import * as tf from '@tensorflow/tfjs';
import type { WasmCall } from './wasm.ts';

// Average pooling leaves padding out of its averages. Its gradient in the package (and on the cpu backend) divides by
// the size of the whole window nevertheless, so it is too small along padded borders. Here `dy` is scaled up first.

type Call = WasmCall<tf.AvgPoolGradInputs, tf.AvgPoolGradAttrs>;

/** One axis of a pooling, in elements. */
interface Axis {
  readonly inSize: number;
  readonly outSize: number;
  readonly filter: number;
  readonly stride: number;
  readonly padding: number;
}

/** The axes of a pooling between batch and channels: two for images, three for volumes. */
function axesOf({ inputs, attrs }: Call): Axis[] {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as tf.AvgPoolGradAttrs & tf.AvgPool3DGradAttrs;
  const axes = (info: object, names: readonly string[], paddings: readonly number[]): Axis[] => {
    const sizes = info as Readonly<Record<string, number>>;
    return names.map((name, i) => ({
      inSize: sizes[`in${name}`]!,
      outSize: sizes[`out${name}`]!,
      filter: sizes[`effectiveFilter${name}`]!,
      stride: sizes[`stride${name}`]!,
      padding: paddings[i]!,
    }));
  };
  if (inputs.input.shape.length === 5) {
    const shape = inputs.input.shape as [number, number, number, number, number];
    const info = tf.backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad as 'same', dimRoundingMode);
    return axes(info, ['Depth', 'Height', 'Width'], [info.padInfo.front, info.padInfo.top, info.padInfo.left]);
  }
  const shape = inputs.input.shape as [number, number, number, number];
  const info = tf.backend_util.computePool2DInfo(
    shape,
    filterSize as [number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return axes(info, ['Height', 'Width'], [info.padInfo.top, info.padInfo.left]);
}

/** For each output along an axis, the size of its window by the number of inputs that the window covers. */
function shares({ inSize, outSize, filter, stride, padding }: Axis): number[] {
  return Array.from({ length: outSize }, (_, output) => {
    const start = output * stride - padding;
    const covered = Math.min(inSize, start + filter) - Math.max(0, start);
    // A window that lies in the padding altogether has no input to give anything to.
    return covered > 0 ? filter / covered : 0;
  });
}

/** True where some window covers padding. */
export function coversPadding(call: Call): boolean {
  return axesOf(call).some((axis) => shares(axis).some((share) => share !== 1));
}

/**
 * The gradient of average pooling, 2D or 3D. `input` [batch, ...inSizes, channels], `dy` [batch, ...outSizes,
 * channels]; the result has the shape of `input`, float32. `original` is the package's kernel.
 */
export function avgPoolGrad(call: Call, original: tf.KernelFunc): tf.TensorInfo {
  const { inputs } = call;
  const all = axesOf(call).map(shares);
  const product = all.reduce((outer, inner) => outer.flatMap((a) => inner.map((b) => a * b)), [1]);
  const scaleShape = [1, ...all.map((axis) => axis.length), 1];
  const dy = tf.tidy(() => tf.mul(inputs.dy as tf.Tensor, tf.tensor(product, scaleShape)));
  const dx = original({ ...call, inputs: { ...inputs, dy } } as unknown as Parameters<tf.KernelFunc>[0]);
  dy.dispose();
  return dx as tf.TensorInfo;
}
