/** A V8 stack trace as its reader needs it: only frames of their own code, at the places where it was written. */
import { pathToFileURL } from 'node:url';
import type { Position } from '../../../mlops/typescript/strip.ts';
import type { LearnerNames } from './names.ts';
import type { Positions } from './positions.ts';

export interface Stack {
  /**
   * As Node writes frames of ES modules, places as URLs: `    at f (file:///…/x.lab.ts:3:7)`. VS Code's renderer of
   * errors makes links of URLs alone; a path it would leave as text.
   */
  readonly frames: readonly string[];
  /** The innermost place in the lab file. */
  readonly at: Position | undefined;
}

export interface StackReader {
  readonly positions: Positions;
  readonly names: LearnerNames;
  /** URL of the folder of our own bundles: frames from there are cut, like Node's. */
  readonly ours: string;
}

/** @param blamed where in the lab the error comes from, which says better what the lab's own frames say */
export function readStack(stack: unknown, { positions, names, ours }: StackReader, blamed?: Position): Stack {
  const frames: string[] = [];
  let at: Position | undefined;
  // A built-in such as Array.map belongs to whoever called it: the frame below.
  let builtIns: string[] = [];
  const lines = String(stack).split('\n');
  const syntaxError = placeAbove(lines);
  for (const line of syntaxError ? [syntaxError, ...lines] : lines) {
    if (!/^\s+at /.test(line)) continue;
    const found = /^(\s+at (?:.*? \(|async )?)((?:file:\/\/|node:|\/|\w:\\).*):(\d+):(\d+)(\)?)$/.exec(line);
    if (!found) {
      builtIns.push(line);
      continue;
    }
    const [, called = '', location = '', lineText, columnText, end = ''] = found;
    const place = positions.place(urlOf(location), { line: Number(lineText), column: Number(columnText) });
    const start = names.plain(called);
    const cut = place.url.startsWith('node:') || place.url.startsWith(ours) || (place.inLab && blamed);
    if (!cut) frames.push(...builtIns, `${start}${place.url}:${place.line}:${place.column}${end}`);
    builtIns = [];
    if (place.inLab) at ??= { line: place.line, column: place.column };
  }
  if (blamed) frames.push(frame(positions.labUrl, blamed));
  return { frames, at: blamed ?? at };
}

/**
 * Has every error's `stack` read like those of failed cells, so that one that a lab catches and prints does, too.
 * A library that sets `Error.prepareStackTrace` for itself gets its way.
 */
export function cleanStacks(reader: StackReader): void {
  Error.prepareStackTrace = (error, sites) => {
    const stack = sites.map((site) => `    at ${site}`).join('\n');
    return [reader.names.plain(headOf(error)), ...readStack(stack, reader).frames].join('\n');
  };
}

function headOf(error: unknown): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

/** V8 puts the place of a syntax error above its message: `file:///a.js:2`, the source line, and a caret below. */
function placeAbove(lines: readonly string[]): string | undefined {
  const found = /^((?:file:\/\/|\/|\w:\\).*):(\d+)$/.exec(lines[0] ?? '');
  const column = /^\s*\^+$/.test(lines[2] ?? '') ? (lines[2] ?? '').indexOf('^') + 1 : 1;
  return found ? frame(urlOf(found[1] ?? ''), { line: Number(found[2]), column }) : undefined;
}

function frame(url: string, { line, column }: Position): string {
  return `    at ${url}:${line}:${column}`;
}

/** Frames of CommonJS modules carry paths. */
function urlOf(location: string): string {
  return /^(?:file|node):/.test(location) ? location : pathToFileURL(location).href;
}
