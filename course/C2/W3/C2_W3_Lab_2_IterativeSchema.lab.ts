// -*- coding: utf-8 -*-
// ---
// id: C2_W3_Lab_2
// title: Iterative Schema with TFX and ML Metadata
// minutes: 55
// data: generated
// ---

// %% [markdown]
// # Iterative Schema with TFX and ML Metadata
//
// A census office trains a model every night. In May a colleague wrote a range for the age into the schema and stored it.
// In June 40 people of 150 years reached training, and 300 people without a label. The validator had been green each
// night. The log names a file, `schema.pbtxt`, and no anomalies.
//
// **The validator is green. By which schema, and what would have made it red?**

// %% [markdown]
// ## Before you start
//
// - One question about the lab before: a store names two models, the files name five. What must be missing in the store?
// - This lab rests on [A test that cannot fail](mlops-lab:slides/C2_W3_Slides#page=cannot-fail). Come back to it when a
//   green light surprises you.
// - Plan about an hour. Four cells are yours.

// %% [markdown]
// ## Four rows, and a schema made of them
//
// A **schema** says what is expected of each column: its type, whether it must be there, which words or numbers it may
// hold. It can be **inferred** from data: then it says what was there.

// %%
import { anomalyTable, generateStatistics, inferSchema, validateStatistics } from 'mlops-lab/data-validation';
import { display, table } from 'mlops-lab/lab';

const four = [
  { age: 31, country: 'Cuba', label: '<=50K' },
  { age: 58, country: 'India', label: '>50K' },
  { age: 44, country: 'India', label: '<=50K' },
  { age: 27, country: 'Cuba', label: '<=50K' },
];
const learned = inferSchema(generateStatistics(four));
const odd = [...four, { age: 150, country: 'Curacao', label: '<=50K' }];
display(anomalyTable(validateStatistics(generateStatistics(odd), learned)));

// %% [markdown]
// The schema of four rows knows two countries, so the fifth row is told of. It knows that ages are whole numbers, and no
// range: an age of 150 is one.
//
// **Commit yourself.** Below are eight spoiled tables. For each, a schema is inferred from the spoiled table itself and
// then used on it. And later you edit the schema of a pipeline of five steps, all of which have run before.

// %% exercise="green" kind="predict"
import { predict, reveal } from 'mlops-lab/lab';

// Put a whole number in place of each undefined.
// #region starter
// const myGreens = undefined;
// const mySteps = undefined;
// #endregion
// #region solution
const myGreens = 2;
const mySteps = 5;
// #endregion
const greens = predict('own-schema', 'Of eight spoiled tables, how many does a schema of their own refuse?', {
  from: 0,
  to: 8,
  answer: myGreens,
});
const steps = predict('steps-again', 'Of five steps, how many run again after an edit of the schema?', {
  from: 0,
  to: 5,
  answer: mySteps,
});

// %% [markdown]
// ## The census
//
// Each row is a person, drawn from a seed; nobody in it exists. Where the course's own file lies in the folder, that is
// read instead.

// %%
import { existsSync } from 'node:fs';
import { censusRows, uniform } from 'mlops-lab/datasets';
import { readCsv } from 'mlops-lab/tabular';

interface Person {
  readonly age: number;
  readonly education: string;
  readonly hours: number;
  readonly country: string;
  readonly label?: string;
}
type Raw = Readonly<Record<string, unknown>>;
const toPerson = (row: Raw): Person => ({
  age: Number(row.age),
  education: String(row.education),
  hours: Number(row['hours-per-week']),
  country: String(row['native-country']),
  label: String(row.label),
});
const people = (count: number, seed: number) => censusRows(count, { seed }).map((row) => toPerson({ ...row }));
const real = 'data/census_data/adult.data';
const columns = ['age', 'workclass', 'fnlwgt', 'education', 'education-num', 'marital-status', 'occupation'];
columns.push(
  'relationship',
  'race',
  'sex',
  'capital-gain',
  'capital-loss',
  'hours-per-week',
  'native-country',
  'label',
);
const may = existsSync(real)
  ? [...(await readCsv(real, { columns, trim: true }))].map((row) => toPerson(row))
  : people(6000, 5);

