/** Holds our store against what ml-metadata answered and refused; test/parity/metadata_store.py made the fixture. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Artifact, type Event, MetadataError, MetadataStore, type NodeType } from '../../../src/mlops/metadata.ts';
import { answersOf, writeScenario } from '../../parity/metadataScenario.ts';
import { normalizedSchema } from '../../parity/schema.ts';

interface Fixture {
  readonly schema: Record<string, string>;
  readonly answers: Record<string, unknown>;
  readonly refusals: Record<string, { readonly error: string; readonly message: string } | null>;
  /** The scenario as SQL, by version of the schema. */
  readonly dumps: Record<string, string[]>;
}
const fixture: Fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/metadata/ml-metadata.json', import.meta.url), 'utf8'),
);
/** Without undefined entries, and with times as they are in the fixture or none. */
const plain = (answers: unknown) => JSON.parse(JSON.stringify(answers));
const timeless = (answers: unknown) =>
  JSON.parse(JSON.stringify(answers, (key, value) => (key === 'createTime' || key === 'lastUpdateTime' ? 0 : value)));

const kinds = { day: 'INT', share: 'DOUBLE', split: 'STRING' } as const;

describe('metadata, against ml-metadata', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'mlops-lab-metadata-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  /** The file that ml-metadata wrote, in a version of its schema. */
  function theirs(version: number): string {
    const path = join(folder, `theirs-${version}.sqlite`);
    rmSync(path, { force: true });
    const db = new DatabaseSync(path);
    // The table of the autoincrement numbers is SQLite's own: it is there after the first such table.
    db.exec(fixture.dumps[version]!.filter((line) => !line.includes('sqlite_sequence')).join('\n'));
    db.close();
    return path;
  }

  it('makes the tables and indexes that it makes', () => {
    const path = join(folder, 'schema.sqlite');
    writeScenario(path);
    const [ours, expected] = [new DatabaseSync(path), new DatabaseSync(':memory:')];
    const own = Object.entries(fixture.schema).filter(([name]) => !name.includes('sqlite_sequence'));
    // Tables before their indexes.
    for (const [, sql] of own.reverse()) expected.exec(sql);
    assert.deepEqual(normalizedSchema(ours), normalizedSchema(expected));
    ours.close();
    expected.close();
  });

  it('says the same of its own file, down to the times', () => {
    const store = new MetadataStore(theirs(10), { readOnly: true });
    assert.deepEqual(plain(answersOf(store)), fixture.answers);
    store.close();
  });

  it('says the same of the file that it writes itself', () => {
    const path = join(folder, 'ours.sqlite');
    writeScenario(path);
    const store = new MetadataStore(path);
    assert.deepEqual(timeless(answersOf(store)), timeless(fixture.answers));
    store.close();
  });

  for (const version of [9, 8, 7]) {
    it(`reads schema ${version}, and refuses to write to it`, () => {
      const path = theirs(version);
      const before = readFileSync(path);
      const store = new MetadataStore(path);
      assert.equal(store.schemaVersion, version);
      // External ids came with 9, packed messages and booleans with 10.
      const has = (key: string) =>
        !(version < 9 && key === 'externalId') && !(version < 10 && (key === 'packed' || key === 'final'));
      const expected = JSON.parse(JSON.stringify(fixture.answers, (key, value) => (has(key) ? value : undefined)));
      const found = plain(answersOf(store));
      // The types still say which properties there are.
      assert.deepEqual({ ...found, artifactTypes: 0 }, { ...expected, artifactTypes: 0 });
      assert.deepEqual(found.artifactTypes, fixture.answers.artifactTypes);
      assert.throws(() => store.putArtifactType({ name: 'New' }), {
        code: 'read-only-store',
        message: new RegExp(`MLMD database version ${version} is older than library version 10`),
      });
      store.close();
      assert.deepEqual(readFileSync(path), before);
    });
  }

  it('refuses schema 6, and one that is newer', () => {
    const newer = theirs(10);
    const db = new DatabaseSync(newer);
    db.exec('UPDATE MLMDEnv SET schema_version = 11');
    db.close();
    for (const [path, words] of [
      [theirs(6), /schema 6/],
      [newer, /schema 11\. MLMD database version is greater/],
    ] as const) {
      const before = readFileSync(path);
      assert.throws(() => new MetadataStore(path), { code: 'unsupported-schema', message: words });
      assert.deepEqual(readFileSync(path), before, 'nothing was written');
    }
  });

  describe('refuses what it refuses, in its words:', () => {
    const codes: Record<string, string> = {
      InvalidArgumentError: 'invalid-argument',
      NotFoundError: 'not-found',
      AlreadyExistsError: 'already-exists',
    };
    const cases = refusals();
    it('all cases of the fixture', () => assert.deepEqual(Object.keys(cases), Object.keys(fixture.refusals)));
    for (const [name, attempt] of Object.entries(cases)) {
      it(name, () => {
        const store = prepared();
        const refusal = fixture.refusals[name];
        if (refusal) {
          const before = plain(answersOf(store));
          assert.throws(
            () => attempt(store),
            (error) => {
              assert.ok(error instanceof MetadataError, String(error));
              assert.equal(error.code, codes[refusal.error]);
              const words = beginning(error.message);
              assert.ok(words.length > 10 && refusal.message.includes(words), `${error.message}\n${refusal.message}`);
              return true;
            },
          );
          assert.deepEqual(plain(answersOf(store)), before, 'nothing was written');
        } else attempt(store);
        store.close();
      });
    }
  });
});

