/** Keeps a specification from a stranger from asking for more than a page can draw. */
import { UserError } from '../errors.ts';
import { t } from '../l10n.ts';
import { isObject } from './spec.ts';

const mostRows = 200_000;
const mostNodes = 200_000;
const deepest = 60;
const mostGenerated = 100_000;
const mostViews = 400;

/** The largest number that makes sense, by the property's name. Pixels, or how many of something are made. */
const largest: Readonly<Record<string, number>> = {
  ...{ width: 10_000, height: 10_000, continuousWidth: 10_000, continuousHeight: 10_000, discreteWidth: 10_000 },
  ...{ discreteHeight: 10_000, step: 10_000, padding: 10_000, offset: 10_000, spacing: 10_000, gradientLength: 10_000 },
  ...{ maxbins: 10_000, steps: 10_000, tickCount: 1000, symbolLimit: 10_000, columns: 10_000, fontSize: 1000 },
  ...{ size: 10_000_000, strokeWidth: 1000, blur: 100 },
};

/**
 * @throws {UserError} `chart-too-large` naming what is too large. Walks no deeper than it allows, and not through the
 * data's rows.
 */
export function checkBounds(spec: object): void {
  const stack: { readonly value: unknown; readonly depth: number; readonly key: string }[] = [
    { value: spec, depth: 0, key: '' },
  ];
  const extent = { low: 0, high: 0 };
  const binSteps: number[] = [];
  let [nodes, rows, views] = [0, 0, 0];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { value, depth, key } = next;
    if (typeof value === 'number') checkNumber(key, value);
    if (typeof value !== 'object' || value === null) continue;
    if (depth > deepest) throw tooLarge(t('it is nested deeper than {0} levels', deepest));
    if (++nodes > mostNodes) throw tooLarge(t('it has more than {0} parts', mostNodes));
    if (isObject(value)) {
      views += 'mark' in value ? 1 : 0;
      checkGenerators(value);
      if (isObject(value.bin) && typeof value.bin.step === 'number') binSteps.push(value.bin.step);
    }
    for (const [name, member] of Object.entries(value)) {
      if (name === 'values' && key === 'data' && Array.isArray(member)) {
        rows += member.length;
        widen(extent, member);
      } else if (key === 'datasets' && Array.isArray(member)) {
        rows += member.length;
        widen(extent, member);
      } else {
        stack.push({ value: member, depth: depth + 1, key: Array.isArray(value) ? key : name });
      }
    }
  }
  if (rows > mostRows) throw tooLarge(t('it holds {0} rows, and {1} can be drawn', rows, mostRows));
  if (views > mostViews) throw tooLarge(t('it has {0} charts in one, and {1} can be drawn', views, mostViews));
  // The axis of a binned field gets a tick for each step.
  const wrong = binSteps.find((step) => !((extent.high - extent.low) / step <= mostGenerated));
  if (wrong !== undefined) throw tooLarge(t('bins of the step {0} are more than {1}', wrong, mostGenerated));
}

function checkNumber(key: string, value: number): void {
  const most = Object.hasOwn(largest, key) ? largest[key]! : Number.POSITIVE_INFINITY;
  if (Math.abs(value) > most) throw tooLarge(t('“{0}” is {1}, and at most {2} is drawn', key, value, most));
}

/** Members that make rows out of nothing. */
function checkGenerators({ sequence, keyvals, graticule }: Readonly<Record<string, unknown>>): void {
  for (const range of [sequence, keyvals]) {
    if (!isObject(range)) continue;
    const { start = 0, stop = 0, step = 1 } = range as Readonly<Record<string, number>>;
    if (!(Math.abs((stop - start) / step) <= mostGenerated)) {
      throw tooLarge(t('a sequence from {0} to {1} by {2} is longer than {3}', start, stop, step, mostGenerated));
    }
  }
  const steps = isObject(graticule) ? [graticule.step, graticule.stepMinor, graticule.stepMajor].flat() : [];
  if (steps.some((step) => step !== undefined && !(Number(step) >= 0.5))) {
    throw tooLarge(t('the steps of its graticule are finer than half a degree'));
  }
}

/** All numbers of all rows: a bin may be of any field. */
function widen(extent: { low: number; high: number }, rows: readonly unknown[]): void {
  for (const row of rows.slice(0, mostRows)) {
    for (const value of typeof row === 'object' && row !== null ? Object.values(row) : [row]) {
      if (typeof value !== 'number') continue;
      extent.low = Math.min(extent.low, value);
      extent.high = Math.max(extent.high, value);
    }
  }
}

export function tooLarge(reason: string): UserError {
  return new UserError('chart-too-large', t('It asks for too much: {0}. Draw less at once.', reason));
}
