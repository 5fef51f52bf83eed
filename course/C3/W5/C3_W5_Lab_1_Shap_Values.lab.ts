// -*- coding: utf-8 -*-
// ---
// id: C3_W5_Lab_1
// title: Shapley Values
// minutes: 60
// data: generated
// ---

// %% [markdown]
// # Shapley Values
//
// Nora is 26 and has worked for five years. She asks a bank for a loan and is refused, 21 points below the border. She
// wants to know why. Two clerks explain the same score of the same model by the same method. One writes that her income
// took 7 points away. The other writes that her income brought 8. Both letters add up, to the last digit.
//
// **Which letter is right, and what must it say besides its numbers?**

// %% [markdown]
// ## Before you start
//
// - From the week before: a gap between two groups is large at one threshold and gone at another. What has to stand beside
//   a gap, so that it says something?
// - This lab rests on [Shapley's rule](mlops-lab:slides/C3_W5_Slides#page=shapley) and on
//   [the two letters](mlops-lab:slides/C3_W5_Slides#page=two-waterfalls). Bank and customers are made from a seed.

// %% [markdown]
// ## Twelve points for two
//
// A small model gives 0 points to somebody of whom it knows nothing. A good income brings 4, a savings plan alone 0, and
// both together 12. How many of the twelve belong to the plan? Here are three rules.

// %%
import { display, table } from 'mlops-lab/lab';

/** What the players of a coalition are worth together; players are numbered from 0. */
type Worth = (coalition: readonly number[]) => number;
const plan: Worth = (coalition) => [0, 4, 0, 12][coalition.reduce((sum, player) => sum + 2 ** player, 0)]!;
const rules = {
  'left out': [plan([0, 1]) - plan([1]), plan([0, 1]) - plan([0])],
  alone: [plan([0]) - plan([]), plan([1]) - plan([])],
  'mean over both orders': [(12 + 4) / 2, (8 + 0) / 2],
};
const lines = Object.entries(rules).map(([rule, [income = 0, saved = 0]]) => ({
  ...{ rule, income, plan: saved, sum: income + saved },
}));
display(table(lines, { caption: 'There are 12 points to share' }));

// %% [markdown]
// Only the last rule shares out what is there. A **Shapley value** is the mean of what a player brings, over all orders in
// which the players can come. Columns are the players, a score is the prize.
//
// ## Build it
//
// Write `shapley(worth, players)` for any number of players up to six. It returns one number a player. `worth` takes the
// places of a coalition, in any order, such as `worth([0, 2])`. Nobody's worth, `worth([])`, need not be 0. The starter
// leaves one out.

// %% exercise="exact" kind="build"
// #region starter
// const shapley = (worth: Worth, players: number): number[] => {
//   const all = Array.from({ length: players }, (_, player) => player);
//   return all.map((player) => worth(all) - worth(all.filter((other) => other !== player)));
// };
// #endregion
// #region solution
const shapley = (worth: Worth, players: number): number[] => {
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  const all = Array.from({ length: players }, (_, player) => player);
  const parts = all.map(() => 0);
  for (let mask = 0; mask < 2 ** players; mask++) {
    const before = all.filter((player) => (mask >> player) & 1);
    const orders = factorial(before.length) * factorial(players - before.length - 1);
    for (const player of all.filter((other) => !before.includes(other)))
      parts[player]! += (orders / factorial(players)) * (worth([...before, player]) - worth(before));
  }
  return parts;
};

// #endregion

// %% check="exact"
import { uniform } from 'mlops-lab/datasets';
import { shapleyValues } from 'mlops-lab/explain';
import { check, ok } from 'mlops-lab/lab';

interface Game {
  readonly players: number;
  readonly worth: Worth;
  readonly parts: readonly number[];
}
/** A game by the worth of all its coalitions, that of place k for the players of k's binary digits. */
function gameOf(players: number, all: readonly number[]): Game {
  const worth: Worth = (coalition) => all[coalition.reduce((mask, player) => mask | (1 << player), 0)]!;
  return { players, worth, parts: [...shapleyValues(all, players)] };
}
const toss = uniform(5);
const anyGame = (players: number) =>
  gameOf(
    players,
    Array.from({ length: 2 ** players }, () => Math.round(20 * toss() - 5)),
  );
/** Player 1 changes nothing; players 0 and 2 do the same. */
const twins = gameOf(3, [3, 5, 3, 5, 5, 12, 5, 12]);
const games = [twins, anyGame(3), anyGame(4), anyGame(5)];
const alike = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((value, i) => Math.abs(value - b[i]!) < 1e-9);
const playersOf = ({ players }: Game) => Array.from({ length: players }, (_, player) => player);
const without = (game: Game, player: number) => playersOf(game).filter((other) => other !== player);
type Rule = (game: Game, player: number) => number;
const leftOut: Rule = (game, player) => game.worth(playersOf(game)) - game.worth(without(game, player));
const alone: Rule = ({ worth }, player) => worth([player]) - worth([]);
/** The mean over all coalitions, each counting the same. */
const evenly: Rule = (game, player) => {
  const others = without(game, player);
  const gains = Array.from({ length: 2 ** others.length }, (_, mask) => {
    const before = others.filter((_other, i) => (mask >> i) & 1);
    return game.worth([...before, player]) - game.worth(before);
  });
  return gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
};
const follows = (rule: Rule) =>
  games.every((game) =>
    alike(
      shapley(game.worth, game.players),
      playersOf(game).map((player) => rule(game, player)),
    ),
  );
