/** What three schemas say of the eight spoiled weeks of week 1, and what four edits refuse and let pass. */
import { faults, infer, curated as ranged, validate, week } from '../../../W1/figures/model/schema.ts';

/** How many of the eight spoiled weeks each schema complains about. */
export function greens() {
  const clean = infer(week(1));
  const spoiled = faults.map(([, change]) => week(2).map(change));
  const complaints = (check: (rows: (typeof spoiled)[number]) => string[]) =>
    spoiled.filter((rows) => check(rows).length > 0).length;
  return {
    weeks: spoiled.length,
    own: complaints((rows) => validate(rows, infer(rows))),
    earlier: complaints((rows) => validate(rows, clean)),
    curated: complaints((rows) => validate(rows, ranged(clean))),
  };
}

/** Four proposed edits on one honest week, and on two spoiled ones: a patient of 150, and “trvl” in 30% of rows. */
export function edits() {
  const rows = week(2);
  const ages = rows.map(({ age }) => Number(age));
  const outside = (low: number, high: number) => ages.filter((age) => age < low || age > high).length;
  /** Whether a week passes where this share of payers is unknown and at least `mass` must be known. */
  const passes = (unknown: number, mass: number) => 1 - unknown >= mass;
  const edit = (name: string, low: number, high: number, mass: number) => ({
    name,
    refused: outside(low, high),
    old: 150 >= low && 150 <= high,
    typos: passes(0.3, mass),
  });
  const free = Number.POSITIVE_INFINITY;
  return {
    rows: rows.length,
    oldest: Math.max(...ages),
    edits: [
      edit('age 18 to 90', 18, 90, 1),
      edit('age 18 to 120', 18, 120, 1),
      edit('no list of payers', 18, 120, 0),
      edit('half of the payers known', -free, free, 0.5),
    ],
  };
}
