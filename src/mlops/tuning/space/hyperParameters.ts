import { TuningError } from '../errors.ts';
import { fromConfig, type ParameterConfig, toConfig } from './config.ts';
import {
  assertParameter,
  type Condition,
  defaultOf,
  type HyperValue,
  type Parameter,
  type Sampling,
  type Values,
} from './parameters.ts';

export interface NumericOptions {
  readonly minValue: number;
  /** Included. */
  readonly maxValue: number;
  /** Distance of two values; their factor where `sampling` is not linear. By default 1 for whole numbers, else none. */
  readonly step?: number;
  /** `linear` by default. By `log`, each factor of ten is drawn as often as any other. */
  readonly sampling?: Sampling;
  /** `minValue` by default. */
  readonly default?: number;
}
export interface ChoiceOptions<Value> {
  /** Whether near values are alike: true for numbers by default. */
  readonly ordered?: boolean;
  /** The first by default. */
  readonly default?: Value;
}

/** A hyperparameter before its scope has added the conditions. */
type Unconditional = Parameter extends infer Each ? (Each extends Parameter ? Omit<Each, 'conditions'> : never) : never;

export interface HyperParametersConfig {
  readonly space: readonly ParameterConfig[];
  readonly values: Values;
}

/**
 * Declares hyperparameters, each with a name. Each call gives the value of this trial, which is the default until a
 * search has set another. `Inactive` is `undefined` in a scope whose condition may not hold.
 */
export class HyperParameterScope<Inactive extends undefined = never> {
  readonly #add: (parameter: Parameter) => HyperValue | undefined;
  readonly #conditions: readonly Condition[];

  constructor(add: (parameter: Parameter) => HyperValue | undefined, conditions: readonly Condition[] = []) {
    this.#add = add;
    this.#conditions = conditions;
  }

  #declare<Value extends HyperValue>(parameter: Unconditional): Value | Inactive {
    return this.#add({ ...parameter, conditions: this.#conditions } as Parameter) as Value | Inactive;
  }

  /** A whole number. @throws {TuningError} `bad-space` */
  int(name: string, options: NumericOptions): number | Inactive {
    const linear = (options.sampling ?? 'linear') === 'linear';
    return this.#declare({ ...numeric(name, options), kind: 'Int', step: options.step ?? (linear ? 1 : null) });
  }

  /** Any number. @throws {TuningError} `bad-space` */
  float(name: string, options: NumericOptions): number | Inactive {
    return this.#declare({ ...numeric(name, options), kind: 'Float' });
  }

  /** One of a list. @throws {TuningError} `bad-space` */
  choice<const Value extends HyperValue>(
    name: string,
    values: readonly Value[],
    options: ChoiceOptions<Value> = {},
  ): Value | Inactive {
    const ordered = options.ordered ?? typeof values[0] === 'number';
    return this.#declare({ name, kind: 'Choice', values, ordered, default: options.default ?? null });
  }

  boolean(name: string, options: { readonly default?: boolean } = {}): boolean | Inactive {
    return this.#declare({ name, kind: 'Boolean', default: options.default ?? false });
  }

  /** A value that is not searched, and recorded with the others. */
  fixed<const Value extends HyperValue>(name: string, value: Value): Value | Inactive {
    return this.#declare({ name, kind: 'Fixed', value });
  }

  /**
   * What is declared in it has a value only in trials in which `parentName` has one of `parentValues`.
   * @throws {TuningError} `bad-space` at a declaration, where no hyperparameter of that name is there yet
   */
  conditionalScope(parentName: string, parentValues: readonly HyperValue[]): HyperParameterScope<undefined> {
    return new HyperParameterScope<undefined>(this.#add, [
      ...this.#conditions,
      { name: parentName, values: parentValues },
    ]);
  }
}

const numeric = (name: string, { minValue, maxValue, step, sampling, default: given }: NumericOptions) => ({
  name,
  minValue,
  maxValue,
  step: step ?? null,
  sampling: sampling ?? 'linear',
  default: given ?? null,
});