await check(
  'In games of three to five players: parts add up, twins get the same, who changes nothing gets nothing',
  () => {
    for (const game of games) {
      const parts = shapley(game.worth, game.players);
      const whole = game.worth(playersOf(game)) - game.worth([]);
      const sum = parts.reduce((total, part) => total + part, 0);
      ok(
        Math.abs(sum - whole) < 1e-9,
        `the parts of ${game.players} players add up to ${whole} (here ${sum.toFixed(3)})`,
      );
      ok(alike(parts, game.parts), `a mean over all ${game.players}-player orders`);
    }
    const [first, dummy, third] = shapley(twins.worth, 3);
    ok(first === third && Math.abs(dummy!) < 1e-9, 'twins get the same, and who changes nothing gets 0');
  },
  {
    hints: [
      'Of three players one comes second in how many orders, and who stands there before it?',
      'A coalition of s players comes before a given one in s! (n - s - 1)! of n! orders. Weigh its gain by that share.',
      'for each coalition without the player: … += (s! * (n - s - 1)! / n!) * (worth([...before, player]) - worth(before))',
    ],
    mistakes: [
      {
        when: () => new Set(games.map(({ worth, players }) => String(shapley(worth, players)))).size === 1,
        say: 'Every game gets the same parts: the worth of its coalitions is not asked for.',
      },
      { when: () => follows(leftOut), say: 'You leave one out. What two bring together is then counted twice.' },
      { when: () => follows(alone), say: 'You take what each brings alone. What two bring together is then nobody’s.' },
      {
        when: () => follows((game, player) => (leftOut(game, player) + alone(game, player)) / 2),
        say: 'The mean of first and last is right for two players. With three somebody also comes second.',
      },
      {
        when: () => follows(evenly),
        say: 'Every coalition counts the same to you. Orders do not: few of them begin with a given pair.',
      },
      {
        when: () => follows((game) => (game.worth(playersOf(game)) - game.worth([])) / game.players),
        say: 'You share evenly. Who changes nothing would get as much as the others.',
      },
      {
        when: () => {
          const sum = shapley(twins.worth, 3).reduce((total, part) => total + part, 0);
          return Math.abs(sum - twins.worth([0, 1, 2])) < 1e-9;
        },
        say: 'Your parts add up to all of the worth. What nobody is worth, `worth([])`, belongs to nobody.',
      },
    ],
  },
);

// %% [markdown]
// ## The bank
//
// 6,000 customers with age, years at work, income in thousands a month, debt in thousands, and bills paid late. The bank
// knows who paid back.

// %% fold="true" name="bank"
import { normal } from 'mlops-lab/datasets';

type Row = readonly number[];
const columns = ['age', 'experience', 'income', 'debt', 'late bills'];
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** A grown-up customer, or an apprentice: young, with little experience, income and debt. */
function person(next: () => number, apprentice = false): Row {
  const age = apprentice ? 17 + 4 * next() : 22 + 43 * next();
  const worked = apprentice ? age - 16.5 : Math.max(0, age - 19 - 6 * next());
  const income = apprentice ? 0.9 + 0.2 * normal(next) : 1.6 + 0.06 * worked + 0.6 * normal(next);
  const debt = apprentice ? 1.2 + 0.8 * normal(next) : 3 + 1.1 * income + 2 * normal(next);
  return [age, worked, Math.max(0.4, income), Math.max(0, debt), Math.floor(3 * next() * next())];
}
/** Whether somebody pays back, drawn. */
function pays([age = 0, worked = 0, income = 0, debt = 0, late = 0]: Row, next: () => number): number {
  const z = 0.03 * (age - 40) + 0.08 * (worked - 18) + 0.7 * (income - 3) - 0.22 * (debt - 6) - 0.5 * (late - 1);
  return next() < sigmoid(1 + z) ? 1 : 0;
}
function people(count: number, seed: number, apprentices = false) {
  const next = uniform(seed);
  return Array.from({ length: count }, () => {
    const row = person(next, apprentices);
    return { row, paid: pays(row, next) };
  });
}

// %%
import { scatter } from 'mlops-lab/plot';

const seed = 12;
const file = people(6000, seed);
const few = file.slice(0, 600);
display(
  scatter({
    ...{ title: '600 of 6,000 customers', xLabel: 'age (years)', yLabel: 'income (thousands a month)' },
    x: few.map(({ row }) => row[0]!),
    y: few.map(({ row }) => row[2]!),
    group: few.map(({ paid }) => (paid ? 'paid back' : 'did not')),
  }),
);

