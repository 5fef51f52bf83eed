import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const guesses = (rows: number, coins: number, copies: string) =>
  `const rowsAhead = ${rows}; const coinsRight = ${coins}; const keepsThree = '${copies}';`;
const honest = (body: string) =>
  `const honest = (rows: Rows, y: readonly number[], folds: readonly Fold[]): number => { ${body} };`;
const choose = (body: string) => `const choose = (given: readonly Result[]): string => ${body};`;
const rightest = 'given.toSorted((a, b) => count(b.right) - count(a.right))[0]!';
const fault = (name: string, cause: string) => `const suspect = { name: '${name}', cause: '${cause}' as Cause };`;

export const wrong: WrongAnswers = {
  'one-row': [
    { code: guesses(10, 84, 'the filter by F'), says: 'Four digits look like much' },
    { code: guesses(1, 50, 'the filter by F'), says: 'chosen with all 100 flips in sight' },
    { code: guesses(1, 84, 'both'), says: 'L1 pays for each weight' },
    { code: guesses(1, 84, 'an L1 penalty'), says: 'no use for a second copy' },
  ],
  'coin-flips': [
    {
      code: honest(
        'return sum(folds.map((fold) => rightIn(fold, rows, y, best(pick(rows, fold.test), pick(y, fold.test))))) / rows.length;',
      ),
      says: 'chosen from the rows that are tested',
    },
    {
      code: honest(
        'const union = [...new Set(folds.flatMap((fold) => best(pick(rows, fold.train), pick(y, fold.train))))]; return sum(folds.map((fold) => rightIn(fold, rows, y, union))) / rows.length;',
      ),
      says: 'have had a part in the choice',
    },
    {
      code: honest('return sum(folds.map((fold) => rightIn(fold, rows, y, [1]))) / rows.length;'),
      says: 'has lost what the real columns tell',
    },
    { code: honest('return 0.5;'), says: 'it looks at neither' },
  ],
  'which-columns': [
    { code: choose(`${rightest}.name`), says: 'no reason to pay for 20 columns' },
    { code: choose('given.toSorted((a, b) => a.columns - b.columns)[0]!.name'), says: 'whatever it loses' },
    {
      code: choose(
        `given.filter(({ right }) => count(${rightest}.right) - count(right) <= 1).toSorted((a, b) => a.columns - b.columns)[0]!.name`,
      ),
      says: 'A fixed number of samples is no test',
    },
  ],
  roc: [
    { code: fault('RFE to 20', 'the columns are bad'), says: 'once it is made from scores' },
    { code: fault('RFE to 20', 'the classes are swapped'), says: 'below one half' },
    { code: fault('all columns', 'labels in place of scores'), says: 'nothing is wrong with it' },
  ],
};
