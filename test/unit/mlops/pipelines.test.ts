import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSchemaText, setDomain, writeSchemaText } from '../../../src/mlops/data-validation.ts';
import { MetadataStore } from '../../../src/mlops/metadata.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import {
  component,
  csvExampleGen,
  exampleSplit,
  exampleValidator,
  importSchemaGen,
  Pipeline,
  type PipelineRun,
  readAnomalies,
  readExamples,
  readStatistics,
  readTransformGraph,
  type Step,
  schemaGen,
  statisticsGen,
  transform,
} from '../../../src/mlops/pipelines.ts';

let folder: string;
let store: MetadataStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mlops-lab-pipelines-'));
  store = new MetadataStore();
});
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);

/** A step that writes a text, and one that turns its input round. */
const writer = component({
  type: 'Writer',
  inputs: {},
  outputs: { text: 'Text' },
  run: ({ outputs, parameters: { text } }: { outputs: { text: { folder: string } }; parameters: { text: string } }) =>
    writeFileSync(join(outputs.text.folder, 'text'), text.trim()),
});
const turned = component({
  type: 'Turned',
  inputs: { text: 'Text' },
  outputs: { text: 'Text' },
  run: ({ inputs, outputs }) => {
    const text = readFileSync(join(inputs.text.folder, 'text'), 'utf8');
    writeFileSync(join(outputs.text.folder, 'text'), [...text].reverse().join(''));
  },
});
const pipelineOf = (...steps: Step[]) => new Pipeline({ name: 'p', root: at('root'), store, steps });
const chain = (text: string, between = turned) => {
  const first = writer({ inputs: {}, parameters: { text } });
  const second = between({ id: 'Second', inputs: { text: first.outputs.text }, parameters: {} });
  const third = turned({ id: 'Third', inputs: { text: second.outputs.text }, parameters: {} });
  return { first, second, third, pipeline: pipelineOf(third, first, second) };
};
const states = (run: PipelineRun) => run.results.map(({ id, state }) => `${id} ${state}`).join(', ');
const whys = (run: PipelineRun) => Object.fromEntries(run.results.map(({ id, why }) => [id, why]));
const textOf = (run: PipelineRun, step: Step) =>
  readFileSync(join(run.artifact(step.outputs.text!).uri!, 'text'), 'utf8');

