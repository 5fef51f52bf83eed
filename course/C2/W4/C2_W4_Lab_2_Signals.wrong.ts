import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const guesses = (lines: number, share: number) => `const myLines = ${lines}; const myShare = ${share};`;

/** The solution of `cut`, with other streams or another label. */
const cut = ({
  streams = 'streamsOf({ groups: all.map(({ user }) => user), times: all.map(({ ms }) => ms), step: 50 })',
  size = '80',
  shift = '40',
  label = 'majority(names)',
} = {}) =>
  `const cut = (all) => slidingWindows(${streams}, { size: ${size}, shift: ${shift} }).flatMap((window) => {
    const names = valuesOf(all, window).map((reading) => reading.activity);
    const activity = ${label};
    return activity === undefined ? [] : [{ start: window.start, activity }];
  });`;

const splitPeople = (train: string, test: string) =>
  `const splitPeople = (all, last) => ({ train: all.filter(({ person }, i) => ${train}), test: all.filter(({ person }, i) => ${test}) });`;

/** The solution of `promise`, with another training, other scores or another end. */
const promise = ({ from = 'train', scores = '', end = '' } = {}) => `const promise = (all, learn) => {
  const rightOf = leaveOneGroupOut(all.map(({ person }) => person)).map(({ train, test }) => {
    const name = learn(${from}.map((i) => all[i]));
    return test.map((i) => name(all[i]).activity === all[i].activity);
  });
  const scores = ${scores || 'rightOf.map(share)'};
  const variance = scores.reduce((sum, score) => sum + (score - mean(scores)) ** 2, 0) / (scores.length - 1);
  return Math.max(0, ${end || 'mean(scores) - 1.96 * Math.sqrt(variance / scores.length)'});
};`;

export const wrong: WrongAnswers = {
  'new-person': [
    { code: guesses(304, 50), says: 'never broken' },
    { code: guesses(172_800, 50), says: 'how each line ends' },
    { code: guesses(40, 50), says: 'Two kinds lack something' },
    { code: guesses(64, 98), says: 'You took the report for a promise' },
    { code: guesses(64, 70), says: 'Still too kind' },
    { code: guesses(64, 17), says: 'Too hard' },
  ],
  windows: [
    { code: cut({ streams: 'all.length' }), says: 'one formula does not serve the whole file' },
    { code: cut({ streams: 'all.map(({ user }) => user)' }), says: 'reaches across lost lines' },
    { code: cut({ size: '79' }), says: 'A window of 79 readings is none' },
    { code: cut({ shift: '80' }), says: 'Windows are missing' },
    { code: cut({ shift: '20' }), says: 'not 40 readings apart' },
    { code: cut({ label: 'names[0]' }), says: 'The first reading names the window' },
    { code: cut({ label: 'names.at(-1)' }), says: 'The last reading names the window' },
    {
      code: cut({
        label:
          "['Walking', 'Jogging', 'Upstairs', 'Downstairs', 'Sitting'][Math.round(mean(names.map((name) => ['Walking', 'Jogging', 'Upstairs', 'Downstairs', 'Sitting'].indexOf(name))))]",
      }).replace('const cut', 'const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length; const cut'),
      says: 'between sitting and walking lie no stairs',
    },
    {
      code: cut({
        label: '[...new Set(names)].find((name) => 2 * names.filter((each) => each === name).length > names.length)',
      }),
      says: 'It wants more than half',
    },
    {
      code: cut({
        label:
          '[...new Set(names)].sort((a, b) => names.filter((each) => each === b).length - names.filter((each) => each === a).length)[0]',
      }),
      says: 'an accident of the order',
    },
  ],
  split: [
    { code: splitPeople('person > last', 'person <= last'), says: 'count the people on each side' },
    { code: splitPeople('person < last', 'person >= last'), says: 'Off by one' },
    { code: splitPeople('i % 6 < 5', 'i % 6 === 5'), says: 'Somebody trains and tests' },
    { code: splitPeople('person <= 30', 'person > 30'), says: 'does not look at the number' },
  ],
  interval: [
    { code: promise({ from: 'all.map((_, i) => i)' }), says: 'has met the people' },
    { code: promise({ scores: 'rightOf.flat().map(Number)' }), says: 'You counted 100 windows' },
    { code: promise({ end: 'mean(scores)' }), says: 'This is the mean' },
    { code: promise({ end: 'mean(scores) - 0.005' }), says: 'Half a point is a wish' },
    {
      code: promise({ end: 'share(rightOf.flat()) - 1.96 * Math.sqrt(variance / scores.length)' }),
      says: 'a long walk does not make more people',
    },
    { code: promise().replace('Math.max(0,', 'Math.max(-9,'), says: 'less than nothing' },
    { code: 'const promise = () => 0.5;', says: 'the same whatever the model does' },
  ],
};
