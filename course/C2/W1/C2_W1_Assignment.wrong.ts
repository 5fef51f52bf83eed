import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const shares = '{ train: 0.7, evaluation: 0.15, serving: 0.15 }';
const reading = (lines: { rows?: string; split?: string; serving?: string }) => `const read = (csv) => {
  const rows = ${lines.rows ?? "parseCsv(csv, { missing: ['?'] }).rows.map(({ encounter_id, patient_nbr, ...row }) => row)"};
  const { train, evaluation, serving } = orderedSplit(${lines.split ?? 'rows'}, ${shares});
  return { train, evaluation, serving: ${lines.serving ?? 'serving.map(({ readmitted, ...row }) => row)'} };
};`;
const predicted = (chance: number, points: string, bits: string) =>
  `const chance = ${chance}; const byPoints = '${points}'; const byBits = '${bits}';`;
const curated = (...lines: string[]) => `const curate = (schema) => { ${lines.join(' ')} return schema; };`;
const word = (name: string, value: string) => `getDomain(schema, '${name}').value.push('${value}');`;
const nights = "setDomain(schema, 'time_in_hospital', { intDomain: { min: 1, max: 14 } });";
const words = word('medical_specialty', 'Sleep-Medicine') + word('payer_code', 'EU');
const all = "for (const drug of drugs) setDomain(schema, drug, 'metformin');";
const environments = (...lines: string[]) =>
  `const withEnvironments = (schema) => { ${lines.join(' ')} return schema; };`;
const both = "schema.defaultEnvironment = ['TRAINING', 'SERVING'];";
const distances = (changes: { share?: string; toward?: string; middle?: string; names?: string; of?: string }) =>
  `const distances = (before, now) => {
  const totals = [totalOf(before), totalOf(now)];
  const toward = (from, to) => (from > 0 ? from * ${changes.toward ?? 'Math.log2'}(from / to) : 0);
  const terms = ${changes.names ?? '[...new Set([...Object.keys(before), ...Object.keys(now)])]'}.map((payer) => {
    const [p, q] = ${changes.share ?? '[(before[payer] ?? 0) / totals[0], (now[payer] ?? 0) / totals[1]]'};
    return { payer, points: Math.abs(p - q), bits: ${changes.middle ?? '(toward(p, (p + q) / 2) + toward(q, (p + q) / 2)) / 2'} };
  });
  const top = (key) => terms.toSorted((a, b) => b[key] - a[key])[0];
  const bits = terms.reduce((sum, term) => sum + term.bits, 0);
  return { points: top('points').points, pointsOf: top('points').payer, bits, bitsOf: top('${changes.of ?? 'bits'}').payer };
};`;
const between = 'weeks.slice(1).map((week, i) => distances(weeks[i], week).points)';
const limit = (rule: string) => `const limitFor = (weeks) => { const found = ${between}; return ${rule}; };`;
const reversed = (rule: string) => `const isReversed = (report, earlier, later) => ${rule};`;
const judged = (changes: { carrier?: string; decision?: string; letter?: string }) => `const carrier = ${
  changes.carrier ??
  `(before, now) => {
  const payer = distances(tally(before), tally(now)).pointsOf;
  const share = (rows, ward) => rows.filter((row) => row.payer_code === payer && row.medical_specialty === ward).length / rows.length;
  const change = (ward) => Math.abs(share(now, ward) - share(before, ward));
  return [...new Set(now.map((row) => row.medical_specialty))].sort((a, b) => change(b) - change(a))[0];
}`
};
const decision = '${changes.decision ?? 'ask'}';
const letter = '${changes.letter ?? 'Ask, Ines: Surgery-General moved by .037.'} ' + 'and so on '.repeat(20);`;
const inWard = (rows: string) => `tally(${rows}.filter((row) => row.medical_specialty === ward))`;
const wards = '[...new Set(now.map((row) => row.medical_specialty))].filter(Boolean)';

