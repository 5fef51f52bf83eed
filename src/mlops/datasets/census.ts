// A census like the Adult table of UCI: the same columns, and shares like its own. Nobody in it exists.
import { normal, uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';

/** A person. A question without an answer is `?`, as in the Adult table. */
export interface CensusRow {
  /** Who sent the row: one of eight offices. The Adult table has no such column. */
  readonly office: string;
  /** Years, from 17 to 90. */
  readonly age: number;
  readonly workclass: string;
  /** How many people of the country the person stands for. */
  readonly fnlwgt: number;
  readonly education: string;
  /** `education` as a rank, from 1 to 16. */
  readonly 'education-num': number;
  readonly 'marital-status': string;
  readonly occupation: string;
  readonly relationship: string;
  readonly race: string;
  readonly sex: string;
  /** Dollars. */
  readonly 'capital-gain': number;
  readonly 'capital-loss': number;
  readonly 'hours-per-week': number;
  readonly 'native-country': string;
  /** Whether the person earns more than 50,000 dollars a year. */
  readonly label: '<=50K' | '>50K';
}

type Shares = Readonly<Record<string, number>>;

const workclasses: Shares = {
  ...{ Private: 70, 'Self-emp-not-inc': 8, 'Local-gov': 6.4, '?': 5.6, 'State-gov': 4, 'Self-emp-inc': 3.4 },
  ...{ 'Federal-gov': 2.5, 'Without-pay': 0.07, 'Never-worked': 0.03 },
};
/** By rank, from 1 on, with its share. */
const educations: readonly (readonly [name: string, share: number])[] = [
  ...([
    ['Preschool', 0.2],
    ['1st-4th', 0.5],
    ['5th-6th', 1],
    ['7th-8th', 2],
    ['9th', 1.6],
    ['10th', 2.9],
  ] as const),
  ...([
    ['11th', 3.6],
    ['12th', 1.3],
    ['HS-grad', 32.3],
    ['Some-college', 22.4],
    ['Assoc-voc', 4.2],
  ] as const),
  ...([
    ['Assoc-acdm', 3.3],
    ['Bachelors', 16.4],
    ['Masters', 5.3],
    ['Prof-school', 1.8],
    ['Doctorate', 1.3],
  ] as const),
];
const occupations: Shares = {
  ...{ 'Prof-specialty': 12.7, 'Craft-repair': 12.6, 'Exec-managerial': 12.5, 'Adm-clerical': 11.6, Sales: 11.2 },
  ...{ 'Other-service': 10.1, 'Machine-op-inspct': 6.1, 'Transport-moving': 4.9, 'Handlers-cleaners': 4.2 },
  ...{ 'Farming-fishing': 3.1, 'Tech-support': 2.9, 'Protective-serv': 2, 'Priv-house-serv': 0.5, 'Armed-Forces': 0.1 },
};
const races: Shares = { White: 85.4, Black: 9.6, 'Asian-Pac-Islander': 3.2, 'Amer-Indian-Eskimo': 1, Other: 0.8 };
const countries: Shares = {
  ...{ 'United-States': 89.6, Mexico: 2, '?': 1.8, Philippines: 0.6, Germany: 0.4, Canada: 0.4, 'Puerto-Rico': 0.35 },
  ...{
    'El-Salvador': 0.33,
    India: 0.31,
    Cuba: 0.29,
    England: 0.28,
    Jamaica: 0.25,
    South: 0.25,
    China: 0.23,
    Italy: 0.22,
  },
  ...{
    Vietnam: 0.21,
    Guatemala: 0.2,
    Japan: 0.19,
    Poland: 0.18,
    Columbia: 0.18,
    Haiti: 0.14,
    Iran: 0.13,
    Taiwan: 0.16,
  },
};
const officeShares: Shares = { North: 22, East: 20, South: 19, West: 16, Lake: 11, Hill: 7, Mill: 2, Bay: 3 };

/** The offices, from the one that sends most to the one that sends least. */
export const censusOffices: readonly string[] = Object.keys(officeShares);

function pick(shares: Shares, next: () => number): string {
  const names = Object.keys(shares);
  const total = names.reduce((sum, name) => sum + shares[name]!, 0);
  let left = next() * total;
  for (const name of names) {
    left -= shares[name]!;
    if (left < 0) return name;
  }
  return names.at(-1)!;
}

const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, Math.round(value)));

