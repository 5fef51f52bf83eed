/** The variables at the top level of a lab's cells. */
import { runInThisContext } from 'node:vm';

/** A name and its value. */
export type Binding = readonly [name: string, value: unknown];

/**
 * Reads variables, in the order of their names, running no code of the lab. Those that have no value yet, as their
 * cell was left before it came to them, are left out.
 */
export function readBindings(names: Iterable<string>): Binding[] {
  const unique = [...new Set(names)];
  const readers = runInThisContext(`[${unique.map((name) => `() => ${name}`).join()}]`) as (() => unknown)[];
  return unique.flatMap((name, index): Binding[] => {
    try {
      return [[name, readers[index]!()]];
    } catch {
      return [];
    }
  });
}
