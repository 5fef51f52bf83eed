/**
 * Groups values into buckets of equal width, as TensorBoard's histogram plugin defines them
 * (tensorboard/plugins/histogram/summary_v2.py).
 * @returns shape [k, 3], flat: left edge, right edge and count of each. k is `count`; 1 where all values are the same;
 *   0 where there is none
 */
export function bucketsOf(values: Float32Array, count: number): Float32Array {
  const finite = values.filter(Number.isFinite);
  if (!finite.length) return new Float32Array();
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of finite) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  if (min === max) return Float32Array.of(min - 0.5, min + 0.5, finite.length);
  const width = (max - min) / count;
  const counts = new Float32Array(count);
  for (const value of finite) counts[Math.min(Math.floor((value - min) / width), count - 1)]! += 1;
  const edge = (i: number) => (i === count ? max : min + i * width);
  return Float32Array.from(Array.from(counts, (inside, i) => [edge(i), edge(i + 1), inside]).flat());
}
