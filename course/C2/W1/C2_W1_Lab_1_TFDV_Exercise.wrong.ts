import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const ticked = (...names: string[]) => `const ticks = ${JSON.stringify(names)};`;
const range = (name: string, min: number, max: number) =>
  `setDomain(schema, '${name}', { intDomain: { min: ${min}, max: ${max} } });`;
const words = (...pairs: [name: string, word: string][]) =>
  pairs.map(([name, word]) => `getDomain(schema, '${name}').value.push('${word}');`).join(' ');
const repaired = (...lines: string[]) => `const repair = (schema) => { ${lines.join(' ')} return schema; };`;
const honest = words(['native-country', 'Mongolia'], ['workclass', 'Gig']);
const ranges = `${range('age', 16, 122)} ${range('hours-per-week', 0, 168)}`;
const missing = (count: string, office: string) =>
  `const whoIsMissing = (rows) => ({ count: ${count}, office: ${office} });`;
const counted = 'rows.filter(({ sex }) => sex === null).length';
const lost = 'rows.filter((row) => row.sex === null && row.office === office).length';
const largest = `[...new Set(rows.map(({ office }) => office))].map((office) => [${lost}, office]).sort((a, b) => b[0] - a[0])[0][1]`;
const row = (changes: string) => `const nonsense = { ...later[0], ${changes} };`;

export const wrong: WrongAnswers = {
  'tick-the-faults': [
    { code: ticked('gamer', 'no race', '40 h', 'empty', 'age 1000', 'age 0', 'minutes'), says: 'no range is inferred' },
    { code: ticked('gamer', 'no race', '40 h', 'empty', 'swap'), says: 'It compares no two columns' },
    { code: ticked('no race', '40 h'), says: 'Each of the four finds one' },
  ],
  repair: [
    {
      code: repaired(range('age', 17, 90), range('hours-per-week', 1, 99), honest),
      says: 'The range is what was seen',
    },
    { code: repaired(ranges), says: 'An honest new value is refused' },
    {
      code: repaired(
        ranges,
        "for (const name of ['occupation', 'native-country', 'workclass', 'sex']) getFeature(schema, name).distributionConstraints = { minDomainMass: 0.9 };",
      ),
      says: 'A mass of 0.9',
    },
    {
      code: repaired(ranges, honest, words(['occupation', 'gamer'], ['sex', 'M'], ['sex', 'F'])),
      says: 'blessed a mistake',
    },
    { code: repaired(honest), says: 'Nobody has written a range' },
    { code: repaired(range('age', 16, 122), honest), says: 'Hours in minutes pass' },
  ],
  slices: [
    { code: missing('0', "'Mill'"), says: 'that is no rounding' },
    { code: missing(`rows.length - ${counted}`, "'Mill'"), says: 'counted those that are there' },
    { code: missing(counted, "'Mill'"), says: 'The same office for two files' },
    { code: missing(counted, largest), says: 'because it sends most' },
  ],
  nonsense: [
    { code: row('age: 1000'), says: 'A range sees this one' },
    { code: row("occupation: 'gamer'"), says: 'knows its words' },
    { code: row("age: 44, 'hours-per-week': 41"), says: 'may well live next door' },
    { code: 'const nonsense = { age: 30 };', says: 'Columns are left out' },
  ],
};
