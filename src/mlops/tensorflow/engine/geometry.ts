import * as tf from '@tensorflow/tfjs';
import type { Conv2DInfo } from '../kernels/convolution.ts';

export type Shape4 = [number, number, number, number];

/** What a record of a convolution or a pool says of its sizes; `assembly/geometry.ts` reads it. */
export interface Geometry {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
}

export function geometryOf(info: Conv2DInfo): Geometry {
  const { batchSize: batch, padInfo, ...sizes } = info;
  return { ...sizes, batch, padTop: padInfo.top, padLeft: padInfo.left };
}

/** The 15 words of a geometry, in the order of the record. */
export function wordsOf(geometry: Geometry): number[] {
  return [
    geometry.batch,
    geometry.inHeight,
    geometry.inWidth,
    geometry.inChannels,
    geometry.filterHeight,
    geometry.filterWidth,
    geometry.strideHeight,
    geometry.strideWidth,
    geometry.dilationHeight,
    geometry.dilationWidth,
    geometry.padTop,
    geometry.padLeft,
    geometry.outHeight,
    geometry.outWidth,
    geometry.outChannels,
  ];
}

/** Output pixels of all images. */
export const pixelsOf = ({ batch, outHeight, outWidth }: Geometry): number => batch * outHeight * outWidth;

/** The taps of a filter over all input channels. */
export const depthOf = ({ filterHeight, filterWidth, inChannels }: Geometry): number =>
  filterHeight * filterWidth * inChannels;

/** Each output pixel is of the one input pixel at its place. */
export function isPointwise(geometry: Geometry): boolean {
  const { filterHeight, filterWidth, strideHeight, strideWidth, padTop, padLeft } = geometry;
  const isSame = geometry.outHeight === geometry.inHeight && geometry.outWidth === geometry.inWidth;
  return filterHeight * filterWidth * strideHeight * strideWidth === 1 && padTop === 0 && padLeft === 0 && isSame;
}

/** What with stride 1 gives the gradient of the input: a convolution of dy by the filter turned by 180°. */
export function turnedOf(geometry: Geometry): Geometry {
  return {
    ...geometry,
    inHeight: geometry.outHeight,
    inWidth: geometry.outWidth,
    inChannels: geometry.outChannels,
    padTop: (geometry.filterHeight - 1) * geometry.dilationHeight - geometry.padTop,
    padLeft: (geometry.filterWidth - 1) * geometry.dilationWidth - geometry.padLeft,
    outHeight: geometry.inHeight,
    outWidth: geometry.inWidth,
    outChannels: geometry.inChannels,
  };
}

/** The attributes of a convolution, NHWC or, without the attribute, taken for it. */
export interface ConvolutionAttrs {
  readonly strides: number | [number, number];
  readonly pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  /** Layers pass null for none. */
  readonly dilations?: number | [number, number] | null | undefined;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil' | undefined;
  readonly dataFormat?: string | undefined;
}

/** The geometry of a convolution of NHWC images; nothing for another order of axes, or where there is no value. */
export function convolutionOf(
  x: readonly number[],
  filter: readonly number[],
  attrs: ConvolutionAttrs,
  isDepthwise = false,
): Geometry | undefined {
  if (attrs.dataFormat === 'NCHW' || x.length !== 4) return undefined;
  const { strides, dilations, pad, dimRoundingMode } = attrs;
  const [inShape, filterShape] = [x as Shape4, filter as Shape4];
  const info = tf.backend_util.computeConv2DInfo(
    inShape,
    filterShape,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    isDepthwise,
  );
  const isEmpty = [inShape, filterShape, info.outShape].some((shape) => tf.util.sizeFromShape(shape) === 0);
  return isEmpty ? undefined : geometryOf(info);
}