// %% [markdown]
// The model adds up points: a weight times each column, and a constant. From 0 points on a loan is approved.

// %%
import { LogisticRegression } from 'mlops-lab/estimators';

/** Ten points are one unit of the log odds of paying back. */
function scoring(customers: readonly { row: Row; paid: number }[]) {
  const model = new LogisticRegression<number>().fit(
    customers.map(({ row }) => row),
    customers.map(({ paid }) => paid),
  );
  const [weights, constant] = [Array.from(model.coef[0]!, (weight) => 10 * weight), 10 * model.intercept[0]!];
  const one = (row: ArrayLike<number>) => weights.reduce((sum, weight, j) => sum + weight * row[j]!, constant);
  return { weights, score: (rows: readonly ArrayLike<number>[]) => rows.map(one) };
}
const { weights, score } = scoring(file);

// %%
const nora: Row = [26, 5, 2, 9, 2];
const crowd = few.slice(0, 400).map(({ row }) => row);
const apprentices = people(400, seed + 1, true).map(({ row }) => row);
const meansOf = (rows: readonly Row[]) => columns.map((_, j) => mean(rows.map((row) => row[j]!)));
const [meansAll, meansApprentices] = [meansOf(crowd), meansOf(apprentices)];
display(
  table(
    columns.map((column, j) => ({
      column,
      'points a unit': weights[j]!.toFixed(2),
      Nora: nora[j]!,
      'all customers, mean': meansAll[j]!.toFixed(2),
      'apprentices, mean': meansApprentices[j]!.toFixed(2),
    })),
    { caption: `Nora: ${score([nora])[0]!.toFixed(1)} points. All: ${mean(score(crowd)).toFixed(1)} on average` },
  ),
);

// %% [markdown]
// A coalition of columns keeps Nora's values. The others take those of somebody else, and the mean is taken over a whole
// crowd, the **background** (`background` or reference). So a part says how Nora differs from that crowd. Look at the
// table, and commit yourself. The third guess is on a forest that comes later.

// %% exercise="two-crowds" kind="predict"
import { predict, reveal } from 'mlops-lab/lab';

// #region starter
// const experiencePoints = undefined; // a number of points, with its sign
// const incomeSign = undefined; // one of the three
// const rankAfter = undefined; // a place from 1 to 4
// #endregion
// #region solution
const experiencePoints = -13;
const incomeSign = 'it adds points';
const rankAfter = 2;
// #endregion
const guessedPoints = predict('points', 'Against all customers: how many points does her experience bring?', {
  ...{ from: -100, to: 100, unit: 'points', answer: experiencePoints },
});
const guessedSign = predict('sign', 'Her income takes points away against all customers. And against apprentices?', {
  oneOf: ['it adds points', 'it takes points away', 'nothing, the model is the same'],
  answer: incomeSign,
});
const guessedRank = predict(
  'rank',
  'A forest reads four columns. Two near copies of the best one join them. At which place of the old four does the best one stand now?',
  { from: 1, to: 4, answer: rankAfter },
);

// %% truth="points sign"
import { waterfall } from 'mlops-lab/explain';

/** Nora's columns against everybody in a crowd. */
const against =
  (row: Row, others: readonly Row[]): Worth =>
  (coalition) =>
    mean(score(others.map((other) => other.map((value, j) => (coalition.includes(j) ? row[j]! : value)))));
const letter = (others: readonly Row[]) => ({
  values: [Float64Array.from(shapley(against(nora, others), columns.length))],
  baseValue: mean(score(others)),
  data: [Float64Array.from(nora)],
  featureNames: columns,
});
const [toAll, toApprentices] = [letter(crowd), letter(apprentices)];
display(waterfall(toAll, { title: 'The first letter', xLabel: 'points', background: '400 customers' }));
display(waterfall(toApprentices, { title: 'The second letter', xLabel: 'points', background: '400 apprentices' }));
const spreadOf = (values: readonly number[]) => Math.sqrt(mean(values.map((value) => (value - mean(values)) ** 2)));
const sway = (1.96 * weights[2]! * spreadOf(crowd.map((row) => row[2]!))) / Math.sqrt(crowd.length);
display(`Another 400 customers would move the part of her income by up to ±${sway.toFixed(1)} points (95 %).`);
reveal(guessedPoints, Math.round(10 * weights[1]! * (nora[1]! - meansAll[1]!)) / 10, {
  far: (guess) =>
    guess > 0
      ? 'She has fewer years than the crowd, so the part takes points away. Weight times value forgets the crowd.'
      : 'For a sum of columns the part is the weight times the distance to the mean of the crowd.',
});
reveal(guessedSign, weights[2]! * (nora[2]! - meansApprentices[2]!) > 0 ? 'it adds points' : 'it takes points away', {
  far: () => 'The model is the same, the difference is not: apprentices earn less than she does.',
});

