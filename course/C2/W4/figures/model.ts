// All numbers of this deck that need chance or training. `node model.ts` writes them to model.json, which the pages read;
// the deck's test computes them again and compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asking, propagation, weak } from './labels.ts';
import { augmentation, decoding } from './pictures.ts';
import { walking } from './walking.ts';
import { forecasts, wind } from './weather.ts';

export async function model() {
  return {
    walking: walking(3),
    propagation: propagation(),
    asking: asking(),
    weak: weak(),
    augmentation: augmentation(),
    decoding: await decoding(),
    forecasts: forecasts(),
    wind: wind(),
  };
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, 'model.json'), `${JSON.stringify(await model())}\n`);
}
