import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const chosen = (rows: string, order: string, kept = 'slice(0, 8)') => `const choose = (train, evaluation) => {
  const cells = ${rows};
  const { scores } = fClassif(cells.map((cell) => measures.map((name) => Number(cell[name]))), cells.map((cell) => Number(cell.Cover_Type)));
  const best = measures.toSorted((a, b) => ${order}).${kept};
  return measures.filter((name) => best.includes(name));
};`;
const falling = 'scores[measures.indexOf(b)] - scores[measures.indexOf(a)]';
const domain = (name: string, min: number, max: number, more = '') =>
  `setDomain(schema, '${name}', { intDomain: { min: ${min}, max: ${max}${more} } });`;
const curated = (...lines: string[]) => `const curate = (schema) => { ${lines.join(' ')} return schema; };`;
const light = domain('Hillshade_9am', 0, 255) + domain('Hillshade_Noon', 0, 255);
const slope = domain('Slope', 0, 90);
const label = domain('Cover_Type', 0, 6, ', isCategorical: true');
const both = "schema.defaultEnvironment = ['TRAINING', 'SERVING'];";
const out = "getFeature(schema, 'Cover_Type').notInEnvironment = ['SERVING'];";
const predicted = (alone: number, shared: number) => `const alone = ${alone}; const shared = ${shared};`;
const buckets = (rule: string) => `const bucketsFor = (words, share, most) => ${rule};`;
const search = (exponent: string, limit: string) => `(() => {
  for (let b = 1; b <= ${limit}; b++) if (1 - (1 - 1 / b) ** (${exponent}) <= share + 1e-12) return b;
  return 'vocabulary';
})()`;
const prepared = (changes: Readonly<Record<string, string>>) => {
  const outputs: Record<string, string> = {
    ...{ Cover_Type: 'inputs.Cover_Type', Wilderness_Area: 'tft.computeAndApplyVocabulary(inputs.Wilderness_Area)' },
    Soil_Type: 'tft.hashStrings(inputs.Soil_Type, 10)',
  };
  for (const name of ['Elevation', 'Slope', 'Horizontal_Distance_To_Roadways'])
    outputs[name] = `tft.scaleToZScore(inputs.${name})`;
  for (const name of ['Horizontal_Distance_To_Hydrology', 'Vertical_Distance_To_Hydrology'])
    outputs[name] = `tft.scaleByMinMax(inputs.${name})`;
  for (const name of ['Hillshade_9am', 'Hillshade_Noon', 'Horizontal_Distance_To_Fire_Points'])
    outputs[name] = `tft.scaleTo01(inputs.${name})`;
  const all = Object.entries({ ...outputs, ...changes }).map(([name, value]) => `${name}: ${value}`);
  return `const preprocess = (inputs, tft) => ({ ${all.join(', ')} });`;
};
const proved = (schema: string, madeBy = "store.getExecutionsById([maker(schema)])[0]?.type ?? ''") =>
  `const proof = (store, graph) => {
  const maker = (id) => store.getEventsByArtifactIds([id]).find(({ type }) => type === 'OUTPUT')?.executionId ?? 0;
  const inputs = store.getEventsByExecutionIds([maker(graph)]).filter(({ type }) => type === 'INPUT').map(({ artifactId }) => artifactId);
  const schema = ${schema};
  return { schema, madeBy: ${madeBy} };
};`;
const schemas = "store.getArtifactsByType('Schema')";
const parents = (graph: string, anomalies: string, imported: number) =>
  `const ofGraph = '${graph}'; const ofAnomalies = '${anomalies}'; const ofImported = ${imported};`;
const judged = (...names: string[]) => `const provable = ${JSON.stringify(names)}; const letter = 'word '.repeat(50);`;

