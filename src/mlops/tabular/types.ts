/** The type of a column, from its words: INT below FLOAT below STRING, as TFX reads CSV. */

export type ColumnType = 'INT' | 'FLOAT' | 'STRING';

const whole = /^\s*[+-]?\d+\s*$/;
const decimal = /^\s*[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf|infinity|nan)\s*$/i;

/** The narrowest type that a word fits. A whole number of more than 64 bits is a text. */
export function typeOfText(text: string): ColumnType {
  if (whole.test(text)) {
    const digits = text.trim();
    if (digits.length < 16) return 'INT';
    const value = BigInt(digits.replace(/^\+/, ''));
    return BigInt.asIntN(64, value) === value ? 'INT' : 'STRING';
  }
  return decimal.test(text) ? 'FLOAT' : 'STRING';
}

const rank = { INT: 0, FLOAT: 1, STRING: 2 } as const;

/** The type that holds values of both. */
export const widerType = (a: ColumnType | undefined, b: ColumnType): ColumnType => (a && rank[a] > rank[b] ? a : b);

/** A word as a value of its column; nothing where it is none. A whole number beyond 2^53 is the nearest number. */
export function valueOfText(text: string, type: ColumnType): string | number | undefined {
  if (type === 'STRING') return text;
  const found = typeOfText(text);
  if (found === 'STRING' || (type === 'INT' && found === 'FLOAT')) return undefined;
  const word = text.trim();
  if (/nan$/i.test(word)) return Number.NaN;
  return Number(word.replace(/inf(inity)?$/i, 'Infinity'));
}
