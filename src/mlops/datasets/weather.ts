// A made-up weather station that writes a row each ten minutes, with faults that such stations have.
import { normal, uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';

/** What the station writes where its wind gauge measured nothing. */
export const notMeasured = -9999;
/** What is left of the weather, and of the wind's turn, after ten minutes. */
const keep = { weather: 0.995, turn: 0.9965 };
/** Seconds from one row to the next. */
const step = 600;
const [day, year] = [86_400, 365.2425 * 86_400];

export interface Weather {
  /** Seconds since the first row; ten minutes apart but for one gap. */
  readonly seconds: Float64Array;
  /** In °C. */
  readonly temperature: Float64Array;
  /** In m/s; `notMeasured` where the gauge was frozen. A calm is 0. */
  readonly speed: Float64Array;
  /** Where the wind comes from, in degrees from 0 (north) over 90 (east). */
  readonly degrees: Float64Array;
}

export interface WeatherOptions {
  /** A whole number from 0 on. */
  readonly seed: number;
  /** How many rows; by default 30,000, about 208 days. */
  readonly rows?: number;
  /** °C by which all is warmer than usual: a hot year. By default 0. */
  readonly warmer?: number;
}

/**
 * A record from a spring on. The temperature has a year, a day, and weather that comes and goes; the wind blows about
 * north and turns slowly. Planted: in 18 of 30,000 rows the wind is `notMeasured`, three times for an hour; and after
 * 60 percent of the rows the station was silent for nine hours.
 * @throws {DatasetsError} for fewer than 1,000 rows, and for a seed or a warmth that is none
 */
export function weatherStation({ seed, rows = 30_000, warmer = 0 }: WeatherOptions): Weather {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new DatasetsError('bad-argument', `The seed must be a whole number from 0 on, not ${seed}.`);
  if (!Number.isSafeInteger(rows) || rows < 1000)
    throw new DatasetsError('bad-argument', `A record has a whole number of rows from 1,000 on, not ${rows}.`);
  if (!Number.isFinite(warmer)) throw new DatasetsError('bad-argument', `The warmth is no number: ${warmer}.`);
  const next = uniform(seed);
  const list = () => new Float64Array(rows);
  const record = { seconds: list(), temperature: list(), speed: list(), degrees: list() };
  const gapAt = Math.floor(rows * 0.6);
  let [weather, turn] = [0, 0];
  for (let row = 0, tick = 0; row < rows; row++, tick++) {
    if (row === gapAt) tick += 54;
    const time = tick * step;
    turn = keep.turn * turn + Math.sqrt(1 - keep.turn ** 2) * normal(next);
    // A gamma distribution of shape 2: the sum of two exponential ones.
    const speed = -1.08 * (Math.log(1 - next()) + Math.log(1 - next()));
    weather = keep.weather * weather + 0.25 * normal(next);
    record.seconds[row] = time;
    record.temperature[row] =
      9.45 + warmer + 9 * Math.sin((2 * Math.PI * time) / year) + 4 * Math.sin((2 * Math.PI * time) / day) + weather;
    record.speed[row] = speed < 0.1 ? 0 : speed;
    record.degrees[row] = (((350 + 45 * turn) % 360) + 360) % 360;
  }
  for (const share of [0.15, 0.4, 0.8]) record.speed.fill(notMeasured, share * rows, share * rows + rows / 5000);
  return record;
}
