/** Labels and predictions of images, in the many forms that labs have them, as names. */

import { isTensor, type TensorLike } from '../data/tensorLike.ts';
import { sizeOf } from '../payloads/tensor.ts';
import { ImagesError } from './errors.ts';
import { elementsOf } from './tensorElements.ts';

/** A class for each image: indices or names, as a list, a typed array or a tensor; or a row of scores for each. */
export type Classes = TensorLike | ArrayLike<number | string | readonly number[]>;

/**
 * The name of the class of each image.
 * @param count of images
 * @throws {ImagesError} unless there are as many classes as images
 */
export function classesOf(
  what: 'labels' | 'predictions',
  given: Classes | undefined,
  count: number,
  names: readonly string[] = [],
): string[] | undefined {
  if (given === undefined) return undefined;
  const classes = isTensor(given)
    ? fromTensor(what, given)
    : Array.from(given, (one) => (isScores(one) ? highest(one) : one));
  if (classes.length !== count)
    throw new ImagesError(
      'unequal-lengths',
      `images() got ${count} images but ${classes.length} ${what}. Give one for each image.`,
    );
  return classes.map((one) => (typeof one === 'number' ? (names[one] ?? String(one)) : one));
}

function fromTensor(what: string, tensor: TensorLike): (number | string)[] {
  const { shape } = tensor;
  const [rows = 1, classes = 1] = shape;
  if (shape.length > 2)
    throw new ImagesError(
      'bad-argument',
      `The ${what} of images() must have the shape [n] or [n, classes], not [${shape}].`,
    );
  const reader = elementsOf(tensor)!.open();
  try {
    const values = sizeOf(shape) > 0 ? Array.from(reader.read(0, sizeOf(shape))) : [];
    if (classes === 1) return values;
    return Array.from({ length: rows }, (_, i) => highest(values.slice(i * classes, (i + 1) * classes) as number[]));
  } finally {
    reader.close();
  }
}

function isScores(one: number | string | readonly number[]): one is readonly number[] {
  return typeof one === 'object';
}

/** The index of the highest score, the first of several. */
function highest(scores: readonly number[]): number {
  return scores.indexOf(Math.max(...scores));
}
