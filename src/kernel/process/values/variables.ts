/** The lab's variables as they are listed and opened. Looking at them runs no code of the lab and makes no tensor. */
import { types } from 'node:util';
import type { MimeBundle } from '../../../mlops/payloads/mime.ts';
import type { KernelQuery } from '../../protocol/messages.ts';
import type { VariableInfo, VariableKind, VariablePage, VariablePath } from '../../protocol/variables.ts';
import { type Binding, readBindings } from '../cells/bindings.ts';
import type { LearnerNames } from '../cells/names.ts';
import { classOf, isClass, isObject, layersOf, sizeOf, tensorFacts } from './look.ts';
import { type Member, memberCount, membersOf } from './members.ts';
import { previewOf } from './preview.ts';
import { formsOf, openAs } from './valueForms.ts';

type Query<Op extends KernelQuery['op']> = Extract<KernelQuery, { op: Op }>;

/** A page holds no more, whatever is asked for. */
const mostItems = 1000;
/** Made once: for ten thousand names it takes a tenth of the time that `localeCompare` does. */
const byName = new Intl.Collator('en', { numeric: true });

/** @param identifiers as the evaluator gives them */
export function variablePage(
  identifiers: readonly string[],
  names: LearnerNames,
  { scope, order, ...part }: Query<'variables'>,
): VariablePage {
  const all = readBindings(identifiers, names).filter(([, value]) => isCode(value) === (scope === 'code'));
  if (order === 'name') all.sort(([a], [b]) => byName.compare(a, b));
  const count = Math.min(part.count, mostItems);
  const shown = all.slice(part.offset, part.offset + count);
  return { total: all.length, items: shown.map(([name, value]) => infoOf({ name, value })) };
}

/** @throws Error when there is no such variable any more */
export function memberPage(names: LearnerNames, { of, offset, count }: Query<'members'>): VariablePage {
  const [, value] = valueAt(of, names);
  const items = membersOf(value, offset, Math.min(count, mostItems)).map(infoOf);
  return { total: memberCount(value), items };
}

/** @throws Error when there is no such variable any more, or it does not fit the form */
export function openValue(names: LearnerNames, { of, form }: Query<'value'>): MimeBundle {
  const [name, value] = valueAt(of, names);
  return openAs(name, value, form);
}

function valueAt([name, ...positions]: VariablePath, names: LearnerNames): Binding {
  const gone = new Error(`There is no variable ${name} any more. Run the cell that declares it.`);
  if (!/^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(name)) throw gone;
  let [binding] = readBindings([name], names);
  for (const position of positions) {
    const [member] = membersOf(binding?.[1], position, 1);
    binding = member && [`${binding?.[0]}.${member.name}`, member.value];
  }
  if (!binding) throw gone;
  return binding;
}

function isCode(value: unknown): boolean {
  return typeof value === 'function' || types.isModuleNamespaceObject(value);
}

function infoOf({ name, value, computed }: Member): VariableInfo {
  if (computed) return { name, kind: 'accessor', type: 'getter', preview: '', members: 0, forms: [] };
  const tensor = isObject(value) ? tensorFacts(value) : undefined;
  const length = typeof value === 'string' ? value.length : isObject(value) ? sizeOf(value) : undefined;
  return {
    name,
    kind: kindOf(value),
    type: tensor ? `${tensor.isVariable ? 'Variable' : 'Tensor'} ${tensor.dtype}` : typeOf(value),
    ...(tensor && { shape: [...tensor.shape] }),
    ...(length !== undefined && { length }),
    preview: previewOf(value, readTensor),
    members: memberCount(value),
    forms: formsOf(value),
  };
}

const kinds: Readonly<Record<string, VariableKind>> = {
  number: 'number',
  bigint: 'number',
  string: 'text',
  boolean: 'boolean',
  symbol: 'symbol',
  undefined: 'nothing',
};

function kindOf(value: unknown): VariableKind {
  if (typeof value === 'function') return !types.isProxy(value) && isClass(value) ? 'class' : 'function';
  if (!isObject(value)) return kinds[typeof value] ?? 'nothing';
  if (types.isProxy(value)) return 'object';
  if (tensorFacts(value)) return 'tensor';
  if (layersOf(value)) return 'model';
  if (types.isModuleNamespaceObject(value)) return 'module';
  if (types.isDate(value)) return 'date';
  if (types.isMap(value) || types.isSet(value)) return 'map';
  return sizeOf(value) === undefined ? 'object' : 'list';
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'function') return kindOf(value);
  if (!isObject(value)) return typeof value;
  if (types.isProxy(value)) return 'Proxy';
  if (types.isModuleNamespaceObject(value)) return 'module';
  return classOf(value) ?? 'object';
}

/** TensorFlow.js's engine; its way to a tensor's values makes no tensor. */
interface Engine {
  readSync(dataId: object): ArrayLike<unknown>;
}

function readTensor(dataId: object): ArrayLike<unknown> | undefined {
  try {
    return (Reflect.get(globalThis, '_tfengine') as Engine | undefined)?.readSync(dataId);
  } catch {
    // Some lie where they can only be awaited; the list does without.
    return undefined;
  }
}
