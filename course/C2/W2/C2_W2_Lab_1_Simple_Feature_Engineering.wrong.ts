import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const order = (...names: string[]) => `const myOrder = [${names.map((name) => `'${name}'`).join(', ')}];`;
const guard = (body: string) => `const admit: Guard = (row, memory) => { ${body} };`;
const features = 'const { temperature, vibration } = memory.transform([{ ...row, failed: 0 }]);';

export const wrong: WrongAnswers = {
  z_score: [
    {
      code: 'const zScore = (x: Feature<number>, tft: Tft) => tft.div(tft.sub(x, tft.mean(x)), tft.add(tft.variance(x), 1e-9));',
      says: 'the unit is 1/°C',
    },
    {
      code: 'const zScore = (x: Feature<number>, tft: Tft) => tft.div(tft.sub(x, tft.mean(x)), tft.sqrt(tft.variance(x)));',
      says: 'divides 0 by 0',
    },
    {
      code: `const zScore = (x: Feature<number>, tft: Tft) => {
        const sample = tft.div(tft.mul(tft.variance(x), tft.size(x)), tft.sub(tft.size(x), 1));
        return tft.div(tft.sub(x, tft.mean(x)), tft.sqrt(tft.add(sample, 1e-9)));
      };`,
      says: 'Divided by n - 1',
    },
    {
      code: 'const zScore = (x: Feature<number>, tft: Tft) => tft.mul(tft.sub(x, 65), 0.11);',
      says: 'a constant is typed in',
    },
  ],
  'four-ways': [
    { code: order('request', 'frozen', 'batches', 'renumbered', 'fahrenheit'), says: 'each pump looks average' },
    { code: order('frozen', 'fahrenheit', 'batches', 'renumbered', 'request'), says: 'drowns the other five' },
    { code: order('batches', 'frozen', 'renumbered', 'fahrenheit', 'request'), says: 'Fresh constants swing' },
  ],
  august: [
    { code: "const august = 'analyze' as Plan | undefined;", says: 'New constants under old weights' },
    { code: "const august = 'train' as Plan | undefined;", says: 'New weights under old constants' },
    { code: "const august = 'both' as Plan | undefined;", says: 'Constants and weights agree again' },
  ],
  admit: [
    { code: guard('return row.temperature < 100 && row.vibration > 0.1;'), says: 'It does not look at the graph' },
    {
      code: guard('return row.temperature > 29 && row.temperature < 100 && row.vibration > 0.1;'),
      says: 'A limit in degrees is typed in',
    },
    { code: guard(`${features} return Math.abs(temperature[0]!) < 4;`), says: 'Only the temperature is looked at' },
    {
      code: guard(`${features} return ![temperature, vibration].some(([z]) => Math.abs(z!) > 4);`),
      says: 'NaN gets in',
    },
    {
      code: guard(`${features} return [temperature, vibration].every(([z]) => Math.abs(z!) < 2);`),
      says: 'the limit is too near',
    },
    { code: guard('return false;'), says: 'turns every row away' },
  ],
};
