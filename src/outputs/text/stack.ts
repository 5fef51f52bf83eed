/** An error's stack as V8 writes it, and the places in files that it names, so that each can be opened by a click. */

/** Line and column are one-based. */
export interface FilePlace {
  /** A `file:` URL. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface StackPlace extends FilePlace {
  /** What is shown of it: the file's name, line and column. */
  readonly shown: string;
}

/** A stack in order, text and places; joined, what is shown is the stack with file names in place of addresses. */
export function stackParts(stack: string): (string | StackPlace)[] {
  const parts: (string | StackPlace)[] = [];
  let at = 0;
  // A host would make Windows ask another machine for the file.
  for (const match of stack.matchAll(/file:\/\/(\/[^\s()]+):(\d+):(\d+)/g)) {
    const [whole, path, line, column] = match as unknown as [string, string, string, string];
    if (match.index > at) parts.push(stack.slice(at, match.index));
    const shown = `${decoded(path.slice(path.lastIndexOf('/') + 1))}:${line}:${column}`;
    parts.push({ file: `file://${path}`, line: Number(line), column: Number(column), shown });
    at = match.index + whole.length;
  }
  if (at < stack.length) parts.push(stack.slice(at));
  return parts;
}

/** A stack without the folders of the machine on which it came up. */
export function shortStack(stack: string): string {
  return stackParts(stack)
    .map((part) => (typeof part === 'string' ? part : part.shown))
    .join('');
}

/** A stack without name and message, with which V8 begins it and which are shown before: frames, and what caused it. */
export function belowMessage(stack: string, name: string, message: string): string {
  const heading = message === '' ? name : `${name}: ${message}`;
  if (stack.startsWith(heading)) return stack.slice(heading.length).replace(/^:? *\n?/, '');
  // A program may have changed either since.
  const frames = stack.search(/^\s+at /m);
  return frames < 0 ? '' : stack.slice(frames);
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