/** The words of ours that are to be ml-metadata's: up to the first name, number or full stop. */
const beginning = (message: string) => /^.*?(?=[:.`]|\d|$)/.exec(message)![0];

function prepared(): MetadataStore {
  const store = new MetadataStore();
  const data = store.putArtifactType({ name: 'Data', properties: kinds });
  const step = store.putExecutionType({ name: 'Step' });
  const run = store.putContextType({ name: 'Run' });
  store.putArtifacts([{ typeId: data, name: 'one', externalId: 'x' }]);
  store.putExecutions([{ typeId: step }]);
  store.putContexts(['a', 'b', 'c'].map((name) => ({ typeId: run, name })));
  store.putEvents([{ artifactId: 1, executionId: 1, type: 'INPUT' }]);
  store.putParentContexts([
    { childId: 2, parentId: 1 },
    { childId: 3, parentId: 2 },
  ]);
  store.putArtifactType({ name: 'Other' });
  return store;
}
/** The cases of `refusals` in metadata_store.py, under the same names. */
function refusals(): Record<string, (store: MetadataStore) => unknown> {
  const typed =
    (type: object, options = {}) =>
    (store: MetadataStore) =>
      store.putArtifactType(type as NodeType, options);
  const artifact = (given: Artifact) => (store: MetadataStore) => store.putArtifacts([given]);
  const ofData = (given: Omit<Artifact, 'typeId'>) => (store: MetadataStore) =>
    store.putArtifacts([{ ...given, typeId: store.getArtifactType('Data').id }]);
  const event = (given: object) => (store: MetadataStore) => store.putEvents([given as Event]);
  const context = (name: string) => (store: MetadataStore) =>
    store.putContexts([{ typeId: store.getContextType('Run').id, name }]);
  const attribution = (artifactId: number, contextId: number) => (store: MetadataStore) =>
    store.putAttributionsAndAssociations([{ artifactId, contextId }], []);
  const association = (executionId: number, contextId: number) => (store: MetadataStore) =>
    store.putAttributionsAndAssociations([], [{ executionId, contextId }]);
  const parent = (childId: number | undefined, parentId: number) => (store: MetadataStore) =>
    store.putParentContexts([{ childId: childId as number, parentId }]);
  const { split: _, ...less } = kinds;
  return {
    'the same type': typed({ name: 'Data', properties: kinds }),
    'a type with another property type': typed({ name: 'Data', properties: { ...kinds, day: 'STRING' } }),
    'a type with a property less': typed({ name: 'Data', properties: less }),
    'a type with a property less, allowed': typed(
      { name: 'Data', properties: { day: 'INT' } },
      { canOmitFields: true },
    ),
    'a type with a property more': typed({ name: 'Data', properties: { ...kinds, more: 'INT' } }),
    'a type with a property more, allowed': typed(
      { name: 'Data', properties: { ...kinds, more: 'INT' } },
      { canAddFields: true },
    ),
    'a type without a name': typed({}),
    'a text for an INT': ofData({ properties: { day: '1' } }),
    'a half for an INT': ofData({ properties: { day: 1.5 } }),
    'a number for a STRING': ofData({ properties: { split: 1 } }),
    'a boolean for a STRING': ofData({ properties: { split: true } }),
    'a text for a DOUBLE': ofData({ properties: { share: '0.5' } }),
    'a property that the type lacks': ofData({ properties: { nope: 1 } }),
    'no properties': ofData({}),
    'a custom property of any name': ofData({ customProperties: { day: '1' } }),
    'an artifact without a type': artifact({ uri: '/a' }),
    'an artifact of no type': artifact({ typeId: 999 }),
    'a name that is taken': ofData({ name: 'one' }),
    'an external id that is taken': ofData({ externalId: 'x' }),
    'an update of nothing': ofData({ id: 999 }),
    'an update to another type': (store) => store.putArtifacts([{ id: 1, typeId: store.getArtifactType('Other').id }]),
    'a context without a name': context(''),
    'a context whose name is taken': context('a'),
    'an event on no artifact': event({ artifactId: 999, executionId: 1, type: 'INPUT' }),
    'an event of no execution': event({ artifactId: 1, executionId: 999, type: 'INPUT' }),
    'an event without a type': event({ artifactId: 1, executionId: 1 }),
    'an event without an artifact': event({ executionId: 1, type: 'INPUT' }),
    'an event without an execution': event({ artifactId: 1, type: 'INPUT' }),
    'an event again': event({ artifactId: 1, executionId: 1, type: 'INPUT' }),
    'an attribution of no artifact': attribution(999, 1),
    'an attribution to no context': attribution(1, 999),
    'an association of no execution': association(999, 1),
    'an association to no context': association(1, 999),
    'a parent again': parent(2, 1),
    'a context as its own parent': parent(1, 1),
    'a circle of contexts': parent(1, 3),
    'a parent that is not there': parent(1, 999),
    'a parent without a child': parent(undefined, 1),
    'a type that is not there': (store) => store.getArtifactType('None'),
    'an empty external id': (store) => store.getArtifactsByExternalIds(['']),
    'a negative limit': (store) => store.getArtifacts({ limit: -1 }),
  };
}
