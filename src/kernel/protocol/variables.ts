/** How the variables of a lab are listed, and how one is named. */

/** What is worked with, or what works: functions, classes and modules. */
export type VariableScope = 'data' | 'code';
export type VariableOrder = 'declared' | 'name';
/** A variable's name, then the position of a member among those of what stands before it, and so on. */
export type VariablePath = readonly [name: string, ...positions: number[]];
/** How a value can be opened. */
export type ValueForm = 'table' | 'chart' | 'tensor' | 'text';

export type VariableKind =
  | 'number'
  | 'text'
  | 'boolean'
  | 'nothing'
  | 'symbol'
  | 'date'
  | 'list'
  | 'map'
  | 'object'
  | 'tensor'
  | 'model'
  | 'function'
  | 'class'
  | 'module'
  /** A property that code computes: it is not run to be shown. */
  | 'accessor';

/** A variable, or a member of its value, as it is listed. */
export interface VariableInfo {
  readonly name: string;
  readonly kind: VariableKind;
  /** The class or type, e.g. `Float32Array`; of a tensor its dtype too, `Tensor float32`. */
  readonly type: string;
  /** Of a tensor. */
  readonly shape?: readonly number[];
  /** Of a list, a text, a map or a set. */
  readonly length?: number;
  /** One line, cut. */
  readonly preview: string;
  /** How many members can be asked for. */
  readonly members: number;
  /** Any can be opened as text. */
  readonly forms: readonly Exclude<ValueForm, 'text'>[];
}

export interface VariablePage {
  /** How many there are in all. */
  readonly total: number;
  readonly items: readonly VariableInfo[];
}