// %% name="spoiled"
/** Eight faults, each in a part of the rows. */
const faults: Record<string, (row: Person, luck: number) => Person> = {
  'an age of 150': (row, luck) => (luck < 0.01 ? { ...row, age: 150 } : row),
  'an age below 0': (row, luck) => (luck < 0.01 ? { ...row, age: -1 } : row),
  'hours of a month': (row, luck) => (luck < 0.05 ? { ...row, hours: row.hours * 4 } : row),
  'U.S. as a country': (row, luck) => (luck < 0.3 ? { ...row, country: 'U.S.' } : row),
  'a label in words': (row, luck) => (luck < 0.1 ? { ...row, label: 'rich' } : row),
  'an unknown school': (row, luck) => (luck < 0.02 ? { ...row, education: 'Dojo' } : row),
  'labels that are lost': ({ label, ...row }, luck) => (luck < 0.1 ? row : { ...row, ...(label && { label }) }),
  'no country at all': ({ country: _, ...row }) => row as Person,
};
function spoil(rows: Person[], fault: string, seed: number): Person[] {
  const next = uniform(seed);
  return rows.map((row) => faults[fault]!(row, next()));
}

// %% truth="own-schema"
import { histogram } from 'mlops-lab/plot';

const statsOf = (rows: readonly object[]) => generateStatistics(rows.map((row) => ({ ...row })));
const isRefused = (rows: readonly object[], schema: typeof learned) =>
  Object.keys(validateStatistics(statsOf(rows), schema).anomalyInfo).length > 0;
const base = inferSchema(statsOf(may));
const tables = Object.keys(faults).map((fault, index) => {
  const rows = spoil(people(2000, 90 + index), fault, index);
  return {
    fault,
    'its own schema': isRefused(rows, inferSchema(statsOf(rows))),
    'the schema of May': isRefused(rows, base),
  };
});
reveal(greens, tables.filter((each) => each['its own schema']).length, {
  far: () => 'It was made from these very rows, so they all fit. A test that cannot fail tests nothing.',
});
display(table(tables, { caption: 'Is the table refused?' }));
const aged = spoil(may, 'an age of 150', 1).map(({ age }) => age);
display(histogram({ title: 'Ages with 150 among them: a type is no range', xLabel: 'years', values: aged, bins: 30 }));

// %% [markdown]
// The schema of May is another matter: it was made from rows that somebody had looked at. It misses what it knows no rule
// for, such as a range. So somebody has to **curate** it.
//
// ## Where may the label be missing?
//
// When the model is served there is no label, and that is right. In training it must be there. A schema says so by
// **environments**: `defaultEnvironment` lists them, and a feature may be `notInEnvironment` some.
//
// Build `withEnvironments`: a new schema with the environments `TRAINING` and `SERVING`, in which the one named feature
// may be missing in `SERVING` alone. The schema that it is given stays as it was. All below uses what you build.

// %% exercise="environments" kind="build"
import type { Schema } from 'mlops-lab/data-validation';

// #region starter
// const withEnvironments = (schema: Schema, label: string): Schema => structuredClone(schema);
// #endregion
// #region solution
const withEnvironments = (schema: Schema, label: string): Schema => {
  const changed = structuredClone(schema);
  changed.defaultEnvironment = ['TRAINING', 'SERVING'];
  for (const feature of changed.feature) if (feature.name === label) feature.notInEnvironment = ['SERVING'];
  return changed;
};

// #endregion

// %% check="environments"
import { check, equal, ok } from 'mlops-lab/lab';

const parts = (rows: readonly object[], schema: Schema, environment: string) =>
  Object.keys(validateStatistics(statsOf(rows), schema, { environment }).anomalyInfo);
const without = (rows: readonly object[], name: string) =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => key !== name)));
const stays = structuredClone(base);
const built = () => withEnvironments(base, 'label');
// Another table, whose label has another name.
const fruits = Array.from({ length: 50 }, (_, i) => ({ grams: 90 + i, kind: i % 2 ? 'apple' : 'pear' }));
const ofFruits = () => withEnvironments(inferSchema(statsOf(fruits)), 'kind');
const has = (environment: string) => built().defaultEnvironment?.includes(environment) === true;

