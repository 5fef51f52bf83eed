/** Numbers, times and sentences of live outputs, for people. */
import type { LiveNumber } from './liveSeries.ts';

/** A sentence with places, `{0}`, `{1}`…, so that whoever shows it may translate it first. */
export interface Sentence {
  readonly message: string;
  readonly args: readonly (string | number)[];
}

export function sentenceText({ message, args }: Sentence): string {
  return message.replace(/\{(\d+)\}/g, (place, index: string) => String(args[Number(index)] ?? place));
}

/** Four significant digits, as Keras prints losses and metrics; very small ones by their exponent. */
export function numberText(value: LiveNumber): string {
  if (typeof value !== 'number') return value;
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e6) return value.toExponential(3);
  return value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 4);
}

/** `8.3 s`, `2 min 05 s`, `1 h 02 min`. */
export function durationText(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  if (seconds < 59.95) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two((whole % 3600) / 60)} min`;
}
