import { join } from 'node:path';
import { loadCourse } from '../course/load.ts';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { itemsOf } from '../shared/find.ts';
import { fileOf } from '../shared/model.ts';
import { largest, readCourseText } from '../shared/textFile.ts';
import type { Problem } from '../shared/yaml/problem.ts';
import { existingFolder } from './labs.ts';

/**
 * Prints everything that is wrong with the course of a folder, one problem a line, as compilers do. Gives whether
 * nothing is: no error, and with `strict` no warning.
 * @throws UserError `no-course`
 */
export async function courseCheckCommand(args: {
  readonly folder: string;
  readonly json: boolean;
  readonly strict: boolean;
  readonly root: string;
}): Promise<boolean> {
  const folder = await existingFolder(args.folder);
  const { checkCourse } = await import('../course/author/author.ts');
  const checked = await checkCourse(folder, args.root);
  if (!checked) {
    throw new UserError(
      'no-course',
      t('{0} holds no course: neither a course.yaml nor a README that lists one.', args.folder),
    );
  }
  const { source } = checked;
  const problems = [...checked.problems, ...(await quizzesProblems(folder, args.root))];
  const count = (severity: Problem['severity']) => problems.filter((problem) => problem.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  if (args.json) {
    console.log(JSON.stringify({ schemaVersion: 1, source, errors, warnings, problems: problems.map(withoutFix) }));
  } else {
    for (const problem of problems) console.log(lineOf(problem, args.folder));
    console.log(t('{0}: {1} errors, {2} warnings.', join(args.folder, source), errors, warnings));
  }
  return errors === 0 && (warnings === 0 || !args.strict);
}

/** What is wrong with the quizzes that the course lists and that are there. */
async function quizzesProblems(folder: string, root: string): Promise<Problem[]> {
  // A course.yaml that cannot be read lists none; what is wrong with it is told already.
  const course = await loadCourse(folder, root).catch((error: unknown) => {
    if (error instanceof UserError) return undefined;
    throw error;
  });
  if (!course) return [];
  const [{ courseOf }, { quizProblems }] = await Promise.all([
    import('../course/author/author.ts'),
    import('../quizzes/author/author.ts'),
  ]);
  const quizzes = itemsOf(course).filter(({ item }) => item.kind === 'quiz' && item.state === 'resolved' && !item.base);
  const found = await Promise.all(
    quizzes.map(async ({ item }) => {
      const path = fileOf(course, item) ?? '';
      const text = (await readCourseText(path, largest.quiz, t('Split the quiz into several.'))) ?? '';
      return quizProblems(item.target ?? '', text, await courseOf(path));
    }),
  );
  return found.flat();
}

/** `file:line:column: severity: sentence (code)`, which editors and CI turn into a link. */
function lineOf({ file, line, column, severity, message, code }: Problem, folder: string): string {
  // A line break that the text put into the sentence would make two problems of one.
  return `${join(folder, file)}:${line}:${column}: ${severity}: ${message.replace(/\s+/g, ' ')} (${code})`;
}

/** A fix is what an editor offers. */
function withoutFix({ fix: _, ...problem }: Problem): Omit<Problem, 'fix'> {
  return problem;
}