await check(
  'Without a label: green in SERVING, red in TRAINING; anything else that is missing is red in both',
  () => {
    equal(parts(without(may, 'label'), built(), 'SERVING'), []);
    equal(parts(without(may, 'label'), built(), 'TRAINING'), ['label']);
    equal(parts(may, built(), 'TRAINING'), []);
    equal(parts(without(without(may, 'label'), 'age'), built(), 'SERVING'), ['age']);
    equal(parts(without(fruits, 'kind'), ofFruits(), 'SERVING'), []);
    equal(parts(without(fruits, 'kind'), ofFruits(), 'TRAINING'), ['kind']);
    equal(base, stays);
  },
  {
    hints: [
      'In which of the two is a missing label a fault?',
      'First say which environments there are, then of which one the label is no part.',
      "changed.defaultEnvironment = […]; feature.notInEnvironment = ['…']",
    ],
    mistakes: [
      {
        when: () => JSON.stringify(base) !== JSON.stringify(stays),
        say: 'It changes the schema that it is given: the old version is lost.',
      },
      {
        when: () => !has('TRAINING') || !has('SERVING'),
        say: 'The schema does not list its environments, so nobody can ask by one.',
      },
      {
        when: () => !built().feature.some(({ name }) => name === 'label'),
        say: 'The label is gone from the schema. In training it is a new column now.',
      },
      {
        when: () =>
          parts(without(may, 'label'), built(), 'TRAINING').length === 0 &&
          parts(without(may, 'label'), built(), 'SERVING').length === 0,
        say: 'The label is optional everywhere: lost labels pass to training.',
      },
      {
        when: () => parts(without(may, 'label'), built(), 'TRAINING').length === 0,
        say: 'The wrong way round: training may do without, serving may not.',
      },
      {
        when: () => parts(without(may, 'label'), built(), 'SERVING').includes('age'),
        say: 'In SERVING every feature is left out, not the label alone: each column that comes is a new one.',
      },
      {
        when: () => parts(without(fruits, 'kind'), ofFruits(), 'SERVING').length > 0,
        say: 'The name of the label is typed in: another table has another.',
      },
    ],
  },
);

// %% [markdown]
// ## Four edits are proposed
//
// Strict is not safe, and loose is not kind. On a trial they meet five weeks. To refuse an honest week costs a day of
// work. To let a spoiled one pass costs ten.
//
// - `A` ages from 17 to 90, the oldest of the file
// - `B` ages from 17 to 120
// - `C` no list of countries: any word will do
// - `D` half of the countries must be known, the others may be new
//
// Which ones do you accept? Where two speak of one thing, the stricter one holds for ages and the looser for countries.

// %% exercise="edits" kind="decide"
type Edit = 'A' | 'B' | 'C' | 'D';

// #region starter
// const accepted: Edit[] | undefined = undefined as Edit[] | undefined;
// #endregion
// #region solution
const accepted: Edit[] | undefined = ['B'] as Edit[] | undefined;

// #endregion

// %%
import { getFeature, setDomain } from 'mlops-lab/data-validation';

/** The schema with the edits that were accepted. */
function edited(schema: Schema, edits: readonly Edit[]): Schema {
  const changed = structuredClone(schema);
  const oldest = edits.includes('A') ? 90 : edits.includes('B') ? 120 : undefined;
  if (oldest !== undefined) setDomain(changed, 'age', { intDomain: { min: 17, max: oldest } });
  const country = getFeature(changed, 'country');
  if (edits.includes('C')) delete country.domain;
  else if (edits.includes('D')) country.distributionConstraints = { minDomainMass: 0.5 };
  return changed;
}
const later = (seed: number) => people(2000, seed).filter(({ country }) => may.some((row) => row.country === country));
const trial = [
  { week: 'a quiet one', honest: true, rows: later(61) },
  { week: 'somebody is 93', honest: true, rows: later(62).map((row, i) => (i === 7 ? { ...row, age: 93 } : row)) },
  {
    week: 'three people of Kosovo',
    honest: true,
    rows: later(63).map((row, i) => (i % 700 === 3 ? { ...row, country: 'Kosovo' } : row)),
  },
  { week: 'U.S. in three of ten rows', honest: false, rows: spoil(later(64), 'U.S. as a country', 4) },
  { week: 'ages of 150', honest: false, rows: spoil(later(65), 'an age of 150', 5) },
];
const outcomeOf = (edits: readonly Edit[]) =>
  trial.map(({ week, honest, rows }) => {
    const red = isRefused(rows, edited(base, edits));
    return { week, honest, refused: red, days: honest ? (red ? 1 : 0) : red ? 0 : 10 };
  });