export const wrong: WrongAnswers = {
  'task-1': [
    { code: reading({ split: 'rows.toSorted((a, b) => String(a.age).localeCompare(b.age))' }), says: 'shuffled' },
    { code: reading({ serving: 'serving' }), says: 'On Friday it will not' },
    { code: reading({ rows: "parseCsv(csv, { missing: ['?'] }).rows" }), says: 'names a patient' },
    {
      code: reading({ rows: 'parseCsv(csv).rows.map(({ encounter_id, patient_nbr, ...row }) => row)' }),
      says: 'a word',
    },
    {
      code: reading({
        rows: "parseCsv(csv, { missing: ['?'] }).rows.map(({ encounter_id, patient_nbr, readmitted, ...row }) => row)",
        serving: 'serving',
      }),
      says: 'gone from training',
    },
  ],
  'task-2': [
    { code: predicted(0, 'growth', 'growth'), says: 'Ten times as much of very little' },
    { code: predicted(60, 'shift', 'growth'), says: 'what 500 rows do' },
    { code: predicted(20, 'shift', 'shift'), says: 'For a logarithm' },
    { code: predicted(2, 'shift', 'growth'), says: 'Eighteen shares' },
  ],
  'task-3': [
    {
      code: curated(
        nights,
        words,
        "for (const drug of ['glimepiride-pioglitazone', 'metformin-rosiglitazone', 'metformin-pioglitazone']) getDomain(schema, drug).value.push('Steady');",
      ),
      says: 'the drugs that were seen',
    },
    { code: curated(nights, all), says: 'An honest month is refused' },
    { code: curated(words, all), says: '140 nights' },
    { code: curated(nights, words, all, word('gender', 'f')), says: 'blessed a slip' },
    {
      code: curated(
        nights,
        words,
        all,
        "for (const drug of [...drugs, 'gender', 'payer_code']) getFeature(schema, drug).distributionConstraints = { minDomainMass: 0.9 };",
      ),
      says: 'A mass below 1',
    },
  ],
  'task-4': [
    {
      code: environments(both, "schema.feature = schema.feature.filter(({ name }) => name !== 'readmitted');"),
      says: 'out of the schema',
    },
    { code: environments(both, "delete getFeature(schema, 'readmitted').presence;"), says: 'optional everywhere' },
    {
      code: environments("getFeature(schema, 'readmitted').notInEnvironment = ['SERVING'];"),
      says: 'no environment SERVING',
    },
    {
      code: environments(both, "getFeature(schema, 'readmitted').inEnvironment = ['TRAINING'];"),
      says: 'still asked for a label',
    },
  ],
  'task-5': [
    { code: distances({ share: '[before[payer] ?? 0, now[payer] ?? 0]' }), says: 'Compare shares' },
    { code: distances({ toward: 'Math.log' }), says: 'natural logarithm' },
    { code: distances({ middle: 'toward(p, q)' }), says: 'makes it infinite' },
    { code: distances({ names: 'Object.keys(before).filter((payer) => payer in now)' }), says: 'in one week alone' },
    { code: distances({ of: 'points' }), says: 'not always the one behind the points' },
  ],
  'null-distribution': [
    { code: limit('0.03'), says: 'belongs to 3,000 rows' },
    { code: limit('Math.max(...found)'), says: 'about once in seven weeks' },
    {
      code: limit(
        '(() => { const m = found.reduce((a, b) => a + b) / 7; return m + 3 * Math.sqrt(found.reduce((s, d) => s + (d - m) ** 2, 0) / 6); })()',
      ),
      says: 'long right tail',
    },
    { code: limit('0.2 + 0 * found[0]'), says: 'hardly ever rings' },
    { code: limit('found.reduce((a, b) => a + b) / found.length'), says: 'rings too often' },
  ],
  reversed: [
    { code: reversed('report.gone.length > 0'), says: 'some really leave' },
    { code: reversed('report.to < report.from'), says: 'may really fall' },
    {
      code: reversed('Math.abs(report.points - distances(earlier, later).points) > 1e-9'),
      says: 'A distance is symmetric',
    },
    {
      code: reversed('Math.abs(report.from - (earlier[report.pointsOf] ?? 0) / totalOf(earlier)) < 1e-9'),
      says: 'the wrong way round itself',
    },
  ],
  judgment: [
    {
      code: judged({
        carrier: `(before, now) => { const size = tally(now, 'medical_specialty'); return ${wards}.sort((a, b) => size[b] - size[a])[0]; }`,
      }),
      says: 'the largest ward',
    },
    {
      code: judged({
        carrier: `(before, now) => { const far = (ward) => distances(${inWard('before')}, ${inWard('now')}).points; return ${wards}.filter((ward) => before.some((row) => row.medical_specialty === ward)).sort((a, b) => far(b) - far(a))[0]; }`,
      }),
      says: 'holds 16 stays',
    },
    { code: judged({ carrier: "() => 'Surgery-General'" }), says: 'it looks at no rows' },
    { code: judged({ decision: 'ship' }), says: 'nobody has asked' },
    { code: judged({ decision: 'hold' }), says: 'They wait for nothing' },
    { code: judged({ letter: 'Ask, Ines: something moved in Surgery-General.' }), says: 'no number in the letter' },
    { code: judged({ letter: 'Ask, Ines: the payers moved by .037.' }), says: 'does not say where' },
  ],
};
