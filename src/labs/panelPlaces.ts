/** The places in files that an error's stack names, so that each can be opened by a click. */

export interface StackPlace {
  /** As the stack names it, e.g. `file:///labs/a.lab.ts`. */
  readonly url: string;
  /** One-based. */
  readonly line: number;
  readonly column: number;
  /** What is shown of it. */
  readonly text: string;
}

/** A stack in order, text and places; joined, the texts are the stack with file names in place of addresses. */
export function stackParts(stack: string): (string | StackPlace)[] {
  const parts: (string | StackPlace)[] = [];
  let at = 0;
  // A host would make Windows ask another machine for the file.
  for (const match of stack.matchAll(/file:\/\/(\/[^\s()]+):(\d+):(\d+)/g)) {
    const [whole, path, line, column] = match;
    if (match.index > at) parts.push(stack.slice(at, match.index));
    const name = path!.split('/').at(-1)!;
    parts.push({
      url: `file://${path}`,
      line: Number(line),
      column: Number(column),
      text: `${decoded(name)}:${line}:${column}`,
    });
    at = match.index + whole.length;
  }
  if (at < stack.length) parts.push(stack.slice(at));
  return parts;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
