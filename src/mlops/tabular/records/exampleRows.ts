/** Rows as tf.Examples and back, as TFX's CsvExampleGen makes them. */
import { TabularError } from '../errors.ts';
import type { ColumnType } from '../types.ts';
import type { Example, ExampleFeature } from './example.ts';

type ExampleScalar = string | number | bigint | Uint8Array;
/** What an example's feature holds: nothing, a value, or a list of two or more. */
export type ExampleValue = ExampleScalar | readonly ExampleScalar[] | null;

const texts = { encode: new TextEncoder(), decode: new TextDecoder('utf-8', { fatal: true }) };

/**
 * A row as an example: texts and bytes are byte strings, whole numbers int64, other numbers float32. A missing value is a
 * feature without values.
 * @param types of columns; a FLOAT column stays one where its value happens to be whole
 * @throws {TabularError} `wrong-type`, with the column
 */
export function exampleFromRow(
  row: Readonly<Record<string, unknown>>,
  types: Readonly<Record<string, ColumnType>> = {},
): Example {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, featureFrom(value, name, types[name])]));
}

function featureFrom(value: unknown, column: string, type: ColumnType | undefined): ExampleFeature {
  if (value === null || value === undefined) return emptyOf(type);
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return emptyOf(type);
  const kind = type ? kindOfType[type] : kindOf(list);
  const isFit = list.every((each) => fits(each, kind));
  if (kind === undefined || !isFit) {
    const wanted = type ? `the ${type} that its column holds` : 'text, bytes or a number, or a list of one of them';
    throw new TabularError('wrong-type', `The column “${column}” holds a value that is not ${wanted}.`, { column });
  }
  if (kind === 'float') return { kind, values: Float32Array.from(list, Number) };
  if (kind === 'int64') return { kind, values: BigInt64Array.from(list, (each) => BigInt(each as number)) };
  return {
    kind,
    values: list.map((each) => (typeof each === 'string' ? texts.encode.encode(each) : (each as Uint8Array))),
  };
}

const kindOfType = { INT: 'int64', FLOAT: 'float', STRING: 'bytes' } as const;
const emptyOf = (type: ColumnType | undefined): ExampleFeature => {
  if (type === 'STRING') return { kind: 'bytes', values: [] };
  if (type === 'FLOAT') return { kind: 'float', values: new Float32Array() };
  return type === 'INT' ? { kind: 'int64', values: new BigInt64Array() } : { kind: 'none', values: [] };
};

function kindOf(list: readonly unknown[]): 'bytes' | 'float' | 'int64' | undefined {
  return (['int64', 'float', 'bytes'] as const).find((kind) => list.every((each) => fits(each, kind)));
}

function fits(value: unknown, kind: 'bytes' | 'float' | 'int64' | undefined): boolean {
  if (kind === 'bytes') return typeof value === 'string' || value instanceof Uint8Array;
  if (kind === 'float') return typeof value === 'number';
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value;
  return kind === 'int64' && Number.isSafeInteger(value);
}

/**
 * An example as a row: byte strings as text, int64 as numbers (as bigint where a number would not be exact). No value is
 * `null`, one is itself, more are a list.
 * @param options `text: false` leaves byte strings as bytes, as pictures need it
 * @throws {TabularError} `bad-encoding` where bytes are no UTF-8, with the column
 */
export function rowFromExample(
  example: Example,
  { text = true }: { readonly text?: boolean } = {},
): Record<string, ExampleValue> {
  const valueIn = (name: string, feature: ExampleFeature): ExampleValue => {
    const list = Array.from<ExampleScalar, ExampleScalar>(feature.values, (value) =>
      typeof value === 'bigint' ? exact(value) : text && value instanceof Uint8Array ? textOf(value, name) : value,
    );
    return list.length > 1 ? list : (list[0] ?? null);
  };
  return Object.fromEntries(Object.entries(example).map(([name, feature]) => [name, valueIn(name, feature)]));
}

function exact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function textOf(bytes: Uint8Array, column: string): string {
  try {
    return texts.decode.decode(bytes);
  } catch (cause) {
    const message = `The bytes of “${column}” are no UTF-8. For pictures and the like pass { text: false }.`;
    throw new TabularError('bad-encoding', message, { column }, { cause });
  }
}
