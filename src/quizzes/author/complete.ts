import { type Completion, keyCompletions, valueCompletions } from '../../shared/yaml/complete.ts';
import { cursorAt } from '../../shared/yaml/cursor.ts';
import type { CourseAround } from './check.ts';
import { quizSchema } from './schema.ts';

/** What may stand at `offset` of a quiz.yaml: keys, kinds, objectives of the course, and starts of links. */
export async function quizCompletionsAt(source: string, offset: number, around?: CourseAround): Promise<Completion[]> {
  const cursor = await cursorAt(source, offset, quizSchema);
  if (!cursor) return [];
  if (cursor.writes === 'key') return keyCompletions(cursor, quizSchema);
  const known = valueCompletions(cursor, quizSchema);
  if (known.length > 0 || !around) return known;
  const offer = (label: string, detail?: string): Completion => ({
    kind: 'value',
    label,
    insert: label,
    from: cursor.from,
    ...(detail === undefined ? {} : { detail }),
  });
  switch (cursor.path.at(-1)) {
    case 'objective':
      return [...around.objectives].map(([id, text]) => offer(id, text));
    case 'see':
      return [
        ...[...around.labs].map((id) => offer(`mlops-lab:lab/${id}#`)),
        ...[...around.decks].map((id) => offer(`mlops-lab:slides/${id}#page=`)),
      ];
    case 'id':
      return cursor.path.length === 1 && around.id !== undefined ? [offer(around.id)] : [];
    default:
      return [];
  }
}