// %% check="adds-up"
import { ExactExplainer } from 'mlops-lab/explain';

await check('The toolkit finds the parts that a linear model must have, and both letters end at one score', () => {
  for (const others of [crowd, apprentices]) {
    const { values, baseValue } = new ExactExplainer(score, others).explain([nora]);
    const means = meansOf(others);
    ok(
      alike(
        [...values[0]!],
        columns.map((_, j) => weights[j]! * (nora[j]! - means[j]!)),
      ),
      'w (x − mean)',
    );
    const sum = values[0]!.reduce((total, part) => total + part, baseValue);
    ok(Math.abs(sum - score([nora])[0]!) < 1e-9, 'mean and parts make the score');
  }
});

// %% claim="turned > 8" seed="12"
/** By how many points her income does better beside apprentices than beside all customers. */
export const turned = (any: number): number => {
  const bank = scoring(people(3000, any));
  const part = (others: readonly { row: Row }[]) =>
    new ExactExplainer(
      bank.score,
      others.map(({ row }) => row),
    ).explain([nora]).values[0]![2]!;
  return part(people(100, any + 1, true)) - part(people(100, any + 2));
};

// %% [markdown]
// Neither letter is wrong. The first says why she is unlike most customers, the second why she is unlike an apprentice.
// She is no apprentice. (A model that only adds up gives the same parts by all three rules above. Most models do not.)
//
// ## It breaks, and every sum is right
//
// The bank now explains all its refusals at night. A background of 100 rows is enough, so the program takes the first 100
// of the file. Last week somebody sorted the file by decision.

// %%
const decided = file.map(({ row }) => ({ row, approved: score([row])[0]! >= 0 }));
const sorted = decided.toSorted((a, b) => Number(a.approved) - Number(b.approved));
const refused = decided.filter(({ approved }) => !approved).slice(0, 300);
const asked = refused.map(({ row }) => row);
const explain = (others: readonly Row[], rows: readonly Row[]) =>
  new ExactExplainer(score, others, { featureNames: columns }).explain(rows);
const first100 = sorted.slice(0, 100).map(({ row }) => row);
const nightly = explain(first100, asked);
const gaps = asked.map((row, i) =>
  Math.abs(nightly.baseValue + nightly.values[i]!.reduce((sum, part) => sum + part, 0) - score([row])[0]!),
);
const better = asked.filter((row) => score([row])[0]! > nightly.baseValue).length;
display(`300 letters. The largest gap between parts and score: ${Math.max(...gaps).toExponential(0)} points.`);
display(
  `They begin at ${nightly.baseValue.toFixed(1)} points, and ${better} of them explain why somebody is better than that.`,
);

// %% [markdown]
// All sums are right, and the letters answer a question that nobody asked: why are you unlike others who were refused?
//
// ## Decide on a crowd
//
// Two kinds of letters come in. "Why was I **refused**?" is about a border: an explanation that begins below it has
// explained nothing. "Why has my score **changed** since last month?" is about one person. Write
// `crowdFor(request, customers)`: the rows of the background. Only rows of people who really are or were that way.

// %% exercise="crowd" kind="decide"
interface Request {
  readonly about: 'refused' | 'changed';
  readonly row: Row;
  /** The same person, a month ago. */
  readonly before: Row;
}
interface Customer {
  readonly row: Row;
  readonly approved: boolean;
}
// #region starter
// const crowdFor = (request: Request, customers: readonly Customer[]): Row[] =>
//   customers.slice(0, 100).map(({ row }) => row);
// #endregion
// #region solution
const crowdFor = (request: Request, customers: readonly Customer[]): Row[] =>
  request.about === 'changed' ? [request.before] : customers.filter(({ approved }) => approved).map(({ row }) => row);
// #endregion

// %% check="crowd"
/** Three banks: their customers in three orders, a request of each kind. */
const banks = [31, 32, 33].map((any, k) => {
  const made = people(300, any).map(({ row }) => ({ row, approved: score([row])[0]! >= 4 * k }));
  const customers = k === 0 ? made.toSorted((a, b) => Number(a.approved) - Number(b.approved)) : made;
  const { row } = customers.find(({ approved }) => !approved)!;
  const before = row.map((value, j) => (j === 3 ? value - 2 : value));
  return { customers, row, before, yes: customers.filter(({ approved }) => approved).map((each) => each.row) };
});
const crowdsOf = (about: Request['about']) =>
  banks.map(({ customers, row, before }) => crowdFor({ about, row, before }, customers));
const sameRows = (a: readonly Row[], b: readonly Row[]) =>
  a.length === b.length && new Set([...a, ...b].map(String)).size === new Set(b.map(String)).size;
const allRows = (k: number) => banks[k]!.customers.map(({ row }) => row);
const every = (crowds: readonly (readonly Row[])[], is: (rows: readonly Row[], k: number) => boolean) =>
  crowds.every((rows, k) => is(rows, k));
