// All numbers of this deck that need chance or training. `node model.ts` writes them to model.json, which the pages read;
// the deck's test computes them again and compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mean, rounded } from './chance.ts';
import { coinFlips, threeWays } from './choosing.ts';
import { coverage, grid, makes, squeezed } from './columns.ts';
import { servePumps } from './pumps.ts';

const seeds = [1, 2, 3, 4, 5, 6, 7, 8];

export async function model() {
  const { train, test, inFahrenheit, constants, byBatch, first, ...served } = await servePumps();
  const flips = coinFlips(seeds);
  const counts = (pumps: readonly { temperature: number }[], from: number, to: number, width: number) =>
    Array.from(
      { length: (to - from) / width },
      (_, i) => pumps.filter(({ temperature: t }) => t >= from + i * width && t < from + (i + 1) * width).length,
    );
  return {
    served: {
      ...served,
      temperature: constants.temperature.map((value) => rounded(value, 3)),
      sites: constants.sites,
      first: { ...first.row, inputs: first.inputs.map((value) => rounded(value, 2)) },
      byBatch: byBatch.map((row) => row.map((value) => rounded(value))),
    },
    // Histograms of temperature, 4 degrees a bar, from 32 to 212.
    celsius: counts(test, 32, 212, 4),
    fahrenheit: counts(inFahrenheit, 32, 212, 4),
    oldest: rounded(Math.max(...train.map(({ age }) => age)), 1),
    squeezed: squeezed(),
    makes: makes(),
    coverage: { grid, ...coverage(train, test) },
    ways: threeWays(),
    coins: {
      flips,
      outside: rounded(mean(flips.map(({ outside }) => outside))),
      inside: rounded(mean(flips.map(({ inside }) => inside))),
    },
  };
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, 'model.json'), `${JSON.stringify(await model())}\n`);
}
