/** Rows by slice: which rows have the same values in the features that a slicing spec names. */
import { byCodePoint } from '../data/codePoints.ts';
import type { Column, ColumnarData } from '../data/columns.ts';
import type { SlicingSpec } from './config/config.ts';
import { AnalysisError } from './errors.ts';

export type SliceValue = string | number;
/** Features with their values, by the names of the features; empty for all rows. */
export type SliceKey = readonly (readonly [feature: string, value: SliceValue])[];

export interface SliceRows {
  readonly key: SliceKey;
  /** Zero-based, rising. */
  readonly rows: Uint32Array;
}

/** As TFMA writes a key: `Overall`, `sex:F`, `age_X_sex:30_X_F`. */
export function sliceName(key: SliceKey): string {
  if (key.length === 0) return 'Overall';
  const part = (at: 0 | 1) => key.map((pair) => String(pair[at])).join('_X_');
  return `${part(0)}:${part(1)}`;
}

/**
 * The slices of some rows, each once, in the order of the specs and their values, and the specs that no row fits. A row
 * without a value in a feature is in none of its slices.
 * @throws {AnalysisError} `unknown-column`
 */
export function slicesOf(
  data: ColumnarData,
  specs: readonly SlicingSpec[],
): { readonly slices: readonly SliceRows[]; readonly empty: readonly SlicingSpec[] } {
  const codes = new Map<string, Codes>();
  const coded = (feature: string): Codes => {
    const known = codes.get(feature);
    if (known) return known;
    const made = codesOf(columnNamed(data, feature), data.rows);
    codes.set(feature, made);
    return made;
  };
  const slices = new Map<string, SliceRows>();
  const empty: SlicingSpec[] = [];
  for (const spec of specs) {
    const found = slicesOfSpec(data.rows, spec, coded);
    if (found.length === 0) empty.push(spec);
    for (const slice of found) slices.set(JSON.stringify(slice.key), slice);
  }
  return { slices: [...slices.values()], empty };
}

/** @throws {AnalysisError} `unknown-column` */
export function columnNamed({ columns }: ColumnarData, name: string): Column {
  const column = columns.find((each) => each.name === name);
  if (column) return column;
  const names = columns.map((each) => each.name).join(', ');
  throw new AnalysisError('unknown-column', `The rows have no column “${name}”. They have: ${names}.`, {
    column: name,
  });
}

/** A column as small whole numbers, -1 for a missing value. */
interface Codes {
  readonly code: Int32Array;
  readonly values: readonly SliceValue[];
}

function codesOf(column: Column, rows: number): Codes {
  const code = new Int32Array(rows);
  const places = new Map<SliceValue, number>();
  for (let row = 0; row < rows; row++) {
    const cell = column.at(row);
    if (cell === null) code[row] = -1;
    else {
      const value = typeof cell === 'boolean' ? String(cell) : cell;
      const place = places.get(value) ?? places.size;
      if (place === places.size) places.set(value, place);
      code[row] = place;
    }
  }
  return { code, values: [...places.keys()] };
}

function slicesOfSpec(rows: number, spec: SlicingSpec, coded: (feature: string) => Codes): SliceRows[] {
  const fixed = spec.featureValues ?? {};
  const features = [...(spec.featureKeys ?? []), ...Object.keys(fixed)].sort(byCodePoint);
  let joined: Joined = { code: new Int32Array(rows), keys: [[]] };
  for (const feature of features) joined = join(joined, feature, coded(feature), fixed[feature]);
  return grouped(joined).sort((a, b) => byValues(a.key, b.key));
}

/** Rows by a key of several features. */
interface Joined {
  readonly code: Int32Array;
  readonly keys: readonly SliceKey[];
}

/** One feature more. @param wanted the one value that counts, as the config writes it */
function join({ code, keys }: Joined, feature: string, codes: Codes, wanted: string | undefined): Joined {
  const fits = codes.values.map((value) => wanted === undefined || isWritten(value, wanted));
  const next = new Int32Array(code.length);
  const places = new Map<number, number>();
  const nextKeys: SliceKey[] = [];
  for (let row = 0; row < code.length; row++) {
    const [before, own] = [code[row]!, codes.code[row]!];
    next[row] = -1;
    if (before < 0 || own < 0 || !fits[own]) continue;
    const pair = before * codes.values.length + own;
    const place = places.get(pair) ?? nextKeys.length;
    if (place === nextKeys.length) {
      places.set(pair, place);
      nextKeys.push([...keys[before]!, [feature, codes.values[own]!]]);
    }
    next[row] = place;
  }
  return { code: next, keys: nextKeys };
}

const isWritten = (value: SliceValue, wanted: string) =>
  String(value) === wanted || (typeof value === 'number' && wanted.trim() !== '' && Number(wanted) === value);

/** Rows in the order of their slices, by counting. */
function grouped({ code, keys }: Joined): SliceRows[] {
  const starts = new Uint32Array(keys.length + 1);
  for (const slice of code) if (slice >= 0) starts[slice + 1]!++;
  for (let slice = 0; slice < keys.length; slice++) starts[slice + 1]! += starts[slice]!;
  const sorted = new Uint32Array(starts[keys.length]!);
  const next = starts.slice();
  for (let row = 0; row < code.length; row++) if (code[row]! >= 0) sorted[next[code[row]!]!++] = row;
  return keys
    .map((key, slice) => ({ key, rows: sorted.subarray(starts[slice], starts[slice + 1]) }))
    .filter(({ rows }) => rows.length > 0);
}

/** Numbers by size, before texts by code points. */
function byValues(a: SliceKey, b: SliceKey): number {
  for (const [i, [, value]] of a.entries()) {
    const other = b[i]![1];
    if (value === other) continue;
    if (typeof value === 'number' && typeof other === 'number') return value - other;
    if (typeof value !== typeof other) return typeof value === 'number' ? -1 : 1;
    return byCodePoint(String(value), String(other));
  }
  return 0;
}
