import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const parse = (cell: string, rows = 'wanted.map((name) => [name, cell(name)])') =>
  `const parse = (record) => { const example = decodeExample(record); const cell = (name) => { const value = example[name]?.values[0]; ${cell} }; return Object.fromEntries(${rows}); };`;
const decoded = 'value instanceof Uint8Array ? new TextDecoder().decode(value) : Number(value)';
const impossible = (limits: string) =>
  `const impossible = (hour) => Object.entries(${limits}).flatMap(([name, [low, high]]) => typeof hour[name] === 'number' && (hour[name] < low || hour[name] > high) ? [name] : []);`;
const mend = (body: string) => `const mend = (rows) => { ${body} };`;
const once = 'const once = rows.filter((row, i) => !wanted.every((name) => row[name] === rows[i - 1]?.[name]));';
const filled = (value: string) =>
  `return once.map((row) => ({ ...row, ...Object.fromEntries(impossible(row).map((name) => [name, ${value}])) }));`;
const guess = (fullest: string, scaled: string) => `const myFullest = ${fullest}; const myScaled = ${scaled};`;
const rain = (body: string) =>
  `const rainBorders = (rain) => { const wet = rain.filter((amount) => amount > 0).sort((a, b) => a - b); ${body} };`;
const leaks = (body: string) =>
  `const leaks = ({ constants, train, later }) => { const names = Object.keys(constants); ${body} };`;
const word =
  "tft.computeAndApplyVocabulary(tft.fillMissing(text(inputs, name), 'None'), { topK: 1000, numOovBuckets: 10 })";
const features = (changes: string, words = word) => `const features = (inputs, tft) => {
  const volume = num(inputs, 'traffic_volume');
  return {
    temp: tft.scaleToZScore(num(inputs, 'temp')),
    snow_1h: tft.scaleToZScore(num(inputs, 'snow_1h')),
    clouds_all: tft.scaleTo01(num(inputs, 'clouds_all')),
    rain_1h: tft.applyBuckets(num(inputs, 'rain_1h'), borders),
    ...Object.fromEntries(words.map((name) => [name, ${words}])),
    ...Object.fromEntries(['hour', 'day', 'day_of_week', 'month'].map((name) => [name, num(inputs, name)])),
    label: tft.greater(volume, tft.mean(volume)),
    ${changes}
  };
};`;

const good = 'In the rain 95 % ±1.4 are right, where the old signs had 71 %. ';
const judged = (decision: string, letter: string) =>
  `const decision = '${decision}'; const letter = '${letter}' + 'and so on '.repeat(20);`;

