// Which files of a folder of pictures must not go into training as they are.
import { createHash } from 'node:crypto';
import { PictureError, type PictureErrorCode } from './errors.ts';
import { orientationOf } from './orientation.ts';
import { decode } from './picture.ts';

export interface FileProblem {
  readonly name: string;
  readonly code: PictureErrorCode | 'empty' | 'same-content' | 'turned';
  /** In words, for a report. */
  readonly why: string;
}

/**
 * What is wrong with the files of a folder, in their order: empty ones, those that are no picture or cannot be read to
 * their end, those with the same bytes as an earlier one, and photos that a program which heeds Exif would turn. Names
 * count for nothing: what a file is, its content says.
 * @param files contents by name
 */
export function fileProblems(files: Readonly<Record<string, Uint8Array>>): FileProblem[] {
  const first = new Map<string, string>();
  return Object.entries(files).flatMap(([name, bytes]): FileProblem[] => {
    if (bytes.length === 0) return [{ name, code: 'empty', why: 'The file is empty.' }];
    try {
      decode(bytes);
    } catch (error) {
      if (!(error instanceof PictureError)) throw error;
      return [{ name, code: error.code, why: error.message }];
    }
    const found: FileProblem[] = [];
    const hash = createHash('sha256').update(bytes).digest('hex');
    const twin = first.get(hash);
    if (twin === undefined) first.set(hash, name);
    else found.push({ name, code: 'same-content', why: `It has the same bytes as ${twin}.` });
    const orientation = orientationOf(bytes);
    if (orientation > 1)
      found.push({ name, code: 'turned', why: `Its Exif orientation is ${orientation}: not all programs turn it.` });
    return found;
  });
}
