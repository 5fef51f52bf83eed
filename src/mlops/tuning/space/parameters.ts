/**
 * Hyperparameters as data, in the form in which Keras Tuner writes them, and how each maps the interval [0, 1) to its
 * values. Source: keras_tuner 1.4.8, `engine/hyperparameters`, for what is mapped where.
 */
import { TuningError } from '../errors.ts';

export type HyperValue = string | number | boolean;
export type Values = Readonly<Record<string, HyperValue>>;

/** Holds where the hyperparameter `name` has one of `values`. */
export interface Condition {
  readonly name: string;
  readonly values: readonly HyperValue[];
}
interface Named {
  readonly name: string;
  /** All must hold, else it has no value. */
  readonly conditions: readonly Condition[];
}

/** How evenly spread draws become values: evenly, by factors, or by factors from the upper end. */
export type Sampling = 'linear' | 'log' | 'reverse_log';

export interface NumericParameter extends Named {
  readonly kind: 'Int' | 'Float';
  readonly minValue: number;
  /** Included. */
  readonly maxValue: number;
  /** Distance of two values, or their factor where sampling is not linear; `null`: any value between. */
  readonly step: number | null;
  readonly sampling: Sampling;
  readonly default: number | null;
}
export interface ChoiceParameter extends Named {
  readonly kind: 'Choice';
  readonly values: readonly HyperValue[];
  readonly ordered: boolean;
  readonly default: HyperValue | null;
}
export interface BooleanParameter extends Named {
  readonly kind: 'Boolean';
  readonly default: boolean;
}
export interface FixedParameter extends Named {
  readonly kind: 'Fixed';
  readonly value: HyperValue;
}
export type Parameter = NumericParameter | ChoiceParameter | BooleanParameter | FixedParameter;

/** The value where nothing else is said. */
export function defaultOf(parameter: Parameter): HyperValue {
  switch (parameter.kind) {
    case 'Fixed':
      return parameter.value;
    case 'Boolean':
      return parameter.default;
    case 'Choice':
      return parameter.default ?? parameter.values[0]!;
    default:
      return parameter.default ?? parameter.minValue;
  }
}

/** The value at a place in [0, 1). */
export function probToValue(parameter: Parameter, prob: number): HyperValue {
  switch (parameter.kind) {
    case 'Fixed':
      return parameter.value;
    case 'Boolean':
      return prob >= 0.5;
    case 'Choice':
      return parameter.values[placeOf(prob, parameter.values.length)]!;
    default:
      return numberAt(parameter, prob);
  }
}

/** A place in [0, 1] that leads to the value: the middle of its part where values are counted. */
export function valueToProb(parameter: Parameter, value: HyperValue): number {
  switch (parameter.kind) {
    case 'Fixed':
      return 0.5;
    case 'Boolean':
      return value ? 0.75 : 0.25;
    case 'Choice':
      return middleOf(parameter.values.indexOf(value), parameter.values.length);
    default:
      return placeOfNumber(parameter, Number(value));
  }
}

/** All values, of a numeric one without steps ten that lie evenly; ascending. */
export function valuesOf(parameter: Parameter): HyperValue[] {
  if (parameter.kind === 'Fixed') return [parameter.value];
  if (parameter.kind === 'Boolean') return [true, false];
  if (parameter.kind === 'Choice') return [...parameter.values];
  if (parameter.step !== null)
    return Array.from({ length: countOf(parameter) }, (_, index) => numberOf(parameter, index));
  const tenths = Array.from({ length: 10 }, (_, i) => numberAt(parameter, i * 0.1 + 0.05));
  return [...new Set(tenths)].sort((a, b) => a - b);
}

const placeOf = (prob: number, count: number) => Math.min(Math.floor(prob / (1 / count)), count - 1);
const middleOf = (index: number, count: number) => (index + 0.5) * (1 / count);
const whole = (parameter: NumericParameter, value: number) => (parameter.kind === 'Int' ? Math.trunc(value) : value);

function numberAt(parameter: NumericParameter, prob: number): number {
  if (parameter.step !== null) return numberOf(parameter, placeOf(prob, countOf(parameter)));
  return whole(parameter, along(parameter, prob, upperEnd(parameter)));
}

/** The end up to which it is drawn: whole numbers are cut, so theirs lies one further. */
const upperEnd = ({ kind, maxValue }: NumericParameter) => (kind === 'Int' ? maxValue + 1 : maxValue);

