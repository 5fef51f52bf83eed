// -*- coding: utf-8 -*-
// ---
// id: C1_W3_Lab_1
// title: Data Labeling
// minutes: 55
// data: generated
// ---

// %% [markdown]
// # Data Labeling
//
// Below the films of Lena's bakery stand 1,956 comments, and half of them are spam. A filter could hide it. It needs
// labels, and nobody has any. Ada and Bo can give 1,564 comments a label by hand, which takes them a week. Or you write
// eight rules this afternoon.
//
// **Label by hand, or write eight rules? And how would you know which was right?**

// %% [markdown]
// ## Before you start
//
// - From the week before: a model is right on 77 % of a test set. What do you ask before you are pleased?
// - This lab rests on [how much, from where](mlops-lab:slides/C1_W3_Slides#search=Rules%20have%20a%20place) and on
//   [two labelers](mlops-lab:slides/C1_W3_Slides#search=Two%20labelers%2C%20two%20bakeries).
// - The comments are made from a seed. What was planted is known, so each rule can be judged.

// %% [markdown]
// ## Six comments, two rules
//
// A **labeling function** is a rule that names a class, or abstains. Here 1 is spam, 0 is none, and −1 abstains. To
// abstain is an answer: it keeps a comment out of training rather than in it with a label that was guessed.

// %%
import { check, close, display, ok, predict, reveal, table } from 'mlops-lab/lab';
import { abstain, applyLabelingFunctions } from 'mlops-lab/text';

const six = ['Free phones, http://win.example', 'love the crust', 'what does the recipe need?'];
six.push('my recipe is on my page', 'first', 'gluten free, please');
const toy = applyLabelingFunctions(
  {
    'free or http: spam': (text: string) => (/free|http/i.test(text) ? 1 : abstain),
    'recipe: no spam': (text: string) => (/recipe/i.test(text) ? 0 : abstain),
  },
  six,
);
display(
  table(six.map((comment, i) => ({ comment, [toy.names[0]!]: toy.votes[i]![0], [toy.names[1]!]: toy.votes[i]![1] }))),
);

// %% [markdown]
// Two of the four labels that these rules give are wrong. Find them before you go on.
//
// ## Three guesses
//
// Any way to label lies in a **bracket**: labels by lot below it, true labels above. The test set holds 201 spam comments
// and 191 others. Guess now, look later.

// %% exercise="brackets" kind="predict"
// #region starter
// const spamRules = undefined; // a number of percent
// const costsMore = undefined; // one of the three
// const beyondChance = undefined; // a number from -1 to 1
// #endregion
// #region solution
const spamRules = 51;
const costsMore = '5 % of one kind';
const beyondChance = -0.05;
// #endregion
const guessedV1 = predict(
  'v1',
  'Three rules all say “spam”, or abstain. A filter learns from these labels alone. How many percent of 392 does it get right?',
  { from: 0, to: 100, unit: '%', answer: spamRules },
);
const guessedFaults = predict('faults', 'Of 1,000 labels, which faults cost the filter more?', {
  oneOf: ['30 % drawn by lot', '5 % of one kind', 'about the same'],
  answer: costsMore,
});
const guessedKappa = predict(
  'kappa',
  'Two people agree on 90 of 100 comments. Each calls 95 of them spam. How far do they agree beyond chance?',
  { from: -1, to: 1, answer: beyondChance },
);

// %% [markdown]
// ## The comments, before anything is done to them

// %%
import { bakeryComments } from 'mlops-lab/datasets';
import { bar } from 'mlops-lab/plot';

type Comment = ReturnType<typeof bakeryComments>[number];
const seed = 42;
const train = bakeryComments({ seed, spam: 804, ham: 760 });
const test = bakeryComments({ seed: seed + 1000, spam: 201, ham: 191 });
const hidden = bakeryComments({ seed: seed + 300, spam: 1030, ham: 970 });
display(
  table(
    train.slice(0, 60).map(({ text, label }) => ({ text, spam: label })),
    { caption: 'The first 60 of 1,564' },
  ),
);
const words = ['http', 'subs', 'free', 'gift', 'follow', 'check out', 'page', 'recipe', 'view', 'love'];
const having = (word: string, label: number) =>
  train.filter(({ text, label: own }) => own === label && text.toLowerCase().includes(word)).length;
display(
  bar({
    title: 'Hardly a word is on one side alone',
    xLabel: 'a comment holds',
    yLabel: 'comments',
    categories: words,
    y: { spam: words.map((word) => having(word, 1)), 'no spam': words.map((word) => having(word, 0)) },
  }),
);

// %% [markdown]
// ## The bracket
//
// The filter counts runs of one to five words, and a multinomial **naive Bayes** learns how frequent each is in either
// class. It stays the same to the end of this lab. Only its labels change.

