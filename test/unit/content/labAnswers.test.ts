/** The figures in a lab's answer are those that its own cells compute. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extensionRoot } from '../courseFolder.ts';
import { evaluate, stands } from './quizzes/figures.ts';
import { LabValues } from './quizzes/labValues.ts';

type Figure = readonly [shown: string, from: string];
const answers: Readonly<Record<string, readonly Figure[]>> = {
  'C2/W4/C2_W4_Lab_1_WeatherData.lab.ts': [
    ['2.09', 'Lab#errors.honest'],
    ['2.39', 'Lab#freeErrors.yesterday'],
    ['61', 'Lab#dailyGains.length'],
    ['0.28', 'Lab#gain.mean'],
    ['0.21', 'Lab#gain.byDays'],
    ['0.15', 'Lab#price.perDay / Lab#price.perDegree'],
  ],
  'C2/W4/C2_W4_Lab_2_Signals.lab.ts': [
    ['98.1', 'Lab#reported * 100'],
    ['97.2', 'Lab#ownPerson * 100'],
    ['58.7', 'Lab#everyoneRight * 100'],
    ['52.7', 'Lab#promised * 100'],
    ['6', 'Lab#everyoneRight * 100 - Lab#promised * 100'],
  ],
  'C2/W4/C2_W4_Lab_3_Images.lab.ts': [
    ['66.0', 'Lab#results.training.right * 100'],
    ['1,000', 'Lab#tested.y.length'],
    ['3', '196 * (Lab#results.training.right * (1 - Lab#results.training.right) / Lab#tested.y.length) ** 0.5'],
  ],
  'C3/W1/C3_W1_Lab_1_Keras_Tuner.lab.ts': [
    ['4.3', 'Lab#lucky.lead * 100'],
    ['0.5', 'Lab#kept * 100'],
    ['11.5', 'Lab#reported * 100'],
    ['6.0', 'Lab#honestGain.gain * 100'],
    ['0.6', 'Lab#honestGain.error * 200'],
  ],
  'C3/W1/C3_W1_Lab_2_TFX_Tuner_and_Trainer.lab.ts': [
    ['58.6', 'Lab#curves.0.6 * 100'],
    ['64.9', 'Lab#curves.4.6 * 100'],
    ['6', 'Lab#curves.4.6 * 100 - Lab#curves.0.6 * 100'],
    ['0.01', 'Lab#wasBuilt.values.learning_rate'],
    ['0.03', 'Lab#handedOver.values.lr'],
  ],
  'C3/W5/C3_W5_Lab_1_Shap_Values.lab.ts': [
    ['16.3', 'Lab#toAll.baseValue'],
    ['6.9', 'Lab#toAll.values.0.2 * -1'],
    ['0.7', 'Lab#sway'],
    ['-9.8', 'Lab#toApprentices.baseValue'],
    ['8.1', 'Lab#toApprentices.values.0.2'],
    ['18.5', 'Lab#after.values.0.1 * -1'],
    ['218', 'Lab#others'],
    ['300', 'Lab#asked.length'],
  ],
  'C3/W5/C3_W5_Lab_2_Permutation_Importance.lab.ts': [
    ['94.8', 'Lab#testRight * 100'],
    ['1.4', '196 * (Lab#testRight * (1 - Lab#testRight) / 1000) ** 0.5'],
    ['1.9', 'Lab#top.0.points'],
    ['37.3', 'Lab#groups.0.points'],
    ['1', 'Lab#one.lead'],
    ['2.6', 'Lab#one.error'],
    ['95.2', 'Lab#one.fresh * 100'],
    ['86.3', 'Lab#decisions.0.fresh * 100'],
  ],
};

describe('the answer of a lab', function () {
  this.timeout(120_000);
  const labs = new LabValues();
  after(() => labs.end());

  for (const [file, figures] of Object.entries(answers)) {
    it(`${file}: says what its cells compute`, async () => {
      const path = join(extensionRoot, 'course', file);
      const answer = (await readFile(path, 'utf8')).split('// ## Answer')[1]?.split('// ## In production')[0] ?? '';
      for (const [shown, from] of figures) {
        assert.ok(answer.includes(shown), `${shown} stands in the answer`);
        const value = await evaluate(from, () => path, labs);
        assert.ok(stands(shown.replace(',', ''), value), `${shown} stands for ${from}, which is ${value}`);
      }
    });
  }
});
