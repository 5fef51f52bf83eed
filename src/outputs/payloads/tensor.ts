/** The payloads of tensors and images, checked before they are drawn. */

import * as z from 'zod/mini';
import type { ImagesData } from '../../mlops/payloads/images.ts';
import { sizeOf, type TensorData, type TensorImage, type TensorSlice } from '../../mlops/payloads/tensor.ts';
import { t } from '../../platform/l10n.ts';
import type { Checked } from '../../platform/schema.ts';
import { malformed, parse } from './payload.ts';

const index = z.int().check(z.nonnegative());
const count = z.int().check(z.positive());
const element = z.union([z.number(), z.string(), z.boolean()]);

/** A page holds up by drawing more bins, axes or images than a lab ever sends. */
const mostBins = 200;
const mostAxes = 16;
const mostImages = 1000;

/** Base64 and nothing else: it becomes a part of an image's address. */
const png = z.string().check(z.regex(/^[A-Za-z0-9+/]*={0,2}$/));
const image = z.object({ png, width: count, height: count, step: count });

const slice = z.object({
  at: z.array(index).check(z.maxLength(mostAxes)),
  offset: z.tuple([index, index]),
  values: z.array(z.array(element).check(z.maxLength(1000))).check(z.maxLength(1000)),
});

const statistics = z.object({
  of: z.enum(['values', 'magnitudes']),
  finite: index,
  nan: index,
  infinite: index,
  zeros: index,
  min: z.exactOptional(z.number()),
  max: z.exactOptional(z.number()),
  mean: z.exactOptional(z.number()),
  std: z.exactOptional(z.number()),
  histogram: z.exactOptional(
    z.object({
      start: z.number(),
      width: z.number().check(z.positive()),
      counts: z.array(index).check(z.minLength(1), z.maxLength(mostBins)),
    }),
  ),
});

const tensor = z.object({
  dtype: z.string().check(z.maxLength(40)),
  shape: z.array(index).check(z.maxLength(mostAxes)),
  bytes: z.number(),
  variable: z.exactOptional(z.object({ name: z.string(), trainable: z.boolean() })),
  disposed: z.exactOptional(z.literal(true)),
  statistics: z.exactOptional(statistics),
  slice: z.exactOptional(slice),
  images: z.exactOptional(
    z.object({
      count,
      height: count,
      width: count,
      channels: z.union([z.literal(1), z.literal(3), z.literal(4)]),
      black: z.number(),
      white: z.number(),
      first: z.exactOptional(image),
    }),
  ),
  source: z.exactOptional(z.string()),
});

const images = z.object({
  title: z.exactOptional(z.string()),
  total: index,
  columns: z.exactOptional(z.int().check(z.positive(), z.lte(100))),
  black: z.number(),
  white: z.number(),
  images: z
    .array(z.extend(image, { label: z.exactOptional(z.string()), prediction: z.exactOptional(z.string()) }))
    .check(z.maxLength(mostImages)),
  source: z.exactOptional(z.string()),
});

/** @throws {UserError} `output-malformed`: also for a slice of another rank than the tensor's */
export function parseTensor(data: unknown): Checked<TensorData, typeof tensor> {
  const parsed = parse(tensor, data, t('tensor'));
  const leading = Math.max(0, parsed.shape.length - 2);
  if (parsed.slice && (parsed.slice.at.length !== leading || sizeOf(parsed.shape) === 0))
    throw malformed(t('tensor'), t('its slice does not fit its shape'));
  return parsed;
}

/** @throws {UserError} `output-malformed` */
export function parseSlice(data: unknown): Checked<TensorSlice, typeof slice> {
  return parse(slice, data, t('slice of a tensor'));
}

/** @throws {UserError} `output-malformed` */
export function parseImage(data: unknown): Checked<TensorImage, typeof image> {
  return parse(image, data, t('image'));
}

/** @throws {UserError} `output-malformed` */
export function parseImages(data: unknown): Checked<ImagesData, typeof images> {
  return parse(images, data, t('grid of images'));
}
