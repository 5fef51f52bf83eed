// The detector's net: three convolutions over a small photo, and for each of 12 × 12 places whether a piece is there.
import type * as TensorFlow from '@tensorflow/tfjs';
import { trayKinds } from '../../datasets/trays.ts';

export type Tf = Omit<typeof TensorFlow, 'default'>;

/** Pixels along the side of the photo that the net sees. */
export const seen = 48;
/** Places along its side. */
export const grid = 12;
export const cell = seen / grid;
/** Numbers a place: whether a piece is there, which, and its box. */
export const outputs = 1 + trayKinds.length + 4;
/** Width of a usual piece, in pixels of the small photo: boxes are told as its multiples, by their logarithm. */
export const usual = 9.6;

/** The nets by name, with the channels of their convolutions. */
export const channels = { small: [8, 16, 16], large: [12, 24, 24] } as const;
export type ModelName = keyof typeof channels;

/** An untrained net: `[n, 48, 48, 3]` brightnesses from 0 to 1 in, `[n, 12, 12, 8]` out. */
export function makeNet(tf: Tf, name: ModelName, seed: number): TensorFlow.LayersModel {
  const [first, second, third] = channels[name];
  const layer = (filters: number, kernelSize: number, strides: number, k: number) => ({
    filters,
    kernelSize,
    strides,
    padding: 'same' as const,
    kernelInitializer: tf.initializers.heNormal({ seed: seed + k }),
  });
  return tf.sequential({
    name,
    layers: [
      tf.layers.conv2d({ ...layer(first, 5, 2, 1), activation: 'relu', inputShape: [seen, seen, 3] }),
      tf.layers.conv2d({ ...layer(second, 3, 2, 2), activation: 'relu' }),
      tf.layers.conv2d({ ...layer(third, 3, 1, 3), activation: 'relu' }),
      tf.layers.conv2d(layer(outputs, 1, 1, 4)),
    ],
  });
}
