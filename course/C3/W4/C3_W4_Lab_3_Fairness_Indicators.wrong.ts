import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const sides = (low: string, third: string, high: string, refused: string) =>
  `const atLow = '${low}'; const atThird = '${third}'; const atHigh = '${high}'; const refusedAtHigh = '${refused}';`;
const rate = (body: string) => `const falseApprovals = (rows: readonly Row[], threshold: number) => {
  const able = rows.filter(({ label }) => label === 0);
  const wrong = able.filter(({ prediction }) => prediction > threshold).length;
  ${body}
};`;
/** One threshold for each place, from the scores of some of its rows. */
const equalized = (
  whose: string,
) => `const equalized = (rows: readonly Scored[], target: number): Record<Place, number> => {
  const one = (place: Place) => {
    const scores = ${whose}.map(({ prediction }) => prediction).toSorted((a, b) => b - a);
    return scores[Math.floor(target * scores.length)]!;
  };
  return { town: one('town'), country: one('country') };
};`;
const cause = (body: string) => `const cause = ({ gap, even, audited }: Evidence): World => ${body};`;

export const wrong: WrongAnswers = {
  sides: [
    { code: sides('country', 'country', 'country', 'town'), says: 'a gap belongs to a model' },
    { code: sides('town', 'town', 'country', 'town'), says: 'The curves cross far below one half' },
    { code: sides('town', 'country', 'town', 'town'), says: 'carries some scores to the very top' },
    { code: sides('town', 'country', 'country', 'country'), says: 'Luck is larger in the noisy group' },
  ],
  rates: [
    {
      code: rate(
        'const approved = rows.filter(({ prediction }) => prediction > threshold).length; return { share: wrong / approved, of: approved, ...wilson(wrong, approved) };',
      ),
      says: 'That is a share of the approved',
    },
    {
      code: rate('return { share: wrong / able.length, of: able.length, ...wilson(wrong, rows.length) };'),
      says: 'The interval is that of another number of rows',
    },
    {
      code: rate(
        'return { share: able.length === 0 ? 0 : wrong / able.length, of: able.length, ...wilson(wrong, able.length) };',
      ),
      says: 'Nobody could be counted, and it gives a number',
    },
    {
      code: rate(
        'const above = able.filter(({ prediction }) => prediction >= threshold).length; return { share: above / able.length, of: able.length, ...wilson(above, able.length) };',
      ),
      says: 'What equals the threshold is approved here',
    },
  ],
  equal: [
    { code: equalized('rows.filter(({ label }) => label === 0)'), says: 'One threshold for both' },
    { code: equalized('ofPlace(rows, place)'), says: 'Equally many are approved of both groups' },
    {
      code: equalized('ofPlace(rows, place).filter(({ label }) => label === 1)'),
      says: 'False refusals are equal now',
    },
    {
      code: 'const equalized = (_rows: readonly Scored[], _target: number): Record<Place, number> => ({ town: 0.46, country: 0.84 });',
      says: 'The thresholds do not follow the target',
    },
  ],
  'two-worlds': [
    { code: cause("gap >= even || audited > -1 ? 'cue' : 'noise'"), says: 'Always the data' },
    { code: cause("even < 0.75 * gap || audited > 1 ? 'cue' : 'noise'"), says: 'The audit is not asked' },
    { code: cause("Math.abs(audited) < gap / 3 && even > -1 ? 'label' : 'noise'"), says: 'there more files do help' },
    {
      code: cause("Math.abs(audited) < gap / 3 ? 'label' : gap - even > 0.12 ? 'cue' : 'noise'"),
      says: 'compare the numbers with the gap',
    },
    {
      code: cause("Math.abs(audited) < gap / 3 ? 'label' : even < 10 ? 'cue' : 'noise'"),
      says: 'Where balancing changes nothing',
    },
  ],
};
