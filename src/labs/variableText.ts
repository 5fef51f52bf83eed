/** A variable in words, and the tree of parts in which many are shown. */
import type { VariableInfo, VariableKind } from '../kernel/protocol/variables.ts';
import { t } from '../platform/l10n.ts';

/** What of one level is listed at once: children of one row. */
export const mostRows = 100;
/** Characters beside a name; VS Code cuts what is wider than the side bar. */
const longDescription = 100;

/** Kinds whose preview says what they are. */
const plainKinds: readonly VariableKind[] = [
  'number',
  'text',
  'boolean',
  'nothing',
  'symbol',
  'date',
  'function',
  'class',
];

/** Beside the name: type and size, then the beginning of the value. */
export function variableDescription(info: VariableInfo): string {
  const head = plainKinds.includes(info.kind) ? '' : typeText(info);
  const text = [head, info.preview].filter(Boolean).join('  ');
  return text.length > longDescription ? `${text.slice(0, longDescription - 1)}…` : text;
}

/** E.g. `Tensor float32 [28, 28]`, `Array (3)`. */
export function typeText({ type, shape, length, kind }: VariableInfo): string {
  if (shape) return `${type} [${shape.join(', ')}]`;
  return length === undefined || kind === 'text' ? type : `${type} (${length.toLocaleString('en-US')})`;
}

/** For screen readers: a whole phrase without signs. */
export function variableLabel(info: VariableInfo): string {
  const shape = info.shape && (info.shape.length === 0 ? t('scalar') : t('shape {0}', info.shape.join(' × ')));
  const length = info.length === undefined ? undefined : t('length {0}', info.length.toLocaleString('en-US'));
  return [info.name, info.type, shape ?? length, info.preview].filter(Boolean).join(', ');
}

/** The codicon of a kind. */
export const variableIcons: Readonly<Record<VariableKind, string>> = {
  number: 'symbol-number',
  text: 'symbol-string',
  boolean: 'symbol-boolean',
  nothing: 'circle-slash',
  symbol: 'symbol-key',
  date: 'calendar',
  list: 'symbol-array',
  map: 'symbol-structure',
  object: 'symbol-object',
  tensor: 'layers',
  model: 'type-hierarchy',
  function: 'symbol-method',
  class: 'symbol-class',
  module: 'package',
  accessor: 'symbol-property',
};

/** Rows from one to before another. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** How a range is divided where it is too long to be listed: into at most 100 parts of equal length. */
export function partsOf({ from, to }: Range): Range[] {
  let step = 1;
  while ((to - from) / step > mostRows) step *= mostRows;
  if (step === 1) return [];
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => ({
    from: from + index * step,
    to: Math.min(from + (index + 1) * step, to),
  }));
}

export function rangeText({ from, to }: Range): string {
  return `[${from} … ${to - 1}]`;
}