describe('a pipeline', () => {
  it('runs each step after those that it reads, and gives what they made', async () => {
    const { pipeline, second, third } = chain('abc');
    const run = await pipeline.run();
    assert.equal(states(run), 'Writer ran, Second ran, Third ran');
    assert.deepEqual([textOf(run, second as Step), textOf(run, third as Step)], ['cba', 'abc']);
    assert.deepEqual(Object.values(whys(run)), Array(3).fill('it has never run to its end'));
    assert.equal(run.failed, undefined);
  });

  it('runs a step again only when something has changed, and says what', async () => {
    await chain('abc').pipeline.run();
    const again = await chain('abc').pipeline.run();
    assert.equal(states(again), 'Writer cached, Second cached, Third cached');

    const changed = await chain('abd').pipeline.run();
    assert.equal(states(changed), 'Writer ran, Second ran, Third ran');
    assert.deepEqual(whys(changed), {
      Writer: 'changed: parameter text',
      Second: 'changed: input text',
      Third: 'changed: input text',
    });
    // Another parameter, the same text: those after it have nothing to do.
    const same = await chain(' abd ').pipeline.run();
    assert.equal(states(same), 'Writer ran, Second cached, Third cached');
    // Back to the first: all of it has been made before.
    assert.equal(states(await chain('abc').pipeline.run()), 'Writer cached, Second cached, Third cached');
  });

  it('runs a step again when its code has changed', async () => {
    await chain('abc').pipeline.run();
    const other = component({
      type: 'Turned',
      inputs: { text: 'Text' },
      outputs: { text: 'Text' },
      run: ({ outputs }) => writeFileSync(join(outputs.text.folder, 'text'), 'cba'),
    });
    const run = await chain('abc', other).pipeline.run();
    assert.equal(states(run), 'Writer cached, Second ran, Third cached');
    assert.equal(whys(run).Second, 'changed: code');
  });

  it('makes anew what was removed or changed by hand', async () => {
    const { pipeline, second } = chain('abc');
    const run = await pipeline.run();
    const file = join(run.artifact(second.outputs.text).uri!, 'text');
    writeFileSync(file, 'forged');
    const mended = await pipeline.run();
    assert.equal(states(mended), 'Writer cached, Second ran, Third cached');
    assert.equal(whys(mended).Second, 'what it had made is gone, or was changed by hand');
    assert.equal(textOf(mended, second as Step), 'cba');
    rmSync(mended.artifact(second.outputs.text).uri!, { recursive: true });
    assert.equal(states(await pipeline.run()), 'Writer cached, Second ran, Third cached');
  });

  it('that a step fails in, leaves nothing half made, and goes on with the others', async () => {
    const failing = component({
      type: 'Failing',
      inputs: { text: 'Text' },
      outputs: { text: 'Text' },
      run: ({ outputs }) => {
        writeFileSync(join(outputs.text.folder, 'text'), 'half');
        throw new RangeError('too long');
      },
    });
    const { pipeline, second } = chain('abc', failing);
    const told: string[] = [];
    const run = await pipeline.run({ onStep: ({ id }) => told.push(id) });
    assert.equal(states(run), 'Writer ran, Second failed, Third skipped');
    assert.deepEqual(told, ['Writer', 'Second', 'Third']);
    assert.equal(run.failed?.code, 'step-failed');
    assert.match(run.failed.message, /^Second failed\. RangeError: too long/);
    assert.ok(run.failed.cause instanceof RangeError);
    assert.throws(() => run.artifact(second.outputs.text), run.failed);
    assert.deepEqual(
      filesBelow(at('root')).filter((file) => file.startsWith('Second')),
      [],
    );
    const [execution] = store.getExecutionsByType('Failing');
    assert.equal(execution?.lastKnownState, 'FAILED');
    assert.deepEqual(
      store.getEventsByExecutionIds([execution.id]).map(({ type }) => type),
      ['INPUT'],
    );
    // Mended, it goes on from there.
    assert.equal(states(await chain('abc').pipeline.run()), 'Writer cached, Second ran, Third ran');
  });

  it('gives a step up that hangs, and one that is cancelled', async () => {
    const hanging = component({
      type: 'Hanging',
      inputs: { text: 'Text' },
      outputs: { text: 'Text' },
      run: ({ signal }) =>
        new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    });
    const { pipeline } = chain('abc', hanging);
    assert.equal((await pipeline.run({ timeout: 50 })).failed?.code, 'timeout');
    const stop = new AbortController();
    const run = await pipeline.run({ signal: stop.signal, onStep: () => setImmediate(() => stop.abort()) });
    assert.equal(run.failed?.code, 'cancelled');
    assert.equal(states(run), 'Writer cached, Second failed, Third skipped');
    assert.equal(
      states(await pipeline.run({ signal: AbortSignal.abort() })),
      'Writer failed, Second skipped, Third skipped',
    );
  });

  it('goes on where kill -9 stopped it', async function () {
    this.timeout(60_000);
    const path = at('metadata.sqlite');
    const script = at('killed.mts');
    const library = new URL('../../../src/mlops/', import.meta.url).href;
    const body = (kills: boolean) => `
      import { writeFileSync } from 'node:fs';
      import { MetadataStore } from '${library}metadata.ts';
      import { component, Pipeline } from '${library}pipelines.ts';
      const part = component({ type: 'Part', inputs: {}, outputs: { text: 'Text' }, version: '1',
        run: ({ outputs, parameters }) => writeFileSync(outputs.text.folder + '/text', String(parameters.n)) });
      const last = component({ type: 'Last', inputs: { text: 'Text' }, outputs: { text: 'Text' }, version: '1',
        run: ({ outputs }) => { writeFileSync(outputs.text.folder + '/text', 'half'); if (${kills}) process.kill(process.pid, 'SIGKILL'); } });
      const first = part({ inputs: {}, parameters: { n: 1 } });
      const second = last({ inputs: { text: first.outputs.text }, parameters: {} });
      const store = new MetadataStore(${JSON.stringify(path)});
      const run = await new Pipeline({ name: 'p', root: ${JSON.stringify(at('killed'))}, store, steps: [first, second] }).run();
      console.log(run.results.map(({ id, state }) => id + ' ' + state).join(', '));
    `;
    writeFileSync(script, body(true));
    const killed = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    assert.ok(killed.signal === 'SIGKILL' || killed.status !== 0, killed.stdout + killed.stderr);
    const between = new MetadataStore(path);
    assert.deepEqual(
      between.getExecutions().map(({ lastKnownState }) => lastKnownState),
      ['COMPLETE', 'RUNNING'],
    );
    assert.equal(between.getArtifacts().length, 1);
    between.close();
    writeFileSync(script, body(false));
    const resumed = spawnSync(process.execPath, [script], { encoding: 'utf8' });
    assert.equal(resumed.stdout.trim(), 'Part cached, Last ran', resumed.stderr);
    const after = new MetadataStore(path);
    assert.deepEqual(
      after.getExecutions().map(({ lastKnownState }) => lastKnownState),
      ['COMPLETE', 'FAILED', 'CACHED', 'COMPLETE'],
    );
    after.close();
  });

  it('is refused when its steps do not fit together', () => {
    const { first, second, third } = chain('abc');
    const refused = (make: () => unknown, code: string, message: RegExp) =>
      assert.throws(make, { name: 'PipelineError', code, message });
    refused(
      () => pipelineOf(second, third),
      'wrong-input',
      /Second reads “text” from Writer, which is not in the pipeline/,
    );
    refused(
      () => pipelineOf(first, second, turned({ id: 'Second', inputs: second.inputs as never, parameters: {} })),
      'duplicate-id',
      /Second/,
    );
    refused(
      () => turned({ inputs: {} as never, parameters: {} }),
      'wrong-input',
      /wants Text as “text”, and is given nothing/,
    );
    refused(
      () => statisticsGen({ inputs: { examples: first.outputs.text as never }, parameters: {} }),
      'wrong-input',
      /wants Examples .* a channel of Text/,
    );
    refused(() => writer({ id: '../out', inputs: {}, parameters: { text: '' } }), 'bad-argument', /“..\/out”/);
    // Channels come from steps that are there, so a circle has to be forced.
    Object.assign(second.inputs as object, { text: third.outputs.text });
    refused(() => pipelineOf(first, second, third), 'cyclic', /Second → Third → Second/);
  });
});

