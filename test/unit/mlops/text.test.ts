/** Holds `mlops-lab/text` against what scikit-learn and crowd-kit answered; test/parity/text.py made the fixture. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { uniform } from '../../../src/mlops/datasets.ts';
import {
  abstain,
  applyLabelingFunctions,
  CountVectorizer,
  type CountVectorizerOptions,
  type CsrMatrix,
  csrRows,
  LabelModel,
  labelingSummary,
  majorityVote,
  nGrams,
  TextError,
  type TextErrorCode,
  TfidfTransformer,
  TfidfVectorizer,
  tokenize,
} from '../../../src/mlops/text.ts';

type Rows = readonly (readonly number[])[];
interface Fixture {
  readonly versions: Readonly<Record<string, string>>;
  readonly documents: readonly string[];
  readonly counted: readonly { name: string; names: string[]; counts: Rows; unseen: Rows; first: string[] }[];
  readonly weighed: readonly { name: string; weights: Rows; idf: readonly number[] | null }[];
  readonly labeled: readonly {
    name: string;
    classes: number;
    votes: Rows;
    rows: readonly number[];
    probabilities: Rows;
    balance: readonly number[];
    accuracies: readonly number[];
  }[];
}
const { versions, documents, counted, weighed, labeled }: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/text/peers.json', import.meta.url), 'utf8'),
);

/** The options of each case of the script. */
const counting: Readonly<Record<string, CountVectorizerOptions>> = {
  words: {},
  '1-5-grams': { ngramRange: [1, 5] },
  'bigrams alone': { ngramRange: [2, 2] },
  'stop words': { stopWords: ['the', 'and'], ngramRange: [1, 2] },
  'as they are written': { lowercase: false },
  'without accents': { stripAccents: 'unicode' },
  ASCII: { stripAccents: 'ascii' },
  'min 2': { minDf: 2 },
  'max half': { maxDf: 0.3 },
  share: { minDf: 0.2, maxDf: 0.5 },
  binary: { binary: true },
  characters: { analyzer: 'char', ngramRange: [2, 3] },
  'within words': { analyzer: 'char_wb', ngramRange: [3, 6] },
  'one letter': { tokenPattern: /[a-z]+/ },
  given: { vocabulary: ['roll', 'the', 'channel'] },
};
const weighing: Readonly<Record<string, ConstructorParameters<typeof TfidfVectorizer>[0]>> = {
  usual: {},
  l1: { norm: 'l1' },
  'no norm': { norm: 'none' },
  'not smooth': { smoothIdf: false },
  sublinear: { sublinearTf: true, ngramRange: [1, 2] },
  'no idf': { useIdf: false },
};

const dense = ({ shape: [rows, columns], indptr, indices, data }: CsrMatrix) =>
  Array.from({ length: rows }, (_, row) => {
    const values = new Array<number>(columns).fill(0);
    for (let at = indptr[row]!; at < indptr[row + 1]!; at++) values[indices[at]!] = data[at]!;
    return values;
  });