function along({ minValue, sampling }: NumericParameter, prob: number, end: number): number {
  if (sampling === 'linear') return prob * (end - minValue) + minValue;
  if (sampling === 'log') return minValue * (end / minValue) ** prob;
  return end + minValue - minValue * (end / minValue) ** (1 - prob);
}

function numberOf(parameter: NumericParameter, index: number): number {
  const { minValue, maxValue, sampling } = parameter;
  const step = parameter.step ?? 1;
  if (sampling === 'linear') return whole(parameter, minValue + index * step);
  const grown = minValue * step ** index;
  return whole(parameter, sampling === 'log' ? grown : maxValue + minValue - grown);
}

function countOf({ minValue, maxValue, step, sampling }: NumericParameter): number {
  if (sampling === 'linear') return floorDivided(maxValue - minValue, step ?? 1) + 1;
  return Math.trunc(Math.log(maxValue / minValue) / Math.log(step ?? 2) + 1e-8) + 1;
}

/** Python's `//`, which rounds what a division of decimals leaves: 1 // 0.1 is 9. */
function floorDivided(a: number, b: number): number {
  const quotient = (a - (a % b)) / b;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function placeOfNumber(parameter: NumericParameter, value: number): number {
  const { minValue, maxValue, step, sampling } = parameter;
  const turned = sampling === 'reverse_log' ? maxValue + minValue - value : value;
  if (step !== null) {
    const grown = Math.log(turned / minValue) / Math.log(step);
    return middleOf(sampling === 'linear' ? floorDivided(value - minValue, step) : grown, countOf(parameter));
  }
  const end = upperEnd(parameter);
  // A whole number stands for all that are cut to it.
  const at = parameter.kind === 'Int' ? value + 0.5 : value;
  if (end === minValue) return 0.5;
  if (sampling === 'linear') return (at - minValue) / (end - minValue);
  const size = Math.log(end / minValue);
  if (sampling === 'log') return Math.log(at / minValue) / size;
  return 1 - Math.log((end + minValue - at) / minValue) / size;
}

/** @throws {TuningError} `bad-space` */
export function assertParameter(parameter: Parameter): void {
  const refuse = (what: string): never => {
    throw new TuningError('bad-space', `${parameter.kind} “${parameter.name}”: ${what}`);
  };
  if (parameter.name === '') refuse('a hyperparameter needs a name.');
  if (parameter.kind === 'Choice') assertChoice(parameter, refuse);
  if (parameter.kind === 'Int' || parameter.kind === 'Float') assertNumeric(parameter, refuse);
}

function assertChoice({ values, default: given }: ChoiceParameter, refuse: (what: string) => never): void {
  if (values.length === 0) refuse('there is nothing to choose from; give at least one value.');
  if (new Set(values.map((value) => typeof value)).size > 1)
    refuse('its values are of several types; give all as numbers, all as texts or all as booleans.');
  if (new Set(values).size < values.length) refuse('a value stands in the list twice.');
  if (values.some((value) => typeof value === 'number' && !Number.isFinite(value))) refuse('a value is no number.');
  if (given !== null && !values.includes(given)) refuse(`its default ${given} is not among its values.`);
}

function assertNumeric(parameter: NumericParameter, refuse: (what: string) => never): void {
  const { kind, minValue, maxValue, step, sampling, default: given } = parameter;
  for (const value of [minValue, maxValue, step ?? 1, given ?? minValue]) {
    if (!Number.isFinite(value)) refuse(`${value} is no number that it could begin, end, step or stand at.`);
    if (kind === 'Int' && !Number.isSafeInteger(value)) refuse(`${value} is no whole number; take a Float.`);
  }
  if (minValue > maxValue) refuse(`its minValue ${minValue} lies above its maxValue ${maxValue}, so it has no value.`);
  if (given !== null && (given < minValue || given > maxValue))
    refuse(`its default ${given} lies outside of ${minValue} to ${maxValue}.`);
  if (step !== null && step <= 0) refuse(`its step ${step} leads nowhere; take one above 0.`);
  if (sampling === 'linear') return;
  if (minValue <= 0) refuse(`sampling by factors (${sampling}) cannot begin at ${minValue}; begin above 0.`);
  if (step !== null && step <= 1) refuse(`with ${sampling} a step is a factor; ${step} leads nowhere.`);
}