const isReal = (rows: readonly Row[], k: number) =>
  rows.every((row) => [...allRows(k), banks[k]!.before].some((real) => String(real) === String(row)));
await check(
  'In three banks: a refusal is explained from a yes, a change from the same person a month ago',
  () => {
    ok(
      every(crowdsOf('refused'), (rows, k) => sameRows(rows, banks[k]!.yes)),
      'refused: everybody who got the loan',
    );
    ok(
      every(crowdsOf('changed'), (rows, k) => sameRows(rows, [banks[k]!.before])),
      'changed: the row of a month ago',
    );
  },
  {
    hints: [
      'What has the one who asks in mind when saying “instead of …”?',
      'A refusal is a difference from those who were not refused. A change is a difference from an earlier self.',
      "request.about === 'changed' ? […] : customers.filter(…).map(…)",
    ],
    mistakes: [
      {
        when: () => crowdsOf('refused').some((rows) => rows.some((row) => row.every((value) => value === 0))),
        say: 'A row of zeros is nobody: no age, no income. It is no neutral crowd, and the model never saw such a person.',
      },
      {
        when: () => new Set(crowdsOf('refused').map(String)).size === 1,
        say: 'Every bank gets the same crowd: your function reads neither the request nor the file.',
      },
      {
        when: () => !every(crowdsOf('refused'), isReal),
        say: 'There are rows that are no customer: a mean of people is nobody, and a model that bends answers it otherwise.',
      },
      {
        when: () => every(crowdsOf('refused'), (rows, k) => sameRows(rows, allRows(k).slice(0, 100))),
        say: 'The first hundred of a file are whoever stands first. In the first bank nobody of them got a loan.',
      },
      {
        when: () => every(crowdsOf('refused'), (rows, k) => sameRows(rows, allRows(k))),
        say: 'All customers, refused ones too: part of the crowd lies below the border. There is no neutral crowd.',
      },
      {
        when: () => every(crowdsOf('refused'), (rows, k) => rows.every((row) => !banks[k]!.yes.includes(row))),
        say: 'A refusal is explained from people who were refused, or from herself. That leads from a no to a no.',
      },
      {
        when: () => every(crowdsOf('changed'), (rows) => rows.length > 1),
        say: 'A change has one thing to compare with. Others did not become this person within a month.',
      },
      {
        when: () => every(crowdsOf('changed'), (rows, k) => sameRows(rows, [banks[k]!.row])),
        say: 'Compared with today’s own row all parts are 0.',
      },
    ],
  },
);

// %% [markdown]
// ## Mend it
//
// The same 300 letters, with your crowd for refusals.

// %%
const request: Request = { about: 'refused', row: nora, before: [26, 5, 2, 7, 1] };
const yourCrowd = crowdFor(request, sorted).slice(0, 100);
const mended = explain(yourCrowd, asked);
const mainReason = (parts: Float64Array) => columns[parts.indexOf(Math.min(...parts))]!;
const others = asked.filter((_, i) => mainReason(nightly.values[i]!) !== mainReason(mended.values[i]!)).length;
const kinder = asked.filter((_, i) => nightly.values[i]![1]! > 0 && mended.values[i]![1]! < 0).length;
display(
  `${others} of 300 letters name another main reason now. In ${kinder} of them experience spoke for the person, and now speaks against.`,
);
const before = explain(first100, [nora]);
const after = explain(yourCrowd, [nora]);
display(waterfall(before, { title: 'Nora, before', xLabel: 'points', background: 'first 100 of the file' }));
display(waterfall(after, { title: 'Nora, after', xLabel: 'points', background: 'crowd that you chose' }));

// %% [markdown]
// All letters together show the model. Each dot is a refused customer.

// %%
import { beeswarm } from 'mlops-lab/explain';

display(beeswarm(mended, { title: '300 refusals against the crowd that you chose', xLabel: 'points' }));

// %% [markdown]
// ## Copies
//
// Now a forest on four columns. Somebody joins two tables, and the best column comes along twice more, with a trace of
// noise. The forest is trained again.

// %% name="copies" truth="rank"
import { RandomForestClassifier } from 'mlops-lab/estimators';
import { TreeExplainer } from 'mlops-lab/explain';
import { bar } from 'mlops-lab/plot';

