import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const guesses = (v1: number, faults: string, kappa: number) =>
  `const spamRules = ${v1}; const costsMore = '${faults}'; const beyondChance = ${kappa};`;
const label = (body: string) => `const label = (text) => { ${body} };`;
const third =
  'const v3 = (of) => /view|recipe/i.test(of) ? 0 : /gift|follow|free|subs|http|check out/i.test(of) ? 1 : of.length < 30 ? 0 : abstain;';
const sentence = (guilty: number, about: string) =>
  `const guilty: number = ${guilty}; const about = (text: string): boolean => ${about};`;
const buy = (body: string) =>
  `const buyNext = ({ sizes: all, right: shares, disputed: apart }: Situation): 'labels' | 'guide' => ${body};`;
const step = 'shares.at(-1)! - shares.at(-2)!';

export const wrong: WrongAnswers = {
  brackets: [
    { code: guesses(92, '5 % of one kind', -0.05), says: 'You may have judged the rules' },
    { code: guesses(0.51, '5 % of one kind', -0.05), says: 'asks for percent' },
    { code: guesses(25, '5 % of one kind', -0.05), says: 'right as often as there is spam' },
    { code: guesses(51, '30 % drawn by lot', -0.05), says: 'cancel; those of one kind are learned' },
    { code: guesses(51, 'about the same', -0.05), says: 'size makes up for kind' },
    { code: guesses(51, '5 % of one kind', 0.9), says: 'taken agreement for kappa' },
  ],
  rules: [
    { code: label('return /http/i.test(text) ? 1 : abstain;'), says: 'It names one class alone' },
    {
      code: label('return /http|follow/i.test(text) ? 1 : /love/i.test(text) ? 0 : abstain;'),
      says: 'Right, but seldom',
    },
    {
      code: label(
        'const spam = /free|subs|gift|follow|http/i.test(text); const ham = /view|recipe/i.test(text); return spam && ham ? abstain : spam ? 1 : ham ? 0 : abstain;',
      ),
      says: 'Seldom, and not right',
    },
    { code: label(`${third} return v3(text) === abstain ? 0 : v3(text);`), says: 'It never abstains' },
    { code: label(`${third} return v3(text);`), says: 'more rules are not better ones' },
    {
      code: label('return desk.find((comment) => comment.text === text)?.label ?? abstain;'),
      says: 'knows the comments of the desk by heart',
    },
    {
      code: label(
        'const spam = /http|www|subs|sub to|channel|gift|free|claim|follow|page|check out/.test(text); const ham = /recipe|view|love|good|crust|dough|oven|filling|glaze/.test(text) || (text.length < 30 && !/like|ello|orning|else|understand|or/.test(text)); return spam && ham ? abstain : spam ? 1 : ham ? 0 : abstain;',
      ),
      says: 'in capital letters gets another label',
    },
  ],
  dispute: [
    { code: sentence(0, '/page|check out/i.test(text)'), says: 'Nobody is careless' },
    { code: sentence(2, '/page|check out (my|our)/i.test(text)'), says: 'Both read that sentence alike' },
    { code: sentence(3, 'true'), says: 'speaks of too much' },
    { code: sentence(3, '/page|view|recipe/i.test(text)'), says: 'also where there is no spam' },
    { code: sentence(3, '/check out/i.test(text)'), says: 'leaves many of the disputes open' },
  ],
  'learning-curve': [
    { code: buy("'labels'"), says: 'always buys labels' },
    { code: buy("'guide'"), says: 'always mends the guide' },
    { code: buy(`${step} > apart / 2 ? 'labels' : 'guide'`), says: '200 labels are no doubling' },
    {
      code: buy(
        `((${step}) / Math.log2(all.at(-1)! / all.at(-2)!)) * Math.log2(1 + 200 / all.at(-1)!) > apart ? 'labels' : 'guide'`,
      ),
      says: 'Half of them are right',
    },
    {
      code: buy(`(${step}) * Math.log2(1 + 200 / all.at(-1)!) > apart / 2 ? 'labels' : 'guide'`),
      says: 'From 100 to 1,600 it was four',
    },
    {
      code: buy(`((${step}) * 200) / (all.at(-1)! - all.at(-2)!) > apart / 2 ? 'labels' : 'guide'`),
      says: 'as a straight line',
    },
    {
      code: buy(
        `((shares.at(-1)! - shares[0]!) / Math.log2(all.at(-1)! / all[0]!)) * Math.log2(1 + 200 / all.at(-1)!) > apart / 2 ? 'labels' : 'guide'`,
      ),
      says: 'The curve has bent',
    },
    { code: buy("apart > 0.05 ? 'guide' : 'labels'"), says: 'does not look at the curve' },
  ],
};
