import type { Artifact, RunDetails } from '../model.ts';

/** As the recorder names a lab's copy, and as programs name what they run. */
const names = [/^[^/]+\.lab\.ts\.txt$/, /^[^/]+\.lab\.ts$/, /\.ts(\.txt)?$/, /\.ipynb$/, /\.py$/, /\.m?js$/];

/** The file that a run was made by, among its artifacts. */
export function sourceOf({ artifacts }: Pick<RunDetails, 'artifacts'>): Artifact | undefined {
  for (const name of names) {
    const found = artifacts.find(({ path }) => name.test(path));
    if (found) return found;
  }
  return undefined;
}
