/** What zod finds wrong with a YAML text, as sentences at their places. */
import type * as z from 'zod/mini';
import { t } from '../../platform/l10n.ts';
import type { Fault, Path, Span, YamlText } from './yamlText.ts';

/** Each key that is not known is a fault of its own. */
export function faultsOf(issue: z.core.$ZodIssue, text: YamlText): Fault[] {
  const { path } = issue;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const at = text.keySpan([...path, key]) ?? text.span(path);
      const where = nameOf(path);
      const message = t('“{0}” is not known in {1}; remove it or correct its spelling.', key, where);
      return errorAt('unknown-key', at, message, [...path, key]);
    });
  }
  if (issue.code === 'invalid_union') return branchOf(issue).flatMap((inner) => faultsOf(inner, text));
  const span = text.span(path);
  if (issue.code === 'invalid_type' && path.length > 0 && !text.keySpan(path) && isKey(path)) {
    const name = String(path.at(-1));
    const wanted = typeName(issue.expected);
    const message = t('“{0}” is missing in {1}; give it as {2}.', name, nameOf(path.slice(0, -1)), wanted);
    return [errorAt('missing-key', span, message, path)];
  }
  return [errorAt(codes[issue.code] ?? 'not-valid', span, sentence(issue), path)];
}

/** What is wrong with a value that may be written in several ways, as the way it seems to be written in. */
function branchOf({ errors, path }: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue[] {
  const isOther = (issues: readonly z.core.$ZodIssue[]) =>
    issues.some((issue) => issue.code === 'invalid_type' && issue.path.length === 0);
  const branch = errors.find((issues) => !isOther(issues)) ?? errors[0] ?? [];
  return branch.map((issue) => ({ ...issue, path: [...path, ...issue.path] }));
}

const codes: Readonly<Record<string, string>> = {
  invalid_value: 'unknown-value',
  too_small: 'empty',
  invalid_format: 'id-format',
  invalid_type: 'wrong-type',
};

const isKey = (path: Path) => typeof path.at(-1) === 'string';

export function errorAt(code: string, { from, to }: Span, message: string, path: Path): Fault {
  return { code, severity: 'error', from, to, message, path };
}

function sentence(issue: z.core.$ZodIssue): string {
  const where = nameOf(issue.path);
  switch (issue.code) {
    case 'invalid_value':
      return t('{0} must be one of {1}.', where, issue.values.map(String).join(', '));
    case 'too_small':
      return t('{0} must not be empty.', where);
    case 'invalid_format':
      return t('{0} must begin with a letter and hold only letters, digits, “_” and “-”.', where);
    case 'invalid_type':
      return t('{0} must be given as {1}.', where, typeName(issue.expected));
    default:
      return t('{0} is not valid: {1}', where, issue.message);
  }
}

/** The key at the end of a path; an entry of a list by that list's key, and its place as people count. */
export function nameOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return t('the file');
  return typeof last === 'number' ? t('{0} ({1})', String(path.at(-2)), last + 1) : String(last);
}

function typeName(expected: string): string {
  if (expected === 'array') return t('a list');
  if (expected === 'number' || expected === 'int') return t('a number');
  if (expected === 'boolean') return t('true or false');
  if (expected === 'object') return t('a group of named values');
  return t('text');
}

/** A map as it stands in a text, whatever is wrong with it. */
export type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export function mapsIn(list: unknown): (readonly [number, Fields])[] {
  return Array.isArray(list) ? list.map((value: unknown, index) => [index, fieldsOf(value)] as const) : [];
}