function copies(any: number) {
  const next = uniform(any);
  const plain = Array.from({ length: 500 }, () => Float64Array.from({ length: 4 }, () => normal(next)));
  const y = plain.map(([a = 0, b = 0, c = 0]) => (next() < sigmoid(2.4 * a + 1.6 * b + 0.8 * c) ? 1 : 0));
  const copied = plain.map((row) =>
    Float64Array.of(...row, row[0]! + 0.01 * normal(next), row[0]! + 0.01 * normal(next)),
  );
  const told = (x: Float64Array[]) => {
    const forest = new RandomForestClassifier<number>({ nEstimators: 25, maxDepth: 5, minSamplesLeaf: 5, seed: any });
    const { values } = new TreeExplainer(forest.fit(x, y), { background: x.slice(0, 50) }).explain(x.slice(100, 200));
    const sizes = Array.from(x[0]!, (_, j) => mean(values.map((row) => Math.abs(row[j]!))));
    const right = forest.predict(x).filter((is, i) => is === y[i]).length / y.length;
    return { shares: sizes.map((size) => size / sizes.reduce((sum, each) => sum + each, 0)), right };
  };
  return { before: told(plain), after: told(copied) };
}
const joined = copies(seed);
const shareOf = (parts: readonly number[], places: readonly number[]) =>
  places.reduce((sum, j) => sum + (parts[j] ?? 0), 0);
display(
  bar({
    ...{ title: 'Share of the credit', xLabel: 'column', yLabel: '%' },
    categories: ['best', 'second', 'third', 'fourth', 'copy 1', 'copy 2', 'best and its copies'],
    y: {
      before: [...joined.before.shares, 0, 0, joined.before.shares[0]!].map((share) => 100 * share),
      after: [...joined.after.shares, shareOf(joined.after.shares, [0, 4, 5])].map((share) => 100 * share),
    },
  }),
);
display(
  `Right, before and after: ${(100 * joined.before.right).toFixed(1)} and ${(100 * joined.after.right).toFixed(1)} % of 500.`,
);
const [bestShare = 0, ...restShares] = joined.after.shares.slice(0, 4);
reveal(guessedRank, 1 + restShares.filter((share) => share > bestShare).length, {
  far: (guess) =>
    guess === 1
      ? 'The forest reads now one and now another of the three, so each of them gets a part of the credit.'
      : 'Its share is cut to about a third. What matters is who stood close behind.',
});

// %% claim="shrunk > 0.2" seed="12"
import { logMetrics, logParams } from 'mlops-lab/tracking';

/** How much of the credit the best column loses to its copies. */
export const shrunk = (any: number): number => {
  const told = copies(any);
  return told.before.shares[0]! - told.after.shares[0]!;
};
logParams({ seed });
logMetrics({
  ...{
    score_nora: score([nora])[0]!,
    income_all: toAll.values[0]![2]!,
    income_apprentices: toApprentices.values[0]![2]!,
  },
  ...{
    letters_other_reason: others,
    best_share_before: joined.before.shares[0]!,
    best_share_after: joined.after.shares[0]!,
  },
});

// %% [markdown]
// Nothing changed in the world, and next to nothing in the answers. A rank of columns is a statement about a table.
//
// ## Find the fault
//
// A report says that the rent took 4 points away from Nora. The bank swears that its model does not read the rent.
// Settle it by asking the model, not the report. Write `unread(model, rows)`: the places of the columns on which the
// model's answers **never** depend, whatever real values one puts there. `model` answers one number for each row.

// %% exercise="unread" kind="fault"
type Model = (rows: readonly Row[]) => number[];
// #region starter
// const unread = (model: Model, rows: readonly Row[]): number[] => [];
// #endregion
// #region solution
const unread = (model: Model, rows: readonly Row[]): number[] => {
  const told = model(rows);
  const isSame = (given: readonly Row[]) => model(given).every((answer, i) => answer === told[i]);
  return [...rows[0]!.keys()].filter((j) =>
    rows.every((other) => isSame(rows.map((row) => row.map((value, k) => (k === j ? other[j]! : value))))),
  );
};
// #endregion

// %% check="unread"
const drawnRows = (width: number, any: number): Row[] => {
  const next = uniform(any);
  return Array.from({ length: 40 }, () => Array.from({ length: width }, () => Math.round(10 * normal(next)) / 10));
};
const inspected: readonly { model: Model; rows: Row[]; answer: readonly number[] }[] = [
  { model: (rows) => rows.map(([a = 0, , c = 0]) => 2 * a - c), rows: drawnRows(4, 1), answer: [1, 3] },
  // Reads column 1 for the few with a high column 0.
  { model: (rows) => rows.map(([a = 0, b = 0]) => (a > 1 ? Number(b > 0) : 5)), rows: drawnRows(3, 2), answer: [2] },
  // A step, far from most values.
  {
    model: (rows) => rows.map(([, b = 0, c = 0]) => Number(b > 1.2) + Number(c < -1.2)),
    rows: drawnRows(3, 3),
    answer: [0],
  },
  // Reads both, but nobody in the file has both high.
  {
    model: (rows) => rows.map(([a = 0, b = 0]) => Number(a > 1 && b > 1)),
    rows: drawnRows(2, 6).map(([a = 0, b = 0]) => (a > 1 ? [a, Math.min(b, 0.9)] : [a, b])),
    answer: [],
  },
  { model: (rows) => rows.map(() => 1), rows: drawnRows(2, 4), answer: [0, 1] },
  // The first row lies in the middle of the others.
  {
    model: (rows) => rows.map(([a = 0, b = 0]) => a + b),
    rows: [
      [0, 0],
      ...drawnRows(2, 5).flatMap(([a = 0, b = 0]) => [
        [a, b],
        [-a, -b],
      ]),
    ],
    answer: [],
  },
];
const firstOf = [inspected[0]!.model, inspected[0]!.rows] as const;
/** A slower way to ask, with one row changed in place of all, or with one change in place of many. */
const way =
  (rows: readonly Row[], change: (value: number, j: number) => number, same: (a: number[], b: number[]) => boolean) =>
  (model: Model) =>
    [...rows[0]!.keys()].filter((j) =>
      same(model(rows), model(rows.map((row) => row.map((value, k) => (k === j ? change(value, j) : value))))),
    );
