/** What the reader of a lab is told of an error: where in the lab file, and only frames that are theirs. */
import { inspect } from 'node:util';
import type { Position } from '../../../mlops/typescript/strip.ts';
import type { CellError } from '../../protocol/outputs.ts';
import { cellGlobal } from './names.ts';
import { readStack, type StackReader } from './stack.ts';

/** How deep a chain of `cause` is followed, and how many `errors` of an AggregateError are shown. */
const limits = { depth: 4, errors: 10 };

/**
 * Describes whatever a cell threw, in fields that can be sent whatever the error's own hold. Never throws.
 */
export function cellError(thrown: unknown, reader: StackReader): CellError {
  try {
    if (!isError(thrown)) return uncaught(inspect(thrown, { depth: 2 }));
    const { lines, at } = described(thrown, reader, limits.depth);
    return { name: nameOf(thrown), message: messageOf(thrown, reader), ...at, stack: lines.join('\n') };
  } catch {
    // A proxy or a getter in it throws when it is looked at.
    return uncaught('Something was thrown that cannot be described: reading it fails.');
  }
}

function uncaught(message: string): CellError {
  return { name: 'Uncaught', message, stack: `Uncaught ${message}` };
}

interface Description {
  readonly lines: readonly string[];
  /** The innermost place in the lab file, of the error itself or else of one that it holds. */
  readonly at: Position | undefined;
}

function described(thrown: unknown, reader: StackReader, depth: number): Description {
  if (!isError(thrown)) return { lines: [inspect(thrown, { depth: 2 })], at: undefined };
  const { frames, at } = readStack(thrown.stack, reader, reader.positions.blamed(thrown));
  const lines = [`${nameOf(thrown)}: ${messageOf(thrown, reader)}`, ...frames];
  if (depth === 0) return { lines, at };

  const held: Description[] = [];
  const errors = errorsOf(thrown);
  errors.slice(0, limits.errors).forEach((error, index) => {
    const each = described(error, reader, depth - 1);
    held.push({ ...each, lines: titled(`Error ${index + 1} of ${errors.length}: `, each.lines) });
  });
  if (thrown.cause !== undefined) {
    const cause = described(thrown.cause, reader, depth - 1);
    held.push({ ...cause, lines: titled('Caused by: ', cause.lines) });
  }
  return {
    lines: [...lines, ...held.flatMap((each) => each.lines)],
    at: at ?? held.find((each) => each.at !== undefined)?.at,
  };
}

function titled(title: string, [first = '', ...rest]: readonly string[]): string[] {
  return [title + first, ...rest];
}

function errorsOf(error: Error): readonly unknown[] {
  return 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
}

/** Errors of other realms (`vm`, JSON modules) are errors too. */
function isError(thrown: unknown): thrown is Error {
  return (
    thrown instanceof Error ||
    (typeof thrown === 'object' && thrown !== null && 'message' in thrown && 'stack' in thrown)
  );
}

function nameOf(error: Error): string {
  return typeof error.name === 'string' && error.name ? error.name : 'Error';
}

/** A lab can put anything in the place of an error's message. */
function messageOf(error: Error, { names }: StackReader): string {
  const message: unknown = error.message;
  // V8 names what stands in the place of `import`.
  return typeof message === 'string'
    ? names.plain(message).replaceAll(cellGlobal, 'import')
    : inspect(message, { depth: 2 });
}