// %%
import { MultinomialNB } from 'mlops-lab/estimators';
import { accuracyScore, cohenKappaScore, confusionMatrix } from 'mlops-lab/metrics';
import { CountVectorizer } from 'mlops-lab/text';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const percent = (share: number, decimals = 1) => `${(100 * share).toFixed(decimals)} %`;
const truth = (comments: readonly Comment[]) => comments.map(({ label }) => label as number);

/** Learns from labels, without the rows whose label is `abstain`, and gives the labels of other comments. */
function filterOf(comments: readonly Comment[], labels: readonly number[]) {
  const kept = comments.flatMap(({ text }, i) => (labels[i] === abstain ? [] : [{ text, label: labels[i]! }]));
  const vectorizer = new CountVectorizer({ ngramRange: [1, 5] });
  const model = new MultinomialNB<number>();
  model.fit(
    vectorizer.fitTransform(kept.map(({ text }) => text)),
    kept.map(({ label }) => label),
  );
  return (others: readonly Comment[]) => model.predict(vectorizer.transform(others.map(({ text }) => text)));
}
const right = (comments: readonly Comment[], labels: readonly number[], on: readonly Comment[] = test) =>
  accuracyScore(truth(on), filterOf(comments, labels)(on));

// %% truth="v1" check="split"
import { uniform } from 'mlops-lab/datasets';

type Rule = (text: string) => number;
const v1: Rule = (text) => (/free|subs|http/i.test(text) ? 1 : abstain);
const labelsOf = (rule: Rule, comments: readonly Comment[]) => comments.map(({ text }) => rule(text));
const lot = uniform(824);
const byLot = mean(
  Array.from({ length: 10 }, () =>
    right(
      train,
      train.map(() => Math.floor(2 * lot())),
    ),
  ),
);
const byHand = right(train, truth(train));
const byV1 = right(train, labelsOf(v1, train));
display(
  `By lot ${percent(byLot)} (mean of 10), by three rules ${percent(byV1, 2)}, by true labels ${percent(byHand)}, of 392.`,
);
reveal(guessedV1, Number((100 * byV1).toFixed(1)), {
  far: (guess) => {
    if (Math.abs(guess - 100 * byV1) < 3) return undefined;
    if (guess > 0 && guess <= 1) return 'That is a share. The question asks for percent: half is 50 here, not 0.5.';
    return guess > 60
      ? 'You may have judged the rules. They are right, but a filter that only sees spam says “spam” to everything.'
      : 'It says “spam” to everything, so it is right as often as there is spam.';
  },
});

await check('Three rules of one class give the share of spam, to the row', () => {
  const filter = filterOf(train, labelsOf(v1, train));
  ok(new Set(filter(test)).size === 1, 'one answer for all of them');
  close([train.length, test.length, byV1], [1564, 392, 201 / 392], 1e-12);
});

// %% [markdown]
// ## It breaks, and every cell is green
//
// The usual way to write rules: look at 60 comments, note words that stand on one side alone, done. The next cell does that
// for you, without slips. Then it reports how good its rules are. See if you believe it.

// %% name="desk"
const wordsIn = (text: string) => new Set(text.toLowerCase().match(/[a-z]{3,}/g));
/** A rule from a few comments: words that occur twice or more, and in one class alone. */
function ruleFrom(desk: readonly Comment[]): Rule {
  const counts = new Map<string, [ham: number, spam: number]>();
  for (const { text, label } of desk)
    for (const word of wordsIn(text))
      counts.set(
        word,
        (counts.get(word) ?? [0, 0]).with(label, (counts.get(word)?.[label] ?? 0) + 1) as [number, number],
      );
  const side = new Map(
    [...counts].flatMap(([word, [ham, spam]]) =>
      ham + spam > 1 && ham * spam === 0 ? [[word, spam > 0 ? 1 : 0] as const] : [],
    ),
  );
  return (text) => [...wordsIn(text)].map((word) => side.get(word)).find((label) => label !== undefined) ?? abstain;
}
/** Of the comments that a rule labels: the share of all, and the share that is right. */
function judged(rule: Rule, on: readonly Comment[]) {
  const labeled = on.flatMap(({ text, label }) => (rule(text) === abstain ? [] : [rule(text) === label ? 1 : 0]));
  return { coverage: labeled.length / on.length, precision: labeled.length > 0 ? mean(labeled) : Number.NaN };
}
const desk = train.slice(0, 60);
const fromDesk = ruleFrom(desk);
const reported = judged(fromDesk, desk);
display(
  `Report: the rules label ${percent(reported.coverage)} of the comments, and are right on ${percent(reported.precision)}.`,
);

// %% [markdown]
// Right on all of them, since whatever was wrong on the desk was left out. Now 2,000 comments that nobody looked at.

