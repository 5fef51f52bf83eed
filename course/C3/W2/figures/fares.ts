// Taxi rides on a made-up map: what a fare model learns from raw coordinates, from scaled ones, and from a distance.
import { deviation, mean, normal, range, rounded, uniform } from '../../W1/figures/chance.ts';
import { Net, type Rows } from './net.ts';

/** Kilometers in a degree of latitude, and in one of longitude at the map's middle. */
export const perDegree = { latitude: 111.2, longitude: 111.2 * Math.cos((40.75 * Math.PI) / 180) };
const corner = { longitude: -74.05, latitude: 40.69 };
const side = 12;

interface Ride {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly fare: number;
}
/** A fare is 2.50 and 1.90 a kilometer, give or take 1.00. */
export function drawRides(count: number, seed: number): Ride[] {
  const next = uniform(seed);
  const draw = normal(next);
  const place = () =>
    [
      corner.longitude + (next() * side) / perDegree.longitude,
      corner.latitude + (next() * side) / perDegree.latitude,
    ] as const;
  return range(count).map(() => {
    const [from, to] = [place(), place()];
    return { from, to, fare: 2.5 + 1.9 * kilometers(from, to) + draw() };
  });
}

export const kilometers = (a: readonly [number, number], b: readonly [number, number]) =>
  Math.hypot((a[0] - b[0]) * perDegree.longitude, (a[1] - b[1]) * perDegree.latitude);

/** The inputs that are compared. */
const inputs: Readonly<Record<string, (ride: Ride) => number[]>> = {
  raw: ({ from, to }) => [...from, ...to],
  standardized: ({ from, to }) => [...from, ...to],
  degrees: ({ from, to }) => [Math.hypot(from[0] - to[0], from[1] - to[1])],
  kilometers: ({ from, to }) => [kilometers(from, to)],
  both: ({ from, to }) => [...from, ...to, kilometers(from, to)],
};

function table(rides: readonly Ride[], of: readonly Ride[], name: string): Rows {
  const features = inputs[name]!;
  const known = of.map(features);
  const columns = known[0]!.length;
  const shift = range(columns).map((c) => (name === 'raw' ? 0 : mean(known.map((row) => row[c]!))));
  const width = range(columns).map((c) => (name === 'raw' ? 1 : deviation(known.map((row) => row[c]!))));
  const x = rides.flatMap((ride) => features(ride).map((value, c) => (value - shift[c]!) / width[c]!));
  return { x: Float64Array.from(x), y: Float64Array.from(rides.map(({ fare }) => fare)), columns };
}

/** Root of the mean squared error on 1,000 new rides, for each input and number of rides: means of three seeds. */
export function fares() {
  const fresh = drawRides(1000, 99);
  const spread = rounded(deviation(fresh.map(({ fare }) => fare)), 2);
  const bars = Object.keys(inputs).map((name) => ({
    name,
    rmse: [100, 2000].map((count) => {
      const runs = [1, 2, 3].map((seed) => {
        const rides = drawRides(count, seed);
        const net = new Net([inputs[name]!(rides[0]!).length, 32, 8, 1], seed);
        net.fit(table(rides, rides, name), { epochs: count === 100 ? 200 : 20, rate: 0.01, seed });
        const rows = table(fresh, rides, name);
        return Math.sqrt(mean(net.outputs(rows).map((out, i) => (out[0]! - rows.y[i]!) ** 2)));
      });
      return rounded(mean(runs), 2);
    }),
  }));
  return { spread, bars };
}
