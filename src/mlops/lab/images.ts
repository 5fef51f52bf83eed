import type { TensorLike } from '../data/tensorLike.ts';
import { currentHost } from '../host.ts';
import type { ImagesData, LabelledImage } from '../payloads/images.ts';
import { type MimeBundle, mime } from '../payloads/mime.ts';
import type { DataSource, SourceQuery } from '../payloads/source.ts';
import type { TensorImage } from '../payloads/tensor.ts';
import type { Displayable } from './bundle.ts';
import { ImagesError } from './errors.ts';
import { type Classes, classesOf } from './imageLabels.ts';
import { type Elements, elementsOf } from './tensorElements.ts';
import { drawImage, type ImageShape, imageShape, lightRange, type Range } from './tensorImage.ts';
import { statisticsOf } from './tensorStatistics.ts';

export interface ImagesOptions {
  /** What each image is: class indices, names, or a tensor of indices or one-hot rows. */
  readonly labels?: Classes;
  /** What a model takes each for: the same, or a tensor `[n, classes]` of scores, of which the highest counts. */
  readonly predictions?: Classes;
  /** Names of the class indices. */
  readonly classNames?: readonly string[];
  /** Images in a row; as many as there is room for unless it is given. */
  readonly columns?: number;
  readonly title?: string;
}

/** Images shown at most. */
const mostShown = 100;
/** Pixels along the longer side of an image in the grid; the larger view asks for the whole. */
const thumbnail = 96;

/** One of the images: which, and in which tensor or array. */
interface ImageAt {
  readonly elements: Elements;
  readonly shape: ImageShape;
  readonly index: number;
}

/**
 * Makes a grid of images, up to 100 of them, to be displayed or to end a cell. With labels and predictions it says
 * below each which was right. Values from 0 to 1 and from 0 to 255 are shown as they are, others scaled by the range
 * of all that are shown.
 * @param source a tensor `[h, w]`, `[h, w, c]`, `[n, h, w]` or `[n, h, w, c]` with 1, 3 or 4 channels, or a list of
 *   such. They are read when the grid is shown, and again for a larger view.
 * @throws {ImagesError} when these are no images, or labels and images do not have the same count
 */
export function images(source: TensorLike | readonly unknown[], options: ImagesOptions = {}): Displayable {
  const all = imagesOf(source);
  const labels = classesOf('labels', options.labels, all.length, options.classNames);
  const predictions = classesOf('predictions', options.predictions, all.length, options.classNames);
  const { columns, title } = options;
  if (columns !== undefined && !(Number.isInteger(columns) && columns > 0))
    throw new ImagesError('bad-argument', 'The option columns of images() must be a whole number from 1 on.');
  return {
    toMimeBundle(): MimeBundle {
      const shown = all.slice(0, mostShown);
      const range = rangeOf(shown);
      const drawn = shown.map(
        (image, i): LabelledImage => ({
          ...draw(image, range, thumbnail),
          ...(labels && { label: labels[i]! }),
          ...(predictions && { prediction: predictions[i]! }),
        }),
      );
      const served = currentHost().serve?.(new ImagesSource(shown, range));
      const data: ImagesData = {
        ...(title !== undefined && { title }),
        total: all.length,
        ...(columns !== undefined && { columns }),
        ...range,
        images: drawn,
        ...(served && { source: served }),
      };
      return { [mime.images]: data, [mime.text]: textOf(data, labels, predictions) };
    },
  };
}

function imagesOf(source: TensorLike | readonly unknown[]): ImageAt[] {
  const whole = elementsOf(source);
  const parts = whole ? [whole] : Array.isArray(source) ? source.map(elementsOf) : [undefined];
  return parts.flatMap((elements, i) => {
    const shape =
      elements && elements.dtype !== 'string' && elements.dtype !== 'complex64' && imageShape(elements.shape);
    if (elements && shape) return Array.from({ length: shape.count }, (_, index) => ({ elements, shape, index }));
    const what = elements ? `has the dtype ${elements.dtype} and the shape [${elements.shape}]` : 'is no tensor';
    throw new ImagesError(
      'not-an-image',
      `images() takes tensors of the shape [h, w], [h, w, c], [n, h, w] or [n, h, w, c] with 1, 3 or 4 channels, but ${whole ? 'what it got' : `item ${i} of what it got`} ${what}.`,
    );
  });
}

/** One range for all that are shown, so that equal values look equal; the others may be many, and are not read. */
function rangeOf(shown: readonly ImageAt[]): Range {
  // The images shown of a tensor are its first.
  const lastOf = new Map(shown.map((image) => [image.elements, image]));
  const ranges = [...lastOf.values()].map(({ elements, shape: { height, width, channels }, index }) => {
    const reader = elements.open();
    try {
      const { dtype } = elements;
      return lightRange(dtype, statisticsOf(reader, { dtype, shape: [index + 1, height, width, channels] }) ?? {});
    } finally {
      reader.close();
    }
  });
  if (ranges.length === 0) return { black: 0, white: 1 };
  return { black: Math.min(...ranges.map(({ black }) => black)), white: Math.max(...ranges.map(({ white }) => white)) };
}

function draw({ elements, shape, index }: ImageAt, range: Range, side?: number): TensorImage {
  const reader = elements.open();
  try {
    return drawImage(reader, shape, range, index, side);
  } finally {
    reader.close();
  }
}

class ImagesSource implements DataSource {
  readonly #images: readonly ImageAt[];
  readonly #range: Range;

  constructor(images: readonly ImageAt[], range: Range) {
    this.#images = images;
    this.#range = range;
  }

  answer(query: SourceQuery): unknown {
    if (query.op !== 'image') throw new Error(`A grid of images does not answer "${query.op}".`);
    const image = this.#images[query.index];
    if (!image) throw new Error(`There is no image ${query.index} in this grid.`);
    return draw(image, this.#range);
  }
}

function textOf({ title, total }: ImagesData, labels?: readonly string[], predictions?: readonly string[]): string {
  const lines = [`${title ? `${title}: ` : ''}${total} ${total === 1 ? 'image' : 'images'}`];
  if (labels && predictions) {
    const right = labels.filter((label, i) => label === predictions[i]).length;
    lines.push(`${right} of ${total} predictions are right.`);
    const wrong = labels.flatMap((label, i) => (label === predictions[i] ? [] : [{ i, label }]));
    lines.push(
      ...wrong.slice(0, 10).map(({ i, label }) => `  image ${i}: predicted ${predictions[i]}, labelled ${label}`),
    );
    if (wrong.length > 10) lines.push(`  and ${wrong.length - 10} more`);
  }
  return lines.join('\n');
}