const equalAll = (a: number[], b: number[]) => a.every((value, i) => value === b[i]);
const equalMean = (a: number[], b: number[]) => Math.abs(mean(a) - mean(b)) < 1e-9;
const asks = (how: (each: (typeof inspected)[number]) => readonly number[]) =>
  inspected.every((each) => String(unread(each.model, each.rows)) === String(how(each)));
const shifted = (rows: readonly Row[], j: number) =>
  rows.map((row, i) => row.map((value, k) => (k === j ? rows[(i + 1) % rows.length]![j]! : value)));
await check(
  'Six models: columns that are read in few rows are found, and those that are never read',
  () => {
    for (const { model, rows, answer } of inspected)
      ok(String(unread(model, rows)) === String(answer), `columns ${answer.join(', ') || '(none)'} are unread`);
  },
  {
    hints: [
      'What happens to the answer if only this column is another one, and nothing else?',
      'Try real values of the column in all rows, and compare answer by answer.',
      'rows.every((other) => model(rows with other[j] in column j) … every answer as before)',
    ],
    mistakes: [
      { when: () => asks(() => []), say: 'Nothing is unread to you. A constant model reads no column at all.' },
      {
        when: () => inspected.every(({ model, rows }) => String(unread(model, rows)) === String(unread(...firstOf))),
        say: 'Every model gets the same answer: nothing is asked of it.',
      },
      {
        when: () =>
          asks(({ model, rows }) =>
            [...rows[0]!.keys()].filter((j) => equalMean(model(rows), model(shifted(rows, j)))),
          ),
        say: 'You compare means. Of a sum the mean stays when a column is moved among the rows: every one seems unread.',
      },
      {
        when: () => asks(({ model, rows }) => way(rows.slice(0, 1), (value) => value + 1, equalAll)(model)),
        say: 'You ask about one row. A column that is read for few people looks unread to the others.',
      },
      {
        when: () =>
          [0.001, 0.01, 0.1].some((step) =>
            asks(({ model, rows }) => way(rows, (value) => value + step, equalAll)(model)),
          ),
        say: 'You move the column a little. Trees answer in steps: between two borders nothing happens.',
      },
      {
        when: () => asks(({ model, rows }) => way(rows, () => 0, equalAll)(model)),
        say: 'You set the column to 0. That may lie on the same side of every border; try the values that occur.',
      },
      {
        when: () =>
          asks(({ model, rows }) => {
            const { values } = new ExactExplainer((given) => model(given.map((row) => [...row])), rows).explain(
              rows.slice(0, 1),
            );
            return [...values[0]!.keys()].filter((j) => Math.abs(values[0]![j]!) < 1e-9);
          }),
        say: 'You read it off one explanation. A part of 0 for one person is no proof for all, and the report is in doubt.',
      },
    ],
  },
);

// %% [markdown]
// Now the bank's model with the rent beside it: a third of the income, with noise. Two explainers give it credit or none.
// One mixes in all of the crowd. The other mixes in only those who resemble the person in what is known, as some
// libraries do when asked to respect correlations (**conditional** or observational values).

// %% fold="true" name="resembling"
const rentOf = uniform(seed + 3);
const withRent = crowd.map((row) => [...row, 0.3 * row[2]! + 0.02 * normal(rentOf)]);
const noraRent = [...nora, 0.6];
const rentModel: Model = (rows) => score(rows);
const spreads = withRent[0]!.map((_, j) => spreadOf(withRent.map((row) => row[j]!)));
/** The 20 of the crowd who are most like Nora in the columns of a coalition. */
const resembling = (coalition: readonly number[]) => {
  const far = (row: Row) => coalition.reduce((sum, j) => sum + ((row[j]! - noraRent[j]!) / spreads[j]!) ** 2, 0);
  return coalition.length === 0 ? withRent : withRent.toSorted((a, b) => far(a) - far(b)).slice(0, 20);
};
const worthIn =
  (rowsFor: (coalition: readonly number[]) => readonly Row[]): Worth =>
  (coalition) =>
    mean(
      rentModel(rowsFor(coalition).map((row) => row.map((value, j) => (coalition.includes(j) ? noraRent[j]! : value)))),
    );

