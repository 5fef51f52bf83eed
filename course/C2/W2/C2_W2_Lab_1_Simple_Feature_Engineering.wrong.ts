import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const zScore = (expression: string) => `const zScore = (x, tft) => ${expression};`;

export const wrong: WrongAnswers = {
  z_score: [
    { code: zScore('tft.div(tft.sub(x, tft.mean(x)), tft.variance(x))'), says: 'divided by the variance' },
    { code: zScore('tft.div(x, tft.sqrt(tft.variance(x)))'), says: 'did not centre' },
    { code: zScore('tft.mul(tft.sub(x, 2), 1.2247448)'), says: 'typed the constants' },
  ],
};