// %% claim="tooGood > 0.05" seed="42"
const onHidden = judged(fromDesk, hidden);
display(
  bar({
    title: 'The same rules on the desk, and on comments nobody looked at',
    xLabel: 'share of',
    yLabel: '%',
    categories: ['labeled', 'right, of those labeled'],
    y: {
      'the 60 of the desk': [100 * reported.coverage, 100 * reported.precision],
      '2,000 hidden': [100 * onHidden.coverage, 100 * onHidden.precision],
    },
  }),
);
const expected = Math.round(1564 * reported.coverage * (1 - reported.precision));
const came = Math.round(1564 * onHidden.coverage * (1 - onHidden.precision));
display(`Wrong labels among 1,564: ${expected} by the report, about ${came} in truth.`);
/** Precision on the desk less precision on hidden comments, for a desk of any seed. */
export const tooGood = (any: number) => {
  const rule = ruleFrom(bakeryComments({ seed: any, spam: 31, ham: 29 }));
  return 1 - judged(rule, bakeryComments({ seed: any + 1, spam: 1030, ham: 970 })).precision;
};

// %% [markdown]
// ## Write your own
//
// Others have written two more sets. The second adds words for “no spam”, and asks these first. The third also calls
// short comments no spam. More rules, more coverage, and **precision** (right of those labeled) falls each time.
//
// Write `label(text)`. On hidden comments it must label **60 %** or more, and be right on **90 %** of these. It must name
// both classes, and shouting must not change its mind. Look at where two of your rules disagree.

// %%
const v2: Rule = (text) => (/view|recipe/i.test(text) ? 0 : /free|subs|gift|follow|http/i.test(text) ? 1 : abstain);
const v3: Rule = (text) => {
  const label = v2(text);
  return label !== abstain ? label : /check out/i.test(text) ? 1 : text.length < 30 ? 0 : abstain;
};
const sets: Record<string, Rule> = { v1, v2, v3 };
const asRow = (rule: Rule) => {
  const { coverage, precision } = judged(rule, hidden);
  return { labeled: percent(coverage), right: percent(precision) };
};
display(
  table(
    Object.entries(sets).map(([rules, rule]) => ({ rules, ...asRow(rule) })),
    { caption: 'On 2,000 hidden comments' },
  ),
);

// %% exercise="rules" kind="build"
// #region starter
// const label: Rule = (text) => (/http/i.test(text) ? 1 : abstain);
// #endregion
// #region solution
const label: Rule = (text) => {
  const spam = /http|www|subs|sub to|channel|gift|free|claim|follow|page|check out/i.test(text);
  const plain = /like|hello|morning|else|understand|\bor\b/i.test(text);
  const ham = /recipe|view/i.test(text) || (text.length < 30 && !plain);
  return spam && ham ? abstain : spam ? 1 : ham ? 0 : abstain;
};
// #endregion

// %% check="rules"
const unseen = bakeryComments({ seed: 4711, spam: 1030, ham: 970 });
const yours = judged(label, unseen);
const named = new Set(labelsOf(label, unseen));
await check(
  'On 2,000 comments that nobody has seen: 60 % labeled, 90 % of these right, both classes named',
  () => {
    ok(named.has(0) && named.has(1), 'both classes named');
    ok(yours.coverage >= 0.6, `at least 60 % labeled (here ${percent(yours.coverage)})`);
    ok(yours.precision >= 0.9, `at least 90 % of these right (here ${percent(yours.precision)})`);
  },
  {
    hints: [
      'Which of the 60 comments would two of your rules label differently?',
      'Ask all rules, and abstain where spam and no spam both have a case. “First rule wins” hides such comments.',
      'const spam = /…/i.test(text); const ham = /…/i.test(text) || …; return spam && ham ? … : …',
    ],
    mistakes: [
      {
        when: () => yours.coverage < 0.6 && judged(label, desk).coverage >= 0.6,
        say: 'It knows the comments of the desk by heart, and no others.',
      },
      { when: () => yours.coverage === 1, say: 'It never abstains: what it cannot tell gets a guess for a label.' },
      {
        when: () => !(named.has(0) && named.has(1)),
        say: 'It names one class alone. A filter that learns from it will know no other.',
      },
      {
        when: () => yours.coverage < 0.6 && yours.precision < 0.9,
        say: `Seldom, and not right: it labels ${percent(yours.coverage)}, and ${percent(1 - yours.precision)} of that is wrong.`,
      },
      { when: () => yours.coverage < 0.6, say: `Right, but seldom: it labels ${percent(yours.coverage)}.` },
      {
        when: () => yours.precision < 0.9,
        say: `It labels enough, and ${percent(1 - yours.precision)} of that is wrong: more rules are not better ones.`,
      },
    ],
  },
);
await check(
  'Shouting changes nothing',
  () =>
    ok(
      unseen.every(({ text }) => label(text) === label(text.toUpperCase())),
      'the same label in capital letters',
    ),
  {
    hints: ['Which letter ends a regular expression that reads small and capital letters alike?'],
    mistakes: [
      { when: () => yours.coverage > 0, say: 'A comment in capital letters gets another label than in small ones.' },
    ],
  },
);

