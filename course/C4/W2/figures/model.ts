// All numbers of this deck that need chance. `node model.ts` writes them to model.json, which the pages read; the
// deck's test computes them again and compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { batching, caching, call, kept, names, neighbors, orders, rates, waits } from './batching.ts';
import { closedUsers, openRate, pooled, stall, testers } from './measuring.ts';
import { broken, changed, delays, missed, records, retried, shards } from './nightly.ts';
import { burst, day, full, grid, pod, remedies, startUps, targets } from './scaling.ts';

export function model() {
  const startUp = 30;
  return {
    burst,
    pod,
    morning: day({ target: 0.8, least: 1, startUp: 0 }),
    low: day({ target: 0.2, least: 1, startUp: 0 }),
    short: day({ target: 0.5, least: 1, startUp: 60, until: burst.from + 30 }),
    unready: day({ target: 0.8, least: 1, startUp, readiness: false }),
    ready: day({ target: 0.8, least: 1, startUp }),
    targets,
    startUps,
    grid: grid(),
    remedies: remedies(),
    full: targets.map((target) => ({ target, counts: full(target, 8) })),
    call,
    waits,
    rates,
    batching: batching(),
    neighbors: neighbors(),
    names,
    orders: orders(),
    kept,
    caching: caching(),
    stall,
    closedUsers,
    openRate,
    testers: testers(),
    pooled: pooled(),
    records,
    changed,
    broken: { last: broken(false), tonight: broken(true) },
    shards,
    retried: retried(),
    delays,
    missed: missed(),
  };
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, 'model.json'), `${JSON.stringify(model())}\n`);
}