const daysOf = (edits: readonly Edit[]) => outcomeOf(edits).reduce((sum, { days }) => sum + days, 0);
display(accepted === undefined ? 'Decide first.' : table(outcomeOf(accepted), { caption: `${daysOf(accepted)} days` }));

// %% check="edits"
const letters = ['A', 'B', 'C', 'D'] as const;
const subsets = Array.from({ length: 16 }, (_, bits) => letters.filter((_, i) => (bits >> i) & 1));
const cheapest = Math.min(...subsets.map(daysOf));
const choice = () => accepted ?? [];
await check(
  'No other choice of edits costs fewer days',
  () => equal(daysOf(choice()), accepted === undefined ? -1 : cheapest),
  {
    hints: [
      'For each edit: whom does it refuse who is honest, and what does it let pass that is not?',
      'A week that is refused once in a while is cheap. A door that stays open is not.',
      'Compare the days of [] and of one edit alone, then of pairs.',
    ],
    mistakes: [
      { when: () => accepted === undefined, say: 'Nothing is decided yet.' },
      {
        when: () => choice().includes('C'),
        say: 'Without a list any word passes, and “U.S.” with it: ten days, to spare one.',
      },
      {
        when: () => choice().includes('D'),
        say: 'Half is far too little: three rows of ten are nonsense, and seven of ten are known.',
      },
      {
        when: () => choice().includes('A'),
        say: 'The strictest range refuses a person of 93. The oldest of a file is not the oldest there is.',
      },
      { when: () => choice().length === 0, say: 'Without a range ages of 150 pass, each week again.' },
    ],
  },
);

// %%
import { schemaRows } from 'mlops-lab/data-validation';

// What the edits change, and nothing else.
const texts = (schema: Schema) => schemaRows(schema).map((row) => JSON.stringify(row));
const [before, after] = [texts(base), texts(edited(base, choice()))];
const changes = before.flatMap((row, i) =>
  row === after[i]
    ? []
    : [
        { schema: 'of May', ...JSON.parse(row) },
        { schema: 'edited', ...JSON.parse(after[i]!) },
      ],
);
display(changes.length === 0 ? 'The edits change nothing that the table of a schema shows.' : table(changes));

// %% [markdown]
// ## The night run
//
// Five steps: read and split the rows, count them, infer a schema, import the curated one, validate. Each reports to the
// store of the lab before. First the pipeline runs on the rows of May.

// %%
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSchemaText } from 'mlops-lab/data-validation';
import { MetadataStore } from 'mlops-lab/metadata';
import {
  csvExampleGen,
  exampleValidator,
  importSchemaGen,
  Pipeline,
  readAnomalies,
  schemaGen,
  statisticsGen,
} from 'mlops-lab/pipelines';

const folder = mkdtempSync(join(tmpdir(), 'census-'));
const store = new MetadataStore();
const csvFile = join(folder, 'census.csv');
const schemaFile = join(folder, 'schema.pbtxt');
function saveRows(rows: readonly Person[]) {
  const lines = rows.map(({ age, education, hours, country, label = '' }) =>
    [age, education, hours, country, label].join(),
  );
  writeFileSync(csvFile, ['age,education,hours,country,label', ...lines].join('\n'));
}

// %% name="night"
const curatedSchema = withEnvironments(edited(base, choice()), 'label');
function night(reads: 'as in May' | 'the curated one') {
  const examples = csvExampleGen({ inputs: {}, parameters: { file: csvFile } });
  const statistics = statisticsGen({ inputs: { examples: examples.outputs.examples }, parameters: {} });
  const inferred = schemaGen({ inputs: { statistics: statistics.outputs.statistics }, parameters: {} });
  const curated = importSchemaGen({ inputs: {}, parameters: { schemaFile } });
  const schema = reads === 'as in May' ? inferred.outputs.schema : curated.outputs.schema;
  const inputs = { statistics: statistics.outputs.statistics, schema };
  const validator = exampleValidator({
    inputs,
    parameters: reads === 'as in May' || !curatedSchema.defaultEnvironment ? {} : { environment: 'TRAINING' },
  });
  const pipeline = new Pipeline({
    name: 'census',
    root: join(folder, 'root'),
    store,
    steps: [examples, statistics, inferred, curated, validator],
  });
  return { pipeline, statistics, inferred, curated, validator };
}
saveRows(may);
await writeSchemaText(curatedSchema, schemaFile);
const first = await night('as in May').pipeline.run({ runId: 'May 31' });
display(first);

