/**
 * `mlops-lab/datasets`: the worlds of the course, made from a seed, so that everybody has the same data. What is planted
 * in them is known.
 *
 * ```ts
 * const { x, y } = bakeryPictures([420, 84, 42], { seed: 120, noise: 0.8 }); // rolls, rings, mini rolls
 * ```
 */
export {
  type BakeryOptions,
  type BakeryPictures,
  bakeryClasses,
  bakeryPictures,
  bakerySide,
} from './datasets/bakery.ts';
export { type Biopsies, type BiopsyOptions, biopsies, biopsyColumns, weakBiopsyColumns } from './datasets/biopsies.ts';
export { type CensusRow, censusOffices, censusRows } from './datasets/census.ts';
export { normal, shuffled, uniform } from './datasets/chance.ts';
export { type BakeryComment, type BakeryCommentsOptions, bakeryComments } from './datasets/comments.ts';
export { type MeterDigits, type MeterDigitsOptions, meterDigitSide, meterDigits } from './datasets/digits.ts';
export {
  type Encounter,
  type EncountersOptions,
  encounterColumns,
  encounterPayers,
  encounters,
} from './datasets/encounters.ts';
export { DatasetsError, type DatasetsErrorCode } from './datasets/errors.ts';
export { type ForestCell, forestCells, forestSoils } from './datasets/forests.ts';
export { type HighwayHour, type HighwayOptions, highwayHours } from './datasets/highway.ts';
export { type Hospitals, type HospitalsOptions, hospitals } from './datasets/hospitals.ts';
export { activities, phoneLines } from './datasets/phones.ts';
export { type CityRide, cityCorners, cityRides, type Place, type RidesOptions } from './datasets/rides.ts';
export { type ColoredShapes, coloredShapes, shapeKinds, shapeSide } from './datasets/shapes.ts';
export { type TenKinds, type TenKindsOptions, tenKinds } from './datasets/tenKinds.ts';
export type { Photo } from './datasets/trayPhoto.ts';
export {
  bakeryTrays,
  type Tray,
  type TrayKind,
  type TrayPiece,
  type TraysOptions,
  trayKinds,
} from './datasets/trays.ts';
export { notMeasured, type Weather, type WeatherOptions, weatherStation } from './datasets/weather.ts';
export { type Wines, wineColumns, wines } from './datasets/wines.ts';
