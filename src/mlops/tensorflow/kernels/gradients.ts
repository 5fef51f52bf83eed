import * as tf from '@tensorflow/tfjs';

// Gradients that TensorFlow.js 4.22 lacks or gets wrong, on every backend. They are composed of public ops, so they
// hold for each of them too.

/** Registers the gradients below. To be called once; a second call changes nothing. */
export function registerGradients(): void {
  if (tf.getGradient(tf.Einsum)) return;
  const gradients = [
    einsum,
    cumsum,
    ...[tf.Conv2D, tf.DepthwiseConv2dNative].map(dilated),
    ...[tf.BatchMatMul, tf.Maximum, tf.Minimum, tf.SquaredDifference].map(reduced),
  ];
  for (const gradient of gradients) {
    if (tf.getGradient(gradient.kernelName)) tf.unregisterGradient(gradient.kernelName);
    tf.registerGradient(gradient);
  }
}

/** Of `einsum`: each operand's gradient is an einsum of `dy` and the other operand. */
const einsum: tf.GradConfig = {
  kernelName: tf.Einsum,
  saveAllInputs: true,
  gradFunc: (dy, saved, attrs) => {
    const [left, output] = (attrs as unknown as tf.EinsumAttrs).equation.replace(/\s/g, '').split('->');
    const terms = left!.split(',');
    const gradient = (i: number) => () => {
      const x = saved[i]!;
      const others = saved.filter((_, k) => k !== i);
      const otherTerms = terms.filter((_, k) => k !== i);
      // An axis that only this operand has was summed up alone: its gradient is the same all along.
      const axes = [...terms[i]!];
      const kept = axes.filter((axis) => [output!, ...otherTerms].some((term) => term.includes(axis)));
      const dx = tf.einsum(`${[output, ...otherTerms].join(',')}->${kept.join('')}`, dy as tf.Tensor, ...others);
      const spread = axes.map((axis, k) => (kept.includes(axis) ? x.shape[k]! : 1));
      return tf.broadcastTo(tf.reshape(dx, spread), x.shape);
    };
    return Object.fromEntries(terms.map((_, i) => [i, gradient(i)]));
  },
};

/** Of a sum along an axis: the sum from the other end. (The package transposes back by the wrong permutation.) */
const cumsum: tf.GradConfig = {
  kernelName: tf.Cumsum,
  gradFunc: (dy, _saved, attrs) => {
    const { axis, exclusive, reverse } = attrs as unknown as tf.CumsumAttrs;
    return { x: () => tf.cumsum(dy as tf.Tensor, axis, exclusive, !reverse) };
  },
};

/** Of an op with the operands a and b: the package's gradients, summed over the axes along which an operand was repeated. */
function reduced(kernelName: string): tf.GradConfig {
  const original = tf.getGradient(kernelName);
  return {
    ...original,
    gradFunc: (dy, saved, attrs) => {
      const gradients = original.gradFunc(dy, saved, attrs);
      const [a, b] = saved;
      return { a: () => sumTo(gradients.a!(), a!.shape), b: () => sumTo(gradients.b!(), b!.shape) };
    },
  };
}

/** Sums `x` to `shape`, which broadcasts to the shape of `x`. */
function sumTo(x: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.backend_util.getReductionAxes(shape, x.shape);
  return axes.length ? tf.reshape(tf.sum(x, axes), shape) : x;
}

/**
 * Of a convolution, dilations included: a filter dilated by d is the filter with d − 1 zeros between its taps, and
 * without dilation. (Yu, Koltun, “Multi-Scale Context Aggregation by Dilated Convolutions”, 2015.)
 */
function dilated(kernelName: string): tf.GradConfig {
  const original = tf.getGradient(kernelName);
  return {
    ...original,
    gradFunc: (dy, saved, attrs) => {
      const [height, width] = pair(attrs.dilations as Dilations);
      if (height === 1 && width === 1) return original.gradFunc(dy, saved, attrs);
      const [x, filter] = saved as [Tensor4, Tensor4];
      const plain = original.gradFunc(dy, [x, spreadTaps(filter, height, width)], { ...attrs, dilations: [1, 1] });
      return { x: plain.x!, filter: () => takeTaps(plain.filter!() as Tensor4, height, width) };
    },
  };
}

type Tensor4 = tf.Tensor4D;
type Dilations = number | readonly number[] | null;

function pair(sizes: Dilations): readonly [number, number] {
  if (sizes === null || typeof sizes === 'number') return [sizes ?? 1, sizes ?? 1];
  return [sizes[0]!, sizes[1]!];
}

/** [h, w, c, k] with zeros between the taps: [(h − 1) · height + 1, (w − 1) · width + 1, c, k]. */
function spreadTaps(filter: Tensor4, height: number, width: number): Tensor4 {
  const [h, w, c, k] = filter.shape;
  const apart = tf.pad(tf.reshape(filter, [h, 1, w, 1, c * k]), [
    [0, 0],
    [0, height - 1],
    [0, 0],
    [0, width - 1],
    [0, 0],
  ]);
  const all = tf.reshape(apart, [h * height, w * width, c, k]);
  return tf.slice(all, [0, 0, 0, 0], [(h - 1) * height + 1, (w - 1) * width + 1, c, k]) as Tensor4;
}

/** The inverse of `spreadTaps`. */
function takeTaps(wide: Tensor4, height: number, width: number): Tensor4 {
  return tf.stridedSlice(wide, [0, 0, 0, 0], wide.shape, [height, width, 1, 1]) as Tensor4;
}
