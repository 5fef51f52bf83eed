/** Numbers in the words of TFDV's messages and files. */

/** C's `%g`: six significant digits, as in TFDV's descriptions. */
export function sixDigits(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits, power] = value.toExponential(5).split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return withoutZeros(value.toFixed(5 - exponent));
  return `${withoutZeros(digits!)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

const withoutZeros = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** A number as Python prints it: the shortest that gives the same number again, and always with a point or a power. */
export function numberText(value: number, kind: 'double' | 'float' = 'double'): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const shortest = kind === 'float' ? shortestFloat(value) : value;
  const [digits, power = '0'] = shortest.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 16) {
    const plain = exponent < 0 ? shortest.toFixed(digits!.replace(/^-?\d\.?/, '').length - exponent) : String(shortest);
    const signed = Object.is(shortest, -0) ? '-0' : plain;
    return signed.includes('.') ? signed : `${signed}.0`;
  }
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** The shortest decimal that is the same number in 32 bits. */
function shortestFloat(value: number): number {
  const wanted = Math.fround(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(wanted.toPrecision(digits));
    if (Math.fround(short) === wanted) return short;
  }
  return Number(wanted.toPrecision(9));
}
