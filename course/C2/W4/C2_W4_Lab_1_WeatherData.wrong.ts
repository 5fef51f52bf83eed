// -*- coding: utf-8 -*-
import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const guesses = (meanWind: number, ...order: string[]) =>
  `const myMean = ${meanWind}; const myOrder = ${JSON.stringify(order)};`;

/** The solution of `encode`, with other expressions in place of some of its own. */
function encode(
  changed: Partial<Record<'measured' | 'wind' | 'day' | 'year' | 'windX' | 'windY' | 'daySin' | 'dayCos', string>>,
) {
  const is = {
    measured: 'speed === -9999 ? Number.NaN : speed',
    wind: '(2 * Math.PI * degrees) / 360',
    day: '(2 * Math.PI * seconds) / secondsOfDay',
    year: '(2 * Math.PI * seconds) / secondsOfYear',
    windX: 'measured * Math.cos(wind)',
    windY: 'measured * Math.sin(wind)',
    daySin: 'Math.sin(day)',
    dayCos: 'Math.cos(day)',
    ...changed,
  };
  return `const encode = ({ seconds, speed, degrees }) => {
    const measured = ${is.measured}; const wind = ${is.wind};
    const day = ${is.day}; const year = ${is.year};
    return { windX: ${is.windX}, windY: ${is.windY}, daySin: ${is.daySin}, dayCos: ${is.dayCos},
      yearSin: Math.sin(year), yearCos: Math.cos(year) };
  };`;
}

/** The solution of `cut`, with other rows for the last value and the label. */
const cut = ({ last = 'start + (history - 1) * perHour', label = 'last + ahead * perHour', reach = '<' } = {}) =>
  `const cut = (streams, history, ahead) => {
    const windows = [];
    for (let from = 0; from < streams.length; ) {
      const end = streams.lastIndexOf(streams[from]) + 1;
      for (let start = from; start + (history - 1) * perHour < end; start += perHour) {
        const last = ${last}; const label = ${label};
        if (label ${reach} end) windows.push({ start, last, label, stride: perHour });
      }
      from = end;
    }
    return windows;
  };`;

/** The solution of `earns`, with another yardstick, other gains, or another verdict. */
function earns({ best = '', gains = '', verdict = '' }) {
  return `const earns = (days, { perDegree, perDay }) => {
    const off = (name) => mean(days.map(({ free }) => mean(free[name])));
    const best = ${best || 'Object.keys(days[0].free).reduce((a, b) => (off(b) < off(a) ? b : a))'};
    const gains = ${gains || 'days.map(({ forecast, free }) => mean(free[best]) - mean(forecast))'};
    const variance = gains.reduce((sum, gain) => sum + (gain - mean(gains)) ** 2, 0) / (gains.length - 1);
    return ${verdict || 'perDegree * (mean(gains) - 1.96 * Math.sqrt(variance / gains.length)) > perDay'};
  };`;
}