export const wrong: WrongAnswers = {
  'task-1': [
    { code: chosen('[...train, ...evaluation]', falling), says: 'The choice looks at evaluation' },
    {
      code: chosen('train', 'scores[measures.indexOf(a)] - scores[measures.indexOf(b)]'),
      says: 'The best are left out',
    },
    {
      code: "const choose = (train, evaluation) => measures.filter((name) => name !== 'Aspect' && name !== 'Hillshade_3pm');",
      says: 'The names are typed in',
    },
    { code: chosen('train', falling, 'slice(0, 7)'), says: 'other than eight' },
  ],
  'task-2': [
    {
      code: curated(
        domain('Slope', 0, 66),
        domain('Hillshade_9am', 0, 254),
        domain('Hillshade_Noon', 0, 254),
        label,
        both,
        out,
      ),
      says: 'The range is what was seen',
    },
    { code: curated(light, label, both, out), says: 'passes' },
    { code: curated(light, slope, domain('Cover_Type', 0, 6), both, out), says: 'still an amount' },
    {
      code: curated(light, slope, domain('Cover_Type', 1, 7, ', isCategorical: true'), both, out),
      says: 'from 0 to 6',
    },
    { code: curated(light, slope, label), says: 'no environment SERVING' },
    { code: curated(light, slope, label, both), says: 'fill it with 0' },
    {
      code: curated(light, slope, label, both, "delete getFeature(schema, 'Cover_Type').presence;"),
      says: 'may do without',
    },
  ],
  'task-3': [
    { code: predicted(4, 60), says: 'on average' },
    { code: predicted(10, 60), says: 'one soil in each bucket' },
    { code: predicted(20, 60), says: '.9 to the power of 39' },
    { code: predicted(1, 0), says: 'does not deal words out' },
  ],
  drawers: [
    { code: buckets('words + 0 * share * most'), says: 'does not look for free ones' },
    { code: buckets('Math.round(words * (1 + share))'), says: 'changes next to nothing' },
    { code: buckets('Math.ceil(words / share)'), says: 'a mean number in a bucket' },
    { code: buckets(search('words', 'most')), says: 'cannot meet itself' },
    { code: buckets(search('words - 1', '1e5')), says: 'more memory than there is' },
  ],
  'task-5': [
    {
      code: prepared({
        Elevation: 'tft.scaleTo01(inputs.Elevation)',
        Slope: 'tft.scaleTo01(inputs.Slope)',
        Horizontal_Distance_To_Roadways: 'tft.scaleTo01(inputs.Horizontal_Distance_To_Roadways)',
      }),
      says: 'are z-scores',
    },
    { code: prepared({ Cover_Type: 'tft.scaleTo01(inputs.Cover_Type)' }), says: 'The label is not what it was' },
    { code: prepared({ Soil_Type: 'tft.computeAndApplyVocabulary(inputs.Soil_Type)' }), says: 'not hashed into ten' },
    { code: prepared({ again: 'tft.scaleTo01(inputs.Slope)' }), says: 'Columns are left in' },
    {
      code: prepared({
        Vertical_Distance_To_Hydrology:
          'tft.div(inputs.Vertical_Distance_To_Hydrology, tft.max(inputs.Vertical_Distance_To_Hydrology))',
      }),
      says: 'from its own least value',
    },
  ],
  'task-6': [
    { code: proved(`${schemas}.at(-1)?.id ?? 0`), says: 'the newest schema' },
    { code: proved(`${schemas}[0]?.id ?? 0`), says: 'the first of this name' },
    { code: proved('inputs[0] ?? 0'), says: 'is no schema' },
    {
      code: proved(
        "store.getArtifactsById(inputs).find(({ type }) => type === 'Schema')?.id ?? 0",
        "store.getExecutionsById([maker(graph)])[0]?.type ?? ''",
      ),
      says: 'who made it',
    },
  ],
  'task-7': [
    { code: parents('Schema', 'ExampleStatistics, Schema', 0), says: 'Transform counts for itself' },
    { code: parents('Examples, Schema', 'Examples, Schema', 0), says: 'never sees a row' },
    { code: parents('Examples, Schema', 'ExampleStatistics, Schema', 1), says: 'lies outside the store' },
  ],
  judgment: [
    { code: judged('which-schema', 'what-came', 'who-measured'), says: 'begins with the file' },
    { code: judged('which-schema', 'what-came', 'same-code'), says: 'not the repository' },
    { code: judged('which-schema', 'what-came', 'right-domain'), says: 'an opinion of a person' },
    { code: judged('which-schema', 'what-came', 'undeclared'), says: 'in silence' },
    { code: judged('which-schema'), says: 'Less than the store knows' },
  ],
};
