import type { Element } from '../../../mlops/payloads/tensor.ts';

/** A number to be read: whole ones in full, others to `digits` significant digits. */
export function short(value: number, digits = 5): string {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e9) return value.toLocaleString('en-US');
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential(digits - 2);
  return String(Number(value.toPrecision(digits)));
}

export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** A size in bytes, as memory is counted: 1 kB is 1,000 bytes. */
export function bytes(size: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(size, 1)) / 3));
  const value = size / 1000 ** power;
  return `${power === 0 ? value : Number(value.toPrecision(3))} ${units[power]}`;
}

/** How the values of one window are written: with the same decimals, so that their points are below each other. */
export function elementFormat(values: readonly (readonly Element[])[]): (value: Element) => string {
  const numbers = values.flat().filter((value) => typeof value === 'number');
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const isWhole = numbers.every(Number.isInteger);
  const isExtreme = largest >= 1e7 || (largest !== 0 && largest < 1e-2);
  const decimals = isWhole ? 0 : Math.max(1, 5 - Math.max(1, Math.ceil(Math.log10(largest + 1))));
  return (value) => {
    if (typeof value !== 'number') return String(value);
    return isExtreme && !isWhole ? value.toExponential(2) : value.toFixed(decimals);
  };
}