export const wrong: WrongAnswers = {
  yesterday: [
    { code: guesses(2.1, 'yesterday', 'two days', 'now', 'all days'), says: 'seem to be nothing' },
    { code: guesses(-9999, 'yesterday', 'two days', 'now', 'all days'), says: 'spread over 30,000 rows' },
    { code: guesses(-6, 'yesterday', 'two days', 'now', 'all days'), says: 'put their 2.1 m/s on top' },
    { code: guesses(-4, 'now', 'yesterday', 'two days', 'all days'), says: 'the worst hour to copy' },
    { code: guesses(-4, 'two days', 'yesterday', 'now', 'all days'), says: 'the right hour and the right season' },
    { code: guesses(-4, 'all days', 'two days', 'yesterday', 'now'), says: 'of another season' },
  ],
  encode: [
    { code: encode({ measured: 'speed === -9999 ? 0 : speed' }), says: 'not a calm' },
    { code: encode({ measured: 'speed === -9999 ? -1 : speed' }), says: 'a wind from the south' },
    { code: encode({ measured: 'speed === -9999 ? 2.15 : speed' }), says: 'made up where nothing was measured' },
    { code: encode({ measured: 'speed' }), says: 'lets -9999 through' },
    { code: encode({ measured: 'speed > 0 ? speed : Number.NaN' }), says: 'throws calms away' },
    { code: encode({ wind: 'degrees' }), says: 'takes radians' },
    { code: encode({ windX: 'measured * degrees / 360', windY: '0' }), says: 'a number with two ends' },
    {
      code: encode({ windX: 'measured * Math.sin(wind)', windY: 'measured * Math.cos(wind)' }),
      says: 'changed places',
    },
    { code: encode({ daySin: '(seconds / secondsOfDay) % 1', dayCos: '0' }), says: 'still a cliff' },
    { code: encode({ dayCos: '0' }), says: 'two hours of the day are the same point' },
    { code: encode({ day: '(4 * Math.PI * seconds) / secondsOfDay' }), says: 'A dial of 12 hours' },
    { code: encode({ daySin: 'Math.cos(day)', dayCos: 'Math.sin(day)' }), says: 'a quarter of the way round' },
    { code: encode({ year: '(4 * Math.PI * seconds) / secondsOfYear' }), says: 'twice in a year' },
    { code: encode({ wind: '(Math.PI * degrees) / 360' }), says: 'With π alone' },
    { code: encode({ measured: 'speed === -9999 ? Number.NaN : -speed' }), says: 'where the wind goes to' },
    { code: encode({ year: '(2 * Math.PI * seconds) / (365 * secondsOfDay)' }), says: 'A year of 365 days' },
  ],
  windows: [
    { code: cut({ label: 'last + ahead' }), says: 'half an hour' },
    { code: cut({ label: 'last + (ahead - 1) * perHour' }), says: 'Off by one' },
    { code: cut({ last: 'start + history - 1' }), says: 'forty minutes' },
    { code: cut({ reach: '< Infinity ||' }), says: 'a partial window is none' },
    { code: cut({ reach: '+ perHour <' }), says: 'last whole window' },
    {
      code: 'const cut = (streams, history, ahead) => slidingWindows(streams.length, { size: history, shift: perHour, stride: perHour, ahead });',
      says: 'reaches across the gap',
    },
    { code: cut({ label: 'last' }), says: 'nothing is forecast' },
    {
      code: 'const cut = (streams, history, ahead) => slidingWindows(streams.length, { size: history, shift: perHour, stride: perHour, ahead }).filter(({ start, label }) => streams[start] === streams[label]);',
      says: 'The hours go on from before the gap',
    },
    {
      code: 'const cut = (streams, history, ahead) => slidingWindows(streams, { size: history, shift: history * perHour, stride: perHour, ahead });',
      says: 'One begins each hour',
    },
    {
      code: 'const cut = () => [{ start: 0, last: 18, label: 36, stride: 6 }];',
      says: 'as many windows for any record',
    },
  ],
  keep: [
    {
      code: earns({ best: "'now' in days[0].free ? 'now' : Object.keys(days[0].free)[0]" }),
      says: 'the thermometer is no yardstick',
    },
    {
      code: earns({ best: "'mean' in days[0].free ? 'mean' : Object.keys(days[0].free)[0]" }),
      says: 'It beats the mean',
    },
    { code: earns({ best: "'yesterday'" }), says: 'Yesterday is typed in' },
    {
      code: earns({ gains: 'days.flatMap(({ forecast, free }) => forecast.map((error, i) => free[best][i] - error))' }),
      says: 'You counted 960 hours',
    },
    { code: earns({ verdict: 'perDegree * mean(gains) > perDay' }), says: 'without an interval' },
    {
      code: earns({ verdict: 'mean(gains) - 1.96 * Math.sqrt(variance / gains.length) > 0' }),
      says: 'The price is not looked at',
    },
    { code: earns({ verdict: 'perDegree * (mean(gains) - 1.96 * Math.sqrt(variance)) > perDay' }), says: 'root of 60' },
    {
      code: earns({ verdict: 'perDegree * (mean(gains) + 1.96 * Math.sqrt(variance / gains.length)) > perDay' }),
      says: 'the high end of the interval',
    },
    {
      code: earns({ verdict: 'mean(gains) - 1.96 * Math.sqrt(variance / gains.length) > perDay' }),
      says: 'Degrees are compared with dollars',
    },
    {
      code: earns({
        gains: 'days.map(({ forecast, free }) => Math.min(...Object.values(free).map(mean)) - mean(forecast))',
      }),
      says: 'told when the day is over',
    },
    {
      code: earns({
        best: 'Object.keys(days[0].free).reduce((a, b) => (mean(days[0].free[b]) < mean(days[0].free[a]) ? b : a))',
      }),
      says: 'by the first day alone',
    },
    { code: 'const earns = () => false;', says: 'turns away a forecast' },
  ],
};