// %% name="conditional"
const ways = { 'all of the crowd': worthIn(() => withRent), 'only who resemble her': worthIn(resembling) };
const credit = Object.entries(ways).map(([mixes, worth]) => {
  const parts = shapley(worth, 6);
  return { mixes, ...Object.fromEntries([...columns, 'rent'].map((name, j) => [name, parts[j]!.toFixed(1)])) };
});
display(
  table(credit, {
    caption: `Unread, by your function: ${
      unread(rentModel, withRent.slice(0, 60))
        .map((j) => [...columns, 'rent'][j])
        .join(', ') || 'nothing'
    }`,
  }),
);

// %% [markdown]
// The report is no bug, and the bank does not lie. Who pays little rent earns little, so knowing the rent changes what the
// second explainer expects of the income. It explains what one can **guess**. Credit there proves no use.
//
// ## Where this stops helping
//
// A third bank rewards a savings plan. Careful people open plans, and careful people pay back. The plan itself does
// nothing. A letter says, truly: "A plan would have brought you 16 points." Then everybody opens one.

// %% fold="true" name="savers"
const careful = uniform(seed + 4);
const savers = Array.from({ length: 8000 }, () => {
  const [care, income] = [normal(careful), normal(careful)];
  const opened = careful() < sigmoid(2.5 * care) ? 1 : 0;
  return { income, opened, paid: careful() < sigmoid(0.4 + 1.6 * care + 0.8 * income) ? 1 : 0 };
});

// %% name="limit"
const [learned, later] = [savers.slice(0, 4000), savers.slice(4000)];
const rewards = new LogisticRegression<number>().fit(
  learned.map(({ income, opened }) => [income, opened]),
  learned.map(({ paid }) => paid),
);
const loans = (opened: (one: (typeof savers)[number]) => number) =>
  later.filter((one) => rewards.predict([[one.income, opened(one)]])[0] === 1);
display(
  table(
    [
      { plans: 'as they were', loans: loans(({ opened }) => opened) },
      { plans: 'everybody has one', loans: loans(() => 1) },
    ].map(({ plans, loans: given }) => ({
      plans,
      'approved, of 4,000': given.length,
      'pay back': `${(100 * mean(given.map(({ paid }) => paid))).toFixed(1)} %`,
    })),
    { caption: `A plan brings ${(10 * rewards.coef[0]![1]!).toFixed(1)} points` },
  ),
);

// %% [markdown]
// The explanation was true of the model, before and after. As advice it was false. An explanation is about the model.
//
// ## Answer
//
// Both letters are right, and each is half a sentence without its crowd. Beside 400 customers, who have 16.3 points on
// average, Nora's income takes 6.9 points away (±0.7). Beside apprentices, who have -9.8, it brings 8.1. She asked why she
// was refused, so the letter compares her with people who got the loan, and says so. Experience then speaks most against
// her, with 18.5 points. A crowd taken from the top of a sorted file named another main reason in 218 of 300 letters.
//
// ## In production
//
// | our word | in Python | what changes at scale |
// | --- | --- | --- |
// | `shapley`, `ExactExplainer` | `shap.ExactExplainer` | 2ⁿ coalitions: up to some 15 columns |
// | crowd | `background`, `maskers.Independent` | a version of its own, named in each letter |
// | `TreeExplainer` | `shap.TreeExplainer` | exact for forests, thousands of rows a second |
// | drawing orders, a line through coalitions | `PermutationExplainer`, `KernelExplainer` | an error that you must ask for |
// | slopes of a net | `GradientExplainer`, `DeepExplainer` | pictures: a part for each pixel, against a baseline picture |
//
// It has happened: [asthma lowered the risk](mlops-lab:slides/C3_W5_Slides#page=asthma). Left out: whether a part is sure,
// and explanations of pictures, where the black picture is a crowd too.
//
// ## Leave
//
// <details>
// <summary>1. All parts of a letter add up. What does that prove?</summary>
//
// The arithmetic. Against any crowd they add up.
//
// </details>
//
// <details>
// <summary>2. A column falls from place 1 to place 2 overnight, and nobody touched it. What do you look for?</summary>
//
// A new column that says the same. Add up the group before you compare.
//
// </details>
//
// <details>
// <summary>3. May a column that the model never reads have credit?</summary>
//
// Yes, if the explainer mixes in only rows that resemble. It then tells what one can guess from the column.
//
// </details>
//
// Three things to try:
//
// 1. In `copies`, add noise of 1 in place of 0.01. The copies say less then, and the best column keeps place 1.
// 2. Let every split of that forest try all columns: `maxFeatures: 'all'`. The best one still loses half of its credit.
// 3. Take `[nora]` as `crowd`. All parts of the first letter are 0, and they add up.
//
// Next: [Permutation Feature Importance](mlops-lab:lab/C3_W5_Lab_2), where a model is right and uses no column.
