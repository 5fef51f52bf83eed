/** Where in a YAML file the cursor is, in a text that somebody is in the middle of writing. */

import { type Schema, schemaAt } from './schema.ts';
import { type Path, readYaml, type YamlText } from './yamlText.ts';

export interface Cursor {
  /** Of the map whose key is being written, or of the value. */
  readonly path: Path;
  readonly writes: 'key' | 'value';
  /** Where the word before the cursor begins: what is chosen replaces it. */
  readonly from: number;
  /** The column of that word, from 0. */
  readonly column: number;
  /** Within `{ }` on its line, where nothing may begin a new line. */
  readonly isFlow: boolean;
  readonly text: YamlText;
}

/** A word that no text has. */
const mark = 'zqCursorqz';

/**
 * The word before the cursor is replaced by a mark, and the mark looked for among what the parser makes of the text:
 * so indentation, braces and lists mean what they mean in YAML.
 * @param file the schema of the whole file
 */
export async function cursorAt(source: string, offset: number, file: Schema): Promise<Cursor | undefined> {
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
  const before = source.slice(lineStart, offset);
  const word = /[^\s,{}[\]"'#]*$/.exec(before)?.[0] ?? '';
  const from = offset - word.length;
  const opening = before.slice(0, before.length - word.length);
  const after = source.slice(offset);
  // A word alone on its line would be taken together with the next line; with a colon it is a key.
  const isAlone = /^\s*(- +)*$/.test(opening) && /^[ \t]*(\r?\n|$)/.test(after);
  const text = await readYaml(`${source.slice(0, from)}${mark}${isAlone ? ': ' : ''}${after}`);
  const found = find(text.value, []);
  if (!found) return undefined;
  // The schema decides: a word may begin a map, and what looks like a key may be a word of a list.
  const schema = schemaAt(file, found);
  if (!schema) return undefined;
  const isFlow = /\{[^}]*$/.test(opening);
  return {
    path: found,
    writes: schema.type === 'object' ? 'key' : 'value',
    from,
    column: opening.length,
    isFlow,
    text,
  };
}

/** The path of the map whose key has the mark, or of the value that has it. */
function find(value: unknown, path: Path): Path | undefined {
  if (typeof value === 'string') return value.includes(mark) ? path : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (key.includes(mark)) return path;
    const found = find(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    if (found) return found;
  }
  return undefined;
}

/** Whether a key or text is the one that is being written. */
export const isBeingWritten = (text: unknown): boolean => typeof text === 'string' && text.includes(mark);
