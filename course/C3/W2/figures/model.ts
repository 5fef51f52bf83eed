// All numbers of this deck that need chance or training. `node model.ts` writes them to model.json, which the pages read;
// the deck's test computes them again and compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compression } from './compress.ts';
import { fares } from './fares.ts';
import { columns, components, digitComponents, distances, hughes } from './reduce.ts';

export function model() {
  return {
    distances: distances(),
    hughes: hughes(),
    fares: fares(),
    columns,
    components: components(),
    digits: digitComponents(),
    net: compression(),
  };
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, 'model.json'), `${JSON.stringify(model())}\n`);
}
