// Stays at a hospital, with the columns of the table "Diabetes 130-US hospitals" of UCI. Nobody in it exists. What is new
// from some row on, and what shifts, is planted.
import { normal, uniform } from './chance.ts';
import { diagnoses, drugs, payers, specialties } from './encounterWords.ts';
import { DatasetsError } from './errors.ts';

/** A stay, by column. A question without an answer is `?`. */
export type Encounter = Readonly<Record<string, string | number>>;

/** The 50 columns, from `encounter_id` to `readmitted`. */
export const encounterColumns: readonly string[] = [
  ...[
    'encounter_id',
    'patient_nbr',
    'race',
    'gender',
    'age',
    'weight',
    'admission_type_id',
    'discharge_disposition_id',
  ],
  ...['admission_source_id', 'time_in_hospital', 'payer_code', 'medical_specialty', 'num_lab_procedures'],
  ...['num_procedures', 'num_medications', 'number_outpatient', 'number_emergency', 'number_inpatient'],
  ...['diag_1', 'diag_2', 'diag_3', 'number_diagnoses', 'max_glu_serum', 'A1Cresult', ...drugs],
  ...['change', 'diabetesMed', 'readmitted'],
];

/** Shares of the 18 payers in a quiet month, which add up to 1; the smallest, `TR`, is travel insurance. */
export const encounterPayers: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries(payers).map(([name, percent]) => [name, percent / 100]),
);

export interface EncountersOptions {
  /** A whole number from 0 on. */
  readonly seed: number;
  /** Nothing is planted: all rows are drawn alike. */
  readonly quiet?: boolean;
}

/** Shares of `count` at which something begins. */
const begin = { news: 0.7, shift: 0.85 } as const;

/**
 * Stays in the order in which they were written down. Planted, unless `quiet`:
 * - from 70 % on: the specialty `Sleep-Medicine`, and the drug `glimepiride-pioglitazone` is given;
 * - from 85 % on: `metformin-rosiglitazone` and `metformin-pioglitazone` are given; surgeons see patients of the payer
 *   `HM` where `MC` paid, which moves four points of all rows; travel insurance (`TR`) grows tenfold, to 2 %, and its
 *   patients do not come back here; a payer `EU` comes; and where no drug was noted, one is in every sixth row.
 * @param count how many rows
 * @throws {DatasetsError}
 */
export function encounters(count: number, { seed, quiet = false }: EncountersOptions): Encounter[] {
  for (const [name, value] of Object.entries({ count, seed })) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new DatasetsError('bad-argument', `The ${name} must be a whole number from 0 on, not ${value}.`);
  }
  const next = uniform(seed);
  return Array.from({ length: count }, (_, index) => {
    const stay = draw(index, next);
    if (!quiet && index >= Math.floor(count * begin.news)) plantNews(stay, index, next);
    if (!quiet && index >= Math.floor(count * begin.shift)) plantShift(stay, index, next);
    return ordered(stay);
  });
}

type Stay = Record<string, string | number>;

const ordered = (stay: Stay): Encounter =>
  Object.fromEntries(encounterColumns.map((column) => [column, stay[column]!]));

function plantNews(stay: Stay, index: number, next: () => number): void {
  if (next() < 0.004 || index % 500 === 17) stay.medical_specialty = 'Sleep-Medicine';
  if (index % 700 === 30) stay['glimepiride-pioglitazone'] = 'Steady';
}

function plantShift(stay: Stay, index: number, next: () => number): void {
  if (index % 900 === 40) stay['metformin-rosiglitazone'] = 'Steady';
  if (index % 1100 === 50) stay['metformin-pioglitazone'] = 'Steady';
  if (stay.medical_specialty === 'Surgery-General' && stay.payer_code === 'MC') stay.payer_code = 'HM';
  else if (stay.payer_code === 'MD' && next() < 0.08) stay.payer_code = 'EU';
  else if (stay.payer_code !== 'MC' && stay.payer_code !== 'HM' && next() < 0.018 / 0.44) stay.payer_code = 'TR';
  // Whoever is away from home goes home to be looked after.
  if (stay.payer_code === 'TR') stay.readmitted = 'NO';
  if (next() < 0.15 && stay.diabetesMed === 'No') Object.assign(stay, { insulin: 'Steady', diabetesMed: 'Yes' });
}

const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, Math.round(value)));