// %% [markdown]
// ## It breaks
//
// In June come 40 ages of 150, and 300 labels are lost. Nobody has touched the pipeline.

// %%
const june = people(6000, 6).map((row, i): Person => {
  const { label, ...rest } = i % 150 === 0 ? { ...row, age: 150 } : row;
  return i % 20 === 9 ? rest : { ...rest, ...(label && { label }) };
});
saveRows(june);
const broken = night('as in May');
const brokenRun = await broken.pipeline.run({ runId: 'June 1' });
const brokenReport = brokenRun.artifact(broken.validator.outputs.anomalies);
display(anomalyTable(readAnomalies(brokenReport, 'train')));
const passed = {
  tooOld: june.filter(({ age }) => age === 150).length,
  unlabeled: june.filter(({ label }) => !label).length,
};
display(`Passed to training: ${passed.tooOld} people of 150, ${passed.unlabeled} without a label.`);

// %% [markdown]
// Green. Two kinds of schemas are in the store, and all of their files are called `schema.pbtxt`. Prove which one was read.
//
// Write `schemaRead`. It gets a store and the id of a report (an `ExampleAnomalies`), and gives the id of the schema that
// the run which made this report has read. The check has stores of its own: with newer schemas, with reports taken from a
// cache, with two validators in one night.

// %% exercise="which-schema" kind="fault"
type Prove = (store: MetadataStore, report: number) => number | undefined;

// #region starter
// const schemaRead: Prove = () => undefined;
// #endregion
// #region solution
const schemaRead: Prove = (store, report) => {
  const made = store.getEventsByArtifactIds([report]).find(({ type }) => type === 'OUTPUT');
  if (!made) return undefined;
  const read = store.getEventsByExecutionIds([made.executionId]).filter(({ type }) => type === 'INPUT');
  return store.getArtifactsById(read.map(({ artifactId }) => artifactId)).find(({ type }) => type === 'Schema')?.id;
};
// #endregion

