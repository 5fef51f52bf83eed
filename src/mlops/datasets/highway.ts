// Hours on a highway, like the public table "Metro Interstate Traffic Volume" of UCI: the same columns, and faults like its own.
import { normal, uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';

/** An hour. Most days are no holiday, and have none. */
export interface HighwayHour {
  /** As `2012-10-02 09:00:00`. */
  readonly date_time: string;
  /** From 0 to 23. */
  readonly hour: number;
  /** Of the month, from 1 on. */
  readonly day: number;
  /** From 0, a Monday, to 6. */
  readonly day_of_week: number;
  /** From 1 to 12. */
  readonly month: number;
  readonly holiday: string | null;
  /** Kelvin. */
  readonly temp: number;
  /** Millimeters in the hour. */
  readonly rain_1h: number;
  readonly snow_1h: number;
  /** Percent of the sky. */
  readonly clouds_all: number;
  readonly weather_main: string;
  readonly weather_description: string;
  /** Vehicles in the hour, in one direction. */
  readonly traffic_volume: number;
}

export interface HighwayOptions {
  /** A whole number from 0 on. */
  readonly seed: number;
  /** How many rows. By default 48,204, five years and a half. */
  readonly hours?: number;
  /** The share of vehicles that still come: less than 1 where a bridge is closed. By default 1. */
  readonly open?: number;
}

/** Vehicles by hour of the day. */
const workday = [
  ...[560, 380, 330, 400, 950, 2900, 4700, 5300, 4950, 4500, 4300, 4400],
  ...[4550, 4600, 4900, 5300, 5700, 5400, 4300, 3300, 2850, 2600, 2050, 1250],
];
const weekend = [
  ...[1050, 750, 560, 420, 460, 680, 1150, 1700, 2450, 3250, 3800, 4150],
  ...[4350, 4350, 4300, 4250, 4200, 4050, 3750, 3300, 2850, 2550, 2100, 1500],
];
/** By month and day. */
const holidays: Readonly<Record<string, string>> = {
  ...{ '1-1': 'New Years Day', '2-20': 'Washingtons Birthday', '5-28': 'Memorial Day', '7-4': 'Independence Day' },
  ...{ '9-3': 'Labor Day', '10-8': 'Columbus Day', '11-11': 'Veterans Day', '11-22': 'Thanksgiving Day' },
  '12-25': 'Christmas Day',
};
const hourMillis = 3_600_000;
const firstHour = Date.UTC(2012, 9, 2, 9);
/** What is left of the weather after an hour. */
const keep = 0.97;

interface Sky {
  readonly temp: number;
  readonly rain: number;
  readonly snow: number;
  readonly clouds: number;
}

/** The weather of an hour as two texts, the second more exact. */
function inWords({ rain, snow, clouds }: Sky, next: () => number): readonly [main: string, description: string] {
  if (snow > 0) return ['Snow', snow > 0.3 ? 'heavy snow' : 'light snow'];
  if (rain > 8) return ['Thunderstorm', 'thunderstorm with heavy rain'];
  if (rain > 0) return ['Rain', rain < 1 ? 'light rain' : rain < 4 ? 'moderate rain' : 'heavy intensity rain'];
  const luck = next();
  if (luck < 0.05)
    return [luck < 0.03 ? 'Mist' : luck < 0.04 ? 'Haze' : 'Fog', luck < 0.03 ? 'mist' : luck < 0.04 ? 'haze' : 'fog'];
  if (luck < 0.0502) return ['Smoke', 'smoke'];
  if (clouds < 10) return ['Clear', 'sky is clear'];
  return [
    'Clouds',
    clouds < 30 ? 'few clouds' : clouds < 55 ? 'scattered clouds' : clouds < 85 ? 'broken clouds' : 'overcast clouds',
  ];
}

/** Hour by hour: a year and a day of warmth, weather that comes and goes, and spells of rain. */
function* skies(next: () => number): Generator<Sky, never, number> {
  let [front, cover, spell, strength] = [0, 0, 0, 0];
  for (let time = firstHour; ; ) {
    const [day, year] = [24 * hourMillis, 365.2425 * 24 * hourMillis];
    front = keep * front + Math.sqrt(1 - keep ** 2) * normal(next);
    cover = 0.9 * cover + Math.sqrt(1 - 0.9 ** 2) * normal(next);
    const warmth =
      -15 * Math.cos((2 * Math.PI * (time % year)) / year) - 4 * Math.cos((2 * Math.PI * (time % day)) / day);
    const temp = Math.round(100 * (281.2 + warmth + 5 * front)) / 100;
    if (spell === 0 && next() < 0.021) {
      spell = 1 + Math.floor(-3.6 * Math.log(1 - next()));
      strength = -1.6 * Math.log(1 - next());
    }
    const isWet = spell > 0 && temp > 273.15;
    const amount = Math.max(0.25, Math.round(100 * strength * (0.6 + 0.8 * next())) / 100);
    const snow = spell > 0 && temp < 271 && next() < 0.15 ? Math.round(100 * (0.05 + 0.45 * next())) / 100 : 0;
    const clouds = spell > 0 ? 90 : Math.min(92, Math.max(0, Math.round(45 + 40 * cover)));
    time = yield { temp, rain: isWet ? amount : 0, snow, clouds };
    spell = Math.max(0, spell - 1);
  }
}

/** How many vehicles come: more each year, fewer in heavy rain, in snow and on holidays. */
function volumeOf(time: number, sky: Sky, holiday: string | null, noise: number): number {
  const date = new Date(time);
  const day = date.getUTCDay();
  const profile = day === 0 || day === 6 || holiday ? weekend : workday;
  const growth = 0.94 + 0.022 * ((time - firstHour) / (365.2425 * 24 * hourMillis));
  const road = sky.rain >= 1.1 ? 0.5 : sky.rain > 0 ? 0.97 : sky.snow > 0 ? 0.8 : 1;
  return profile[date.getUTCHours()]! * growth * road * (1 + 0.11 * noise);
}

/**
 * Hours one after the other from October 2012 on; of a few, two rows tell two kinds of weather, and some are missing. Planted
 * for each 48,204 rows: ten temperatures of 0 K, one hour with 9,831.3 mm of rain, 25 skies with 255 % of clouds, and 17
 * rows that stand twice. Traffic grows with the years; rain of 1.1 mm and more keeps half of the vehicles away.
 * @throws {DatasetsError} for fewer than 2,000 rows, and for a seed or a share that is none
 */
export function highwayHours({ seed, hours = 48_204, open = 1 }: HighwayOptions): HighwayHour[] {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new DatasetsError('bad-argument', `The seed must be a whole number from 0 on, not ${seed}.`);
  if (!Number.isSafeInteger(hours) || hours < 2000)
    throw new DatasetsError('bad-argument', `A record has a whole number of hours from 2,000 on, not ${hours}.`);
  if (!(open > 0 && open <= 1))
    throw new DatasetsError('bad-argument', `The open share must lie above 0 and be at most 1, not ${open}.`);
  const next = uniform(seed);
  const share = hours / 48_204;
  const counts = { cold: 10, clouds: 25, twice: 17 };
  const planted = (count: number) => Math.max(1, Math.round(count * share));
  const repeated = planted(counts.twice);
  const rows = plainRows(hours - repeated, open, next);
  const at = () => Math.floor(next() * rows.length);
  const change = (columns: Partial<HighwayHour>) => {
    const row = at();
    rows[row] = { ...rows[row]!, ...columns };
  };
  for (let i = planted(counts.cold); i > 0; i--) change({ temp: 0 });
  for (let i = planted(counts.clouds); i > 0; i--) change({ clouds_all: 255 });
  const wettest = Math.floor(rows.length * (0.2 + 0.3 * next()));
  rows[wettest] = { ...rows[wettest]!, rain_1h: 9831.3, weather_main: 'Rain', weather_description: 'very heavy rain' };
  for (let i = repeated; i > 0; i--) {
    const row = at();
    rows.splice(row, 0, rows[row]!);
  }
  return rows;
}

function plainRows(count: number, open: number, next: () => number): HighwayHour[] {
  const rows: HighwayHour[] = [];
  const weather = skies(next);
  let time = firstHour;
  while (rows.length < count) {
    const sky = weather.next(time).value;
    const row = rowOf(time, sky, open, next);
    rows.push(row);
    if (next() < 0.03 && rows.length < count)
      rows.push({
        ...row,
        weather_main: 'Mist',
        weather_description: row.weather_main === 'Mist' ? 'light mist' : 'mist',
      });
    time += hourMillis * (next() < 0.004 ? 2 : 1);
  }
  return rows;
}

function rowOf(time: number, sky: Sky, open: number, next: () => number): HighwayHour {
  const date = new Date(time);
  const [month, day] = [date.getUTCMonth() + 1, date.getUTCDate()];
  const holiday = holidays[`${month}-${day}`] ?? null;
  const [weather_main, weather_description] = inWords(sky, next);
  return {
    date_time: date.toISOString().slice(0, 19).replace('T', ' '),
    hour: date.getUTCHours(),
    day,
    day_of_week: (date.getUTCDay() + 6) % 7,
    month,
    holiday,
    temp: sky.temp,
    rain_1h: sky.rain,
    snow_1h: sky.snow,
    clouds_all: sky.clouds,
    weather_main,
    weather_description,
    traffic_volume: Math.max(0, Math.round(open * volumeOf(time, sky, holiday, normal(next)))),
  };
}
