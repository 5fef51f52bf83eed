import type { backend_util } from '@tensorflow/tfjs';

export type Conv2DInfo = ReturnType<typeof backend_util.computeConv2DInfo>;

/**
 * The outputs `[first, end)` along one axis whose filter tap lies inside the input, so that loops need no bounds
 * check: `0 <= output * stride + tap - padding < size`, with `tap` in input elements (dilation included).
 */
export function outputsInside(
  tap: number,
  { stride, padding, inSize, outSize }: { stride: number; padding: number; inSize: number; outSize: number },
): readonly [first: number, end: number] {
  const first = Math.max(0, Math.ceil((padding - tap) / stride));
  const end = Math.min(outSize, Math.floor((inSize - 1 + padding - tap) / stride) + 1);
  return [first, end];
}