// %% [markdown]
// There is a way between “the first rule wins” and “abstain”. A **label model** looks at where rules meet, estimates how
// often each is right, and weighs them. It is never told one true label.

// %% name="bracket"
import { LabelModel, labelingSummary } from 'mlops-lab/text';

const rule = (pattern: RegExp, says: number) => (text: string) => (pattern.test(text) ? says : abstain);
const votes = applyLabelingFunctions(
  {
    view: rule(/view/i, 0),
    recipe: rule(/recipe/i, 0),
    'under 30 letters': (text: string) => (text.length < 30 ? 0 : abstain),
    free: rule(/free/i, 1),
    subs: rule(/subs/i, 1),
    gift: rule(/gift/i, 1),
    follow: rule(/follow/i, 1),
    http: rule(/http/i, 1),
    'check out': rule(/check out/i, 1),
  },
  train.map(({ text }) => text),
);
const labelModel = new LabelModel().fit(votes);
const weighed = labelModel.predict(votes);
display(
  table(
    labelingSummary(votes, truth(train)).map(({ name, coverage, conflicts, precision }, i) => ({
      rule: name,
      labels: percent(coverage),
      'in dispute': percent(conflicts),
      'right, as estimated': percent(labelModel.accuracies[i]!),
      'right, in truth': percent(precision!),
    })),
    { caption: 'The nine rules of v3, one by one' },
  ),
);

// %% check="between"
const ways: Record<string, readonly number[]> = {
  v1: labelsOf(v1, train),
  v2: labelsOf(v2, train),
  v3: labelsOf(v3, train),
  'v3, weighed': weighed,
  yours: labelsOf(label, train),
};
const shareLabeled = (labels: readonly number[]) => mean(labels.map((each) => (each === abstain ? 0 : 1)));
const results = Object.entries(ways).map(([way, labels]) => ({
  way,
  covered: shareLabeled(labels),
  right: shareLabeled(labels) > 0 ? right(train, labels) : 0,
}));
display(
  bar({
    title: 'Right of 392, between lot and hand',
    xLabel: 'labels (share of comments that have one)',
    yLabel: '%',
    categories: ['by lot', ...results.map(({ way, covered }) => `${way} (${percent(covered, 0)})`), 'by hand'],
    y: [byLot, ...results.map((each) => each.right), byHand].map((share) => 100 * share),
  }),
);
await check('The bracket holds, and the sets cover what they cover on the real comments', () => {
  const [first, second, third] = results;
  ok(byLot < first!.right && first!.right < second!.right && second!.right < third!.right, 'v1, v2, v3 in this order');
  ok(third!.right < byHand, 'no rule beats the hand');
  close([byLot, second!.covered, third!.covered], [0.478, 0.44, 0.778], 0.05);
  close(byHand, 373 / 392, 1e-12);
});
const logged = Object.fromEntries(results.map((each) => [`accuracy.${each.way.replace(', ', '_')}`, each.right]));

// %% [markdown]
// ## By hand, then. By whose?
//
// Weighing hardly helps: rules meet on so few comments that nothing can be learned there. The best rules come near, and
// labels by hand still beat them. So Ada and Bo begin. Suppose that two people agree on nine of ten. Is that much?
// **Kappa** says: agreement beyond chance, as a share of what was possible beyond chance *(Cohen's kappa)*.

// %% name="kappa" truth="kappa"
import { line } from 'mlops-lab/plot';

/** Kappa of two people who agree on nine of ten and both call the same share spam. */
const kappaAt = (share: number) => {
  const [both, neither, apart] = [Math.round(1000 * (share - 0.05)), Math.round(1000 * (0.95 - share)), 50];
  const pairs = [
    [1, 1, both],
    [0, 0, neither],
    [1, 0, apart],
    [0, 1, apart],
  ].flatMap(([a, b, n]) => Array.from({ length: n! }, () => [a!, b!]));
  return cohenKappaScore(
    pairs.map(([a]) => a!),
    pairs.map(([, b]) => b!),
  );
};
const spamShares = Array.from({ length: 46 }, (_, i) => 50 + i);
display(
  line({
    title: 'Nine of ten agree, at every point of this line',
    xLabel: 'both call so many of 100 spam',
    yLabel: 'kappa',
    x: spamShares,
    y: spamShares.map((share) => kappaAt(share / 100)),
  }),
);
display(
  `At 50 of 100: ${kappaAt(0.5).toFixed(2)}. At 90: ${kappaAt(0.9).toFixed(2)}. At 95: ${kappaAt(0.95).toFixed(2)}.`,
);
reveal(guessedKappa, Number(kappaAt(0.95).toFixed(2)), {
  far: (guess) =>
    guess > 0.6
      ? 'You may have taken agreement for kappa. By chance alone they agree on .95 × .95 + .05 × .05, more than 90 of 100.'
      : 'Work out how often two who do not look would agree: .95 × .95 + .05 × .05.',
});

