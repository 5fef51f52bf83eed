import assert from 'node:assert/strict';
import { cityCorners, cityRides, DatasetsError } from '../../../src/mlops/datasets.ts';
import { Ridge } from '../../../src/mlops/estimators.ts';

const radians = Math.PI / 180;
/** Kilometers between the ends of a ride, on a flat map of the city. */
const distance = ({ pickup: [x, y], dropoff: [u, v] }: ReturnType<typeof cityRides>[number]) =>
  Math.hypot((u - x) * Math.cos(40.74 * radians), v - y) * 111.195;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value / values.length, 0);

describe('rides through a city', () => {
  const rides = cityRides({ seed: 4, count: 4000 });

  it('are the same for a seed, others for another, and stay in the city', () => {
    assert.deepEqual(cityRides({ seed: 4, count: 50 }), rides.slice(0, 50));
    assert.notDeepEqual(cityRides({ seed: 5, count: 1 }), rides.slice(0, 1));
    const [[west, south], [east, north]] = cityCorners;
    for (const [x, y] of rides.flatMap(({ pickup, dropoff }) => [pickup, dropoff]))
      assert.ok(x >= west && x <= east && y >= south && y <= north);
    assert.ok(rides.every(({ bridge }) => !bridge));
  });

  it('cost 2.50 and 1.90 a kilometer, give or take a dollar that the minutes tell', () => {
    const fares = rides.map(({ fare }) => fare);
    const line = new Ridge({ alpha: 0 }).fit(
      rides.map((ride) => [distance(ride)]),
      fares,
    );
    assert.ok(Math.abs(line.intercept - 2.5) < 0.15 && Math.abs(line.coef[0]! - 1.9) < 0.02);
    const left = (told: Float64Array) => Math.sqrt(mean(fares.map((fare, i) => (fare - told[i]!) ** 2)));
    const known = rides.map((ride) => [distance(ride)]);
    assert.ok(Math.abs(left(line.predict(known)) - 1) < 0.05);
    const late = rides.map((ride) => [distance(ride), ride.minutes]);
    assert.ok(left(new Ridge({ alpha: 0 }).fit(late, fares).predict(late)) < 0.3);
  });

  it('go around by the bridge where one end is the island', () => {
    const some = cityRides({ seed: 4, count: 4000, island: 0.25 });
    const across = some.filter(({ bridge }) => bridge);
    assert.ok(Math.abs(across.length / some.length - 0.25) < 0.03);
    const more = (ride: (typeof some)[number]) => ride.fare - 2.5 - 1.9 * distance(ride);
    assert.ok(mean(across.map(more)) > 8);
    assert.ok(Math.abs(mean(some.filter(({ bridge }) => !bridge).map(more))) < 0.1);
    assert.ok(across.every(({ tolls }) => tolls >= 6.5));
  });

  it('are refused for what is no seed, count or share', () => {
    for (const options of [
      { seed: -1, count: 1 },
      { seed: 1, count: 1.5 },
      { seed: 1, count: 1, island: 1.2 },
    ])
      assert.throws(() => cityRides(options), DatasetsError);
  });
});
