import assert from 'node:assert/strict';
import { DatasetsError, highwayHours } from '../../../src/mlops/datasets.ts';

describe('datasets: hours on a highway', () => {
  const rows = highwayHours({ seed: 42 });
  const count = (is: (row: (typeof rows)[number]) => boolean) => rows.filter(is).length;

  it('has as many rows and faults as it says, the same for the same seed', () => {
    assert.equal(rows.length, 48_204);
    assert.equal(
      count(({ temp }) => temp === 0),
      10,
    );
    assert.deepEqual(
      rows.flatMap(({ rain_1h }) => (rain_1h > 100 ? [rain_1h] : [])),
      [9831.3],
    );
    assert.equal(
      count(({ clouds_all }) => clouds_all > 100),
      25,
    );
    const again = rows.filter(
      (row, i) => i > 0 && Object.entries(row).every(([name, value]) => rows[i - 1]![name as 'day'] === value),
    );
    assert.equal(again.length, 17);
    assert.deepEqual(highwayHours({ seed: 42 }), rows);
    assert.notDeepEqual(highwayHours({ seed: 43 }), rows);
  });

  it('is mostly dry, about as often busy as not, and half as busy in heavy rain', () => {
    const dry = count(({ rain_1h }) => rain_1h === 0) / rows.length;
    assert.ok(dry > 0.92 && dry < 0.96, `${dry}`);
    const mean = rows.reduce((sum, { traffic_volume }) => sum + traffic_volume, 0) / rows.length;
    const busy = count(({ traffic_volume }) => traffic_volume > mean) / rows.length;
    assert.ok(busy > 0.48 && busy < 0.58, `${busy}`);
    const volume = (heavy: boolean) => {
      const list = rows.filter(({ rain_1h, hour }) => hour === 15 && heavy === rain_1h >= 1.1);
      return list.reduce((sum, { traffic_volume }) => sum + traffic_volume, 0) / list.length;
    };
    assert.ok(Math.abs(volume(true) / volume(false) - 0.5) < 0.06);
  });

  it('counts days and weekdays as a calendar does', () => {
    for (const { date_time, hour, day, day_of_week, month } of rows.slice(0, 500)) {
      const date = new Date(`${date_time.replace(' ', 'T')}Z`);
      assert.deepEqual([hour, day, month], [date.getUTCHours(), date.getUTCDate(), date.getUTCMonth() + 1]);
      assert.equal(day_of_week, (date.getUTCDay() + 6) % 7);
    }
  });

  it('refuses what is no record', () => {
    for (const options of [{ seed: -1 }, { seed: 1, hours: 10 }, { seed: 1, open: 0 }])
      assert.throws(() => highwayHours(options), DatasetsError);
  });
});
