import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const guesses = (blessings: number, gain: number) => `const myBlessings = ${blessings}; const myGain = ${gain};`;
const count = `let [wins, losses] = [0, 0];
  for (let row = 0; row < old.length; row++) { if (fresh[row]! > old[row]!) wins++; if (fresh[row]! < old[row]!) losses++; }`;
const beats = (body: string) => `const beats: Gate = (old, fresh) => { ${body} };`;
const bounds = (lead: number, fall: number) => `const bounds = { lead: ${lead}, fall: ${fall} };`;
const cause = (name: string) => `const cause = '${name}' as Cause | undefined;`;
const models = (four: string, all: string) => `const afterFour = '${four}'; const afterAll = '${all}';`;

export const wrong: WrongAnswers = {
  'fifty-weeks': [
    { code: guesses(25, 3), says: 'puts the bar where its luck was' },
    { code: guesses(0, 3), says: 'somebody is always luckier' },
    { code: guesses(4, 0), says: 'On the mean luck is 0' },
    { code: guesses(4, 12), says: 'So much luck is rare' },
  ],
  paired: [
    {
      code: beats(
        'const half = (share: number) => 1.96 * Math.sqrt((share * (1 - share)) / old.length); const [a, b] = [shareOf(old), shareOf(fresh)]; return b - half(b) > a + half(a);',
      ),
      says: 'Two intervals that overlap say little',
    },
    { code: beats(`${count} return wins >= 10 && wins > losses / 2;`), says: 'and not what was lost' },
    {
      code: beats(`${count} return (wins - losses) / Math.sqrt(wins + losses) > 1.645;`),
      says: 'Three tosses decide',
    },
    { code: beats('return shareOf(fresh) > shareOf(old) + 0.01;'), says: 'Loans on which both agree have a say' },
    { code: beats(`${count} return wins + losses >= 10 && wins > losses;`), says: 'One loan more is enough' },
  ],
  bounds: [
    { code: bounds(-1e-10, -0.06), says: '“Not worse” is not safe' },
    { code: bounds(0.0135, -1), says: 'a whole region may be lost' },
    { code: bounds(0.0135, 0), says: 'No region of 500 loans may fall by chance' },
    { code: bounds(0.02, -0.06), says: 'refuses half of those that have them' },
    { code: bounds(0.005, -0.06), says: 'The lead is within luck' },
  ],
  'too-good': [
    { code: cause('the candidate is that much better'), says: 'evaluated alike, the two are level' },
    { code: cause('the label is among the inputs of the candidate'), says: 'A leak would lift the candidate' },
    { code: cause('the candidate was evaluated on other loans'), says: 'Other loans move a number by a point' },
  ],
  resolver: [
    { code: models('model 4', 'model 5'), says: 'is not the latest *blessed* one' },
    { code: models('none', 'model 5'), says: 'what was blessed stays blessed' },
    { code: models('model 2', 'model 2'), says: 'The resolver asks for the latest *model*' },
  ],
};
