import { join } from 'node:path';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
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
  const { source, problems } = checked;
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

/** `file:line:column: severity: sentence (code)`, which editors and CI turn into a link. */
function lineOf({ file, line, column, severity, message, code }: Problem, folder: string): string {
  // A line break that the text put into the sentence would make two problems of one.
  return `${join(folder, file)}:${line}:${column}: ${severity}: ${message.replace(/\s+/g, ' ')} (${code})`;
}

/** A fix is what an editor offers. */
function withoutFix({ fix: _, ...problem }: Problem): Omit<Problem, 'fix'> {
  return problem;
}