function filesBelow(root: string): string[] {
  if (!existsSync(root)) return [];
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    );
}

describe('the standard components', () => {
  const rows = (ages: readonly number[]) =>
    ages.map((age, index) => `${age},${index % 3 ? 'Private' : 'Self'},${index % 4 ? '<=50K' : '>50K'}`);
  const ages = Array.from({ length: 300 }, (_, index) => 17 + (index % 70));
  beforeEach(() => writeFileSync(at('adult.csv'), ['age,work,label', ...rows(ages)].join('\n')));

  function census(schemaFile?: string, environment?: string) {
    const gen = csvExampleGen({ inputs: {}, parameters: { file: at('adult.csv') } });
    const statistics = statisticsGen({ inputs: { examples: gen.outputs.examples }, parameters: {} });
    const inferred = schemaGen({ inputs: { statistics: statistics.outputs.statistics }, parameters: {} });
    const curated = schemaFile === undefined ? undefined : importSchemaGen({ inputs: {}, parameters: { schemaFile } });
    const validator = exampleValidator({
      inputs: { statistics: statistics.outputs.statistics, schema: (curated ?? inferred).outputs.schema },
      parameters: environment === undefined ? {} : { environment },
    });
    const steps = [gen, statistics, inferred, ...(curated ? [curated] : []), validator] as Step[];
    return {
      gen,
      statistics,
      inferred,
      curated,
      validator,
      pipeline: new Pipeline({ name: 'census', root: at('root'), store, steps }),
    };
  }

  it('split, count, infer and validate', async () => {
    const { pipeline, gen, statistics, inferred, validator } = census();
    const run = await pipeline.run();
    assert.equal(run.failed, undefined);
    const examples = run.artifact(gen.outputs.examples);
    const [train, later] = ['train', 'eval'].map((split) => readExamples(examples, split).rows.length) as [
      number,
      number,
    ];
    assert.equal(train + later, 300);
    assert.ok(train > later && later > 50, `${train} and ${later}`);
    const counted = readStatistics(run.artifact(statistics.outputs.statistics), 'train');
    assert.equal(counted.datasets[0]?.numExamples, train);
    const schema = await loadSchemaText(join(run.artifact(inferred.outputs.schema).uri!, 'schema.pbtxt'));
    assert.deepEqual(
      schema.feature.map(({ name, type }) => [name, type]),
      [
        ['age', 'INT'],
        ['work', 'BYTES'],
        ['label', 'BYTES'],
      ],
    );
    for (const split of ['train', 'eval'])
      assert.deepEqual(readAnomalies(run.artifact(validator.outputs.anomalies), split).anomalyInfo, {});
  });

  it('report in the layout of TFX: files, types, contexts, paths of events', async () => {
    const { pipeline, validator, statistics, inferred } = census();
    const run = await pipeline.run({ runId: 'monday' });
    assert.deepEqual(
      filesBelow(at('root'))
        .filter((file) => !file.startsWith('CsvExampleGen'))
        .sort(),
      [
        'ExampleValidator/anomalies/4/Split-eval/anomalies.json',
        'ExampleValidator/anomalies/4/Split-train/anomalies.json',
        'SchemaGen/schema/3/schema.pbtxt',
        'StatisticsGen/statistics/2/Split-eval/statistics.json',
        'StatisticsGen/statistics/2/Split-train/statistics.json',
      ],
    );
    assert.deepEqual(
      store.getArtifactTypes().map(({ name, baseType }) => [name, baseType]),
      [
        ['Examples', 'DATASET'],
        ['ExampleStatistics', 'STATISTICS'],
        ['Schema', undefined],
        ['ExampleAnomalies', undefined],
      ],
    );
    const anomalies = run.artifact(validator.outputs.anomalies);
    assert.equal(anomalies.name, 'census:monday:ExampleValidator:anomalies:0');
    assert.equal(anomalies.properties.split_names, '["train","eval"]');
    const contexts = store
      .getContextsByArtifact(anomalies.id)
      .map(({ type, name }) => [type, type === 'execution_cache' ? name.length : name]);
    assert.deepEqual(contexts, [
      ['pipeline', 'census'],
      ['pipeline_run', 'monday'],
      ['node', 'census.ExampleValidator'],
      ['execution_cache', 64],
    ]);
    const executionId = run.results.at(-1)!.executionId!;
    assert.deepEqual(
      store.getEventsByExecutionIds([executionId]).map(({ artifactId, type, path }) => [artifactId, type, path]),
      [
        [run.artifact(statistics.outputs.statistics).id, 'INPUT', ['statistics', 0]],
        [run.artifact(inferred.outputs.schema).id, 'INPUT', ['schema', 0]],
        [anomalies.id, 'OUTPUT', ['anomalies', 0]],
      ],
    );
  });

  it('judge by a curated schema, and only what reads it runs again', async () => {
    const first = census();
    const run = await first.pipeline.run();
    const schema = await loadSchemaText(join(run.artifact(first.inferred.outputs.schema).uri!, 'schema.pbtxt'));
    setDomain(schema, 'age', { intDomain: { min: 17, max: 80 } });
    await writeSchemaText(schema, at('curated.pbtxt'));
    const second = census(at('curated.pbtxt'));
    const curated = await second.pipeline.run();
    assert.equal(
      states(curated),
      'CsvExampleGen cached, StatisticsGen cached, SchemaGen cached, ImportSchemaGen ran, ExampleValidator ran',
    );
    assert.equal(whys(curated).ExampleValidator, 'changed: input schema');
    const found = readAnomalies(curated.artifact(second.validator.outputs.anomalies), 'train').anomalyInfo;
    assert.deepEqual(Object.keys(found), ['age']);
    assert.equal(store.getArtifactsByType('Schema').length, 2);
  });

  it('run again when a file from outside has changed, and refuse one that is not there', async () => {
    await census().pipeline.run();
    writeFileSync(at('adult.csv'), ['age,work,label', ...rows(ages), '150,Private,>50K'].join('\n'));
    const changed = await census().pipeline.run();
    assert.equal(whys(changed).CsvExampleGen, `changed: file ${at('adult.csv')}`);
    // The old result is not lost: it was an earlier run's.
    writeFileSync(at('adult.csv'), ['age,work,label', ...rows(ages)].join('\n'));
    assert.equal((await census().pipeline.run()).results[0]?.state, 'cached');
    rmSync(at('adult.csv'));
    const run = await census().pipeline.run();
    assert.equal(run.failed?.code, 'no-file');
    assert.equal(run.results[1]?.state, 'skipped');
    writeFileSync(at('bad.pbtxt'), 'no schema {');
    assert.equal(
      (await census(at('bad.pbtxt')).pipeline.run()).results.find(({ id }) => id === 'ImportSchemaGen')?.state,
      'failed',
    );
  });

  it('show what ran and why', async () => {
    const { pipeline } = census();
    const bundle = (await pipeline.run()).toMimeBundle();
    assert.match(String(bundle[mime.text]), /^Pipeline census\nCsvExampleGen: ran, it has never run to its end/);
    assert.equal(String(bundle[mime.html]).match(/<rect /g)?.length, 4);
  });
});

