import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const shapley = (body: string) =>
  `const shapley = (worth: Worth, players: number): number[] => { const all = Array.from({ length: players }, (_, player) => player); const rest = (player: number) => all.filter((other) => other !== player); ${body} };`;
const guesses = (points: string, sign: string, rank: string) =>
  `const experiencePoints = ${points}; const incomeSign = ${sign}; const rankAfter = ${rank};`;
const crowdFor = (refused: string, changed = '[request.before]') =>
  `const crowdFor = (request: Request, customers: readonly Customer[]): Row[] => { const all = customers.map(({ row }) => row); const yes = customers.filter(({ approved }) => approved).map(({ row }) => row); return request.about === 'changed' ? ${changed} : ${refused}; };`;
const unread = (body: string) =>
  `const unread = (model: Model, rows: readonly Row[]): number[] => { const places = [...rows[0]!.keys()]; const change = (some: readonly Row[], j: number, to: (value: number, i: number) => number) => some.map((row, i) => row.map((value, k) => (k === j ? to(value, i) : value))); const equal = (a: number[], b: number[]) => a.every((value, i) => value === b[i]); ${body} };`;

export const wrong: WrongAnswers = {
  exact: [
    { code: shapley('return all.map((player) => worth(all) - worth(rest(player)));'), says: 'You leave one out' },
    { code: shapley('return all.map((player) => worth([player]) - worth([]));'), says: 'what each brings alone' },
    {
      code: shapley(
        'return all.map((player) => (worth(all) - worth(rest(player)) + worth([player]) - worth([])) / 2);',
      ),
      says: 'right for two players',
    },
    {
      code: shapley(`return all.map((player) => {
        const others = rest(player);
        const gains = Array.from({ length: 2 ** others.length }, (_, mask) => {
          const before = others.filter((_other, i) => (mask >> i) & 1);
          return worth([...before, player]) - worth(before);
        });
        return mean(gains);
      });`).replace('mean(gains)', 'gains.reduce((sum, gain) => sum + gain, 0) / gains.length'),
      says: 'Every coalition counts the same',
    },
    {
      code: shapley('return all.map(() => (worth(all) - worth([])) / players);'),
      says: 'You share evenly',
    },
    {
      code: shapley(
        'const value = (coalition: number[]) => (coalition.length === 0 ? 0 : worth(coalition)); const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1)); return all.map((player) => { let part = 0; for (let mask = 0; mask < 2 ** players; mask++) { const before = all.filter((other) => (mask >> other) & 1); if (before.includes(player)) continue; part += (factorial(before.length) * factorial(players - before.length - 1) / factorial(players)) * (value([...before, player]) - value(before)); } return part; });',
      ),
      says: 'belongs to nobody',
    },
    { code: shapley('return [4, 8, 1, 1, 1].slice(0, 3);'), says: 'Every game gets the same parts' },
  ],
  'two-crowds': [
    { code: guesses('4', "'it adds points'", '2'), says: 'forgets the crowd' },
    { code: guesses('-3', "'it adds points'", '2'), says: 'weight times the distance' },
    { code: guesses('-14', "'nothing, the model is the same'", '2'), says: 'the difference is not' },
    { code: guesses('-14', "'it adds points'", '1'), says: 'each of them gets a part' },
    { code: guesses('-14', "'it adds points'", '4'), says: 'cut to about a third' },
  ],
  crowd: [
    { code: crowdFor('all'), says: 'There is no neutral crowd' },
    { code: crowdFor('all.slice(0, 100)'), says: 'whoever stands first' },
    { code: crowdFor('[request.row.map(() => 0)]'), says: 'A row of zeros is nobody' },
    {
      code: crowdFor('[request.row.map((_, j) => yes.reduce((sum, row) => sum + row[j]!, 0) / yes.length)]'),
      says: 'a mean of people is nobody',
    },
    {
      code: crowdFor('customers.filter(({ approved }) => !approved).map(({ row }) => row)'),
      says: 'from a no to a no',
    },
    { code: crowdFor('yes', 'yes'), says: 'one thing to compare with' },
    { code: crowdFor('yes', '[request.row]'), says: 'all parts are 0' },
    { code: crowdFor('[[40, 20, 3, 6, 0]]', '[[26, 5, 2, 7, 1]]'), says: 'Every bank gets the same crowd' },
  ],
  unread: [
    { code: unread('return [];'), says: 'Nothing is unread to you' },
    {
      code: unread(
        'return places.filter((j) => Math.abs(mean(model(rows)) - mean(model(change(rows, j, (_, i) => rows[(i + 1) % rows.length]![j]!)))) < 1e-9);',
      ),
      says: 'You compare means',
    },
    {
      code: unread(
        'const one = rows.slice(0, 1); return places.filter((j) => equal(model(one), model(change(one, j, (value) => value + 1))));',
      ),
      says: 'You ask about one row',
    },
    {
      code: unread('return places.filter((j) => equal(model(rows), model(change(rows, j, (value) => value + 0.01))));'),
      says: 'You move the column a little',
    },
    {
      code: unread('return places.filter((j) => equal(model(rows), model(change(rows, j, () => 0))));'),
      says: 'You set the column to 0',
    },
    {
      code: unread(
        'const explained = new ExactExplainer((given: Float64Array[]) => model(given.map((row) => [...row])), rows).explain(rows.slice(0, 1)); return places.filter((j) => Math.abs(explained.values[0]![j]!) < 1e-9);',
      ),
      says: 'no proof for all',
    },
    { code: unread('return [1, 3];'), says: 'Every model gets the same answer' },
  ],
};