// %% check="which-schema"
/** Schemas and reports in a store: each report says which schema, by its place, its run has read. */
function archive(schemas: number, reads: number[]) {
  const made = new MetadataStore();
  const typed = (name: string) => made.putArtifactType({ name });
  const step = made.putExecutionType({ name: 'ExampleValidator' });
  const evening = made.putContextType({ name: 'pipeline_run' });
  const statistics = made.putArtifacts([{ typeId: typed('ExampleStatistics'), uri: '/statistics' }])[0]!;
  const ids = made.putArtifacts(
    Array.from({ length: schemas }, () => ({ typeId: typed('Schema'), uri: '/root/schema.pbtxt' })),
  );
  const reports = reads.map((place) => {
    const report = { typeId: typed('ExampleAnomalies'), uri: '/root/anomalies' };
    const events = [
      [{ id: statistics }, { type: 'INPUT' }],
      [{ id: ids[place]! }, { type: 'INPUT' }],
      [report, { type: 'OUTPUT' }],
    ] as const;
    return made.putExecution({ typeId: step }, events, [{ typeId: evening, name: 'June 1' }], { reuseContext: true })
      .artifactIds[2]!;
  });
  return { made, ids, reports };
}
const cases = [archive(2, [0]), archive(3, [1, 2]), archive(4, [3, 0, 1])];
// The second night took the report of the first from the cache.
const again = archive(2, [1]);
again.made.putExecution({ typeId: again.made.getExecutionType('ExampleValidator').id, lastKnownState: 'CACHED' }, [
  [{ id: again.ids[1]! }, { type: 'INPUT' }],
  [{ id: again.reports[0]! }, { type: 'OUTPUT' }],
]);
const proofs = () => [
  ...cases.map(({ made, reports }) => reports.map((id) => schemaRead(made, id))),
  again.reports.map((id) => schemaRead(again.made, id)),
];
const truths = [
  [cases[0]!.ids[0]],
  [cases[1]!.ids[1], cases[1]!.ids[2]],
  [cases[2]!.ids[3], cases[2]!.ids[0], cases[2]!.ids[1]],
  [again.ids[1]],
];
await check('Names the schema that the run of each report has read', () => equal(proofs(), truths), {
  hints: [
    'Which entry of the store ties this one report to the run that made it?',
    'From the report to the event that made it, to its execution, to the inputs of that execution.',
    "store.getEventsByArtifactIds([report]).find(({ type }) => type === '…'), then getEventsByExecutionIds",
  ],
  mistakes: [
    {
      when: () =>
        proofs()
          .flat()
          .every((id) => id === undefined),
      say: 'Nothing is proved yet.',
    },
    {
      when: () => cases.every(({ made, ids, reports }) => reports.every((id) => schemaRead(made, id) === ids.at(-1))),
      say: 'That is the newest schema. When it was stored says nothing of who read it.',
    },
    {
      when: () => cases.every(({ made, ids, reports }) => reports.every((id) => schemaRead(made, id) === ids[0])),
      say: 'That is the first schema with this file name. A name is no identity.',
    },
    {
      when: () =>
        cases.some(({ made, reports }) =>
          reports.some((id) => made.getArtifactsById([schemaRead(made, id) ?? 0])[0]?.type !== 'Schema'),
        ),
      say: 'That is no schema: a validator reads statistics as well.',
    },
    {
      when: () =>
        cases.some(({ made, reports }) => new Set(reports.map((id) => schemaRead(made, id))).size < reports.length),
      say: 'Two reports of one night get one answer: ask the run of the report, not the night.',
    },
  ],
});

// %%
import { lineageView } from 'mlops-lab/metadata';

const culprit = schemaRead(store, brokenReport.id);
const lines = store.getLineageSubgraph([brokenReport.id], { direction: 'UPSTREAM' });
display(
  lineageView(lines, {
    title: 'What the green report rests on; filled: its schema',
    marked: culprit === undefined ? [] : [culprit],
  }),
);
const producer = store.getArtifactsById([culprit ?? 0])[0]?.customProperties.producer_component ?? 'not proved yet';
display(`The schema that was read comes from: ${String(producer)}`);

// %% [markdown]
// ## Mend it
//
// The channel of the validator is led to the imported schema. Of five steps, how many run?

// %% truth="steps-again"
import { logMetrics } from 'mlops-lab/tracking';

const mended = night('the curated one');
const mendedRun = await mended.pipeline.run({ runId: 'June 2' });
display(mendedRun);
const mendedReport = mendedRun.artifact(mended.validator.outputs.anomalies);
display(anomalyTable(readAnomalies(mendedReport, 'train')));
const faultsIn = (report: typeof mendedReport) => Object.keys(readAnomalies(report, 'train').anomalyInfo);
display(
  table([
    {
      night: 'June 1, before',
      'schema read': String(producer),
      'columns that are told of': faultsIn(brokenReport).join(', '),
    },
    {
      night: 'June 2, after',
      'schema read': 'ImportSchemaGen',
      'columns that are told of': faultsIn(mendedReport).join(', '),
    },
  ]),
);
// One more edit of the file, and nothing else.
const narrower = structuredClone(curatedSchema);
setDomain(narrower, 'hours', { intDomain: { min: 1, max: 99 } });
await writeSchemaText(narrower, schemaFile);
const editedRun = await night('the curated one').pipeline.run({ runId: 'June 3' });
const ranAgain = editedRun.results.filter(({ state }) => state === 'ran').length;
reveal(steps, ranAgain, {
  far: (guess, truth) =>
    guess > truth
      ? 'Reading, counting and inferring do not read the file that was edited: their results are taken from the store.'
      : 'The step that imports the file runs, and so does whoever reads what it has imported.',
});
logMetrics({ anomalies_before: faultsIn(brokenReport).length, anomalies_after: faultsIn(mendedReport).length });

