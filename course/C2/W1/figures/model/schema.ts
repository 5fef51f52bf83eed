/** A small inferred schema, eight planted faults, and what the schema sees of them before and after curation. */
import { mean, normal, type Random, random, rounded } from './chance.ts';

export interface Visit {
  readonly [column: string]: number | string | undefined;
}

const clinics = ['Harbor', 'Mill', 'North', 'Ridge', 'Lake'] as const;
/** Rows of a week at each of the five hospitals of the group. */
const weekly: Readonly<Record<(typeof clinics)[number], number>> = {
  Harbor: 15_265,
  Mill: 1000,
  North: 2400,
  Ridge: 1800,
  Lake: 200,
};

const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, Math.round(value)));

function visit(clinic: string, draw: Random): Visit {
  return {
    clinic,
    payer: ['public', 'private', 'travel'][draw() < 0.6 ? 0 : draw() < 0.95 ? 1 : 2]!,
    admission: ['emergency', 'planned', 'transfer'][draw() < 0.5 ? 0 : draw() < 0.8 ? 1 : 2]!,
    age: within(64 + 15 * normal(draw), 18, 104),
    tests: within(43 + 12 * normal(draw), 18, 104),
    nights: within(1 + 4 * -Math.log(1 - draw()), 1, 14),
  };
}

/** All visits of one week, hospital by hospital. */
export function week(seed: number): Visit[] {
  const draw = random(seed);
  return clinics.flatMap((clinic) => Array.from({ length: weekly[clinic] }, () => visit(clinic, draw)));
}

interface Column {
  readonly type: 'number' | 'word';
  /** Whether each row must have it. */
  readonly required: boolean;
  readonly words?: ReadonlySet<string>;
  readonly range?: readonly [number, number];
}
export type Schema = Readonly<Record<string, Column>>;

/** Names, types, presence and words: what TFDV infers too. It infers no range of numbers. */
export function infer(rows: readonly Visit[]): Schema {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  const column = (name: string): Column => {
    const values = rows.map((row) => row[name]);
    const present = values.filter((value) => value !== undefined);
    const required = present.length === rows.length;
    if (present.every((value) => typeof value === 'number')) return { type: 'number', required };
    return { type: 'word', required, words: new Set(present.map(String)) };
  };
  return Object.fromEntries([...names].map((name) => [name, column(name)]));
}

/** The anomalies of rows against a schema, as `column: kind`. */
export function validate(rows: readonly Visit[], schema: Schema): string[] {
  return Object.entries(schema).flatMap(([name, { type, required, words, range }]) => {
    const values = rows.map((row) => row[name]);
    const present = values.filter((value) => value !== undefined);
    const found: string[] = [];
    if (present.length === 0) return [`${name}: column missing`];
    if (required && present.length < rows.length) found.push(`${name}: value missing`);
    if (type === 'number' && present.some((value) => typeof value !== 'number')) found.push(`${name}: other type`);
    if (words && present.some((value) => !words.has(String(value)))) found.push(`${name}: new word`);
    if (range && present.some((value) => typeof value === 'number' && (value < range[0] || value > range[1]))) {
      found.push(`${name}: out of range`);
    }
    return found;
  });
}

/** The schema after somebody who knows hospitals wrote three ranges. */
export const curated = (schema: Schema): Schema => ({
  ...schema,
  age: { ...schema.age!, range: [18, 120] },
  tests: { ...schema.tests!, range: [0, 400] },
  nights: { ...schema.nights!, range: [1, 60] },
});

type Fault = readonly [name: string, change: (row: Visit, index: number) => Visit];

const without = (row: Visit, key: string): Visit =>
  Object.fromEntries(Object.entries(row).filter(([name]) => name !== key));

/** Eight ways to spoil a week. */
export const faults: readonly Fault[] = [
  ['a payer “trvl”', (row, index) => (index % 500 === 0 ? { ...row, payer: 'trvl' } : row)],
  ['column admission gone', (row) => without(row, 'admission')],
  ['nights as “3 nights”', (row) => ({ ...row, nights: `${row.nights} nights` })],
  ['one payer in four empty', (row, index) => (index % 4 === 0 ? without(row, 'payer') : row)],
  ['an age of 1000', (row, index) => (index === 7 ? { ...row, age: 1000 } : row)],
  ['age 0 for unknown', (row, index) => (index % 20 === 0 ? { ...row, age: 0 } : row)],
  ['nights sent as hours', (row) => ({ ...row, nights: Number(row.nights) * 24 })],
  ['Lake swaps age and tests', (row) => (row.clinic === 'Lake' ? { ...row, age: row.tests, tests: row.age } : row)],
];

/** For each fault, what the inferred and the curated schema find in a later week. */
export function planted() {
  const inferred = infer(week(1));
  const later = week(2);
  return faults.map(([fault, change]) => {
    const spoiled = later.map(change);
    return { fault, inferred: validate(spoiled, inferred), curated: validate(spoiled, curated(inferred)) };
  });
}

/** Mean age of each hospital in a clean week and in the week where Lake swaps two columns; `all` is the whole group. */
export function slices() {
  const clean = week(2);
  const swapped = clean.map(faults.at(-1)![1]);
  const age = (rows: readonly Visit[], clinic?: string) =>
    rounded(mean(rows.filter((row) => !clinic || row.clinic === clinic).map((row) => Number(row.age))), 1);
  return {
    rows: clean.length,
    all: { before: age(clean), after: age(swapped) },
    clinics: clinics.map((clinic) => ({
      clinic,
      rows: weekly[clinic],
      before: age(clean, clinic),
      after: age(swapped, clinic),
    })),
  };
}
