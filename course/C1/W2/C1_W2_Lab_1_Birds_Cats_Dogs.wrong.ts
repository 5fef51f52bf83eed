import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const badFiles = (isBad: string) =>
  `const badFiles = (folder) => Object.keys(folder).filter((name) => { const bytes = folder[name]; return ${isBad}; });`;
const guesses = (constant: string, set: string) => `const constantIsRight = ${constant}; const gainsMore = ${set};`;
const harm = (change: string, ...victims: string[]) =>
  `const harm = { change: '${change}', victims: ${JSON.stringify(victims)} };`;
const largest = (size: string) =>
  `const mendFirst = (given) => { const size = ({ share, wrong, people }) => ${size}; return given.toSorted((a, b) => size(b) - size(a))[0]?.name; };`;

export const wrong: WrongAnswers = {
  constant: [
    { code: guesses('33', "'dealing 546 anew'"), says: 'You may have counted classes' },
    { code: guesses('95', "'dealing 546 anew'"), says: 'The share of rolls among the pieces' },
    { code: guesses('77', "'adding 714'"), says: 'more is always more' },
    { code: guesses('77', "'about the same'"), says: 'too few to learn from' },
  ],
  'bad-files': [
    { code: badFiles('!/\\.(png|jpe?g)$/i.test(name)'), says: 'thrown out for its name' },
    { code: badFiles('bytes.length === 0'), says: 'size alone' },
    {
      code: badFiles('!((bytes[0] === 0x89 && bytes[1] === 0x50) || (bytes[0] === 0xff && bytes[1] === 0xd8))'),
      says: 'the rest is cut off',
    },
    {
      code: "const badFiles = () => ['tray_03.png', 'tray_06.png', 'tray_10.jpg', 'tray_12.png', 'tray_18.png', 'tray_21.png'];",
      says: 'names of the first one',
    },
  ],
  augment: [
    { code: harm('turn', 'mini roll'), says: 'still what it was' },
    { code: harm('mirror', 'ring'), says: 'still what it was' },
    { code: harm('zoom', 'ring'), says: 'One of your victims gains' },
    { code: harm('zoom', 'mini roll'), says: 'Somebody else loses as well' },
    { code: harm('none'), says: 'No change is named' },
  ],
  'error-tags': [
    { code: largest('share * wrong'), says: 'the most frequent error' },
    { code: largest('wrong'), says: 'the worst rate' },
    { code: largest('wrong - people'), says: 'the widest gap' },
    { code: largest('share * (wrong - people)'), says: 'was called a gain' },
    { code: "const mendFirst = () => 'flour on the lens';", says: 'the same name for two shops' },
  ],
};
