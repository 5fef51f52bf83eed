/** How facts of older versions of progress.json become facts of the current one. */

/**
 * 2: answers tell tries and form, and there are predictions. 3: what went well once is remembered. What earlier versions
 * knew reads the same; the number keeps an older MLOps Lab from taking the new facts for damage.
 */
export const currentVersion = 3;

/** Makes the facts of one version into those of the next. What is no fact is passed on, and told of later. */
export type Migration = (facts: readonly unknown[]) => readonly unknown[];

/** By the version that each starts from: every version but the current one has its own. */
export const migrations: Readonly<Record<number, Migration>> = { 1: (facts) => facts, 2: (facts) => facts };

/**
 * Takes facts through each version in turn.
 * @param from the version of the facts, not above `to`
 */
export function migrate(
  facts: readonly unknown[],
  from: number,
  to = currentVersion,
  steps: Readonly<Record<number, Migration>> = migrations,
): readonly unknown[] {
  let migrated = facts;
  for (let version = from; version < to; version++) {
    const step = steps[version];
    if (!step) throw new Error(`no migration from version ${version} of progress.json`);
    migrated = step(migrated);
  }
  return migrated;
}
