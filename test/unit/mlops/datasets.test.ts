/** The worlds of the course: the same on every machine, and what is planted in them is there. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  activities,
  bakeryPictures,
  bakerySide,
  type CensusRow,
  censusOffices,
  censusRows,
  coloredShapes,
  DatasetsError,
  notMeasured,
  phoneLines,
  shapeKinds,
  shapeSide,
  tenKinds,
  weatherStation,
} from '../../../src/mlops/datasets.ts';

describe('pictures of the bakery', () => {
  const hashOf = ({ x, y }: ReturnType<typeof bakeryPictures>) => {
    const hash = createHash('sha256');
    for (const row of x) hash.update(new Uint8Array(row.buffer, row.byteOffset, row.byteLength));
    return hash.update(Uint8Array.from(y)).digest('hex').slice(0, 7);
  };

  it('are those that the slides tell of', () => {
    // The hashes stand in course/C1/W2/figures/model.json.
    assert.equal(hashOf(bakeryPictures([420, 84, 42], { seed: 110, noise: 0.8 })), 'afa0b12');
    assert.equal(hashOf(bakeryPictures([182, 182, 182], { seed: 110, noise: 0.8 })), '53b0812');
  });

  it('come class by class, as many as were asked for', () => {
    const { x, y, small } = bakeryPictures([3, 0, 2], { seed: 1, noise: 0 });
    assert.deepEqual(y, [0, 0, 0, 2, 2]);
    assert.deepEqual(small, [false, false, false, true, true]);
    assert.ok(x.every((row) => row.length === bakerySide ** 2 && row.every((value) => value >= 0 && value <= 1)));
    assert.deepEqual(bakeryPictures([0, 0, 0], { seed: 1, noise: 1 }), { x: [], y: [], small: [] });
  });

  it('show a mini roll that is smaller than a roll, and rings of both sizes with a hole', () => {
    const { x, y, small } = bakeryPictures([200, 200, 200], { seed: 5, noise: 0 });
    const area = (kind: number, mini: boolean) => {
      const rows = x.filter((_, i) => y[i] === kind && small[i] === mini);
      return rows.flatMap((row) => [...row]).reduce((sum, value) => sum + value, 0) / rows.length;
    };
    const [roll, largeRing, smallRing, mini] = [area(0, false), area(1, false), area(1, true), area(2, true)];
    assert.ok(mini < 0.55 * roll && smallRing < mini && largeRing < roll, `${[roll, largeRing, smallRing, mini]}`);
    assert.ok(Math.abs(small.filter((each, i) => y[i] === 1 && each).length - 100) < 25);
  });

  it('have the noise that was asked for', () => {
    const [still, noisy] = [0, 0.8].map((noise) => bakeryPictures([1, 0, 0], { seed: 9, noise }).x[0]!);
    const off = [...noisy!].map((value, i) => value - still![i]!);
    const deviation = Math.sqrt(off.reduce((sum, value) => sum + value * value, 0) / off.length);
    assert.ok(deviation > 0.6 && deviation < 1, String(deviation));
  });

  for (const [name, counts, seed, noise] of [
    ['two counts', [1, 2], 1, 0],
    ['half a roll', [0.5, 1, 1], 1, 0],
    ['fewer than none', [1, -1, 1], 1, 0],
    ['a seed that is no number', [1, 1, 1], Number.NaN, 0],
    ['a noise below 0', [1, 1, 1], 1, -0.1],
    ['an endless noise', [1, 1, 1], 1, Number.POSITIVE_INFINITY],
  ] as const) {
    it(`refuse ${name}`, () =>
      assert.throws(
        () => bakeryPictures(counts as never, { seed, noise }),
        (error) => error instanceof DatasetsError && error.code === 'bad-argument',
      ));
  }
});

describe('the weather station', () => {
  const { seconds, temperature, speed, degrees } = weatherStation({ seed: 42 });
  const mean = (values: Iterable<number>) => {
    const all = [...values];
    return all.reduce((sum, value) => sum + value, 0) / all.length;
  };

  it('writes a row each ten minutes, but for one gap of nine hours', () => {
    const steps = Array.from(seconds.subarray(1), (time, i) => time - seconds[i]!);
    assert.deepEqual(
      steps.flatMap((step, i) => (step === 600 ? [] : [[i + 1, step]])),
      [[18_000, 600 * 55]],
    );
  });

  it('has 18 winds that were not measured, in three spells, and calms that were', () => {
    const rows = [...speed.keys()].filter((row) => speed[row] === notMeasured);
    assert.equal(rows.length, 18);
    assert.equal(rows.filter((row) => speed[row - 1] !== notMeasured).length, 3);
    const measured = speed.filter((value) => value !== notMeasured);
    assert.ok(measured.every((value) => value >= 0) && measured.includes(0));
    // As the slides tell it.
    assert.ok(Math.abs(mean(measured) - 2.15) < 0.02 && Math.abs(mean(speed) - -3.85) < 0.02);
    assert.ok(degrees.every((value) => value >= 0 && value < 360));
  });

  it('is as much warmer in a hot year, at each hour, and has the same winds', () => {
    const hot = weatherStation({ seed: 42, warmer: 8 });
    assert.ok(hot.temperature.every((value, row) => Math.abs(value - temperature[row]! - 8) < 1e-9));
    assert.deepEqual(hot.speed, speed);
    assert.notDeepEqual(weatherStation({ seed: 43 }).temperature, temperature);
  });

  for (const options of [{ seed: -1 }, { seed: 0.5 }, { seed: 1, rows: 10 }, { seed: 1, warmer: Number.NaN }])
    it(`refuses ${JSON.stringify(options)}`, () =>
      assert.throws(
        () => weatherStation(options),
        (error) => error instanceof DatasetsError && error.code === 'bad-argument',
      ));
});

describe('the lines of the phones', () => {
  const lines = phoneLines({ seed: 42 });
  const count = (is: (line: string) => boolean) => lines.filter(is).length;

  it('are of 36 people and six activities, 40 seconds each at 20 Hz, but for what is planted', () => {
    assert.equal(lines.length, 36 * 6 * 800);
    const whole = lines.map((line) => line.split(','));
    assert.deepEqual(
      [...new Set(whole.map(([user]) => Number(user)))],
      Array.from({ length: 36 }, (_, i) => i + 1),
    );
    assert.deepEqual([...new Set(whole.map(([, activity]) => activity))], [...activities]);
    for (const person of [0, 35]) {
      const times = whole.slice(4800 * person, 4800 * (person + 1)).map(([, , ms]) => Number(ms));
      assert.deepEqual(
        times,
        times.map((_, i) => 50 * i),
      );
    }
  });

  it('have 64 that are broken, at eight places, and 240 that only look so', () => {
    assert.equal(
      count((line) => line.split(',').length === 5),
      40,
    );
    assert.equal(
      count((line) => line.endsWith(',')),
      24,
    );
    assert.equal(
      count((line) => line.endsWith(',;')),
      150,
    );
    assert.equal(
      count((line) => line.endsWith(';;')),
      90,
    );
    const broken = [...lines.keys()].filter((row) => !/^([^,]+,){5}[^,;]+,?;+$/.test(lines[row]!));
    assert.equal(broken.length, 64);
    assert.equal(broken.filter((row) => !broken.includes(row - 1)).length, 8);
  });

  it('are those of other people for another seed, and refuse what is none', () => {
    assert.notEqual(phoneLines({ seed: 43 })[5], lines[5]);
    for (const seed of [-1, 0.5, Number.NaN])
      assert.throws(
        () => phoneLines({ seed }),
        (error) => error instanceof DatasetsError && error.code === 'bad-argument',
      );
  });
});

describe('people of a census', () => {
  const rows = censusRows(8000, { seed: 42 });
  const share = (is: (row: CensusRow) => boolean, of = rows) => of.filter(is).length / of.length;

  it('have shares like those of the Adult table', () => {
    assert.ok(Math.abs(share(({ label }) => label === '>50K') - 0.241) < 0.03);
    assert.ok(Math.abs(share(({ sex }) => sex === 'Male') - 0.669) < 0.02);
    assert.ok(Math.abs(share(({ occupation }) => occupation === '?') - 0.057) < 0.01);
    assert.ok(Math.abs(rows.reduce((sum, { age }) => sum + age, 0) / rows.length - 38.6) < 1);
    assert.ok(rows.every(({ age, 'hours-per-week': hours }) => age >= 17 && age <= 90 && hours >= 1 && hours <= 99));
  });

  it('come from eight offices; those of the bay have hours that could be ages, and ages that could be hours', () => {
    assert.deepEqual([...new Set(rows.map(({ office }) => office))].sort(), [...censusOffices].sort());
    const bay = rows.filter(({ office }) => office === 'Bay');
    assert.ok(bay.length > 150);
    assert.ok(bay.every(({ age, 'hours-per-week': hours }) => hours >= 60 && hours <= 84 && age >= 17 && age <= 50));
  });

  it('are the same for the same seed, and refused for none', () => {
    assert.deepEqual(censusRows(50, { seed: 42 }), rows.slice(0, 50));
    assert.notDeepEqual(censusRows(50, { seed: 43 }), rows.slice(0, 50));
    for (const act of [() => censusRows(-1, { seed: 1 }), () => censusRows(1, { seed: 0.5 })])
      assert.throws(act, (error) => error instanceof DatasetsError && error.code === 'bad-argument');
  });
});

describe('colored shapes', () => {
  const { x, y } = coloredShapes(400, { seed: 59 });

  it('are as many of each kind, in their order, and the same for a seed', () => {
    assert.deepEqual(y.slice(0, 5), [0, 1, 2, 3, 0]);
    assert.ok(x.every((picture) => picture.length === shapeSide ** 2 * 3));
    assert.deepEqual(coloredShapes(400, { seed: 59 }), { x, y });
    assert.notDeepEqual(coloredShapes(400, { seed: 60 }).x, x);
    assert.deepEqual(coloredShapes(0, { seed: 1 }), { x: [], y: [] });
  });

  it('have the color in their middle that their kind says', () => {
    for (const [kind, name] of shapeKinds.entries()) {
      const mean = (channel: number) => {
        const of = x.filter((_, i) => y[i] === kind);
        return of.reduce((sum, picture) => sum + picture[(8 * shapeSide + 8) * 3 + channel]!, 0) / of.length;
      };
      assert.equal(mean(0) > mean(2) + 60, name.startsWith('red'), name);
      assert.equal(mean(2) > mean(0) + 60, name.startsWith('blue'), name);
    }
  });

  it('are refused for a count or a seed that is none', () => {
    for (const [count, seed] of [
      [-1, 1],
      [1.5, 1],
      [1, Number.NaN],
    ] as const)
      assert.throws(
        () => coloredShapes(count, { seed }),
        (error) => error instanceof DatasetsError && error.code === 'bad-argument',
      );
  });
});

describe('rows of ten kinds', () => {
  it('come all kinds equally often, from one world whatever the seed, and the same for the same seed', () => {
    const rows = tenKinds(1000, { world: 2, seed: 3 });
    assert.deepEqual(tenKinds(1000, { world: 2, seed: 3 }), rows);
    for (let kind = 0; kind < 10; kind++) assert.equal(rows.y.filter((each) => each === kind).length, 100);
    assert.equal(rows.x[0]?.length, 20);
    // The mean of a kind is that of its two centers: near for another seed of this world, far in another world.
    const centers = ({ x, y }: typeof rows) =>
      Array.from({ length: 20 }, (_, column) =>
        x.reduce((sum, row, at) => sum + (y[at] === 0 ? row[column]! / 100 : 0), 0),
      );
    const apart = (other: typeof rows) => Math.hypot(...centers(other).map((value, at) => value - centers(rows)[at]!));
    const [near, far] = [tenKinds(1000, { world: 2, seed: 4 }), tenKinds(1000, { world: 5, seed: 3 })].map(apart);
    assert.ok(near! < 1.2 && far! > 2, `${near}, ${far}`);
  });

  for (const bad of [
    { world: -1, seed: 1 },
    { world: 1, seed: 0.5 },
  ])
    it(`refuse ${JSON.stringify(bad)}`, () =>
      assert.throws(
        () => tenKinds(10, bad),
        (error) => error instanceof DatasetsError && error.code === 'bad-argument',
      ));
});
