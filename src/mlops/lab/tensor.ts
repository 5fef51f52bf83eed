/** The output of a tensor or an array: a card with its statistics, a window on its values, and its image. */

import { isTensor } from '../data/tensorLike.ts';
import { currentHost } from '../host.ts';
import { type MimeBundle, mime } from '../payloads/mime.ts';
import type { DataSource, SourceQuery } from '../payloads/source.ts';
import { type Element, matrixOf, sizeOf, type TensorData, type TensorSlice, windowOf } from '../payloads/tensor.ts';
import type { ElementReader, Elements } from './tensorElements.ts';
import { drawImage, imageShape, lightRange, type Range } from './tensorImage.ts';
import { statisticsOf } from './tensorStatistics.ts';
import { tensorText } from './tensorText.ts';

/** The first image travels with the card when it has no more pixels; any other is asked for. */
const smallImage = 256 * 256;
/** A query asks for no more values at once. */
const mostValues = 100_000;

const bytesOf: Readonly<Record<string, number>> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  float64: 8,
  number: 8,
  complex64: 8,
};

/**
 * The forms of a tensor or an array. The values stay where they are; the output asks for more of them by a source,
 * which refers to the tensor and keeps no copy.
 * @param value that `elements` are of
 */
export function tensorBundle(value: unknown, elements: Elements): MimeBundle {
  const data = tensorData(value, elements);
  return { [mime.tensor]: data, [mime.text]: tensorText(value, data) };
}

function tensorData(value: unknown, elements: Elements): TensorData {
  const { dtype, shape } = elements;
  const about = { dtype, shape: [...shape], ...variableOf(value) };
  const size = sizeOf(shape);
  const bytes = size * (bytesOf[dtype] ?? 4);
  if (isTensor(value) && value.isDisposed) return { ...about, bytes, disposed: true };
  if (size === 0) return { ...about, bytes: 0 };
  const reader = elements.open();
  try {
    const statistics = statisticsOf(reader, elements);
    const slice = sliceOf(
      reader,
      elements,
      matrixOf(shape).leading.map(() => 0),
      [0, 0],
      windowOf(shape),
    );
    const isImage = statistics?.of === 'values' && imageShape(shape);
    const range = lightRange(dtype, statistics ?? {});
    const first = isImage && isImage.height * isImage.width <= smallImage && drawImage(reader, isImage, range);
    const source = currentHost().serve?.(new TensorSource(elements, range));
    return {
      ...about,
      bytes: dtype === 'string' ? textBytes(reader, size) : bytes,
      ...(statistics && { statistics }),
      slice,
      ...(isImage && { images: { ...isImage, ...range, ...(first && { first }) } }),
      ...(source && { source }),
    };
  } finally {
    reader.close();
  }
}

function variableOf(value: unknown): Pick<TensorData, 'variable'> {
  const isVariable = isTensor(value) && 'trainable' in value && 'assign' in value && 'name' in value;
  return isVariable ? { variable: { name: String(value.name), trainable: value.trainable === true } } : {};
}

function textBytes(reader: ElementReader, size: number): number {
  return Array.from(reader.read(0, size), String).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

/** Answers for a tensor for as long as it is not disposed of. */
class TensorSource implements DataSource {
  readonly #elements: Elements;
  readonly #range: Range;

  constructor(elements: Elements, range: Range) {
    this.#elements = elements;
    this.#range = range;
  }

  answer(query: SourceQuery): unknown {
    const reader = this.#elements.open();
    try {
      switch (query.op) {
        case 'slice':
          return sliceOf(reader, this.#elements, query.at, query.offset, query.count);
        case 'image':
          return this.#image(reader, query.index);
        default:
          throw new Error(`A tensor does not answer "${query.op}".`);
      }
    } finally {
      reader.close();
    }
  }

  #image(reader: ElementReader, index: number): unknown {
    const shape = imageShape(this.#elements.shape);
    if (!shape || !(index < shape.count)) throw new Error(`There is no image ${index} in this tensor.`);
    return drawImage(reader, shape, this.#range, index);
  }
}

/** @throws Error when `at` lies outside of the tensor, or too much is asked for */
function sliceOf(
  reader: ElementReader,
  { dtype, shape }: Pick<Elements, 'dtype' | 'shape'>,
  at: readonly number[],
  offset: readonly [number, number],
  count: readonly [number, number],
): TensorSlice {
  const { leading, rows, columns } = matrixOf(shape);
  if (at.length !== leading.length || at.some((index, axis) => !(index < leading[axis]!)))
    throw new Error(`There is no slice [${at}] in a tensor of the shape [${shape}].`);
  if (count[0] * count[1] > mostValues)
    throw new Error(`A slice of more than ${mostValues} values is not given at once.`);
  const matrix = at.reduce((position, index, axis) => position * leading[axis]! + index, 0);
  const [wanted, width] = [clamp(count[0], rows - offset[0]), clamp(count[1], columns - offset[1])];
  const values = Array.from({ length: width > 0 ? wanted : 0 }, (_, row) => {
    const start = (matrix * rows + offset[0] + row) * columns + offset[1];
    return elementsFor(reader.read(start, width), dtype);
  });
  return { at: [...at], offset: [...offset], values };
}

function clamp(wanted: number, there: number): number {
  return Math.max(0, Math.min(wanted, there));
}

/** Texts that are longer are cut. */
const longestText = 200;

function elementsFor(values: ArrayLike<number | string>, dtype: string): Element[] {
  if (dtype === 'complex64') return complexTexts(values as ArrayLike<number>);
  return Array.from(values, (value) => {
    if (typeof value === 'string') return value.length > longestText ? `${value.slice(0, longestText)}…` : value;
    if (dtype === 'bool') return value !== 0;
    return portable(value);
  });
}

/** JSON would make `null` of what is not finite, and 0 of −0. */
function portable(value: number): Element {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : String(value);
}

function complexTexts(pairs: ArrayLike<number>): string[] {
  return Array.from({ length: pairs.length / 2 }, (_, i) => {
    const [real, imaginary] = [pairs[2 * i]!, pairs[2 * i + 1]!];
    const sign = imaginary < 0 || Object.is(imaginary, -0) ? '-' : '+';
    return `${short(real)} ${sign} ${short(Math.abs(imaginary))}j`;
  });
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
