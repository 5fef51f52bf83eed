/** What the reader of a lab is told of an error: where in the lab file, and only frames that are theirs. */
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import type { CellError } from '../protocol.ts';
import type { Positions } from './positions.ts';
import type { Position } from './strip.ts';

/** How deep a chain of `cause` is followed. */
const maxCauses = 4;

/**
 * Describes whatever a cell threw, in fields that can be sent whatever the error's own hold. Never throws.
 * @param ours folder of our own bundles, with a closing separator: frames from there are cut, like Node's
 */
export function cellError(thrown: unknown, positions: Positions, ours: string): CellError {
  try {
    return described(thrown, positions, ours);
  } catch {
    // A proxy or a getter in it throws when it is looked at.
    const message = 'Something was thrown that cannot be described: reading it fails.';
    return { name: 'Uncaught', message, stack: `Uncaught ${message}` };
  }
}

function described(thrown: unknown, positions: Positions, ours: string): CellError {
  if (!isError(thrown)) {
    const message = inspect(thrown, { depth: 2 });
    return { name: 'Uncaught', message, stack: `Uncaught ${message}` };
  }
  const blamed = positions.blamed(thrown);
  const { frames, at } = readStack(thrown, positions, ours, blamed !== undefined);
  const position = blamed ?? at;
  if (blamed) frames.push(`    at ${labPath(positions)}:${blamed.line}:${blamed.column}`);
  return {
    name: nameOf(thrown),
    message: messageOf(thrown),
    ...position,
    stack: [`${nameOf(thrown)}: ${messageOf(thrown)}`, ...frames, ...causesOf(thrown, positions, ours)].join('\n'),
  };
}

interface Stack {
  readonly frames: string[];
  /** The innermost frame in the lab file. */
  readonly at: Position | undefined;
}

/** @param withoutLab leaves the lab's own frames out, where a blamed position says better what they say */
function readStack(error: Error, positions: Positions, ours: string, withoutLab = false): Stack {
  const frames: string[] = [];
  let at: Position | undefined;
  let cut = false;
  for (const line of String(error.stack).split('\n')) {
    if (!/^\s+at /.test(line)) continue;
    const found = /^(\s+at (?:.*? \(|async )?)((?:file:\/\/|node:|\/|\w:\\).*):(\d+):(\d+)(\)?)$/.exec(line);
    if (!found) {
      // A built-in such as Array.map belongs to whoever called it.
      if (!cut) frames.push(line);
      continue;
    }
    const [, start = '', location = '', lineText, columnText, end = ''] = found;
    const raw = { line: Number(lineText), column: Number(columnText) };
    const inLab = positions.locate(location, raw);
    const file = inLab ? labPath(positions) : pathOf(location);
    cut = file.startsWith('node:') || file.startsWith(ours);
    if (cut || (inLab && withoutLab)) continue;
    const shown = inLab ?? raw;
    frames.push(`${start}${file}:${shown.line}:${shown.column}${end}`);
    at ??= inLab;
  }
  return { frames, at };
}

function causesOf(error: Error, positions: Positions, ours: string): string[] {
  const lines: string[] = [];
  let cause = error.cause;
  for (let depth = 0; cause !== undefined && depth < maxCauses; depth++) {
    if (!isError(cause)) return [...lines, `Caused by: ${inspect(cause, { depth: 2 })}`];
    lines.push(`Caused by: ${nameOf(cause)}: ${messageOf(cause)}`, ...readStack(cause, positions, ours).frames);
    cause = cause.cause;
  }
  return lines;
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
function messageOf(error: Error): string {
  const message: unknown = error.message;
  return typeof message === 'string' ? message : inspect(message, { depth: 2 });
}

function labPath(positions: Positions): string {
  return fileURLToPath(positions.labUrl);
}

function pathOf(location: string): string {
  if (!location.startsWith('file://')) return location;
  try {
    return fileURLToPath(location);
  } catch {
    return location;
  }
}