/** A space, and the values of one trial in it; after `keras_tuner.HyperParameters`. */
export class HyperParameters extends HyperParameterScope {
  readonly #space: Parameter[] = [];
  #values: Record<string, HyperValue> = {};

  constructor() {
    super((parameter) => this.#retrieve(parameter));
  }

  /** In the order of declaration, so that what depends on another comes after it. */
  get space(): readonly Parameter[] {
    return this.#space;
  }

  /** Of what is active. */
  get values(): Values {
    return this.#values;
  }

  /** @throws {TuningError} `unknown-hyperparameter`, `inactive-hyperparameter` */
  get(name: string): HyperValue {
    const value = this.#values[name];
    if (value !== undefined) return value;
    if (this.#space.some((parameter) => parameter.name === name))
      throw new TuningError('inactive-hyperparameter', `“${name}” has no value in this trial: its condition fails.`);
    const known = this.#space.map((parameter) => parameter.name).join(', ') || 'none';
    throw new TuningError('unknown-hyperparameter', `There is no hyperparameter “${name}”. There are: ${known}.`);
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  isActive({ conditions }: Parameter): boolean {
    return conditions.every(({ name, values }) => {
      const value = this.#values[name];
      return value !== undefined && values.includes(value);
    });
  }

  /** Adds what is not there yet, with its default. */
  merge(space: Iterable<Parameter>): void {
    for (const parameter of space) if (!this.#find(parameter)) this.#register(parameter);
  }

  /** Takes other values, as they are. */
  setValues(values: Values): this {
    this.#values = { ...values };
    return this;
  }

  setValue(name: string, value: HyperValue): void {
    this.#values[name] = value;
  }

  /** Drops the values of what is inactive, and asks for those that are missing. */
  ensureActiveValues(missing: (parameter: Parameter) => HyperValue = defaultOf): void {
    for (const parameter of this.#space) {
      if (!this.isActive(parameter)) {
        // Another of this name may be active, under another condition.
        if (!this.#space.some((each) => each.name === parameter.name && this.isActive(each)))
          delete this.#values[parameter.name];
      } else if (this.#values[parameter.name] === undefined) this.#values[parameter.name] = missing(parameter);
    }
  }

  copy(): HyperParameters {
    const copied = new HyperParameters();
    copied.#space.push(...this.#space);
    return copied.setValues(this.#values);
  }

  /** As Keras Tuner writes it. */
  toJSON(): HyperParametersConfig {
    return { space: this.#space.map(toConfig), values: this.#values };
  }

  /** @throws {TuningError} `bad-space` */
  static fromJSON({ space, values }: HyperParametersConfig): HyperParameters {
    const read = new HyperParameters();
    read.#space.push(...space.map(fromConfig));
    return read.setValues(values);
  }

  #find({ name, conditions }: Parameter): Parameter | undefined {
    const wanted = JSON.stringify(conditions);
    return this.#space.find((each) => each.name === name && JSON.stringify(each.conditions) === wanted);
  }

  #retrieve(parameter: Parameter): HyperValue | undefined {
    const found = this.#find(parameter);
    if (!found) return this.#register(parameter);
    // As they are written: one that was read says its default where the other leaves it open.
    if (JSON.stringify(toConfig(found)) !== JSON.stringify(toConfig(parameter)))
      throw new TuningError(
        'bad-space',
        `“${parameter.name}” is declared twice, and differently: a name stands for one hyperparameter.`,
      );
    return this.isActive(found) ? this.#values[found.name] : undefined;
  }

  #register(parameter: Parameter): HyperValue | undefined {
    assertParameter(parameter);
    for (const { name } of parameter.conditions) this.#assertParent(parameter.name, name);
    this.#space.push(parameter);
    if (!this.isActive(parameter)) return undefined;
    this.#values[parameter.name] ??= defaultOf(parameter);
    return this.#values[parameter.name];
  }

  #assertParent(name: string, parent: string): void {
    if (name === parent) throw new TuningError('bad-space', `“${name}” cannot depend on itself.`);
    if (this.#space.some((each) => each.name === parent)) return;
    throw new TuningError('bad-space', `“${name}” depends on “${parent}”, which is not declared before it.`);
  }
}