// %% [markdown]
// ## Find the sentence
//
// Ada and Bo label the same 800 comments by this guide. Each slips on two of 100. Below is what they wrote, and 40 of
// the comments about which they differ.

// %%
import { heatMap } from 'mlops-lab/plot';

const guide = [
  'A link to another site is spam.',
  'Asking for subscribers or followers is spam.',
  'Advertising is spam.',
  'Gifts and prizes are spam.',
  'Praise, questions and stories are no spam.',
];
const sentenceOf: Record<string, number> = { link: 1, bait: 2, follow: 2, own: 3, gift: 4 };
const readings = {
  Ada: (sentence: number) => (sentence < 5 ? 1 : 0),
  Bo: (sentence: number) => (sentence < 5 && sentence !== 3 ? 1 : 0),
};
/** The sentence that they read differently. */
const open = guide.findIndex((_, i) => readings.Ada(i + 1) !== readings.Bo(i + 1)) + 1;
type Person = keyof typeof readings;
/** What somebody writes down: by a sentence that all read alike, where there is one, else by the own reading of the guide. */
function written(
  person: Person,
  comments: readonly Comment[],
  by: (comment: Comment) => number | undefined = () => undefined,
) {
  const next = uniform(person === 'Ada' ? 5 : 9);
  return comments.map((comment) => {
    const said = by(comment) ?? readings[person](sentenceOf[comment.kind] ?? 5);
    return next() < 0.02 ? 1 - said : said;
  });
}
const pile = bakeryComments({ seed: seed + 77, spam: 411, ham: 389 });
const both = { ada: written('Ada', pile), bo: written('Bo', pile) };
const matrixOf = ({ ada, bo }: typeof both) => confusionMatrix(ada, bo, { labels: [1, 0] }).matrix;
const picture = (title: string, two: typeof both) =>
  heatMap({
    title,
    xLabel: 'Bo',
    yLabel: 'Ada',
    rows: ['spam', 'no spam'],
    columns: ['spam', 'no spam'],
    values: matrixOf(two),
    label: 'comments',
  });
display(picture(`800 comments, kappa ${cohenKappaScore(both.ada, both.bo).toFixed(2)}`, both));

// %%
const disputed = pile.map((comment, i) => ({ ...comment, i })).filter(({ i }) => both.ada[i] !== both.bo[i]);
display(
  table(
    disputed.slice(0, 40).map(({ text, i }) => ({ text, Ada: both.ada[i], Bo: both.bo[i] })),
    { caption: `40 of ${disputed.length} disputes` },
  ),
);
display(
  table(
    guide.map((sentence, i) => ({ no: i + 1, sentence })),
    { caption: 'The guide' },
  ),
);

// %% [markdown]
// **Which sentence do they read differently?** Put its number into `guilty`; 0 means that one of the two is careless. Lena
// decides how it shall be read: whoever leads people to something of their own advertises, sold or not. Write
// `about(text)`, which says whether your new sentence speaks of a comment. Both will then call that comment spam.

// %% exercise="dispute" kind="fault"
// #region starter
// const guilty: number = 0;
// const about = (_text: string): boolean => false;
// #endregion
// #region solution
const guilty: number = 3;
const about = (text: string): boolean => /\bpage\b|check out (my|our)/i.test(text);
// #endregion

