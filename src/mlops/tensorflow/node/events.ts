/**
 * TensorBoard's event files: `Event` messages, which stand in TFRecords
 * (tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto).
 */
import { bytesField, doubleField, floatField, intField, message } from './protobuf.ts';

/** A value under a tag, as a field of `Summary`. */
export type SummaryValue = Uint8Array;

/** @param seconds since 1970 */
export function versionEvent(seconds: number): Uint8Array {
  return message(doubleField(1, seconds), bytesField(3, 'brain.Event:2'));
}

/** @param seconds since 1970 */
export function summaryEvent(seconds: number, step: number, value: SummaryValue): Uint8Array {
  return message(doubleField(1, seconds), intField(2, step), bytesField(5, bytesField(1, value)));
}

export function scalarValue(tag: string, value: number): SummaryValue {
  return message(bytesField(1, tag), floatField(2, value));
}

/**
 * What TensorBoard's plugin "histograms" reads.
 * @param buckets shape [k, 3]: left edge, right edge and count of each
 */
export function histogramValue(tag: string, buckets: Float32Array, description: string | undefined): SummaryValue {
  const float32 = 1;
  const dimensions = [buckets.length / 3, 3].map((size) => bytesField(2, intField(1, size)));
  const content = Buffer.alloc(buckets.length * 4);
  buckets.forEach((value, i) => {
    content.writeFloatLE(value, i * 4);
  });
  const tensor = message(intField(1, float32), bytesField(2, message(...dimensions)), bytesField(4, content));
  const plugin = message(bytesField(1, 'histograms'));
  const metadata = message(bytesField(1, plugin), ...(description ? [bytesField(3, description)] : []));
  return message(bytesField(1, tag), bytesField(8, tensor), bytesField(9, metadata));
}
