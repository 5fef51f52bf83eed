import * as tf from '@tensorflow/tfjs';
import { avgPoolGrad, coversPadding } from './avgPoolGrad.ts';
import { type Call, type Correction, correction, correctKernels } from './correct.ts';
import { matMulOfRepeated, repeatsBothBatches } from './matMul.ts';

/** Of the cpu backend of tfjs 4.22, what it gets wrong without a word. */
const corrections: readonly Correction[] = [
  correction(tf.BatchMatMul, repeatsBothBatches, matMulOfRepeated),
  correction(tf.AvgPoolGrad, coversPadding, avgPoolGrad),
  correction(tf.AvgPool3DGrad, coversPadding, avgPoolGrad),
  // Looks for an image's derivatives at its place among the images, which have another size.
  { kernelName: tf.ResizeNearestNeighborGrad, when: ({ inputs }) => inputs.images!.shape[0]! > 1, run: imageByImage },
  // Has the right values, and calls the height the width.
  {
    kernelName: tf.ResizeBilinearGrad,
    when: ({ inputs }) => inputs.images!.shape[1] !== inputs.images!.shape[2],
    run: (call, original) => ({ ...(original(call) as tf.TensorInfo), shape: call.inputs.images!.shape }),
  },
];

let corrected = false;

/** Corrects the kernels above; a second call changes nothing. */
export function registerCpuCorrections(): void {
  if (corrected) return;
  corrected = true;
  correctKernels('cpu', corrections);
}

/** `images` [batch, height, width, channels] and `dy` [batch, newHeight, newWidth, channels], each image by itself. */
function imageByImage({ inputs, attrs }: Call): tf.TensorInfo {
  const imagesOf = (name: string) => tf.split(inputs[name] as tf.Tensor, inputs[name]!.shape[0]!);
  return tf.tidy(() => {
    const dys = imagesOf('dy');
    const gradient = (images: tf.Tensor, i: number) =>
      tf.engine().runKernel(tf.ResizeNearestNeighborGrad, { images, dy: dys[i]! }, attrs) as tf.Tensor;
    return tf.concat(imagesOf('images').map(gradient));
  });
}
