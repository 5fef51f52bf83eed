import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const guesses = (lowest: number, june: number) => `const myLowest = ${lowest}; const myJune = ${june};`;
const suspects = (isBad: string, empty = 'slices.filter(({ rows }) => rows === 0).map(({ name }) => name)') =>
  `const suspects = (slices: readonly Slice[], share: number): Found => ({
    failing: slices.filter(({ rows, right }) => ${isBad}).map(({ name }) => name),
    empty: ${empty},
  });`;
const onMix = (body: string) =>
  `const onMix = (rows: readonly Loan[], mix: Readonly<Record<string, number>>): number => { ${body} };`;
/** The percentage right of one kind, under a name. */
const ownShare =
  'const of = (kind: string) => { const own = rows.filter(({ customer }) => customer === kind); return (100 * own.filter(isRight).length) / own.length; };';
const cut = (body: string) => `const cut = (bins: readonly Bin[], price: Price): number => ${body};`;

export const wrong: WrongAnswers = {
  'worst-of-sixty': [
    { code: guesses(85, 79), says: 'You may have thought of one branch and its error' },
    { code: guesses(50, 79), says: 'rare even for the unluckiest of sixty' },
    { code: guesses(68, 87), says: 'Both parts rise, so the whole should rise' },
    { code: guesses(68, 67), says: 'The whole lies between its two parts' },
  ],
  suspects: [
    { code: suspects('right / rows < share - 0.1'), says: 'A fixed bound asks the same of 6 loans as of 400' },
    {
      code: suspects('rows > 0 && atMost(right, rows, share) < 0.05'),
      says: 'Each slice is tested as if it were the only one',
    },
    {
      code: suspects('rows >= 30 && atMost(right, rows, share) < 0.05 / slices.length'),
      says: 'Small slices are hidden',
    },
    {
      code: suspects('rows > 0 && atMost(right, rows, share) < 0.05 / slices.length', '[]'),
      says: 'The empty slice is not told of',
    },
    {
      code: suspects('rows > 0 && right / rows < share - 3.14 * Math.sqrt((share * (1 - share)) / rows)'),
      says: 'Luck is lopsided there',
    },
    {
      code: "const suspects = (slices: readonly Slice[], share: number): Found => ({ failing: ['38'], empty: ['61'] });",
      says: 'It names the same slices whatever the report says',
    },
  ],
  'three-days': [
    { code: onMix('return (100 * rows.filter(isRight).length) / rows.length;'), says: 'the total of the test' },
    {
      code: onMix(`${ownShare} return Object.keys(mix).reduce((sum, kind) => sum + of(kind), 0) / 2;`),
      says: 'Both kinds count alike',
    },
    {
      code: onMix(`${ownShare} return mix.old! * of('new') + mix.new! * of('old');`),
      says: 'The shares are the wrong way round',
    },
    { code: onMix('return 86;'), says: 'It gives one number for any mix' },
    {
      code: onMix(
        `${ownShare} return Object.entries(mix).reduce((sum, [kind, share]) => sum + share * (of(kind) || 0), 0);`,
      ),
      says: 'No new customer was tested, and it gives a number',
    },
  ],
  price: [
    {
      code: cut('price.approval / (price.approval + price.refusal)'),
      says: 'Right for a probability. This score is none',
    },
    {
      code: cut('bins.toSorted((a, b) => Math.abs(a.paid - 0.5) - Math.abs(b.paid - 0.5))[0]!.score'),
      says: 'It counts a lost loan like a lost customer',
    },
    {
      code: cut('bins.toSorted((a, b) => b.rows - a.rows)[0]!.score'),
      says: 'Where most loans lie says nothing of what an error costs',
    },
    { code: cut('bins.find(({ paid }) => paid >= 5 / 6)!.score'), says: 'It does not look at the prices' },
    { code: cut('0.945'), says: 'One number whatever the curve' },
    {
      code: cut('1 / (1 + (price.refusal / price.approval) ** 1.8)'),
      says: 'not another: something is typed in',
    },
  ],
};
