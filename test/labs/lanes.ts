import { availableParallelism } from 'node:os';

/** Does something with every lab, as many at once as there are cores, and gives what comes of each by its id. */
export function inLanes<Lab extends { readonly id: string }, Result>(
  labs: readonly Lab[],
  work: (lab: Lab) => Promise<Result>,
): ReadonlyMap<string, Promise<Result>> {
  const lanes = Array.from({ length: Math.min(availableParallelism(), 4) }, () => Promise.resolve<unknown>(undefined));
  return new Map(
    labs.map((lab, index) => {
      const at = index % lanes.length;
      const result = lanes[at]!.then(() => work(lab));
      // Who waits for the lab is told what went wrong with it; the next one begins all the same.
      lanes[at] = result.catch(() => undefined);
      return [lab.id, result];
    }),
  );
}