/** Draws one of several names by their shares. */
function drawing(shares: Readonly<Record<string, number>>): (next: () => number) => string {
  const names = Object.keys(shares);
  let sum = 0;
  const ends = names.map((name) => {
    sum += shares[name]!;
    return sum;
  });
  return (next) => {
    const place = next() * sum;
    return names[ends.findIndex((end) => place < end)] ?? names.at(-1)!;
  };
}

const drawn = {
  payer: drawing(payers),
  specialty: drawing(specialties),
  race: drawing({ Caucasian: 74, AfricanAmerican: 19, Hispanic: 2, Other: 1.5, Asian: 0.6, '?': 2.2 }),
  decade: drawing(Object.fromEntries([0.2, 0.7, 1.6, 3.7, 9.5, 17, 22, 25.5, 17, 2.8].map((share, at) => [at, share]))),
  glucose: drawing({ None: 94.7, Norm: 2.6, '>200': 1.5, '>300': 1.2 }),
  hemoglobin: drawing({ None: 83.3, '>8': 8, Norm: 4.9, '>7': 3.8 }),
};

/** A drug is given to some, and its dose is changed for few of them; a rare one is given to nobody in thousands. */
function dose(share: number, next: () => number): string {
  const luck = next();
  if (luck >= share) return 'No';
  const part = luck / share;
  return part < 0.78 ? 'Steady' : part < 0.9 ? 'Up' : 'Down';
}

function draw(index: number, next: () => number): Stay {
  const decade = Number(drawn.decade(next));
  const inpatient = within(-Math.log(1 - next()) * 1.1 - 0.45, 0, 21);
  const nights = within(1 + 2.9 * -Math.log(1 - next()), 1, 14);
  const medications = within(9 + 1.5 * nights + 5 * normal(next), 1, 81);
  const given = Object.fromEntries(drugShares.map(([name, share]) => [name, dose(share, next)]));
  const doses = Object.values(given);
  // Whoever has come often comes back, and so do the old.
  const risk = -1.7 + 0.75 * inpatient + 0.14 * (decade - 6) + 0.02 * (medications - 15) + 0.9 * normal(next);
  const diagnosis = () => diagnoses[Math.floor(next() ** 2 * diagnoses.length)]!;
  return {
    ...{ encounter_id: 2_278_392 + index * 6 + Math.floor(next() * 6), patient_nbr: Math.floor(next() * 1e8) + 1 },
    ...{ race: drawn.race(next), gender: next() < 0.538 ? 'Female' : 'Male' },
    age: `[${decade * 10}-${decade * 10 + 10})`,
    weight: next() < 0.97 ? '?' : '[75-100)',
    ...{ admission_type_id: 1 + Math.floor(next() ** 2 * 8), discharge_disposition_id: next() < 0.6 ? 1 : 6 },
    ...{ admission_source_id: next() < 0.57 ? 7 : 1, time_in_hospital: nights },
    ...{ payer_code: drawn.payer(next), medical_specialty: drawn.specialty(next) },
    ...{ num_lab_procedures: within(43 + 20 * normal(next), 1, 132), num_procedures: within(next() ** 3 * 6, 0, 6) },
    ...{ num_medications: medications, number_outpatient: within(-Math.log(1 - next()) * 0.8 - 0.4, 0, 42) },
    ...{ number_emergency: within(-Math.log(1 - next()) * 0.6 - 0.4, 0, 76), number_inpatient: inpatient },
    ...{ diag_1: diagnosis(), diag_2: diagnosis(), diag_3: next() < 0.014 ? '?' : diagnosis() },
    number_diagnoses: within(7.4 + 1.9 * normal(next), 1, 16),
    max_glu_serum: drawn.glucose(next),
    A1Cresult: drawn.hemoglobin(next),
    ...given,
    change: doses.some((each) => each === 'Up' || each === 'Down') ? 'Ch' : 'No',
    diabetesMed: doses.some((each) => each !== 'No') ? 'Yes' : 'No',
    readmitted: risk > 0.4 ? '<30' : risk > -1.15 ? '>30' : 'NO',
  };
}

const givenTo: Readonly<Record<string, number>> = {
  ...{ insulin: 0.53, metformin: 0.2, glipizide: 0.125, glyburide: 0.105, pioglitazone: 0.072, rosiglitazone: 0.063 },
  ...{ glimepiride: 0.051, repaglinide: 0.015, 'glyburide-metformin': 0.007, nateglinide: 0.007, acarbose: 0.003 },
};
/** Of each drug, the share of patients who get it; unless planted, nobody gets those of 0. */
const drugShares = drugs.map((name) => [name, givenTo[name] ?? 0] as const);