// %% check="mended"
await check('The store has what TFX would have put there', () => {
  const schemas = store.getArtifactsByType('Schema');
  equal(new Set(schemas.map(({ uri }) => uri)).size, schemas.length);
  const inputs = store
    .getEventsByExecutionIds([mendedRun.results.at(-1)!.executionId!])
    .filter(({ type }) => type === 'INPUT');
  const ids = [mended.statistics.outputs.statistics, mended.curated.outputs.schema].map(
    (channel) => mendedRun.artifact(channel).id,
  );
  equal(
    inputs.map(({ artifactId }) => artifactId),
    ids,
  );
  ok(!ids.includes(mendedRun.artifact(mended.inferred.outputs.schema).id), 'the inferred schema is no input');
});

// %% [markdown]
// Nothing became invalid for the models of last month. Their lineage still names the schema under which they were
// trained; the edit only tells by which rule the next ones are.
//
// ## Where this stops helping
//
// A curated schema is an opinion with a date. A slip of the keys that stays within the range passes: 19 typed as 119.

// %%
const slipped = people(2000, 70).map((row, i) => (i % 40 === 0 ? { ...row, age: Math.min(119, row.age + 100) } : row));
const tooMany = slipped.filter(({ age }) => age > 100).length;
display(
  `${tooMany} of 2,000 ages are wrong by up to a century. Refused: ${isRefused(slipped, curatedSchema) ? 'yes' : 'no'}.`,
);

// %% claim="surprise > 1" seed="5"
/** Of eight faults, how many more a schema of clean rows with a range finds than one of the spoiled rows. */
export function surprise(seed: number): number {
  const clean = edited(inferSchema(statsOf(people(6000, seed))), ['B']);
  const spoiled = Object.keys(faults).map((fault, index) => spoil(people(2000, seed + 200 + index), fault, index));
  const foundBy = (schemaFor: (rows: Person[]) => Schema) =>
    spoiled.filter((rows) => isRefused(rows, schemaFor(rows))).length;
  return foundBy(() => clean) - foundBy((rows) => inferSchema(statsOf(rows)));
}

// %% [markdown]
// ## Answer
//
// The validator read the inferred schema, which is made anew from each night's rows: the event of its run names it, and
// no event leads to the curated one. Of eight spoiled tables such a schema refused none. What makes it red is a schema
// that a person has curated, read through a channel that leads to it, and proved by id.
//
// ## In production
//
// | our word | in Python | what changes at scale |
// |---|---|---|
// | `csvExampleGen`, `statisticsGen`, `schemaGen` | `CsvExampleGen`, `StatisticsGen`, `SchemaGen` | each runs on Apache Beam, over many machines |
// | `importSchemaGen` | `ImportSchemaGen` | the file is reviewed like code, in a repository |
// | `exampleValidator` | `ExampleValidator` | a red one stops the pipeline before training |
// | `withEnvironments` | `schema.default_environment`, `not_in_environment` | the same fields |
// | `writeSchemaText` | `tfdv.write_schema_text` | the same file, `schema.pbtxt` |
// | `schemaRead` | `store.get_events_by_artifact_ids` and so on | an audit asks it for every model |
//
// What is generally known: checks that are fed by what they check are common, since the wiring is written once and read
// never.
//
// Left out: drift between nights, and who may approve an edit. Course 4 comes back to both.

// %% [markdown]
// ## Leave
//
// <details>
// <summary>1. Why can a schema of a night's own rows never be red?</summary>
//
// Each rule in it was read off those rows. They fit by construction, whatever they are.
//
// </details>
//
// <details>
// <summary>2. What does it prove that the curated schema is the newest in the store?</summary>
//
// That somebody stored it. Only the input event of a run says that the run has read it.
//
// </details>
//
// <details>
// <summary>3. Why did an edit of the schema not run all five steps?</summary>
//
// A step runs again when its code, its parameters, or the content of what it reads has changed. Three of them read nothing
// of the schema.
//
// </details>
//
// Three things to try:
//
// 1. Accept `['A', 'B', 'C', 'D']` and read the table of days. Which of them did the damage?
// 2. Write the very same schema into the file again, and run the night. Which steps run?
// 3. Set the environment of the validator to `SERVING`. What passes now, and who would notice?
//
// Next: [Data Pipeline Components for Production ML](mlops-lab:lab/C2_W3_Assignment), where forty soils go into ten
// drawers.
