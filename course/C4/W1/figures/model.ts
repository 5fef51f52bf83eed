// All numbers of this deck that need chance or training. `node model.ts` writes them to model.json, which the pages
// read; the deck's test computes them again and compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rounded } from '../../../C3/W1/figures/chance.ts';
import { outside } from './births.ts';
import { curves, queues, spreads, waiting, ways, work } from './queue.ts';
import {
  atGate,
  batch,
  batches,
  build,
  caching,
  gates,
  ids,
  keys,
  lookUp,
  minutesADay,
  network,
  overnight,
  payload,
  perPlace,
  photos,
  places,
  slowTrays,
  steps,
} from './serving.ts';

export function model() {
  return {
    work,
    steps,
    network,
    waiting: waiting(),
    curves: curves(),
    ways: ways(),
    queues: queues(),
    spreads: spreads(),
    slowTrays: [1, 5, 20, 100].map((pieces) => ({ pieces, share: rounded(slowTrays(pieces), 3) })),
    batch,
    batches: batches(),
    gates,
    candidates: atGate(),
    photos,
    overnight: overnight(),
    keys,
    lookUp,
    caching: caching(),
    places,
    perPlace: perPlace(),
    build,
    minutesADay,
    ids,
    payload: payload(),
    births: outside(),
  };
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, 'model.json'), `${JSON.stringify(model())}\n`);
}
