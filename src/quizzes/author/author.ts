/** What authors of quizzes are helped by: loaded when a quiz is open or checked, and not before. */
import { describedAt } from '../../shared/yaml/hover.ts';
import { quizSchema } from './schema.ts';

export { quizProblems } from './check.ts';
export { quizCompletionsAt } from './complete.ts';
export const quizDescriptionAt = (source: string, offset: number) => describedAt(source, offset, quizSchema);
