/** Components: kinds of steps, with typed inputs and outputs. A step is a component with its inputs in one pipeline. */
import type { StoredArtifact } from '../metadata/model.ts';
import { PipelineError } from './errors.ts';

/** Names of inputs or outputs, with the type of the artifact of each. */
export type Ports = Readonly<Record<string, string>>;
/** What JSON can hold. */
export type Parameter =
  | string
  | number
  | boolean
  | null
  | readonly Parameter[]
  | { readonly [key: string]: Parameter | undefined };
export type Parameters = { readonly [name: string]: Parameter | undefined };

/** An artifact that a step reads: where its files lie, and what the store says of it. */
export interface InputArtifact {
  readonly folder: string;
  readonly artifact: StoredArtifact;
}
/** An artifact that a step makes: it writes files into the folder. */
export interface OutputArtifact {
  readonly folder: string;
  /** Properties of the artifact's type, such as `split_names`. */
  properties: Record<string, number | string>;
}

/** What a component's code is handed. */
export interface Work<Inputs extends Ports, Outputs extends Ports, Params extends Parameters> {
  readonly inputs: { readonly [Name in keyof Inputs]: InputArtifact };
  readonly outputs: { readonly [Name in keyof Outputs]: OutputArtifact };
  readonly parameters: Params;
  /** Aborted when the step is cancelled or takes too long. */
  readonly signal: AbortSignal;
}

export interface ComponentSpec<Inputs extends Ports, Outputs extends Ports, Params extends Parameters> {
  /** Names the kind; the store's execution type. */
  readonly type: string;
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  /** Part of the fingerprint beside the text of `run`: change it when code that `run` calls has changed. */
  readonly version?: string;
  /** Files from outside that it reads: their content is part of the fingerprint. */
  readonly files?: (parameters: Params) => readonly string[];
  /** Reads what is declared, writes into the folders of its outputs, and depends on nothing else. */
  readonly run: (work: Work<Inputs, Outputs, Params>) => void | Promise<void>;
}

/** What one step makes, to be the input of another. */
export interface Channel<Type extends string = string> {
  readonly step: Step;
  readonly output: string;
  readonly type: Type;
}

/** One component in a pipeline. */
export interface Step<Outputs extends Ports = Ports> {
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: a list of steps holds components of any inputs, and only hands them on.
  readonly spec: ComponentSpec<any, any, any>;
  readonly inputs: { readonly [name: string]: Channel };
  readonly parameters: Parameters;
  readonly outputs: { readonly [Name in keyof Outputs]: Channel<Outputs[Name]> };
}

export interface StepOptions<Inputs extends Ports, Params extends Parameters> {
  /** Unique in its pipeline; the last part of the component's type by default. */
  readonly id?: string;
  readonly inputs: { readonly [Name in keyof Inputs]: Channel<Inputs[Name]> };
  readonly parameters: Params;
}

/**
 * Makes a component. What it gives makes steps of it:
 *
 * ```ts
 * const counter = component({
 *   type: 'Counter',
 *   inputs: { examples: 'Examples' },
 *   outputs: { count: 'Count' },
 *   run: ({ inputs, outputs }) => …,
 * });
 * const step = counter({ inputs: { examples: gen.outputs.examples }, parameters: {} });
 * ```
 *
 * @throws {PipelineError} when a step is given an input of another type
 */
export function component<
  const Inputs extends Ports,
  const Outputs extends Ports,
  Params extends Parameters = Record<string, never>,
>(spec: ComponentSpec<Inputs, Outputs, Params>): (options: StepOptions<Inputs, Params>) => Step<Outputs> {
  return ({ id = spec.type.split('.').at(-1) ?? spec.type, inputs, parameters }) => {
    assertName(id);
    assertInputs(id, spec.inputs, inputs);
    const outputs: Record<string, Channel> = {};
    const step = { id, spec, inputs, parameters, outputs };
    for (const [output, type] of Object.entries(spec.outputs)) outputs[output] = { step, output, type };
    return step as unknown as Step<Outputs>;
  };
}

/** Names become folders. */
export function assertName(name: string): void {
  if (/^[\w][\w.-]{0,99}$/.test(name)) return;
  const message = `“${name}” cannot be the name of a step or pipeline: take letters, digits, “_”, “-” and “.”.`;
  throw new PipelineError('bad-argument', message);
}

function assertInputs(id: string, wanted: Ports, given: { readonly [name: string]: Channel | undefined }): void {
  for (const [name, type] of Object.entries(wanted)) {
    const found = given[name]?.type;
    if (found === type) continue;
    const is = found === undefined ? 'nothing' : `a channel of ${found}`;
    throw new PipelineError('wrong-input', `${id} wants ${type} as “${name}”, and is given ${is}.`);
  }
  const strange = Object.keys(given).find((name) => !Object.hasOwn(wanted, name));
  if (strange !== undefined) throw new PipelineError('wrong-input', `${id} has no input “${strange}”.`);
}
