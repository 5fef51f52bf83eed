/** Texts in the order of their UTF-8 bytes, which is that of their code points, and not of JavaScript's units. */
export function byBytes(a: string, b: string): number {
  if (a === b) return 0;
  if (!surrogates.test(a) && !surrogates.test(b)) return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const surrogates = /[\ud800-\udfff]/;
