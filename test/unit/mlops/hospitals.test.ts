import assert from 'node:assert/strict';
import { hospitals } from '../../../src/mlops/datasets.ts';
import type { MetadataStore } from '../../../src/mlops/metadata.ts';

const modelsBelow = (store: MetadataStore, artifact: number) =>
  store
    .getLineageSubgraph([artifact], { direction: 'DOWNSTREAM' })
    .artifacts.filter(({ type }) => type === 'Model')
    .map(({ id }) => id);

describe('the hospitals', () => {
  for (const seed of [0, 1, 2, 762, 20_000]) {
    it(`have 200 artifacts and 14 models, and one input that is not reported (seed ${seed})`, () => {
      const { store, files, patient, planted } = hospitals({ seed });
      assert.equal(store.getArtifacts().length, 200);
      assert.equal(store.getArtifactsByType('Model').length, 14);
      const honest = hospitals({ seed, honest: true });
      const [named, all] = [modelsBelow(store, patient.week), modelsBelow(honest.store, honest.patient.week)];
      assert.ok(named.length > 0 && all.length - named.length >= 2, `${named} of ${all}`);

      const events = store.getEventsByExecutionIds([planted.execution]);
      const made = store.getArtifactsById(events.flatMap((each) => (each.type === 'OUTPUT' ? each.artifactId : [])))[0];
      assert.ok(files.get(made!.uri!)!.includes(patient.line));
      for (const { artifactId, type } of events) {
        if (type === 'INPUT') assert.notEqual(artifactId, planted.artifact);
      }
      const rounded = hospitals({ seed, rounded: true });
      assert.ok(!rounded.files.get(made!.uri!)!.includes(patient.line));
    });
  }

  it('are as the lecture tells of them, with the seed of the lab', () => {
    const { store, patient } = hospitals({ seed: 762 });
    assert.equal(store.getArtifactsById([patient.week])[0]?.name, 'week 3');
    assert.equal(modelsBelow(store, patient.week).length, 2);
    const four = store.getArtifacts().find(({ name }) => name === 'model 4')!.id;
    const above = (maxHops?: number) =>
      store.getLineageSubgraph([four], { direction: 'UPSTREAM', ...(maxHops ? { maxHops } : {}) }).artifacts.length - 1;
    assert.deepEqual([above(2), above()], [2, 9], 'two parents and nine ancestors');
    const honest = hospitals({ seed: 762, honest: true });
    assert.equal(modelsBelow(honest.store, honest.patient.week).length, 5);
  });

  it('refuse a seed that is none', () => {
    for (const seed of [-1, 0.5, Number.NaN]) assert.throws(() => hospitals({ seed }), { code: 'bad-argument' });
  });
});
