/** How many people a file without names still singles out, in a made-up town. */
import { pick, random, rounded } from './chance.ts';

/** Residents of the town, its postcodes, and the years of birth that occur. */
const town = { residents: 40_000, postcodes: 20, years: 90 };

interface Person {
  readonly sex: number;
  readonly year: number;
  readonly day: number;
  readonly postcode: number;
}

/** Years are equally common until 60 and then thin out; postcodes differ fivefold in size. */
export function residents(seed: number): Person[] {
  const draw = random(seed);
  const weighted = (weights: number[]) => {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return pick(
      weights.map((weight) => weight / sum),
      draw,
    );
  };
  const year = weighted(
    Array.from({ length: town.years }, (_, age) => (age < 60 ? 1 : Math.max(0.05, 1 - (age - 60) / 30))),
  );
  const postcode = weighted(
    Array.from({ length: town.postcodes }, (_, index) => 1 + (4 * index) / (town.postcodes - 1)),
  );
  return Array.from({ length: town.residents }, () => ({
    sex: Math.floor(draw() * 2),
    year: year(),
    day: Math.floor(draw() * 365),
    postcode: postcode(),
  }));
}

/** How many people have each combination. */
function groups(people: readonly Person[], key: (person: Person) => string): Map<string, number> {
  const found = new Map<string, number>();
  for (const person of people) found.set(key(person), (found.get(key(person)) ?? 0) + 1);
  return found;
}

/** The share of people whose combination nobody else has. */
export function singledOut(people: readonly Person[], key: (person: Person) => string): number {
  return [...groups(people, key).values()].filter((count) => count === 1).length / people.length;
}

/** Files without names: what each keeps of a person, and the share that it singles out. */
export function files(seed: number) {
  const people = residents(seed);
  const kept: readonly (readonly [string, (person: Person) => string])[] = [
    ['sex and year of birth', ({ sex, year }) => `${sex}/${year}`],
    ['and postcode', ({ sex, year, postcode }) => `${sex}/${year}/${postcode}`],
    ['and day of birth', ({ sex, year, postcode, day }) => `${sex}/${year}/${postcode}/${day}`],
    [
      'decade of age and quarter of town',
      ({ year, postcode }) => `${Math.floor(year / 10)}/${Math.floor(postcode / 5)}`,
    ],
  ];
  return {
    residents: people.length,
    rows: kept.map(([name, key]) => ({ name, share: rounded(singledOut(people, key)) })),
    smallest: Math.min(...groups(people, kept.at(-1)![1]).values()),
  };
}
