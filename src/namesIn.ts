/** What evidence of an item can name, whichever room reads its file. */
import { readFile } from 'node:fs/promises';
import type { NamesIn } from './course/coverage.ts';
import { namesOfCell } from './labs/cellNames.ts';
import { parseLab } from './labs/file.ts';
import { pageNamesName, parsePageNames } from './slides/pageNames.ts';

/** Names of nothing where the file cannot be read. */
export const namesIn: NamesIn = async ({ kind }, path) => {
  try {
    if (kind === 'slides') return new Set(parsePageNames(await readFile(pageNamesName(path))).keys());
    const text = await readFile(path, 'utf8');
    if (kind !== 'quiz') return new Set(parseLab(text).cells.flatMap(namesOfCell));
    const { examineQuiz } = await import('./quizzes/quizFile.ts');
    const { quiz } = await examineQuiz(text);
    return new Set(quiz?.questions.map(({ id }) => id));
  } catch {
    return new Set();
  }
};