// %% check="dispute"
/** The same two people with the guide as you have rewritten it. A sentence that stays is read as before. */
const again = (comments: readonly Comment[]) => {
  const by = (comment: Comment) => {
    const stays = sentenceOf[comment.kind] === open && guilty !== open;
    return guilty > 0 && !stays && about(comment.text) ? 1 : undefined;
  };
  return { ada: written('Ada', comments, by), bo: written('Bo', comments, by) };
};
const anew = bakeryComments({ seed: 815, spam: 1030, ham: 970 });
const after = again(anew);
const kappaAfter = cohenKappaScore(after.ada, after.bo);
const known = anew.flatMap(({ kind, label: is }, i) => (kind === 'plain' ? [] : [{ is, ada: after.ada[i]! }]));
const asLenaWants = mean(known.map(({ is, ada }) => (is === ada ? 1 : 0)));
const tooMuch = mean(
  anew.flatMap(({ text, kind, label: is }) => (is || kind === 'plain' ? [] : [about(text) ? 1 : 0])),
);
const corners = matrixOf(both);
await check(
  'On 2,000 new comments kappa is .9 or more, and the labels are what Lena wants',
  () => {
    ok(kappaAfter >= 0.9, `a kappa of .9 or more (here ${kappaAfter.toFixed(2)})`);
    ok(asLenaWants >= 0.95, `95 % of Ada's labels as Lena wants them (here ${percent(asLenaWants)})`);
  },
  {
    hints: [
      'In which corner of the picture do the disputes lie, and what would carelessness look like?',
      'Read ten disputes that Ada calls spam. Which one sentence must she have thought of, and Bo not?',
      'const about = (text) => /…|check out (…)/i.test(text), with the words that all those comments share',
    ],
    mistakes: [
      {
        when: () => guilty === 0,
        say: `Nobody is careless: slips fill both corners alike, and here they hold ${corners[0]![1]} and ${corners[1]![0]}.`,
      },
      {
        when: () => asLenaWants < 0.95 && tooMuch > 0.05,
        say: `They agree, also where there is no spam: it names ${percent(tooMuch)} of that. The sentence speaks of too much.`,
      },
      {
        when: () => guilty !== open && kappaAfter < 0.9,
        say: 'Both read that sentence alike. The disputes are of another kind, and stay.',
      },
      {
        when: () => kappaAfter < 0.9,
        say: 'The right sentence, but it leaves many of the disputes open: its words do not reach them.',
      },
    ],
  },
);

import { smallMultiples } from 'mlops-lab/plot';

const rewritten = again(pile);
display(
  smallMultiples({
    title: 'The same two people, the same 800 comments',
    columns: 2,
    plots: [
      picture(`Before: kappa ${cohenKappaScore(both.ada, both.bo).toFixed(2)}`, both),
      picture(`With your sentence: kappa ${cohenKappaScore(rewritten.ada, rewritten.bo).toFixed(2)}`, rewritten),
    ],
  }),
);

// %% [markdown]
// ## What such a sentence costs
//
// Let Ada label one half and Bo the other, by the old guide. One kind of spam then has half of its labels wrong: **5 % of
// all**, and all alike. Beside it, three of ten labels drawn by lot, and labels without a fault.

// %% truth="faults" claim="alikeCostsMore > 0.01; kindLost > 0.1" seed="42"
const faults = {
  'no fault': (label: number) => label,
  '30 % drawn by lot': (label: number, _kind: string, next: () => number) =>
    next() < 0.3 ? Math.floor(2 * next()) : label,
  '5 % of one kind': (label: number, kind: string, next: () => number) => (kind === 'own' && next() < 0.5 ? 0 : label),
};
type Fault = keyof typeof faults;
function learned(fault: Fault, size: number, any: number) {
  const [pool, on] = [
    bakeryComments({ seed: any + 900 }).slice(0, size),
    bakeryComments({ seed: any + 500, spam: 620, ham: 580 }),
  ];
  const next = uniform(3 * any + 7);
  const said = filterOf(
    pool,
    pool.map(({ label, kind }) => faults[fault](label, kind, next)),
  )(on);
  const own = on.flatMap(({ kind }, i) => (kind === 'own' ? [said[i]!] : []));
  return { right: accuracyScore(truth(on), said), ownFound: mean(own) };
}
const sizes = [100, 200, 500, 1000];
const curveOf = (fault: Fault) => sizes.map((size) => mean([42, 43].map((any) => learned(fault, size, any).right)));
const curves = {
  'no fault': curveOf('no fault'),
  '30 % drawn by lot': curveOf('30 % drawn by lot'),
  '5 % of one kind': curveOf('5 % of one kind'),
};
display(line({ title: 'Right of 1,200, mean of two draws', xLabel: 'labels', yLabel: 'share', x: sizes, y: curves }));
const ends = { lot: curves['30 % drawn by lot'].at(-1)!, alike: curves['5 % of one kind'].at(-1)! };
display(`At 1,000 labels: 30 % by lot ${percent(ends.lot)}, 5 % of one kind ${percent(ends.alike)}.`);
reveal(
  guessedFaults,
  ends.alike < ends.lot - 0.01
    ? '5 % of one kind'
    : ends.lot < ends.alike - 0.01
      ? '30 % drawn by lot'
      : 'about the same',
  {
    far: (guess) =>
      guess === '30 % drawn by lot'
        ? 'You may have counted the faults. Those by lot point in all directions and cancel; those of one kind are learned.'
        : 'One is six times the other, so you thought that size makes up for kind. Look at what is found of that kind.',
  },
);

/** What 5 % of one kind cost more than 30 % by lot, at 1,000 labels. */
export const alikeCostsMore = (any: number) =>
  learned('30 % drawn by lot', 1000, any).right - learned('5 % of one kind', 1000, any).right;
