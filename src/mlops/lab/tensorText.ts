/** A tensor as text, for terminals and screen readers. */
import { inspect } from 'node:util';
import { isTensor } from '../data/tensorLike.ts';
import { sizeOf, type TensorData } from '../payloads/tensor.ts';

/** Of a larger tensor not all values are read to print a few of them. */
const mostPrinted = 100_000;

/** As TensorFlow.js prints it; of a large tensor the statistics and the first values; an array as Node.js does. */
export function tensorText(value: unknown, data: TensorData): string {
  if (!isTensor(value)) return inspect(value, { depth: 4, maxArrayLength: 100, breakLength: 100 });
  const size = sizeOf(data.shape);
  if (!data.disposed && size <= mostPrinted) return value.toString(true);
  const lines = ['Tensor', `  dtype: ${data.dtype}`, `  shape: [${data.shape}]`];
  if (data.disposed) return [...lines, '  disposed: its values are gone'].join('\n');
  const { min, max, mean, std, nan, infinite } = data.statistics ?? {};
  if (min !== undefined && max !== undefined) lines.push(`  range: ${short(min)} to ${short(max)}`);
  if (mean !== undefined && std !== undefined) lines.push(`  mean: ${short(mean)}, standard deviation: ${short(std)}`);
  if (nan) lines.push(`  NaN: ${nan}`);
  if (infinite) lines.push(`  infinite: ${infinite}`);
  const shown = data.slice?.values[0]?.slice(0, 6) ?? [];
  const values = shown.map((element) => (typeof element === 'number' ? short(element) : String(element)));
  if (shown.length > 0) lines.push(`  values: ${values.join(', ')}${size > shown.length ? ', …' : ''}`);
  return lines.join('\n');
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}
