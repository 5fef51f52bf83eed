import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const km = (body: string) => `const kilometers = (from: Place, to: Place): number => ${body};`;
const scaled = (factor: string) => km(`Math.hypot((to[0] - from[0]) * ${factor}, to[1] - from[1]) * 111.2`);
const right = { raw: 5.8, standardized: 1.1, degrees: 1.5, kilometers: 1, both: 1.1 };
const bars = (changes: Partial<typeof right>, best = 'kilometers') =>
  `const bars = ${JSON.stringify({ ...right, ...changes })}; const bestOfFew = '${best}';`;
/** Columns whose gathered minutes, ride by ride, pass a test. */
const rule = (gather: string, test: string) => `const atPickup = (writes: readonly Write[]): string[] => {
    const all = new Set(writes.map(({ ride }) => ride));
    const found = new Map<string, Map<number, number>>();
    for (const { ride, column, minute } of writes) {
      const times = found.get(column) ?? new Map<number, number>();
      found.set(column, times.set(ride, ${gather}));
    }
    return [...found].filter(([, map]) => { const times = [...map.values()]; return ${test}; }).map(([column]) => column);
  };`;
const lastWrite = 'Math.max(minute, times.get(ride) ?? minute)';
const firstWrite = 'Math.min(minute, times.get(ride) ?? minute)';
const stops = (...places: string[]) => `const stops: readonly Place[] = [${places.join(', ')}];`;

export const wrong: WrongAnswers = {
  kilometers: [
    { code: km('Math.sqrt((to[0] - from[0]) ** 2 + (to[1] - from[1]) ** 2)'), says: 'These are degrees still' },
    { code: scaled('1'), says: 'as long as a degree north' },
    { code: scaled('Math.cos(from[1])'), says: 'was handed degrees' },
    { code: scaled('Math.cos((from[0] * Math.PI) / 180)'), says: 'that of the longitude' },
    { code: scaled('(1 / Math.cos((from[1] * Math.PI) / 180))'), says: 'The cosine divides' },
    { code: scaled('0.758'), says: 'of one city is typed in' },
  ],
  'five-bars': [
    { code: bars({ raw: 2 }), says: 'finds its scale by itself' },
    { code: bars({ standardized: 3 }), says: 'what scaling brings' },
    { code: bars({ degrees: 1 }), says: 'took degrees for kilometers' },
    { code: bars({ kilometers: 0.5 }), says: 'Below the floor' },
    { code: bars({ both: 0.7 }), says: 'more columns, less error' },
    { code: bars({}, 'both'), says: 'a further column does no harm' },
    { code: bars({}, 'standardized'), says: 'leaves the net nothing to find out' },
  ],
  'at-pickup': [
    {
      code: "const atPickup = (writes: readonly Write[]): string[] => ['hour', 'day', 'passengers', 'pickup', 'dropoff', 'distance'];",
      says: 'Names are typed in',
    },
    { code: rule(lastWrite, 'times.length === all.size'), says: 'stars come after the pizza' },
    { code: rule(lastWrite, 'times.length === all.size && times.every((at) => at < 0)'), says: 'The door is known' },
    {
      code: rule(lastWrite, 'times.filter((at) => at <= 0).length > all.size / 2'),
      says: 'in most rides is not in time',
    },
    {
      code: rule(firstWrite, 'times.length === all.size && times.every((at) => at <= 0)'),
      says: 'The first write is not',
    },
    { code: rule(lastWrite, 'times.every((at) => at <= 0)'), says: 'One ride has no coupon' },
  ],
  absurd: [
    { code: stops('middle', '[-73.78, 40.64]'), says: 'lies outside the city' },
    { code: stops('[-74.04, 40.7]', '[-73.92, 40.79]'), says: 'the ride that distance was made for' },
    { code: stops('middle', '[-73.975, 40.76]', '[-73.95, 40.75]'), says: 'a small one' },
    {
      code: stops('middle', '[-73.92, 40.79]', 'middle', '[-73.92, 40.79]', '[-74.04, 40.7]'),
      says: 'would be noticed',
    },
  ],
};
