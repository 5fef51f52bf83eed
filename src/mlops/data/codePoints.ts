/** Compares texts by code points, as Python does: `<` compares UTF-16 units, of which surrogates come before U+E000. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

/** Puts the units of what lies beyond the first plane behind all others. */
const rank = (unit: number) => (unit < 0xd800 || unit > 0xdfff ? unit : unit + 0x10000);
