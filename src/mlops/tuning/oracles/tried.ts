import { createHash } from 'node:crypto';
import type { HyperParameters } from '../space/hyperParameters.ts';
import type { HyperValue, Parameter, Values } from '../space/parameters.ts';

/** Which settings were tried, by a hash that Keras Tuner computes alike, so that both can go on with one search. */
export class Tried {
  #hashes = new Set<string>();
  #byTrial = new Map<string, string>();
  /** Names that are no part of the setting, such as how long it is trained. */
  readonly #ignored: ReadonlySet<string>;

  constructor(ignored: Iterable<string> = []) {
    this.#ignored = new Set(ignored);
  }

  has(hyperparameters: HyperParameters): boolean {
    return this.#hashes.has(this.#hash(hyperparameters));
  }

  /** Remembers the setting of a trial in place of the one that it had. */
  record(trialId: string, hyperparameters: HyperParameters): void {
    const hash = this.#hash(hyperparameters);
    const before = this.#byTrial.get(trialId);
    this.#hashes.add(hash);
    if (before === hash) return;
    this.#byTrial.set(trialId, hash);
    if (before !== undefined) this.#hashes.delete(before);
  }

  #hash(hyperparameters: HyperParameters): string {
    const entries = Object.entries(hyperparameters.values).filter(([name]) => !this.#ignored.has(name));
    const text = entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${pythonText(value, isFloat(hyperparameters, name, hyperparameters.values))}`)
      .join('');
    return createHash('sha256').update(text).digest('hex').slice(0, 32);
  }

  toJSON(): { readonly tried_so_far: readonly string[]; readonly id_to_hash: Readonly<Record<string, string>> } {
    return { tried_so_far: [...this.#hashes], id_to_hash: Object.fromEntries(this.#byTrial) };
  }

  restore(state: ReturnType<Tried['toJSON']>): void {
    this.#hashes = new Set(state.tried_so_far);
    this.#byTrial = new Map(Object.entries(state.id_to_hash));
  }
}

/** Whether Python holds the value as a float, which it writes with a point. */
function isFloat({ space }: HyperParameters, name: string, values: Values): boolean {
  const parameter: Parameter | undefined = space.find((each) => each.name === name);
  if (parameter?.kind === 'Float') return true;
  if (parameter?.kind !== 'Choice' || typeof values[name] !== 'number') return false;
  return parameter.values.some((value) => !Number.isInteger(value));
}

/** What `str(value)` gives in Python. */
function pythonText(value: HyperValue, float: boolean): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string' || !float) return String(value);
  const size = Math.abs(value);
  // Both write the shortest decimals that lead back; they differ in where the exponent begins.
  if (size !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits, exponent = ''] = value.toExponential().split('e');
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