/** And how much less of that kind of spam is found than with labels without a fault. */
export const kindLost = (any: number) =>
  learned('no fault', 1000, any).ownFound - learned('5 % of one kind', 1000, any).ownFound;
display(
  `Spam of that kind that is found: ${percent(learned('no fault', 1000, 42).ownFound)}, with the faults ${percent(learned('5 % of one kind', 1000, 42).ownFound)}.`,
);

// %% [markdown]
// ## What to buy next
//
// You have money for one: **200 more labels**, or **half a day on the guide**. Write `buyNext(situation)` from this:
//
// - The curve goes on as its last step went, by doubling: what 500 to 1,000 brought, 1,000 to 2,000 will bring.
// - A mended guide gives back half of the share in dispute, as the other half was labeled right by luck.
// - Buy what gains more rows.

// %% exercise="learning-curve" kind="decide"
interface Situation {
  /** Sizes of the training set so far, rising, and the share right at each. */
  readonly sizes: readonly number[];
  readonly right: readonly number[];
  /** Share of the comments about which labelers differ. */
  readonly disputed: number;
}
// #region starter
// const buyNext = (_situation: Situation): 'labels' | 'guide' => 'labels';
// #endregion
// #region solution
const buyNext = ({ sizes: all, right: shares, disputed: apart }: Situation): 'labels' | 'guide' => {
  const [before, now] = all.slice(-2) as [number, number];
  const perDoubling = (shares.at(-1)! - shares.at(-2)!) / Math.log2(now / before);
  return perDoubling * Math.log2((now + 200) / now) > apart / 2 ? 'labels' : 'guide';
};
// #endregion

// %% check="learning-curve"
const situations: Situation[] = [
  { sizes: [100, 200], right: [0.7, 0.8], disputed: 0.04 },
  { sizes: [500, 1000], right: [0.95, 0.952], disputed: 0.1 },
  { sizes: [400, 800], right: [0.8, 0.88], disputed: 0.06 },
  { sizes: [1000, 2000], right: [0.8, 0.86], disputed: 0.03 },
  { sizes: [50, 100], right: [0.6, 0.7], disputed: 0.12 },
  { sizes: [100, 1600], right: [0.7, 0.9], disputed: 0.05 },
  { sizes: [600, 1200], right: [0.94, 0.94], disputed: 0.01 },
  { sizes: [250, 500], right: [0.8, 0.83], disputed: 0.025 },
  { sizes: [100, 200, 400], right: [0.6, 0.8, 0.81], disputed: 0.03 },
];
/** The one curve of three sizes: steep at first, flat now. */
const bent = situations.at(-1)!;
const step = ({ right: shares }: Situation) => shares.at(-1)! - shares.at(-2)!;
const gains = (each: Situation) => {
  const [before, now] = each.sizes.slice(-2) as [number, number];
  return { labels: (step(each) / Math.log2(now / before)) * Math.log2(1 + 200 / now), guide: each.disputed / 2 };
};
const better = (each: Situation) => (gains(each).labels > gains(each).guide ? 'labels' : 'guide');
const decides = (by: (each: Situation) => string) => situations.every((each) => buyNext(each) === by(each));
await check(
  'It buys what gains more, in nine situations',
  () => ok(decides(better), 'the better of the two in each of nine'),
  {
    hints: [
      'How many doublings are 200 labels if you have 200? And if you have 2,000?',
      'Turn both into the same unit, rows gained of 100, and compare.',
      'const perDoubling = … / Math.log2(now / before); return perDoubling * Math.log2(…) > … / 2 ? …',
    ],
    mistakes: [
      {
        when: () => decides(() => 'labels'),
        say: 'It always buys labels. Where the curve is flat they bring nothing.',
      },
      {
        when: () => decides(() => 'guide'),
        say: 'It always mends the guide. Where nobody differs there is nothing to mend.',
      },
      {
        when: () => decides((each) => (step(each) > each.disputed / 2 ? 'labels' : 'guide')),
        say: 'You took the last step as it is. 200 labels are no doubling when you have 1,000.',
      },
      {
        when: () =>
          decides((each) =>
            step(each) * Math.log2(1 + 200 / each.sizes.at(-1)!) > each.disputed / 2 ? 'labels' : 'guide',
          ),
        say: 'You took the last step for one doubling. From 100 to 1,600 it was four.',
      },
      {
        when: () => {
          const line = ({ sizes: n }: Situation) => 200 / (n.at(-1)! - n.at(-2)!);
          return decides((each) => (step(each) * line(each) > each.disputed / 2 ? 'labels' : 'guide'));
        },
        say: 'You drew the curve on as a straight line. Each doubling brings as much as the last, so each label brings less.',
      },
      {
        when: () => buyNext(bent) === 'labels' && decides((each) => (each === bent ? 'labels' : better(each))),
        say: 'The curve has bent, and you count its early, steep part as well. Only the last step tells what comes next.',
      },
      {
        when: () => decides((each) => (gains(each).labels > each.disputed ? 'labels' : 'guide')),
        say: 'You count all disputed labels as wrong. Half of them are right.',
      },
      {
        when: () =>
          [0.02, 0.03, 0.04, 0.05, 0.1].some((limit) =>
            decides((each) => (each.disputed > limit ? 'guide' : 'labels')),
          ),
        say: 'A limit on disputes alone does not look at the curve.',
      },
    ],
  },
);

