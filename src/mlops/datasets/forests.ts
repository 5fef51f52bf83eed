// Cells of 30 by 30 meters of a forest, with the columns of the table "Covertype" of UCI. No such cell exists. Soil and
// height decide what grows; what tells nothing of it is known.
import { normal, uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';

/** A cell of forest. Distances and heights in meters, angles in degrees, light from 0 to 254. */
export interface ForestCell {
  readonly Elevation: number;
  /** Tells nothing of the cover. */
  readonly Aspect: number;
  readonly Slope: number;
  readonly Horizontal_Distance_To_Hydrology: number;
  readonly Vertical_Distance_To_Hydrology: number;
  readonly Horizontal_Distance_To_Roadways: number;
  readonly Hillshade_9am: number;
  readonly Hillshade_Noon: number;
  /** Tells nothing of the cover. */
  readonly Hillshade_3pm: number;
  readonly Horizontal_Distance_To_Fire_Points: number;
  readonly Wilderness_Area: string;
  /** One of `forestSoils`. */
  readonly Soil_Type: string;
  /** What grows there: one of seven kinds, from 0 on. */
  readonly Cover_Type: number;
}

/** The 40 soils of the table, by their code: the first digit is the climate, from the plains up. */
export const forestSoils: readonly string[] = [
  ...['2702', '2703', '2704', '2705', '2706', '2717', '3501', '3502', '4201', '4703', '4704', '4744', '4758', '5101'],
  ...['5151', '6101', '6102', '6731', '7101', '7102', '7103', '7201', '7202', '7700', '7701', '7702', '7709', '7710'],
  ...['7745', '7746', '7755', '7756', '7757', '7790', '8703', '8707', '8708', '8771', '8772', '8776'],
].map((code) => `C${code}`);

/** How common a soil is: one has a fifth of all cells, and the rarest a hundredth of that. */
const weights = forestSoils.map((soil, place) => (soil === 'C7745' ? 20 : [6, 1.2, 3, 0.4, 2, 0.2][place % 6]!));
const total = weights.reduce((sum, weight) => sum + weight, 0);
/** What each soil likes: neighbors in the list differ, so that soils that share a bucket seldom agree. */
const liked = forestSoils.map((_, place) => [1, 0, 2, 1, 5, 0, 4, 6, 3][(place * 5) % 9]!);

function soilBy(next: () => number): number {
  let left = next() * total;
  const found = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return found < 0 ? weights.length - 1 : found;
}

const within = (value: number, low: number, high: number) => Math.min(high, Math.max(low, Math.round(value)));
const height = (elevation: number) => (elevation < 2600 ? 2 : elevation < 3000 ? 1 : elevation < 3350 ? 0 : 6);

function cell(next: () => number): ForestCell {
  const soil = soilBy(next);
  const climate = Number(forestSoils[soil]![1]);
  const elevation = within(2450 + 82 * climate + 200 * normal(next), 1859, 3858);
  const high = (elevation - 2959) / 280;
  const slope = within(14 - 2.5 * high + 7 * normal(next), 0, 66);
  const cover = next() < 0.62 ? liked[soil]! : next() < 0.85 ? height(elevation) : Math.floor(next() * 7);
  const water = within(Math.abs(269 + 40 * high + 200 * normal(next)), 0, 1397);
  return {
    Elevation: elevation,
    Aspect: within(360 * next(), 0, 360),
    Slope: slope,
    Horizontal_Distance_To_Hydrology: water,
    Vertical_Distance_To_Hydrology: within(0.17 * water + 6 * high + 40 * normal(next), -173, 601),
    Horizontal_Distance_To_Roadways: within(Math.abs(2350 + 560 * high + 1400 * normal(next)), 0, 7117),
    Hillshade_9am: within(212 - 0.9 * (slope - 14) + 24 * normal(next), 0, 254),
    Hillshade_Noon: within(223 - 1.1 * (slope - 14) + 17 * normal(next), 0, 254),
    Hillshade_3pm: within(142 + 38 * normal(next), 0, 254),
    Horizontal_Distance_To_Fire_Points: within(Math.abs(1980 + 210 * high + 1280 * normal(next)), 0, 7173),
    Wilderness_Area:
      next() < 0.45 ? 'Rawah' : climate < 4 || next() < 0.1 ? 'Cache' : next() < 0.9 ? 'Commanche' : 'Neota',
    Soil_Type: forestSoils[soil]!,
    Cover_Type: cover,
  };
}

/**
 * Cells of a forest, drawn independently.
 * @param count how many
 * @param options the seed is a whole number from 0 on
 * @throws {DatasetsError}
 */
export function forestCells(count: number, { seed }: { readonly seed: number }): ForestCell[] {
  for (const [name, value] of Object.entries({ count, seed })) {
    if (!Number.isSafeInteger(value) || value < 0)
      throw new DatasetsError('bad-argument', `The ${name} must be a whole number from 0 on, not ${value}.`);
  }
  const next = uniform(seed);
  return Array.from({ length: count }, () => cell(next));
}
