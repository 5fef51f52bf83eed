import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const leads = (early: number, late: number) => `const myEarly = ${early}; const myLate = ${late};`;
const rounds = 'const rounds = brackets.flatMap((bracket) => bracket.rounds);';
const sum = 'const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);';
const right = {
  epochs: 'sum(rounds.map(({ trials, epochs, initialEpoch }) => trials * (epochs - initialEpoch)))',
  settings: 'sum(brackets.map((bracket) => bracket.rounds[0]!.trials))',
  entries: 'sum(rounds.map(({ trials }) => trials))',
};
const price = (parts: Partial<typeof right>) => {
  const { epochs, settings, entries } = { ...right, ...parts };
  return `const price = (brackets: readonly Bracket[]): Price => { ${rounds} ${sum} return { epochs: ${epochs}, settings: ${settings}, entries: ${entries} }; };`;
};
const honest = (body: string) => `const honest: Honest = (score, best, base, rows, seeds) => { ${body} };`;
const differences = (rows: string) =>
  `const differences = seeds.map((seed) => score(best, seed, ${rows}) - score(base, seed, ${rows})); const center = mean(differences);`;
const deviation = (by: string) =>
  `const deviation = Math.sqrt(differences.reduce((total, each) => total + (each - center) ** 2, 0) / (${by}));`;
const root = 'return { gain: center, error: deviation / Math.sqrt(seeds.length) };';

export const wrong: WrongAnswers = {
  rates: [
    { code: leads(0, 0), says: 'With small ones a net is nearly where it began' },
    { code: leads(30, 30), says: 'ninety-nine epochs to catch up' },
    { code: leads(30, -20), says: 'Slow is no virtue either' },
  ],
  brackets: [
    { code: price({ epochs: 'sum(rounds.map(({ trials, epochs }) => trials * epochs))' }), says: 'paid twice' },
    {
      code: price({ epochs: `sum(brackets.map((bracket) => bracket.rounds[0]!.trials * 10))` }),
      says: 'trained to the end',
    },
    { code: price({ epochs: 'sum(rounds.map(({ trials }) => trials * 10))' }), says: 'taken for a full training' },
    {
      code: price({ epochs: 'sum(brackets.map(({ rounds: [first] }) => first!.trials * first!.epochs))' }),
      says: 'Only first rounds',
    },
    { code: price({ settings: right.entries }), says: 'counted as a new setting' },
    {
      code: price({ settings: 'sum(brackets.map((bracket) => bracket.rounds.at(-1)!.trials))' }),
      says: 'reach the end',
    },
    { code: price({ entries: right.settings }), says: 'for each trial of each round' },
    { code: price({ entries: 'rounds.length' }), says: 'Rounds are counted' },
    {
      code: 'const price = (brackets: readonly Bracket[]): Price => ({ epochs: 120, settings: 22, entries: 30 });',
      says: 'The same price',
    },
  ],
  'thirty-dots': [
    { code: 'const myGain = 4;', says: 'The lead was made by the choice' },
    { code: 'const myGain = 10;', says: 'make its lead grow' },
    { code: 'const myGain = -5;', says: 'no worse than the others' },
  ],
  honest: [
    {
      code: honest(`${differences('rows.choose')} ${deviation('seeds.length - 1')} ${root}`),
      says: 'the rows of the choice',
    },
    {
      code: honest(
        `const all = seeds.map((seed) => score(best, seed, rows.fresh)); const center = mean(all) - score(base, seeds[0]!, rows.fresh); return { gain: center, error: 0.01 };`,
      ),
      says: 'more throws than the baseline',
    },
    {
      code: honest(
        `const top = (values: Values) => Math.max(...seeds.map((seed) => score(values, seed, rows.fresh))); return { gain: top(best) - top(base), error: 0.0036515 };`,
      ),
      says: 'The best seed is taken',
    },
    {
      code: honest(
        `${differences('rows.fresh').replaceAll('best', 'BASE').replaceAll('base,', 'best,').replaceAll('BASE', 'base')} ${deviation('seeds.length - 1')} ${root}`,
      ),
      says: 'The sign is turned',
    },
    {
      code: honest(
        `${differences('rows.fresh')} ${deviation('seeds.length - 1')} return { gain: center, error: deviation };`,
      ),
      says: 'the deviation of one seed',
    },
    { code: honest(`${differences('rows.fresh')} ${deviation('seeds.length')} ${root}`), says: 'divide by n − 1' },
    {
      code: honest(
        `const of = (values: Values) => seeds.map((seed) => score(values, seed, rows.fresh)); const spread = (values: number[]) => values.reduce((total, each) => total + (each - mean(values)) ** 2, 0) / (values.length - 1); const [a, b] = [of(best), of(base)]; return { gain: mean(a) - mean(b), error: Math.sqrt((spread(a) + spread(b)) / seeds.length) };`,
      ),
      says: 'Take the differences first',
    },
    { code: honest(`${differences('rows.fresh')} return { gain: center, error: 0 };`), says: 'Without an error' },
    { code: honest('return { gain: 0.07, error: 0.0036515 };'), says: 'It scores nothing' },
  ],
  evening: [
    { code: "const plan = 'trials' as Plan | undefined;", says: 'luckier still' },
    { code: "const plan = 'space' as Plan | undefined;", says: 'The luck of 200 rows stays' },
    { code: "const plan = 'today' as Plan | undefined;", says: 'as far off as it is' },
  ],
};