export const wrong: WrongAnswers = {
  parse: [
    { code: parse(`return value === undefined ? 0 : ${decoded};`), says: 'What is missing was filled in' },
    {
      code: parse(`return value === undefined ? null : typeof value === 'object' ? String(value) : Number(value);`),
      says: 'Bytes are not text yet',
    },
    { code: parse(`return !value ? null : ${decoded};`), says: 'A measured 0 was taken for missing' },
    {
      code: parse(
        `return value === undefined ? null : value instanceof Uint8Array ? String.fromCharCode(...value) : Number(value);`,
      ),
      says: 'These bytes are UTF-8',
    },
    {
      code: parse(
        `return value === undefined ? null : value instanceof Uint8Array ? new TextDecoder().decode(value) : value;`,
      ),
      says: 'Integers come as bigint',
    },
    {
      code: parse(
        `return value === undefined ? null : ${decoded};`,
        'Object.keys(example).map((name) => [name, cell(name)])',
      ),
      says: 'A column is not there',
    },
  ],
  impossible: [
    { code: "const impossible = (hour) => hour.rain_1h > 500 ? ['rain_1h'] : [];", says: '0 K passes' },
    { code: impossible('{ temp: [250, 315], rain_1h: [0, 500], clouds_all: [0, 100] }'), says: 'lived through' },
    {
      code: impossible('{ temp: [180, 335], rain_1h: [0, 50], clouds_all: [0, 100] }'),
      says: 'A cloudburst is refused',
    },
    { code: impossible('{ temp: [180, 335], rain_1h: [0, 500] }'), says: 'More clouds than sky' },
    {
      code: "const impossible = (hour) => [['temp', 0], ['rain_1h', 9831.3], ['clouds_all', 255]].flatMap(([name, bad]) => Math.abs(hour[name] - bad) < 0.5 && hour[name] !== null ? [name] : []);",
      says: 'State what is possible',
    },
    {
      code: "const impossible = (hour) => Object.entries({ temp: [180, 335], rain_1h: [0, 500], snow_1h: [0.1, 500], clouds_all: [0, 100] }).flatMap(([name, [low, high]]) => hour[name] === null || hour[name] < low && name === 'temp' || hour[name] > high ? [name] : []);",
      says: 'A missing value is called impossible',
    },
    { code: impossible('{ temp: [180, 335], rain_1h: [-100, 500], clouds_all: [0, 100] }'), says: 'It rains upward' },
  ],
  mend: [
    { code: mend(`${once} return once.filter((row) => impossible(row).length === 0);`), says: 'An hour is lost' },
    { code: mend(`${once} ${filled('0')}`), says: 'A 0 K is still there' },
    { code: mend(`${once} ${filled('mean(valuesOf(rows, name))')}`), says: 'A temperature was put in' },
    { code: mend(`${once} ${filled("name === 'rain_1h' ? 100 : null")}`), says: 'A cap says that it rained hard' },
    { code: mend(`const once = rows; ${filled('null')}`), says: 'counts twice' },
    {
      code: mend(`const once = rows.filter((row, i) => row.hour !== rows[i - 1]?.hour); ${filled('null')}`),
      says: 'Two kinds of weather',
    },
    {
      code: mend(`${once} for (const row of once) for (const name of impossible(row)) row[name] = null; return once;`),
      says: 'The rows that came in were changed',
    },
  ],
  counts: [
    { code: guess('16068', '0.25'), says: 'Quantiles would like thirds' },
    { code: guess('45000', '0.25'), says: 'Both borders are 0' },
    { code: guess('48204', '0.1'), says: 'One single hour owns the scale' },
  ],
  rain: [
    { code: rain('return [0, wet[Math.floor(wet.length / 2)] ?? 1];'), says: 'The dry hours have no bucket' },
    { code: rain('return [0.5, 1.16];'), says: 'Dry is mixed with light' },
    { code: rain('return [Number.EPSILON, 1.16];'), says: 'A border is typed in' },
    { code: rain('return [wet[0] ?? 1, wet[Math.floor(wet.length / 2)] ?? 1];'), says: 'lighter than any in training' },
    {
      code: rain('return [Number.MIN_VALUE, wet[Math.floor(wet.length / 2)] ?? 1];'),
      says: 'So small a border is 0 in float32',
    },
    {
      code: rain(
        'const all = [...rain].sort((a, b) => a - b); return Array.from({ length: 9 }, (_, k) => all[Math.floor(((k + 1) * all.length) / 10)]);',
      ),
      says: 'More buckets do not help',
    },
    { code: rain('return [Number.EPSILON, wet[Math.floor(wet.length / 2)]];'), says: 'A border is no number' },
    { code: rain('return [Number.EPSILON, Math.max(...wet, 1) / 2];'), says: 'do not share the wet hours' },
  ],
  features: [
    { code: features("temp: tft.scaleTo01(num(inputs, 'temp')),"), says: 'no deviation from the mean' },
    { code: features("temp: num(inputs, 'temp'),"), says: 'in kelvins still' },
    { code: features('label: tft.sub(1, tft.greater(tft.mean(volume), volume)),'), says: 'An hour at the mean' },
    { code: features('label: tft.greater(volume, 250),'), says: 'a number of its own' },
    {
      code: features("temp: tft.fillMissing(tft.scaleToZScore(num(inputs, 'temp')), 0),"),
      says: 'A missing measurement was filled in',
    },
    { code: features("clouds_all: tft.scaleToZScore(num(inputs, 'clouds_all')),"), says: 'Clouds do not lie' },
    { code: features("rain_scaled: tft.scaleTo01(num(inputs, 'rain_1h')),"), says: 'not twelve outputs' },
    { code: features('', word.replace(', numOovBuckets: 10', '')), says: 'has the id -1' },
    { code: features('', word.replace('numOovBuckets: 10', 'defaultValue: 0')), says: 'has the id of a known one' },
    { code: features('', word.replace('numOovBuckets: 10', 'numOovBuckets: 1')), says: 'All new words share one id' },
    {
      code: features('', "tft.hashStrings(tft.fillMissing(text(inputs, name), 'None'), 13)"),
      says: 'Known words share ids',
    },
    {
      code: features('', word.replace("tft.fillMissing(text(inputs, name), 'None')", 'text(inputs, name)')),
      says: 'has no word',
    },
  ],
  leaks: [
    { code: leaks("return ['traffic_volume'];"), says: 'looks at no constant' },
    {
      code: leaks('return names.filter((name) => constants[name] !== mean(valuesOf(train, name)));'),
      says: 'An honest team is accused',
    },
    {
      code: leaks(
        'return names.filter((name) => Math.abs(constants[name] / mean(valuesOf(train, name)) - 1) > 1e-6).slice(0, 1);',
      ),
      says: 'It stops at the first leak',
    },
    {
      code: leaks(
        'return names.filter((name) => Math.abs(constants[name] / mean(valuesOf([...train, ...later], name)) - 1) < 1e-6);',
      ),
      says: 'A quiet leak passes',
    },
  ],
  judgment: [
    { code: judged('never', good), says: 'What would be good enough' },
    { code: judged('dry', good), says: 'told as well as the dry ones' },
    { code: judged('always', 'The signs are right nearly always, in the rain too. '), says: 'no number in the letter' },
    {
      code: judged('always', 'They are right in 95 % ±0.3, and a constant sign in 56 %. '),
      says: 'does not speak of the rain',
    },
    {
      code: judged('always', 'They are right in 95 % ±0.3, in the rain in 95 % ±1.4. '),
      says: 'A share alone is no news',
    },
    {
      code: judged('always', 'They are right in 95 %, in the rain as well, where they had 71 %. '),
      says: 'How sure is it',
    },
  ],
};
