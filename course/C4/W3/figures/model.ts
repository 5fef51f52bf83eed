// All numbers of this deck that need chance. `node model.ts` writes them to model.json, which the pages read; the
// deck's test computes them again and compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chances, curve, gate, interval, later, pair, power, releases, retries, sure } from './gate.ts';
import { filter, penguins, reruns, shops, split } from './parts.ts';
import { bandit, days, looking, silent, sizes, traffic } from './rollout.ts';

export function model() {
  return {
    gate,
    later,
    releases: releases(),
    interval: { few: interval(41, 45), many: interval(911, 1000) },
    sure: { few: sure(gate.rows), many: sure(gate.many) },
    chances: chances(),
    curve: curve(),
    retries: retries(),
    pair,
    power: power(),
    reruns: reruns(),
    shops,
    split: split(),
    filter,
    penguins: penguins(),
    traffic,
    sizes: sizes(),
    silent: [100, 1000, 10_000].map((trays) => ({ trays, share: silent(trays, 0.002), before: silent(trays, 0.001) })),
    days,
    looking: looking(),
    bandit: bandit(),
  };
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, 'model.json'), `${JSON.stringify(model())}\n`);
}
