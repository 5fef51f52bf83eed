// Rides through a made-up city, as the file of a taxi company holds them once they are over. What the fare is made of,
// and which columns are written only afterwards, is planted.
import { normal, uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';

/** In degrees. */
export type Place = readonly [longitude: number, latitude: number];

export interface CityRide {
  /** Whole numbers: 0 to 23, 0 to 6, 1 to 4. None has a part in the fare. */
  readonly hour: number;
  readonly day: number;
  readonly passengers: number;
  readonly pickup: Place;
  readonly dropoff: Place;
  /** How long it took; longer in traffic, as the fare is higher. Known at drop-off, as are tolls and tip. */
  readonly minutes: number;
  /** In dollars, beside the fare. */
  readonly tolls: number;
  readonly tip: number;
  /** 2.50 dollars, 1.90 a kilometer of road, and what waiting in traffic adds or saves: a deviation of 1.00. */
  readonly fare: number;
  /** Whether it goes to or from the island, by the only bridge. */
  readonly bridge: boolean;
}

export interface RidesOptions {
  /** A whole number from 0 on. */
  readonly seed: number;
  /** A whole number from 0 on. */
  readonly count: number;
  /** Share of rides to or from the island, from 0 to 1: 0 by default. */
  readonly island?: number;
}

/** Kilometers east and north of the city's south-west corner. */
type Spot = readonly [east: number, north: number];

const earthRadius = 6371;
const degree = (Math.PI / 180) * earthRadius;
const corner: Place = [-74.05, 40.69];
const middleLatitude = 40.74;
const side = 12;
/** The island lies across the river, and its bridge at the city's northern end. */
const island = { west: 12.6, south: 4, width: 1.4, height: 2 };
const bridge: Spot = [12.3, 11];
const fares = { start: 2.5, perKilometer: 1.9 };

const placeOf = ([east, north]: Spot): Place => [
  corner[0] + east / (degree * Math.cos((middleLatitude * Math.PI) / 180)),
  corner[1] + north / degree,
];
const straight = (a: Spot, b: Spot) => Math.hypot(a[0] - b[0], a[1] - b[1]);

/** The city's south-west and north-east corners: 12 by 12 kilometers. */
export const cityCorners: readonly [Place, Place] = [placeOf([0, 0]), placeOf([side, side])];

/**
 * Rides between places that are drawn evenly from the city, in the order in which they were asked for.
 * @throws {DatasetsError}
 */
export function cityRides({ seed, count, island: share = 0 }: RidesOptions): CityRide[] {
  for (const [name, value] of Object.entries({ seed, count })) {
    if (!(Number.isSafeInteger(value) && value >= 0))
      throw new DatasetsError('bad-argument', `“${name}” must be a whole number from 0 on, not ${value}.`);
  }
  if (!(share >= 0 && share <= 1))
    throw new DatasetsError('bad-argument', `“island” must be a share from 0 to 1, not ${share}.`);
  const next = uniform(seed);
  return Array.from({ length: count }, () => ride(next, share));
}

function ride(next: () => number, share: number): CityRide {
  const across = next() < share;
  const inCity = (): Spot => [side * next(), side * next()];
  const onIsland = (): Spot => [island.west + island.width * next(), island.south + island.height * next()];
  const ends = across ? [inCity(), onIsland()] : [inCity(), inCity()];
  const [from, to] = (next() < 0.5 ? ends : ends.toReversed()) as [Spot, Spot];
  const road = across ? straight(from, bridge) + straight(bridge, to) : straight(from, to);
  const traffic = normal(next);
  const fare = Math.max(fares.start, fares.start + fares.perKilometer * road + traffic);
  return {
    ...{ hour: Math.floor(24 * next()), day: Math.floor(7 * next()), passengers: 1 + Math.floor(4 * next()) },
    ...{ pickup: placeOf(from), dropoff: placeOf(to), bridge: across, fare },
    minutes: Math.max(1, 8 + 2.4 * road + 2.5 * traffic + 0.5 * normal(next)),
    tolls: (across ? 6.5 : 0) + (road > 7 && next() < 0.5 ? 3 : 0),
    tip: Math.max(0, fare * (0.15 + 0.03 * normal(next))),
  };
}
