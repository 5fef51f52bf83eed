/** Finds what somebody meant: one candidate that is clearly the nearest, or none. */
import { t } from '../../platform/l10n.ts';
import type { Fix } from './problem.ts';

/** Comparing takes as long as both words multiplied. */
const longestWord = 200;

/** The candidate that is fewest edits away, if it alone is, and they are few for words of that length. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > longestWord) return undefined;
  const most = Math.max(1, Math.floor(word.length / 3));
  let [best, found, isAlone] = [most + 1, undefined as string | undefined, true];
  for (const candidate of new Set(candidates)) {
    if (Math.abs(candidate.length - word.length) > most) continue;
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits === best) isAlone = false;
    if (edits < best) [best, found, isAlone] = [edits, candidate, true];
  }
  return isAlone ? found : undefined;
}

/** `C1_W2_Lab_3` after `C1_W2_Lab_2`, or the next after that which is free. */
export function nextFreeId(id: string, taken: ReadonlySet<string>): string {
  const [, stem = id, digits = ''] = /^(.*?)(\d{1,9})?$/s.exec(id) ?? [];
  const base = digits ? stem : `${stem}_`;
  for (let number = digits ? Number(digits) + 1 : 2; ; number++) {
    const next = `${base}${number}`;
    if (!taken.has(next)) return next;
  }
}

/** An id as ids are written, from one that is not; `undefined` where nothing of it can stay. */
export function wellFormedId(id: string): string | undefined {
  const clean = id.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^[^A-Za-z]+|_+$/g, '');
  return clean || undefined;
}

/** Levenshtein's distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** What mends a word: another in its place, in quotes wherever YAML might read it as something else. */
export function replacement(text: string | undefined): Fix | undefined {
  if (text === undefined) return undefined;
  const isPlain = /^[A-Za-z][\w./-]*( [\w./-]+)*$/.test(text);
  return { title: t('Change to “{0}”', text), text: isPlain ? text : JSON.stringify(text) };
}