function near(found: Rows, expected: Rows, within = 1e-9): void {
  assert.equal(found.length, expected.length);
  found.forEach((row, i) => {
    row.forEach((value, j) => {
      assert.ok(Math.abs(value - expected[i]![j]!) <= within, `[${i}][${j}]: ${value} is not ${expected[i]![j]}`);
    });
  });
}
const refuses = (code: TextErrorCode, message: RegExp, act: () => unknown) =>
  assert.throws(act, (error) => {
    assert.ok(error instanceof TextError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });

describe(`texts, beside scikit-learn ${versions['scikit-learn']}`, () => {
  it('tries what the script tries', () => {
    assert.deepEqual(
      counted.map(({ name }) => name),
      Object.keys(counting),
    );
    assert.deepEqual(
      weighed.map(({ name }) => name),
      Object.keys(weighing),
    );
  });

  for (const { name, names, counts, unseen, first } of counted)
    it(`counts: ${name}`, () => {
      const vectorizer = new CountVectorizer(counting[name]);
      const found = vectorizer.fitTransform(documents);
      assert.deepEqual(vectorizer.getFeatureNamesOut(), names);
      assert.deepEqual(dense(found), counts);
      assert.deepEqual(dense(vectorizer.transform(['the best roll of the mini channel', 'nothing known'])), unseen);
      assert.deepEqual(tokenize(documents[1]!, counting[name]), first);
    });

  for (const { name, weights, idf } of weighed)
    it(`weighs: ${name}`, () => {
      const vectorizer = new TfidfVectorizer(weighing[name]);
      near(dense(vectorizer.fitTransform(documents)), weights);
      near(dense(vectorizer.transform(documents)), weights);
      if (idf) near([[...vectorizer.idf]], [idf]);
      else refuses('not-fitted', /useIdf/, () => vectorizer.idf);
    });

  it('keeps the most frequent tokens, of equals the first in the alphabet', () => {
    const vectorizer = new CountVectorizer({ maxFeatures: 3 }).fit(['cc bb aa', 'cc dd']);
    assert.deepEqual(vectorizer.getFeatureNamesOut(), ['aa', 'bb', 'cc']);
  });

  it('takes rows out of a sparse matrix', () => {
    const matrix = new CountVectorizer().fitTransform(documents);
    assert.deepEqual(
      dense(csrRows(matrix, [7, 3, 0])),
      [7, 3, 0].map((row) => dense(matrix)[row]),
    );
  });

  it('refuses what is no text, and says where', () => {
    refuses('bad-document', /Document 1 is number/, () => new CountVectorizer().fit(['roll', 3 as unknown as string]));
    refuses('bad-document', /put it in \[ \]/, () => new CountVectorizer().fit('roll'));
    refuses('empty-vocabulary', /hold no token/, () => new CountVectorizer().fit(['', '!']));
    refuses('empty-vocabulary', /minDf/, () => new CountVectorizer({ minDf: 3 }).fit(['roll']));
    refuses('not-fitted', /fit/, () => new CountVectorizer().transform(['roll']));
    refuses('bad-argument', /\[2, 1\]/, () => nGrams(['a'], [2, 1]));
    refuses('bad-argument', /minDf.*NaN/, () => new CountVectorizer({ minDf: Number.NaN }));
    refuses('bad-argument', /maxFeatures.*0/, () => new CountVectorizer({ maxFeatures: 0 }));
    const [two, three] = [['aa bb'], ['aa bb cc']].map((texts) => new CountVectorizer().fitTransform(texts));
    refuses('unequal-lengths', /3 columns.*2/, () => new TfidfTransformer().fit(two!).transform(three!));
  });
});

describe('labeling functions', () => {
  const rows = ['free gift', 'nice song', 'free song', 'hello'];
  const spam = (word: string) => (text: string) => (text.includes(word) ? 1 : abstain);
  const matrix = applyLabelingFunctions(
    { free: spam('free'), gift: spam('gift'), song: (text: string) => (text.includes('song') ? 0 : abstain) },
    rows,
  );

  it('vote or abstain', () => {
    assert.deepEqual(matrix.votes, [
      [1, 1, -1],
      [-1, -1, 0],
      [1, -1, 0],
      [-1, -1, -1],
    ]);
    assert.deepEqual(majorityVote(matrix), [1, 0, abstain, abstain]);
  });

  it('are summed up by what they cover, share, dispute and get right', () => {
    const [free, gift, song] = labelingSummary(matrix, [1, 0, 0, 0]);
    assert.deepEqual(free, {
      ...{ name: 'free', polarity: [1], coverage: 0.5, overlaps: 0.5, conflicts: 0.25 },
      ...{ correct: 1, precision: 0.5 },
    });
    assert.deepEqual([gift!.coverage, gift!.conflicts, song!.precision], [0.25, 0, 1]);
    assert.equal('precision' in labelingSummary(matrix)[0]!, false);
  });

  it('that throw, or answer something else, are named with the row', () => {
    const broken = (answer: () => number) => () => applyLabelingFunctions({ broken: answer }, ['a']);
    refuses(
      'function-failed',
      /“broken” failed at row 0: no/,
      broken(() => {
        throw new Error('no');
      }),
    );
    refuses(
      'bad-vote',
      /“broken” says of row 0: 0.5/,
      broken(() => 0.5),
    );
    refuses(
      'bad-vote',
      /undefined/,
      broken(() => undefined as unknown as number),
    );
    refuses('unequal-lengths', /Row 0 has 1 votes of 2/, () => majorityVote({ names: ['a', 'b'], votes: [[1]] }));
    refuses('unequal-lengths', /4 rows.*1/, () => labelingSummary(matrix, [1]));
  });
});

describe(`the label model, beside crowd-kit ${versions['crowd-kit']}`, () => {
  const named = (votes: Rows) => ({ names: votes[0]!.map((_, i) => `rule ${i}`), votes });

  for (const { name, classes, votes, rows, probabilities, balance, accuracies } of labeled)
    it(`estimates as Dawid and Skene with one accuracy a function: ${name}`, () => {
      const model = new LabelModel({
        cardinality: classes,
        classBalance: 'estimate',
        priorWeight: 0,
        nIter: 149,
        tol: -1,
      }).fit(named(votes));
      const found = model.predictProba(named(votes));
      near(
        rows.map((row) => found[row]!),
        probabilities,
        1e-6,
      );
      near([[...model.classBalance]], [balance], 1e-6);
      near([[...model.accuracies]], [accuracies], 1e-6);
    });

  it('weighs two good rules above three that only guess, and abstains where all do', () => {
    const [sharp, blunt] = [0.95, 0.5];
    const next = uniform(5);
    const votes = Array.from({ length: 400 }, (_, i) => {
      const vote = (right: number) => (next() < right ? i % 2 : 1 - (i % 2));
      return [vote(sharp), vote(sharp), vote(blunt), vote(blunt), vote(blunt)];
    });
    const model = new LabelModel().fit(named(votes));
    const right = model.predict(named(votes)).filter((label, i) => label === i % 2).length;
    const byVote = majorityVote(named(votes)).filter((label, i) => label === i % 2).length;
    assert.ok(right > byVote, `${right} against ${byVote}`);
    assert.deepEqual(model.predict(named([[-1, -1, -1, -1, -1]])), [abstain]);
    assert.ok(Math.min(...model.accuracies.slice(0, 2)) > Math.max(...model.accuracies.slice(2)));
  });

  it('refuses what it cannot learn from', () => {
    refuses('bad-vote', /class 2, and there are 2/, () => new LabelModel().fit(named([[2]])));
    refuses('bad-argument', /abstains on every row/, () => new LabelModel().fit(named([[-1]])));
    refuses('bad-argument', /no rows/, () => new LabelModel().fit({ names: ['a'], votes: [] }));
    refuses('bad-argument', /two classes/, () => new LabelModel({ cardinality: 1 }));
    refuses('bad-argument', /add up to 1/, () => new LabelModel({ classBalance: [0.5, 0.4] }));
    refuses('not-fitted', /fit/, () => new LabelModel().predict(named([[1]])));
    refuses('unequal-lengths', /2 functions/, () => new LabelModel().fit(named([[1]])).predict(named([[1, 1]])));
  });
});
