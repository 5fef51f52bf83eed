/** The variables at the top level of a lab's cells. */
import { runInThisContext } from 'node:vm';
import type { LearnerNames } from './names.ts';

/** A name and its value. */
export type Binding = readonly [name: string, value: unknown];

/**
 * Reads variables, in the order of their names, running no code of the lab: what cells call them, or the identifiers
 * that V8 knows them by. Those that have no value yet, as their
 * cell was left before it came to them, are left out.
 */
export function readBindings(identifiers: Iterable<string>, names: LearnerNames): Binding[] {
  const unique = [...new Set([...identifiers].map((each) => names.plain(each)))];
  const readers = unique.map((name) => `() => ${names.identifierOf(name)}`);
  const read = runInThisContext(`[${readers.join()}]`) as (() => unknown)[];
  return unique.flatMap((name, index): Binding[] => {
    try {
      return [[name, read[index]!()]];
    } catch {
      return [];
    }
  });
}
