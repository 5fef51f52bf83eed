// All numbers of this deck that need chance or training. `node model.ts` writes them to model.json, which the pages read;
// the deck's test computes them again and compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mean, range, rounded } from './chance.ts';
import { greatest, searches } from './search.ts';
import { drawRows, thirty, train } from './trials.ts';

/** Epochs after which the learning rates are compared. */
const epochs = [1, 2, 4, 10, 40, 100];

export function model() {
  const worlds = range(5).map((i) => thirty(i + 1));
  const [rows, test] = [drawRows(600, 11), drawRows(1000, 12)];
  const rates = [0.3, 0.1, 0.03, 0.01].map((rate) => {
    const runs = range(2).map((seed) => train({ units: 24, rate, seed }, rows, epochs, test));
    return { rate, scores: epochs.map((_, at) => rounded(mean(runs.map((run) => run[at]![0]!)), 3)) };
  });
  const widths = [2, 4, 8, 16, 48].map((units) => ({
    units,
    scores: range(6).map((seed) =>
      rounded(train({ units, rate: 0.1, seed }, drawRows(400, 301, 3), [15], drawRows(2000, 303, 3))[0]![0]!),
    ),
  }));
  return {
    thirty: worlds[2]!,
    worlds: worlds.map(({ lead, kept }) => ({ lead, kept })),
    epochs,
    rates,
    widths,
    searches: searches(),
    greatest: greatest(),
  };
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, 'model.json'), `${JSON.stringify(model())}\n`);
}
