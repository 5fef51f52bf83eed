/** An EvalConfig as text: the text format of protocol buffers (`pbtxt`), or JSON, as TFMA and TFX read and write both. */
import { DataValidationError } from '../../data-validation/errors.ts';
import { numberText } from '../../data-validation/numberText.ts';
import {
  camelCase,
  type FieldSpec,
  type Message,
  type MessageSpec,
  parseText,
  printText,
} from '../../data-validation/text/format.ts';
import { AnalysisError, type AnalysisErrorCode } from '../errors.ts';
import type { EvalConfig } from './config.ts';
import { evalConfigSpec, longs, maps, wrappers } from './fields.ts';

/**
 * Reads an EvalConfig in the text format of protocol buffers.
 * @throws {AnalysisError} with line and column: `bad-text`, `unknown-field`, `bad-field`
 */
export function parseEvalConfigText(text: string): EvalConfig {
  try {
    return toJson(parseText(text, evalConfigSpec), evalConfigSpec) as EvalConfig;
  } catch (error) {
    if (!(error instanceof DataValidationError)) throw error;
    throw new AnalysisError(error.code as AnalysisErrorCode, error.message, {}, { cause: error });
  }
}

/** An EvalConfig in the text format of protocol buffers. @throws {AnalysisError} `unknown-field`, `bad-field` */
export const evalConfigToText = (config: EvalConfig): string =>
  printText(fromJson(config, evalConfigSpec, 'EvalConfig') as Message, evalConfigSpec);

/** Reads an EvalConfig from its JSON, as TFX keeps it. @throws {AnalysisError} `bad-text`, `unknown-field`, `bad-field` */
export function parseEvalConfigJson(text: string): EvalConfig {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AnalysisError('bad-text', `The EvalConfig is no JSON: ${(cause as Error).message}`, {}, { cause });
  }
  return toJson(fromJson(value, evalConfigSpec, 'EvalConfig') as Message, evalConfigSpec) as EvalConfig;
}

/** An EvalConfig as the JSON that TFMA writes. @throws {AnalysisError} `unknown-field`, `bad-field` */
export const evalConfigToJson = (config: EvalConfig): string => {
  const message = fromJson(config, evalConfigSpec, 'EvalConfig') as Message;
  return JSON.stringify(toJson(message, evalConfigSpec), undefined, 2);
};

/** Refuses what an EvalConfig does not have. @throws {AnalysisError} `unknown-field`, `bad-field` */
export function assertEvalConfig(config: EvalConfig): void {
  fromJson(config, evalConfigSpec, 'EvalConfig');
}

/** A message as JSON has it: what is wrapped is bare, and a map is an object. */
function toJson(message: Message, spec: MessageSpec): unknown {
  if (wrappers.has(spec)) return message.value ?? zeroOf(spec.fields()[0]!.kind);
  const json: Record<string, unknown> = {};
  for (const field of spec.fields()) {
    const key = camelCase(field.name);
    const value = message[key];
    if (value !== undefined) json[key] = fieldToJson(value, field);
  }
  return json;
}

const zeroOf = (kind: FieldSpec['kind']) => (kind === 'bool' ? false : 0);

function fieldToJson(value: unknown, { name, kind, message, repeated }: FieldSpec): unknown {
  if (kind === 'float') return Number(numberText(value as number, 'float'));
  if (longs.has(name)) return String(value);
  if (kind !== 'message') return value;
  if (!repeated) return toJson(value as Message, message!);
  const all = (value as Message[]).map((each) => toJson(each, message!));
  if (!maps.has(message!)) return all;
  return Object.fromEntries(
    (all as { key?: string; value: unknown }[]).map(({ key = '', value: held }) => [key, held]),
  );
}

/** The way back. @param at where in the config, for messages */
function fromJson(json: unknown, spec: MessageSpec, at: string): unknown {
  if (wrappers.has(spec)) {
    const value = scalarOf(json, spec.fields()[0]!, at);
    // As protocol buffers have it: what is 0 or false is there, and not written.
    return value === 0 || value === false ? {} : { value };
  }
  const message: Message = {};
  for (const [name, value] of Object.entries(objectOf(json, at))) {
    const field = spec.fields().find((each) => camelCase(each.name) === name || each.name === name);
    if (!field) {
      const known = spec.fields().map((each) => camelCase(each.name));
      throw new AnalysisError('unknown-field', `${at} has no field “${name}”. There are: ${known.join(', ')}.`);
    }
    if (value !== undefined && value !== null)
      message[camelCase(field.name)] = fieldFromJson(value, field, `${at}.${name}`);
  }
  return message;
}

function fieldFromJson(value: unknown, field: FieldSpec, at: string): unknown {
  const { message, repeated } = field;
  if (message && maps.has(message))
    return Object.entries(objectOf(value, at)).map(([name, held]) => {
      // JSON has texts as keys only.
      const key = message.fields()[0]!.kind === 'int' ? Number(name) : name;
      return fromJson({ key, value: held }, message, `${at}.${name}`);
    });
  const read = (each: unknown, place: string) =>
    message ? fromJson(each, message, place) : scalarOf(each, field, place);
  if (!repeated) return read(value, at);
  if (!Array.isArray(value)) throw badField(at, 'a list', value);
  return value.map((each, i) => read(each, `${at}[${i}]`));
}

function objectOf(json: unknown, at: string): object {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json;
  throw badField(at, 'an object', json);
}

function scalarOf(value: unknown, { name, kind, values }: FieldSpec, at: string): unknown {
  if (longs.has(name) && typeof value === 'string' && /^-?\d+$/.test(value)) return Number(value);
  if (kind === 'string' && typeof value !== 'string') throw badField(at, 'a text', value);
  if (kind === 'bool' && typeof value !== 'boolean') throw badField(at, 'true or false', value);
  if (kind === 'int' && !Number.isSafeInteger(value)) throw badField(at, 'a whole number', value);
  if (kind === 'enum' && !values!.includes(value as string)) throw badField(at, `one of ${values!.join(', ')}`, value);
  if ((kind === 'double' || kind === 'float') && typeof value !== 'number') throw badField(at, 'a number', value);
  return value;
}

const badField = (at: string, wanted: string, value: unknown) =>
  new AnalysisError('bad-field', `${at} is ${JSON.stringify(value)}, where ${wanted} is expected.`);