describe('Transform', () => {
  const ages = Array.from({ length: 300 }, (_, index) => 17 + (index % 70));
  const text = (body: string) => `export function preprocessingFn(inputs, tft, { buckets = 2 }) { return ${body}; }`;
  const body = '{ age_xf: tft.bucketize(inputs.age, buckets), scaled: tft.scaleTo01(inputs.age) }';
  beforeEach(() => {
    writeFileSync(at('ages.csv'), ['age', ...ages, '200'].join('\n'));
    writeFileSync(at('module.mjs'), text(body));
  });

  function features(options: { analyze?: string[]; transform?: string[]; buckets?: number } = {}) {
    const { buckets, ...splitsConfig } = options;
    const gen = csvExampleGen({ inputs: {}, parameters: { file: at('ages.csv') } });
    const { examples } = gen.outputs;
    const { statistics } = statisticsGen({ inputs: { examples }, parameters: {} }).outputs;
    const { schema } = schemaGen({ inputs: { statistics }, parameters: {} }).outputs;
    const step = transform({
      inputs: { examples, schema },
      parameters: { moduleFile: at('module.mjs'), splitsConfig, ...(buckets && { customConfig: { buckets } }) },
    });
    const steps = [gen, statistics.step, schema.step, step] as Step[];
    return { gen, step, pipeline: new Pipeline({ name: 'features', root: at('root'), store, steps }) };
  }
  async function ran(options?: Parameters<typeof features>[0]) {
    const made = features(options);
    const run = await made.pipeline.run();
    if (run.failed) throw run.failed;
    const { transform_graph, transformed_examples } = made.step.outputs;
    const raw = (split: string) => readExamples(run.artifact(made.gen.outputs.examples), split).rows;
    const rows = (split: string) => readExamples(run.artifact(transformed_examples), split).rows;
    const { properties } = run.artifact(transformed_examples);
    return { run, raw, rows, properties, graph: readTransformGraph(run.artifact(transform_graph)) };
  }

  it('analyzes train, maps every split with its constants, and keeps the graph', async () => {
    const { raw, rows, properties, graph } = await ran();
    const trained = raw('train').map(({ age }) => Number(age));
    assert.equal(properties.split_names, '["train","eval"]');
    const [least, greatest] = [Math.min(...trained), Math.max(...trained)];
    for (const split of ['train', 'eval']) {
      assert.equal(rows(split).length, raw(split).length);
      for (const [i, { scaled, age_xf }] of rows(split).entries()) {
        const age = Number(raw(split)[i]!.age);
        assert.ok(Math.abs(Number(scaled) - (age - least) / (greatest - least)) < 1e-6);
        const border = trained.toSorted((a, b) => a - b)[Math.floor(trained.length / 2)]!;
        assert.equal(age_xf, age < border ? 0 : 1);
      }
      assert.deepEqual(
        graph.transform(raw(split)).age_xf,
        rows(split).map(({ age_xf }) => age_xf),
      );
    }
  });

  it('analyzes and maps the splits that it is told', async () => {
    const { rows, properties } = await ran({ analyze: ['train', 'eval'], transform: ['eval', 'train'] });
    assert.equal(properties.split_names, '["eval","train"]');
    const scaled = ['train', 'eval'].map((split) => Math.max(...rows(split).map((row) => Number(row.scaled))));
    assert.equal(Math.max(...scaled), 1);
    assert.ok(Math.min(...scaled) < 0.5);
    const only = await ran({ transform: ['train'] });
    assert.equal(only.properties.split_names, '["train"]');
    for (const analyze of [[], ['test']])
      await assert.rejects(ran({ analyze }), { name: 'PipelineError', code: 'bad-argument', message: /train, eval/ });
  });

  it('runs again for another module, and for another parameter', async () => {
    await ran();
    writeFileSync(at('module.mjs'), `// a comment\n${text(body)}`);
    const commented = await ran();
    assert.equal(whys(commented.run).Transform, `changed: file ${at('module.mjs')}`);
    writeFileSync(at('module.mjs'), text('{ age_xf: inputs.age }'));
    assert.deepEqual(Object.keys((await ran()).rows('eval')[0]!), ['age_xf']);
    writeFileSync(at('module.mjs'), text(body));
    assert.equal((await ran()).run.results.at(-1)?.state, 'cached');
    const { run, rows } = await ran({ buckets: 5 });
    assert.equal(whys(run).Transform, 'changed: parameter customConfig');
    assert.deepEqual([...new Set(rows('train').map(({ age_xf }) => age_xf))].sort(), [0, 1, 2, 3, 4]);
  });

  it('fails for a module without the function, and for one that is not there', async () => {
    writeFileSync(at('module.mjs'), 'export const other = 1;');
    await assert.rejects(ran(), { code: 'bad-argument', message: /exports no function “preprocessingFn”/ });
    writeFileSync(at('module.mjs'), 'no module {');
    await assert.rejects(ran(), { code: 'step-failed', message: /^Transform failed\. SyntaxError/ });
    rmSync(at('module.mjs'));
    await assert.rejects(ran(), { code: 'no-file' });
  });

  it('reads a graph that was damaged with a typed error', async () => {
    const { run } = await ran();
    const graph = [...store.getArtifactsByType('TransformGraph')][0]!;
    writeFileSync(join(graph.uri!, 'transform_graph.json'), '{}');
    assert.throws(() => readTransformGraph(graph), { name: 'PipelineError', code: 'damaged-artifact' });
    assert.equal(run.failed, undefined);
  });

  it('splits as exampleSplit says', async () => {
    const { raw } = await ran();
    for (const split of ['train', 'eval']) for (const row of raw(split)) assert.equal(exampleSplit(row), split);
    assert.equal(exampleSplit({ age: 1 }, { only: 3 }), 'only');
  });
});
