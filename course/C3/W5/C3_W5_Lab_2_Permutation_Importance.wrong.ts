import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const guesses = (largest: string, together: string, coins: string) =>
  `const largestOfThirty = ${largest}; const sixteenTogether = ${together}; const coinLabels = '${coins}';`;
const importance = (body: string) =>
  `const importance = (model: Judge, rows: Float64Array[], labels: number[], columns: number[], options: Shuffling) => { const next = uniform(options.seed); const whole = accuracy(model.predict(rows), labels); const n = rows.length; const after = (mixed: Float64Array[]) => accuracy(model.predict(mixed), labels); ${body} };`;
/** The mean over repeats of what is lost; `mixed` makes the rows of one repeat. */
const repeated = (mixed: string) =>
  importance(
    `let lost = 0; for (let repeat = 0; repeat < options.repeats; repeat++) lost += (whole - after(${mixed})) / options.repeats; return lost;`,
  );
const moved = (order: string, which = 'columns') =>
  `((from) => rows.map((row, i) => row.map((value, j) => (${which}.includes(j) ? rows[from[i]!]![j]! : value))))(${order})`;
const verdict = (half: string, say = "mean - half > 0 ? 'matters' : mean + half < 0 ? 'harmful' : 'not shown'") =>
  `const verdict = (lost: readonly number[]): Verdict => { const n = lost.length; const mean = lost.reduce((sum, value) => sum + value, 0) / n; const deviation = Math.sqrt(lost.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)); const half = ${half}; return ${say}; };`;
const defend = (error: string, ship = "lead < -2 * error ? 'all' : 'few'", lead = 'count(few) - count(all)') =>
  `const defend = (all: readonly boolean[], few: readonly boolean[]): Defense => { const lead = ${lead}; const differ = few.filter((right, i) => right !== all[i]).length; const error = ${error}; return { lead, error, ship: ${ship} }; };`;

export const wrong: WrongAnswers = {
  'none-of-them': [
    { code: guesses('30', '35', 'the single tree'), says: 'Somebody else still says it' },
    { code: guesses('0', '35', 'the single tree'), says: 'It is small' },
    { code: guesses('2', '8', 'the single tree'), says: 'added up sixteen small numbers' },
    { code: guesses('2', '60', 'the single tree'), says: 'beyond “benign”' },
    { code: guesses('2', '37', 'the forest of 100 trees'), says: 'is outvoted' },
    { code: guesses('2', '37', 'none: noise is noise'), says: 'learned the noise by heart' },
  ],
  groups: [
    {
      code: importance(`let lost = 0; for (let repeat = 0; repeat < options.repeats; repeat++) { const mixed = rows.map((row) => row.slice());
        for (const column of columns) shuffled(n, next).forEach((from, to) => { mixed[to]![column] = rows[from]![column]!; });
        lost += (whole - after(mixed)) / options.repeats; } return lost;`),
      says: 'tears the group apart',
    },
    {
      code: importance(
        'let lost = 0; for (let repeat = 0; repeat < options.repeats; repeat++) { const from = shuffled(n, next); lost += (whole - accuracy(model.predict(rows), labels.map((_, i) => labels[from[i]!]!))) / options.repeats; } return lost;',
      ),
      says: 'the labels have moved',
    },
    {
      code: importance(
        'let lost = 0; for (let repeat = 0; repeat < options.repeats; repeat++) { const from = shuffled(n, next); const kept = rows.map((row) => row.slice()); for (const column of columns) rows.forEach((row, i) => { row[column] = kept[from[i]!]![column]!; }); lost += (whole - after(rows)) / options.repeats; } return lost;',
      ),
      says: 'The rows that were handed in are changed',
    },
    {
      code: repeated(moved('shuffled(n, next)')).replace('whole - after', '-whole + after'),
      says: 'The sign is turned',
    },
    { code: repeated(moved('Array.from({ length: n }, (_, i) => (i + 1) % n)')), says: 'nothing is drawn' },
    {
      code: importance(
        'const means = rows[0]!.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / n); return whole - after(rows.map((row) => row.map((value, j) => (columns.includes(j) ? means[j]! : value))));',
      ),
      says: 'One value stands in all rows',
    },
    { code: repeated(moved('shuffled(n, Math.random)')), says: 'The same seed gives two numbers' },
    { code: repeated(moved('shuffled(n, next)', 'columns.slice(0, 1)')), says: 'Only one column' },
    { code: repeated(moved('shuffled(n, uniform(options.seed))')), says: 'from one stream of chance' },
    { code: importance('return 0.5;'), says: 'the model is not asked' },
  ],
  negative: [
    { code: verdict('0', "mean > 0 ? 'matters' : 'harmful'"), says: 'the sign alone' },
    { code: verdict('1.96 * deviation'), says: 'how far rows lie apart' },
    { code: verdict('(1.96 * deviation) / n'), says: 'falls with its root' },
    { code: verdict('deviation / Math.sqrt(n)'), says: 'holds 68 of 100' },
    { code: verdict('0.02'), says: 'A fixed border' },
    {
      code: verdict('(1.96 * deviation) / Math.sqrt(n)', "mean - half > 0 ? 'matters' : 'not shown'"),
      says: 'Nothing is ever harmful',
    },
    { code: "const verdict = (lost: readonly number[]): Verdict => 'not shown';", says: 'Nothing is ever shown' },
  ],
  refit: [
    { code: defend('Math.sqrt(differ)', undefined, 'count(all) - count(few)'), says: 'The lead is turned round' },
    {
      code: defend(
        'Math.sqrt([all, few].map((right) => (count(right) * (right.length - count(right))) / right.length).reduce((a, b) => a + b))',
      ),
      says: 'You treat them as two samples',
    },
    { code: defend('Math.sqrt(all.length)'), says: 'The root of all rows' },
    { code: defend('differ'), says: 'by the root of it' },
    { code: defend('Math.sqrt(differ)', "lead >= 0 ? 'few' : 'all'"), says: 'whoever has more rows right' },
    { code: defend('Math.sqrt(differ)', "lead > 2 * error ? 'few' : 'all'"), says: 'ask the cheaper one for a proof' },
    { code: defend('Math.sqrt(differ)', "lead < -error ? 'all' : 'few'"), says: 'One standard error' },
    { code: defend('Math.sqrt(differ)', "'few'"), says: 'You always ship few' },
    {
      code: "const defend = (all: readonly boolean[], few: readonly boolean[]): Defense => ({ lead: 3, error: Math.sqrt(3), ship: 'few' });",
      says: 'nothing is counted',
    },
  ],
};