/** Nobody has a doctorate at 20. */
function highestRank(age: number): number {
  const ages = [17, 19, 22, 24, 27];
  const ranks = [9, 10, 13, 14, 16];
  return ranks[ages.findLastIndex((from) => from <= age)]!;
}

/** Married men are husbands, and so on; the young are seldom married. */
function home(age: number, sex: string, next: () => number): readonly [marital: string, relationship: string] {
  const luck = next();
  if (luck < Math.min(0.62, Math.max(0.03, (age - 20) / 26)))
    return ['Married-civ-spouse', sex === 'Male' ? 'Husband' : 'Wife'];
  if (age > 62 && next() < 0.4) return ['Widowed', 'Not-in-family'];
  if (age > 28 && next() < 0.45) return ['Divorced', next() < 0.3 ? 'Unmarried' : 'Not-in-family'];
  return ['Never-married', age < 25 ? 'Own-child' : 'Not-in-family'];
}

function person(next: () => number): CensusRow {
  const office = pick(officeShares, next);
  const exponential = () => -Math.log(1 - next());
  // The bay counts crews at sea: young people, away for all of the week.
  const isCrew = office === 'Bay';
  const age = within(17 + 7.2 * (exponential() + exponential() + exponential()), 17, isCrew ? 50 : 90);
  const sex = next() < 0.669 ? 'Male' : 'Female';
  const drawn = pick(Object.fromEntries(educations), next);
  const rank = Math.min(educations.findIndex(([name]) => name === drawn) + 1, highestRank(age));
  const education = educations[rank - 1]![0];
  const [marital, relationship] = home(age, sex, next);
  const workclass = pick(workclasses, next);
  const occupation = workclass === '?' || next() < 0.0006 ? '?' : pick(occupations, next);
  const usual = next() < 0.68 ? within(42 + 5 * normal(next), 30, 60) : within(36 + 15 * normal(next), 1, 99);
  const hours = isCrew ? within(70 + 6 * normal(next), 60, 84) : usual;
  const gain = next() < 0.083 ? within(3000 * exponential() ** 1.4 + 100, 114, 99_999) : 0;
  const loss = gain === 0 && next() < 0.05 ? within(1870 + 320 * normal(next), 155, 4356) : 0;
  // Nobody is paid more for being 60 than for being 45.
  const prime = 1 - ((Math.min(age, 70) - 47) / 17) ** 2;
  const score =
    1.1 * prime +
    0.36 * (rank - 10) +
    0.055 * (hours - 40) +
    (marital.startsWith('Married') ? 1.7 : -0.9) +
    gain / 3000;
  const label = score + 0.9 * normal(next) > 2.45 ? '>50K' : '<=50K';
  return {
    office,
    age,
    workclass,
    fnlwgt: within(Math.exp(12.05 + 0.55 * normal(next)), 12_285, 1_484_705),
    education,
    'education-num': rank,
    'marital-status': marital,
    occupation,
    relationship,
    race: pick(races, next),
    sex,
    'capital-gain': gain,
    'capital-loss': loss,
    'hours-per-week': hours,
    'native-country': pick(countries, next),
    label,
  };
}

/**
 * People of a census, drawn independently.
 * @param count how many
 * @param options the seed is a whole number from 0 on
 * @throws {DatasetsError}
 */
export function censusRows(count: number, { seed }: { readonly seed: number }): CensusRow[] {
  for (const [name, value] of Object.entries({ count, seed })) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new DatasetsError('bad-argument', `The ${name} must be a whole number from 0 on, not ${value}.`);
  }
  const next = uniform(seed);
  return Array.from({ length: count }, () => person(next));
}
