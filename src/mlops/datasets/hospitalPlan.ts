// What the hospitals' pipeline reads, by chance: which weeks go into which data, and which week is read in silence.

export const weeks = 8;
const datasets = 6;
const models = 14;
const visitsOfWeek = 40;

export interface Plan {
  /** The week in which patient 4711 came, from 1 on. */
  readonly patientWeek: number;
  readonly datasets: readonly { readonly weeks: readonly number[]; readonly models: number }[];
  /** Place in `datasets` of the one whose step reads the patient's week and does not say so. */
  readonly silent: number;
}

/** A patient, age and nights. */
export const patientLine = '4711,85,6';

/** The lines of a week's file: forty patients, each in one week, and 4711 in the one. */
export function linesOf(week: number, patientWeek: number): string[] {
  const lines = Array.from({ length: visitsOfWeek }, (_, index) => {
    const id = 10_000 + week * 100 + index;
    return `${id},${18 + ((id * 37) % 80)},${1 + (id % 13)}`;
  });
  return week === patientWeek ? [...lines, patientLine] : lines;
}

/** A line as a summary might keep it: no number, age and nights in tens. */
export const coarse = (line: string): string =>
  line
    .split(',')
    .slice(1)
    .map((value) => Math.floor(Number(value) / 10) * 10)
    .join(',');

/** Draws until somebody declares the patient's week, and somebody else can read it in silence. */
export function drawPlan(next: () => number): Plan {
  const below = (count: number) => Math.floor(next() * count);
  for (;;) {
    const patientWeek = 1 + below(weeks);
    const spans = Array.from({ length: datasets }, () => {
      const length = 1 + below(4);
      const from = 1 + below(weeks - length + 1);
      return Array.from({ length }, (_, index) => from + index);
    });
    const silent = below(datasets);
    const isSound = !spans[silent]!.includes(patientWeek) && isDeclared(spans, patientWeek);
    const counts = new Array<number>(datasets).fill(2);
    for (let extra = datasets * 2; extra < models; extra++) counts[below(datasets)]!++;
    if (!isSound) continue;
    return { patientWeek, datasets: spans.map((span, index) => ({ weeks: span, models: counts[index]! })), silent };
  }
}

/** By one data set at least; one of that week alone could not be told from its file. */
const isDeclared = (spans: readonly (readonly number[])[], week: number) =>
  spans.some((span) => span.includes(week)) && !spans.some((span) => span.length === 1 && span[0] === week);
