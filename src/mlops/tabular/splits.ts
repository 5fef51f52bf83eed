import { createHash } from 'node:crypto';
import { shuffled, uniform } from '../datasets/chance.ts';
import { TabularError } from './errors.ts';

/** Names of parts with their shares, which add up to 1: `{ train: 0.8, eval: 0.2 }`. */
export type Shares<Part extends string = string> = Readonly<Record<Part, number>>;
export type Parts<Part extends string, Row> = Record<Part, Row[]>;

/** The first rows, the next, and so on: for rows in the order of time. The last part gets what rounding leaves. */
export function orderedSplit<Part extends string, Row>(rows: readonly Row[], shares: Shares<Part>): Parts<Part, Row> {
  const names = checked(shares);
  let share = 0;
  const ends = names.map((name) => {
    share += shares[name];
    // A share such as 0.8 of 5 rows must not fall short of 4 by rounding.
    return Math.floor(rows.length * share + 1e-9);
  });
  ends[ends.length - 1] = rows.length;
  return partsOf(names, (_, i) => rows.slice(i === 0 ? 0 : ends[i - 1], ends[i]));
}

/**
 * Shuffled, with each class in each part by its share; within a class the last part gets what rounding leaves.
 * @param classOf the class of a row
 */
export function stratifiedSplit<Part extends string, Row>(
  rows: readonly Row[],
  classOf: (row: Row) => unknown,
  shares: Shares<Part>,
  { seed }: { readonly seed: number },
): Parts<Part, Row> {
  const names = checked(shares);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new TabularError('bad-argument', `The seed must be a whole number from 0 on, not ${seed}.`);
  const order = shuffled(rows.length, uniform(seed));
  const classes = new Map<unknown, number[]>();
  for (const row of order) {
    const name = classOf(rows[row]!);
    const members = classes.get(name);
    if (members) members.push(row);
    else classes.set(name, [row]);
  }
  const splits = [...classes.values()].map((members) => orderedSplit(members, shares));
  const part = new Map(
    names.flatMap((name) => splits.flatMap((split) => split[name].map((row) => [row, name] as const))),
  );
  return partsOf(names, (name) => order.filter((row) => part.get(row) === name).map((row) => rows[row]!));
}

/**
 * By a hash of a key, so that a row lands in the same part whenever and wherever it comes.
 * @param keyOf what makes a row the same row
 */
export function hashSplit<Part extends string, Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string | number,
  shares: Shares<Part>,
): Parts<Part, Row> {
  const names = checked(shares);
  const parts = partsOf<Part, Row>(names, () => []);
  for (const row of rows) {
    // 48 bits of SHA-256 as a number from 0 to 1.
    const hash =
      createHash('sha256')
        .update(String(keyOf(row)))
        .digest()
        .readUIntBE(0, 6) /
      2 ** 48;
    let [part, left] = [0, hash];
    while (part < names.length - 1 && left >= shares[names[part]!]) left -= shares[names[part++]!];
    parts[names[part]!].push(row);
  }
  return parts;
}

/** As `hashSplit`: all rows of a group land in one part, so that nobody stands in two. */
export const groupSplit = hashSplit;

function partsOf<Part extends string, Row>(names: readonly Part[], make: (name: Part, i: number) => Row[]) {
  return Object.fromEntries(names.map((name, i) => [name, make(name, i)])) as Parts<Part, Row>;
}

function checked<Part extends string>(shares: Shares<Part>): Part[] {
  const names = Object.keys(shares) as Part[];
  const sum = names.reduce((total, name) => total + shares[name], 0);
  const isShare = (share: number) => share >= 0 && share <= 1;
  if (names.length > 0 && names.every((name) => isShare(shares[name])) && Math.abs(sum - 1) < 1e-9) return names;
  const listed = names.map((name) => `${name}: ${shares[name]}`).join(', ');
  throw new TabularError('bad-argument', `Shares are numbers from 0 to 1 that add up to 1, and not {${listed}}.`);
}