// %%
import { logMetrics, logParams } from 'mlops-lab/tracking';

const share = disputed.length / pile.length;
const bought = buyNext({ sizes, right: curves['5 % of one kind'], disputed: share });
const bills = {
  'as it is': ends.alike,
  '200 more labels': mean([42, 43].map((any) => learned('5 % of one kind', 1200, any).right)),
  'a mended guide': curves['no fault'].at(-1)!,
};
display(
  bar({
    title: `You buy: ${bought}. What each would have brought`,
    xLabel: '1,000 labels by Ada and Bo',
    yLabel: 'right of 1,200, in %',
    y: Object.fromEntries(Object.entries(bills).map(([name, value]) => [name, 100 * value])),
  }),
);
logParams({ seed, ngrams: '1-5', classifier: 'MultinomialNB', bought });
logMetrics({
  ...logged,
  'accuracy.lot': byLot,
  'accuracy.hand': byHand,
  kappa: cohenKappaScore(both.ada, both.bo),
  'kappa.after': kappaAfter,
});

// %% [markdown]
// ## Where this stops helping
//
// Let the new sentence say the opposite: whoever sells nothing may lead people anywhere. Nobody disputes that either.

// %%
const opposite = (comment: Comment) => (sentenceOf[comment.kind] === open ? 0 : undefined);
const [adaOther, boOther] = [written('Ada', anew, opposite), written('Bo', anew, opposite)];
const slips = mean(anew.flatMap(({ kind }, i) => (kind === 'own' ? [adaOther[i]!] : [])));
display(`Kappa ${cohenKappaScore(adaOther, boOther).toFixed(2)}, and ${percent(slips)} of that spam is called spam.`);

// %% [markdown]
// High kappa says that two people do the same. It does not say that it is the right thing.
//
// ## Answer
//
// Both, in this order: measure the bracket (48 % by lot, 95 % by hand, of 392, ±5 and ±2), write rules and judge them on
// hidden comments, and let two people label the same few hundred before anyone labels 1,564. Good rules bring 91 % of 392
// (±3) in an afternoon; the bar “yours” says what yours do. By hand, with one sentence read in two ways, it is 92.5 % of 1,200 (±1.5); with that sentence
// mended, 96.8 % (±1).
//
// ## In production
//
// | our word | in Python | what changes at scale |
// | --- | --- | --- |
// | `applyLabelingFunctions`, `labelingSummary` | Snorkel's `LFApplier`, `LFAnalysis` | hundreds of rules, kept in version control, on Spark |
// | `LabelModel` | `snorkel.labeling.model.LabelModel` | worth it where rules meet often |
// | `CountVectorizer`, `MultinomialNB` | the same in scikit-learn | hashing in place of a vocabulary |
// | `cohenKappaScore` | `cohen_kappa_score` | more than two people: Krippendorff's alpha |
// | `buyNext` | a learning curve and a sheet of disputes | asked anew each week |
//
// It has happened to famous data too: [ten test sets](mlops-lab:slides/C1_W3_Slides#search=It%20happened) had at least
// 3.3 % wrong labels on average. Left out: who the labelers are and what they are paid, which is a matter of course 2.
//
// ## Leave
//
// <details>
// <summary>1. Why is the accuracy of v1 known before anything runs?</summary>
//
// It names one class. A filter that has seen one class names it each time, so it is right as often as that class comes.
//
// </details>
//
// <details>
// <summary>2. Why may a rule not be judged on the comments that it was written from?</summary>
//
// Words were chosen because they fit there. What did not fit was left out, so of course the rest is right.
//
// </details>
//
// <details>
// <summary>3. Two people have a kappa of .95. What do you still not know?</summary>
//
// Whether the guide asks for the right thing. They would agree as well on the opposite.
//
// </details>
//
// Three things to try:
//
// 1. Make the desk larger: `train.slice(0, 300)`. The report stays at 100 %, and only the hidden comments show what you
//    have gained.
// 2. Add the rule `http` a second time, under another name. The model now trusts both far more, and has learned nothing.
// 3. Draw 60 % of the labels by lot in `faults`. With 1,000 of them the filter is still right on eight of ten.
//
// Next: [Collecting, Labeling and Validating Data](mlops-lab:slides/C2_W1_Slides), on who labels, and at what price.
