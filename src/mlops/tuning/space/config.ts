/** Spaces as Keras Tuner writes them: a list of `{ class_name, config }`. */
import { TuningError } from '../errors.ts';
import {
  assertParameter,
  type Condition,
  defaultOf,
  type HyperValue,
  type Parameter,
  type Sampling,
} from './parameters.ts';

interface ConditionConfig {
  readonly class_name: 'Parent';
  readonly config: { readonly name: string; readonly values: readonly HyperValue[] };
}
export interface ParameterConfig {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly conditions: readonly ConditionConfig[];
  };
}

export function toConfig(parameter: Parameter): ParameterConfig {
  const { kind, name } = parameter;
  const conditions = parameter.conditions.map((condition) => ({
    class_name: 'Parent' as const,
    config: { name: condition.name, values: condition.values },
  }));
  if (kind === 'Fixed') return { class_name: kind, config: { name, conditions, value: parameter.value } };
  const shared = { name, default: kind === 'Int' ? parameter.default : defaultOf(parameter), conditions };
  if (kind === 'Boolean') return { class_name: kind, config: shared };
  if (kind === 'Choice')
    return { class_name: kind, config: { ...shared, values: parameter.values, ordered: parameter.ordered } };
  const { minValue: min_value, maxValue: max_value, step, sampling } = parameter;
  return { class_name: kind, config: { ...shared, min_value, max_value, step, sampling } };
}

/** @throws {TuningError} `bad-space` where it describes none */
export function fromConfig({ class_name: kind, config }: ParameterConfig): Parameter {
  const named = { name: config.name, conditions: (config.conditions ?? []).map(conditionFrom) };
  const parameter = bodyFrom(kind, config, named);
  assertParameter(parameter);
  return parameter;
}

const conditionFrom = ({ config }: ConditionConfig): Condition => ({ name: config.name, values: config.values });

function bodyFrom(
  kind: string,
  config: ParameterConfig['config'],
  named: { readonly name: string; readonly conditions: readonly Condition[] },
): Parameter {
  if (kind === 'Fixed') return { ...named, kind, value: config.value as HyperValue };
  if (kind === 'Boolean') return { ...named, kind, default: config.default === true };
  if (kind === 'Choice') {
    const values = config.values as readonly HyperValue[];
    return {
      ...named,
      kind,
      values,
      ordered: config.ordered === true,
      default: (config.default as HyperValue) ?? null,
    };
  }
  if (kind !== 'Int' && kind !== 'Float')
    throw new TuningError('bad-space', `“${named.name}” is of an unknown kind: ${kind}.`);
  return {
    ...named,
    kind,
    minValue: Number(config.min_value),
    maxValue: Number(config.max_value),
    step: config.step === null || config.step === undefined ? null : Number(config.step),
    sampling: (config.sampling ?? 'linear') as Sampling,
    default: config.default === null || config.default === undefined ? null : Number(config.default),
  };
}
