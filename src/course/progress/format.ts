/**
 * progress.json: JSON in which every fact has a line of its own.
 *
 *     {"version": 1,
 *     "facts": [
 *     {"kind":"pages","item":"C1_W1_Slides","pages":"1-5,8","of":30,"at":"2026-11-23T20:44:58.000Z"},
 *     null]}
 *
 * Each fact's line ends in a comma and the last line closes the list. So the lines of two files, put together by git's
 * `merge=union` in whatever order and number, are such a file again, and reading joins what they say.
 */
import * as z from 'zod/mini';
import { UserError } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import { type Fact, factSchema } from './facts.ts';
import { currentVersion, migrate } from './migrations.ts';
import { type Progress, progressOf } from './progress.ts';

export interface ParsedProgress {
  readonly progress: Progress;
  /** Lines that say nothing: the file was damaged. */
  readonly damaged: readonly string[];
}

/** Characters. A course of 5,000 items that was worked through whole takes 12 million. */
const limit = 64_000_000;

const fileSchema = z.object({ version: z.int().check(z.minimum(1)), facts: z.array(z.unknown()) });

export function printProgress(progress: Progress): string {
  const byKey = [...progress].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = byKey.map(([, fact]) => `${JSON.stringify(fact)},\n`);
  return `{"version": ${currentVersion},\n"facts": [\n${lines.join('')}null]}\n`;
}

/**
 * Reads the text of a progress.json; of a damaged one, every line that is whole.
 * @throws UserError `progress-newer` for a file of a later version, `progress-large` for one beyond all measure
 */
export function parseProgress(text: string, name: string): ParsedProgress {
  if (text.length > limit) {
    throw new UserError('progress-large', t('{0} is too large to be read; move it away or mend it.', name));
  }
  const whole = parseWhole(text);
  const version = whole?.version ?? versionIn(text);
  if (version > currentVersion) {
    throw new UserError(
      'progress-newer',
      t('{0} was written by a newer MLOps Lab, so it is left as it is. Update the extension to keep progress.', name),
    );
  }
  const { values, broken } = whole ? { values: whole.facts.filter((fact) => fact !== null), broken: [] } : lines(text);
  const facts: Fact[] = [];
  const damaged: string[] = [...broken];
  for (const value of migrate(values, version || currentVersion)) {
    const { data } = factSchema.safeParse(value);
    if (data) facts.push(data);
    else damaged.push(JSON.stringify(value));
  }
  return { progress: progressOf(facts), damaged };
}

/** The whole file, where it is JSON. An empty one is a file that nothing was written into yet. */
function parseWhole(text: string): z.infer<typeof fileSchema> | undefined {
  if (text.trim() === '') return { version: currentVersion, facts: [] };
  try {
    return fileSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The highest version that the text names: a merge may have left two. */
function versionIn(text: string): number {
  const named = [...text.matchAll(/^\s*\{\s*"version"\s*:\s*(\d{1,9})\s*,/gm)].map((match) => Number(match[1]));
  return Math.max(0, ...named);
}

/** Each line by itself; those of the frame, which hold no fact, are no loss. */
function lines(text: string): { values: unknown[]; broken: string[] } {
  const values: unknown[] = [];
  const broken: string[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const content = line.trim().replace(/,$/, '');
    if (content === '' || /^(\{"version": \d+|"facts": \[|null\]\})$/.test(content)) continue;
    try {
      values.push(JSON.parse(content));
    } catch {
      broken.push(line);
    }
  }
  return { values, broken };
}
