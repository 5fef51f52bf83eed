/** Which runs a filter leaves. */
import { columnOf, isTexts, type NumberColumn, type RunColumn, type RunColumns, type TextColumn } from '../columns.ts';
import type { Comparison, Operator } from './parse.ts';

/**
 * For each run 1 where all comparisons hold, else 0. As in MLflow, a run that lacks what is compared does not match,
 * whatever the operator. NaN matches `!=` alone; MLflow takes it for 0, as its database stores it.
 */
export function matching(runs: RunColumns, comparisons: readonly Comparison[]): Uint8Array {
  const left = new Uint8Array(runs.ids.length).fill(1);
  for (const comparison of comparisons) {
    const column = columnOf(runs, comparison.kind, comparison.key);
    if (column) narrow(left, column, comparison);
    else left.fill(0);
  }
  return left;
}

function narrow(left: Uint8Array, column: RunColumn, comparison: Comparison): void {
  if (isTexts(column)) narrowTexts(left, column, comparison);
  else narrowNumbers(left, column, comparison);
}

function narrowNumbers(left: Uint8Array, { values, missing }: NumberColumn, { operator, value }: Comparison): void {
  const wanted = Number(value);
  const holds = numberTest(operator, wanted);
  for (let row = 0; row < left.length; row++) if (missing[row] === 1 || !holds(values[row]!)) left[row] = 0;
}

/** Each distinct text is compared once. */
function narrowTexts(left: Uint8Array, { values, codes }: TextColumn, { operator, value }: Comparison): void {
  const holds = textTest(operator, value);
  const fits = values.map(holds);
  for (let row = 0; row < left.length; row++) if (!fits[codes[row]!]) left[row] = 0;
}

function numberTest(operator: Operator, wanted: number): (value: number) => boolean {
  switch (operator) {
    case '!=':
      return (value) => value !== wanted;
    case '<':
      return (value) => value < wanted;
    case '<=':
      return (value) => value <= wanted;
    case '>':
      return (value) => value > wanted;
    case '>=':
      return (value) => value >= wanted;
    default:
      return (value) => value === wanted;
  }
}

function textTest(operator: Operator, wanted: Comparison['value']): (value: string) => boolean {
  const list = Array.isArray(wanted) ? new Set<string>(wanted) : undefined;
  switch (operator) {
    case '!=':
      return (value) => value !== wanted;
    case 'LIKE':
    case 'ILIKE': {
      const pattern = likePattern(String(wanted), operator === 'ILIKE');
      return (value) => pattern.test(value);
    }
    case 'IN':
      return (value) => list?.has(value) === true;
    case 'NOT IN':
      return (value) => list?.has(value) === false;
    default:
      return (value) => value === wanted;
  }
}

/** SQL's pattern: `%` is any text, `_` any character. */
function likePattern(like: string, anyCase: boolean): RegExp {
  const plain = like.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  // Of neighbouring wildcards one does: many in a row would be tried in every combination.
  const body = plain.replace(/%+/g, '[^]*').replaceAll('_', '[^]');
  return new RegExp(`^${body}$`, anyCase ? 'iu' : 'u');
}
