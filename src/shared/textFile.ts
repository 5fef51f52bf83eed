/** Reads the texts that a course is made of: course.yaml, quizzes and the README, whoever wrote them. */
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { systemCode, UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';

/** Bytes. A course of 10,000 items takes 1.3 MB of YAML, and its README as much; a quiz of ten questions 30 kB. */
export const largest = { yaml: 2_000_000, quiz: 500_000, readme: 8_000_000 } as const;

/** How a course's text is had: from the disk, or from an editor that holds it unsaved. */
export type ReadText = (path: string, most: number) => Promise<string | undefined>;

/**
 * The text of a file in UTF-8, or in UTF-16 where it says so by its first bytes; `undefined` where there is no file.
 * @param most bytes that are read
 * @param advice what helps where the file has more: a sentence
 * @throws UserError `course-too-large`, `course-not-text`, or `course-unreadable`
 */
export async function readCourseText(
  path: string,
  most: number,
  advice = t('Split the course into several folders.'),
): Promise<string | undefined> {
  try {
    const found = await stat(path);
    // A pipe of that name would never end.
    if (!found.isFile()) return undefined;
    if (found.size > most) throw tooLarge(path, found.size, most, advice);
    return decoded(await readFile(path), path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw new UserError('course-unreadable', t('“{0}” cannot be read: {1}', path, systemCode(error) ?? String(error)), {
      cause: error,
    });
  }
}

function tooLarge(path: string, bytes: number, most: number, advice: string): UserError {
  const megabytes = (count: number) => (count / 1e6).toFixed(1);
  return new UserError(
    'course-too-large',
    `${t('{0} has {1} MB, and no more than {2} MB are read.', basename(path), megabytes(bytes), megabytes(most))} ${advice}`,
  );
}

function decoded(bytes: Uint8Array, path: string): string {
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  if (!text.includes('\0')) return text;
  throw new UserError('course-not-text', t('{0} is not a text file. Save it as text in UTF-8.', basename(path)));
}

/** By the byte order mark, which the decoder then takes away. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
