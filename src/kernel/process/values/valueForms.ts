/** Values opened as a table, a chart or a tensor card: which of these a value can be, and what is then shown. */
import { inspect, types } from 'node:util';
import { bundleOf } from '../../../mlops/lab/bundle.ts';
import { table } from '../../../mlops/lab/table.ts';
import { type MimeBundle, mime } from '../../../mlops/payloads/mime.ts';
import { histogram } from '../../../mlops/plot/histogram.ts';
import { line } from '../../../mlops/plot/line.ts';
import type { Plot } from '../../../mlops/plot/plot.ts';
import { smallMultiples } from '../../../mlops/plot/smallMultiples.ts';
import type { ValueForm } from '../../protocol/variables.ts';
import { elementAt, isList, isObject, isPlain, own, sizeOf, tensorFacts } from './look.ts';

/**
 * How many elements are looked at to tell what a list holds; columns of a table; values that a line alone makes clear.
 */
const most = { looked: 100, columns: 500, listed: 100 };

type Columns = Readonly<Record<string, ArrayLike<unknown>>>;

export function formsOf(value: unknown): Exclude<ValueForm, 'text'>[] {
  if (!isObject(value) || types.isProxy(value)) return [];
  const tensor = tensorFacts(value);
  if (tensor) {
    if (tensor.isDisposed) return [];
    const isNumeric = tensor.dtype !== 'string' && tensor.dtype !== 'complex64';
    const [rows = 0, columns = 0] = tensor.shape;
    if (isNumeric && tensor.shape.length === 1 && rows > 1) return ['tensor', 'chart'];
    return tensor.shape.length === 2 && rows > 0 && columns > 0 && columns <= most.columns && isNumeric
      ? ['tensor', 'table']
      : ['tensor'];
  }
  if (isList(value)) {
    if (isNumbers(value)) return ['chart', 'table'];
    return holdsOnly(value, isPlain) ? ['table'] : [];
  }
  const columns = columnsOf(value);
  if (!columns) return [];
  return Object.values(columns).every(isNumbers) ? ['table', 'chart'] : ['table'];
}

/**
 * The forms of a value as `form`. The rows of a table may be objects with getters: now that somebody wants to see
 * them, these are run.
 * @throws TypeError when the value does not fit, since it has changed
 */
export function openAs(name: string, value: unknown, form: ValueForm): MimeBundle {
  if (form === 'text') return { [mime.text]: textOf(value) };
  if (isObject(value) && formsOf(value).includes(form)) {
    if (form === 'tensor') return bundleOf(value, 'value');
    const data = tensorData(value) ?? value;
    if (form === 'chart') return chartOf(name, isList(data) ? data : (columnsOf(data) ?? {})).toMimeBundle();
    const isRows = Array.isArray(data) && !isNumbers(data);
    return table(isRows ? (data as readonly object[]) : asColumns(data), { caption: name }).toMimeBundle();
  }
  throw new TypeError(`${name} cannot be opened as a ${form} any more: its value has changed.`);
}

/** A text as it stands, and all else as Node prints it, with much more of it than a cell shows. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const printed = { depth: 8, maxArrayLength: 10_000, maxStringLength: 1e6, breakLength: 100 };
  return inspect(value, { ...printed, customInspect: false, getters: false });
}

function asColumns(data: object): Readonly<Record<string, Iterable<unknown>>> {
  return (isList(data) ? { value: data } : data) as Readonly<Record<string, Iterable<unknown>>>;
}

/** A tensor's numbers: of a vector as a list, of a matrix by column. */
function tensorData(value: object): ArrayLike<number> | Columns | undefined {
  const tensor = tensorFacts(value);
  if (!tensor || !('dataSync' in value) || typeof value.dataSync !== 'function') return undefined;
  const values = value.dataSync() as ArrayLike<number>;
  const [rows = 0, columns = 1] = tensor.shape;
  if (tensor.shape.length === 1) return values;
  const names = Array.from({ length: columns }, (_, column) => String(column));
  return Object.fromEntries(
    names.map((name, column) => [
      name,
      Float64Array.from({ length: rows }, (_, row) => values[row * columns + column]!),
    ]),
  );
}

/** A line over the elements' positions; of a long list also how its values are distributed. */
function chartOf(name: string, data: ArrayLike<unknown> | Columns): Plot {
  const axes = { title: name, xLabel: 'position' };
  if (!isList(data)) {
    const lines = Object.fromEntries(Object.entries(data).map(([key, values]) => [key, numbersOf(values)]));
    return line({ ...axes, x: positionsOf(lines), yLabel: 'value', y: lines });
  }
  const values = numbersOf(data);
  const isLong = values.length >= most.listed;
  const title = isLong ? 'Values' : name;
  const curve = line({ ...axes, title, x: positionsOf({ values }), yLabel: name, y: values });
  if (!isLong) return curve;
  const distribution = histogram({ title: 'Distribution', xLabel: name, values });
  return smallMultiples({ title: name, plots: [curve, distribution], columns: 2 });
}

/** What is no number leaves a gap. */
function numbersOf(list: ArrayLike<unknown>): Float64Array {
  if (!Array.isArray(list)) return Float64Array.from(list as ArrayLike<number>);
  return Float64Array.from(list, (_, index) => {
    const value = elementAt(list, index);
    return typeof value === 'number' ? value : Number.NaN;
  });
}

/** From 0, as the elements are counted in code. */
function positionsOf(lines: Readonly<Record<string, ArrayLike<unknown>>>): Float64Array {
  const [first] = Object.values(lines);
  return Float64Array.from({ length: first?.length ?? 0 }, (_, index) => index);
}

/** Lists of one length, by name. */
function columnsOf(value: object): Columns | undefined {
  if (!isPlain(value)) return undefined;
  const names = Object.keys(value);
  if (names.length === 0 || names.length > most.columns) return undefined;
  const columns = names.map((name) => own(value, name));
  const [first] = columns;
  if (!isList(first) || sizeOf(first) === 0) return undefined;
  const isTable = columns.every((column) => isList(column) && sizeOf(column) === sizeOf(first));
  return isTable ? (value as Columns) : undefined;
}

function isNumbers(list: ArrayLike<unknown>): boolean {
  if (types.isBigInt64Array(list) || types.isBigUint64Array(list)) return false;
  if (types.isTypedArray(list)) return list.length > 1;
  return list.length > 1 && holdsOnly(list, (value) => typeof value === 'number');
}

/** Whether the elements at the list's beginning are all of a kind. */
function holdsOnly(list: ArrayLike<unknown>, isKind: (value: unknown) => boolean): boolean {
  const length = Math.min(list.length, most.looked);
  for (let index = 0; index < length; index++) if (!isKind(elementAt(list, index))) return false;
  return length > 0;
}
