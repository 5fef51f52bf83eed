import { type Schema, schemaAt } from './schema.ts';
import { type Path, readYaml, type Span, type YamlText } from './yamlText.ts';

/** What a file's schema says of the key, or of its value, at a place of its text. */
export interface Description extends Span {
  readonly key: string;
  readonly text: string;
  /** What may stand there, where only some values may. */
  readonly values: readonly string[];
}

/** @param file the schema of the whole file */
export async function describedAt(source: string, offset: number, file: Schema): Promise<Description | undefined> {
  const text = await readYaml(source);
  const found = find(text, text.value, [], offset);
  const schema: Schema | undefined = found && schemaAt(file, found.path);
  const key = found?.path.findLast((each) => typeof each === 'string');
  if (!found || !schema?.description || key === undefined) return undefined;
  return { ...found.span, key, text: schema.description, values: schema.enum ?? [] };
}

/** The innermost key or single value that holds `offset`. */
function find(text: YamlText, value: unknown, path: Path, offset: number): { path: Path; span: Span } | undefined {
  const holds = (span: Span | undefined) => span !== undefined && span.from <= offset && offset <= span.to;
  if (typeof value !== 'object' || value === null) return { path, span: text.span(path) };
  for (const [name, inner] of Object.entries(value)) {
    const below = [...path, Array.isArray(value) ? Number(name) : name];
    const key = text.keySpan(below);
    if (key && holds(key)) return { path: below, span: key };
    if (holds(text.span(below))) return find(text, inner, below, offset);
  }
  return undefined;
}
