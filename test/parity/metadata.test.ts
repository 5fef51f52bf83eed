/** Files go both ways between our store and ml-metadata itself. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { MetadataStore } from '../../src/mlops/metadata.ts';
import { csvExampleGen, importSchemaGen, Pipeline, statisticsGen } from '../../src/mlops/pipelines.ts';
import { skip } from '../skip.ts';
import { answersOf, writeScenario } from './metadataScenario.ts';
import { pythonOf, run, Unavailable } from './python.ts';
import { normalizedSchema } from './schema.ts';

const environment = { name: 'ml-metadata', requirements: ['ml-metadata==1.17.1'] };

describe('parity: ml-metadata', function () {
  this.timeout(600_000);
  let python = '';
  let folder = '';
  let unavailable: string | undefined;
  const check = (title: string, work: () => void | Promise<void>) =>
    it(title, function () {
      if (unavailable) skip(this, unavailable);
      return work();
    });
  const ask = (...command: string[]) => {
    const script = join(import.meta.dirname, 'metadata_store.py');
    return JSON.parse(
      run(python, [script, ...command])
        .trim()
        .split('\n')
        .at(-1)!,
    );
  };
  const said = (path: string) => {
    const store = new MetadataStore(path);
    const answers = JSON.parse(JSON.stringify(answersOf(store)));
    store.close();
    return answers;
  };

  before(() => {
    try {
      python = pythonOf(environment);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      unavailable = error.message;
      console.log(`      Skipped: ${unavailable}`);
      return;
    }
    folder = mkdtempSync(join(tmpdir(), 'mlops-lab parity-'));
    console.log(`      ml-metadata ${ask('version')}`);
  });
  after(() => folder && rmSync(folder, { recursive: true, force: true }));

  check('opens our store and says of it what we say', () => {
    const path = join(folder, 'ours.sqlite');
    writeScenario(path);
    const ours = said(path);
    assert.deepEqual(ask('answers', path), ours);
    assert.deepEqual(said(path), ours, 'reading it has changed nothing');
  });

  check('writes a store of which we say what it says, and which we go on writing', () => {
    const path = join(folder, 'theirs.sqlite');
    ask('write', path);
    assert.deepEqual(said(path), ask('answers', path));

    const store = new MetadataStore(path);
    const [artifact] = store.getArtifactsById([2]);
    store.putArtifacts([{ ...artifact!, properties: { day: 12, share: 2 }, customProperties: { note: 'from here' } }]);
    const executionId = store.getExecutions().at(-1)!.id;
    store.putEvents([{ artifactId: 2, executionId, type: 'INPUT' }]);
    store.close();
    const after = ask('answers', path);
    assert.deepEqual(after, said(path));
    assert.deepEqual(after.artifacts[1].properties, { day: 12, share: 2 });
  });

  check('says of the store of a pipeline, in which steps ran, failed and were cached, what we say', async () => {
    const path = join(folder, 'pipeline.sqlite');
    const file = join(folder, 'visits.csv');
    writeFileSync(
      file,
      `age,ward\n${Array.from({ length: 60 }, (_, i) => `${20 + i},${i % 3 ? 'east' : 'west'}`).join('\n')}`,
    );
    const store = new MetadataStore(path);
    const examples = csvExampleGen({ inputs: {}, parameters: { file } });
    const statistics = statisticsGen({ inputs: { examples: examples.outputs.examples }, parameters: {} });
    const curated = importSchemaGen({ inputs: {}, parameters: { schemaFile: join(folder, 'visits.csv') } });
    const steps = [examples, statistics, curated];
    const pipeline = new Pipeline({ name: 'visits', root: join(folder, 'root'), store, steps });
    for (const runId of ['first', 'second']) await pipeline.run({ runId });
    store.close();
    const theirs = ask('answers', path);
    assert.deepEqual(theirs, said(path));
    assert.deepEqual(
      theirs.executions.map((each: { readonly lastKnownState: string }) => each.lastKnownState),
      ['COMPLETE', 'COMPLETE', 'FAILED', 'CACHED', 'CACHED', 'FAILED'],
    );
  });

  check('creates the tables and indexes that we create', () => {
    const path = join(folder, 'schema.sqlite');
    ask('write', path);
    const [theirs, ours] = [ask('tables', path), join(folder, 'our-schema.sqlite')];
    new MetadataStore(ours).close();
    const db = new DatabaseSync(ours);
    assert.deepEqual(Object.keys(theirs).sort(), Object.keys(normalizedSchema(db)).sort());
    db.close();
  });
});
