import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { uniform } from '../../../src/mlops/datasets.ts';
import { lineageView, MetadataError, MetadataStore } from '../../../src/mlops/metadata.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import { answersOf, writeScenario } from '../../parity/metadataScenario.ts';

/** A chain: file -> data -> model, and the model is evaluated. */
function chain() {
  const store = new MetadataStore();
  const typeId = store.putArtifactType({ name: 'Thing', properties: { rows: 'INT' } });
  const step = store.putExecutionType({ name: 'Step' });
  const ids = store.putArtifacts(
    ['file', 'data', 'model', 'report'].map((name) => ({ typeId, name, uri: `/${name}` })),
  );
  for (const [from, to] of [
    [0, 1],
    [1, 2],
    [2, 3],
  ] as const) {
    store.putExecution({ typeId: step, lastKnownState: 'COMPLETE' }, [
      [{ id: ids[from]! }, { type: 'INPUT' }],
      [{ id: ids[to]! }, { type: 'OUTPUT' }],
    ]);
  }
  return { store, typeId, step, ids };
}

describe('a store of metadata', () => {
  it('gives ids in order of insertion, from 1 on', () => {
    const { ids } = chain();
    assert.deepEqual(ids, [1, 2, 3, 4]);
  });

  it('puts all of a list or nothing, and goes on', () => {
    const { store, typeId } = chain();
    const half = [
      { typeId, uri: '/good' },
      { typeId, properties: { rows: 'x' } },
    ];
    assert.throws(() => store.putArtifacts(half), { code: 'invalid-argument' });
    assert.deepEqual(store.getArtifactsByUri('/good'), []);
    assert.throws(() => store.putExecution({ typeId: 999 }, [[{ typeId, uri: '/good' }, { type: 'OUTPUT' }]]), {
      code: 'not-found',
    });
    assert.deepEqual([store.getArtifactsByUri('/good'), store.getExecutions().length], [[], 3]);
    assert.deepEqual(store.putArtifacts([{ typeId }]), [5]);
  });

  it('updates by id: what is not said anew is emptied, but for the name', () => {
    const { store, typeId } = chain();
    store.putArtifacts([{ id: 1, typeId, properties: { rows: 3 }, state: 'LIVE' }]);
    const [artifact] = store.getArtifactsById([1]);
    const { name, uri, state, properties } = artifact!;
    assert.deepEqual(
      { name, uri, state, properties },
      { name: 'file', uri: undefined, state: 'LIVE', properties: { rows: 3 } },
    );
  });

  it('an input that is only named keeps all that it has', () => {
    const { store } = chain();
    assert.deepEqual(store.getArtifactsById([1])[0]?.uri, '/file');
  });

  it('takes a stored context of the same name where it is asked to', () => {
    const { store, step } = chain();
    const run = store.putContextType({ name: 'run' });
    const put = (reuseContext: boolean) =>
      store.putExecution({ typeId: step }, [[{ id: 1 }]], [{ typeId: run, name: 'today' }], { reuseContext });
    const first = put(false);
    assert.throws(() => put(false), { code: 'already-exists' });
    assert.deepEqual(put(true).contextIds, first.contextIds);
    assert.deepEqual(
      store.getExecutionsByContext(1).map(({ id }) => id),
      [4, 5],
    );
    assert.deepEqual(
      store.getArtifactsByContext(1).map(({ id }) => id),
      [1],
    );
  });

  it('keeps each kind of value, to the last bit', () => {
    const { store, typeId } = chain();
    const customProperties = {
      big: 2n ** 63n - 1n,
      safe: Number.MAX_SAFE_INTEGER,
      tiny: 5e-324,
      infinite: Number.NEGATIVE_INFINITY,
      text: 'a\u0000b \u{1f600} mlmd-struct',
      yes: true,
      nested: { list: [1, 'x', null, { a: [] }], empty: {} },
      packed: { typeUrl: 't/X', value: Uint8Array.of(1, 0, 255) },
      constructor: 'a name like any other',
    };
    const [id] = store.putArtifacts([{ typeId, customProperties }]);
    assert.deepEqual({ ...store.getArtifactsById([id!])[0]?.customProperties }, customProperties);
    const wrong = [
      Number.NaN,
      2n ** 63n,
      Symbol('s'),
      undefined,
      null,
      [1],
      new Map(),
      { f: () => 0 },
      'mlmd-struct::AA==',
    ];
    for (const value of wrong) {
      assert.throws(() => store.putArtifacts([{ typeId, customProperties: { value: value as never } }]), {
        code: 'invalid-argument',
      });
    }
  });

  it('finds any number of ids', () => {
    const { store, typeId } = chain();
    const ids = store.putArtifacts(Array.from({ length: 1300 }, () => ({ typeId })));
    assert.equal(store.getArtifactsById([...ids, ...ids, 10 ** 9]).length, 1300);
    assert.deepEqual(store.getArtifactsById([]), []);
  });

  it('refuses ids that are none', () => {
    const { store } = chain();
    for (const id of [1.5, Number.NaN, '1', 2 ** 60]) {
      assert.throws(() => store.getArtifactsById([id as number]), { code: 'invalid-argument' });
    }
  });

  it('walks up, down and both ways, as far as it is told', () => {
    const { store } = chain();
    const walk = (direction: 'UPSTREAM' | 'DOWNSTREAM' | 'BIDIRECTIONAL', maxHops?: number) =>
      store
        .getLineageSubgraph([2], { direction, ...(maxHops === undefined ? {} : { maxHops }) })
        .artifacts.map(({ id }) => id);
    assert.deepEqual(walk('UPSTREAM'), [1, 2]);
    assert.deepEqual(walk('DOWNSTREAM'), [2, 3, 4]);
    assert.deepEqual(walk('BIDIRECTIONAL'), [1, 2, 3, 4]);
    assert.deepEqual(walk('DOWNSTREAM', 2), [2, 3]);
    assert.throws(() => store.getLineageSubgraph([99]), { code: 'not-found' });
  });
});

describe('the file of a store', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mlops-lab-metadata-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);

  it('keeps all that was put, when it is opened again', () => {
    writeScenario(at('a'));
    const answers = (options = {}) => {
      const store = new MetadataStore(at('a'), options);
      const said = answersOf(store);
      store.close();
      return said;
    };
    assert.deepEqual(answers(), answers({ readOnly: true }));
  });

  it('keeps a custom DOUBLE of another program a DOUBLE when its value becomes whole', () => {
    const store = new MetadataStore(at('a'));
    const typeId = store.putArtifactType({ name: 'Thing' });
    const [id] = store.putArtifacts([{ typeId, customProperties: { share: 0.5 } }]);
    store.putArtifacts([{ id: id!, typeId, customProperties: { share: 1, count: 1 } }]);
    assert.deepEqual(store.getArtifactsById([id!])[0]?.customProperties, { share: 1, count: 1 });
    store.close();
    const db = new DatabaseSync(at('a'));
    const kept = db.prepare('SELECT name, int_value, double_value FROM ArtifactProperty ORDER BY name').all();
    assert.deepEqual(
      kept.map((row) => ({ ...row })),
      [
        { name: 'count', int_value: 1, double_value: null },
        { name: 'share', int_value: null, double_value: 1 },
      ],
    );
    db.close();
  });

  it('opened to be read, is not made, not written and not locked', () => {
    assert.throws(() => new MetadataStore(at('none'), { readOnly: true }), { code: 'store-unusable' });
    assert.ok(!existsSync(at('none')));
    writeScenario(at('a'));
    const store = new MetadataStore(at('a'), { readOnly: true });
    assert.throws(() => store.putArtifactType({ name: 'New' }), { code: 'read-only-store' });
    const other = new MetadataStore(at('a'));
    assert.ok(other.putArtifactType({ name: 'New' }) > 0);
    other.close();
    assert.equal(store.getArtifactType('New').name, 'New');
    store.close();
    assert.throws(() => store.getArtifacts(), { code: 'closed-store' });
  });

  it('is refused when it is something else, and left as it was', () => {
    writeFileSync(at('text'), 'schema_version = 10\n'.repeat(100));
    const db = new DatabaseSync(at('other'));
    db.exec('CREATE TABLE runs (id)');
    db.close();
    const partial = new DatabaseSync(at('partial'));
    partial.exec('CREATE TABLE MLMDEnv (schema_version INTEGER PRIMARY KEY); INSERT INTO MLMDEnv VALUES (10)');
    partial.close();
    for (const [name, code] of [
      ['text', 'damaged-store'],
      ['other', 'foreign-store'],
      ['partial', 'foreign-store'],
    ]) {
      const before = readFileSync(at(name!));
      assert.throws(() => new MetadataStore(at(name!)), { name: 'MetadataError', code }, name);
      assert.deepEqual(readFileSync(at(name!)), before, name);
    }
    assert.throws(() => new MetadataStore(folder), { code: 'store-unusable' });
  });

  it('whose rows hold what ML Metadata never writes, is refused with the place', () => {
    const tampered = [
      "UPDATE Artifact SET type_id = 'x' WHERE id = 1",
      'UPDATE Artifact SET type_id = 9007199254740993 WHERE id = 1',
      'UPDATE Artifact SET type_id = 777 WHERE id = 1',
      'UPDATE Artifact SET state = 99 WHERE id = 1',
      "UPDATE Artifact SET name = x'00' WHERE id = 1",
      "UPDATE ArtifactProperty SET int_value = 'x' WHERE name = 'day'",
      "UPDATE ArtifactProperty SET string_value = 'mlmd-struct::////' WHERE name = 'shape'",
      "UPDATE ArtifactProperty SET proto_value = '////' WHERE name = 'packed'",
      'UPDATE Event SET type = -1 WHERE id = 1',
      "UPDATE EventPath SET step_key = x'07' WHERE is_index_step = 0",
      'UPDATE TypeProperty SET data_type = 44',
    ];
    for (const [index, sql] of tampered.entries()) {
      const path = at(`tampered-${index}`);
      writeScenario(path);
      const db = new DatabaseSync(path);
      db.exec(sql);
      db.close();
      const store = new MetadataStore(path);
      assert.throws(() => answersOf(store), { name: 'MetadataError', code: 'damaged-store' }, sql);
      store.close();
    }
  });

  it('with bytes changed anywhere, gives answers or a typed error', () => {
    writeScenario(at('a'));
    const whole = readFileSync(at('a'));
    const next = uniform(20);
    for (let round = 0; round < 60; round++) {
      const bytes = Buffer.from(whole);
      for (let i = 0; i < 40; i++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
      writeFileSync(at('b'), round % 4 === 0 ? bytes.subarray(0, Math.floor(next() * bytes.length)) : bytes);
      try {
        const store = new MetadataStore(at('b'), { readOnly: true });
        try {
          answersOf(store);
        } finally {
          store.close();
        }
      } catch (error) {
        assert.ok(error instanceof MetadataError, `round ${round}: ${String(error)}`);
      }
    }
  });
});

describe('a lineage view', () => {
  const shown = (view: ReturnType<typeof lineageView>) => {
    const bundle = view.toMimeBundle();
    return { html: String(bundle[mime.html]), text: String(bundle[mime.text]) };
  };

  it('draws each thing once, with arrows from what was read to what was made', () => {
    const { store } = chain();
    const graph = store.getLineageSubgraph([1]);
    const { html, text } = shown(lineageView(graph, { title: 'All', marked: [3] }));
    assert.equal(html.match(/<rect /g)?.length, 7);
    assert.equal(text, 'All: 4 artifacts, 3 executions, 6 arrows; marked: model');
    const withoutRuns = shown(lineageView(graph, { executions: false, alsoMarked: [1] }));
    assert.equal(withoutRuns.text, 'Lineage: 4 artifacts, 3 arrows; marked otherwise: file');
    const direct = withoutRuns.html;
    assert.equal(direct.match(/<rect /g)?.length, 4);
    // An arrow is a line and a head.
    assert.equal(direct.match(/<path /g)?.length, 2 * 3);
    const places = [...direct.matchAll(/<rect x="(\d+)"/g)].map(([, x]) => Number(x));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
      'from left to right',
    );
  });

  it('names a thing by what is short: its name, the end of its address, its type and id', () => {
    const store = new MetadataStore();
    const typeId = store.putArtifactType({ name: 'tfx.types.Schema' });
    const name = 'pipeline:a-run-with-a-long-name:SchemaGen:schema:0';
    store.putArtifacts([{ typeId, name, uri: '/root/SchemaGen/schema/3' }, { typeId, name: 'mine' }, { typeId }]);
    const graph = store.getLineageSubgraph([1, 2, 3]);
    const { text } = shown(lineageView(graph, { marked: [1, 2, 3] }));
    assert.equal(text, 'Lineage: 3 artifacts, 0 arrows; marked: schema/3, mine, Schema 3');
  });

  it('shows the properties of each thing', () => {
    const { store, typeId } = chain();
    store.putArtifacts([
      { id: 1, typeId, uri: '/file', properties: { rows: 41 }, customProperties: { owner: 'ward' } },
    ]);
    const { html } = shown(lineageView(store.getLineageSubgraph([1])));
    assert.match(
      html,
      /<summary>Thing 1<\/summary>.*<th>rows<\/th><td>41<\/td>.*<th>owner \(custom\)<\/th><td>ward<\/td>/,
    );
  });

  it('holds words of a strange store harmless, and circles', () => {
    const store = new MetadataStore();
    const typeId = store.putArtifactType({ name: '<script>alert(1)</script>' });
    const step = store.putExecutionType({ name: 'Step' });
    store.putExecution({ typeId: step }, [
      [{ typeId, name: '"><img src=x onerror=alert(1)>\u0000\ud800' }, { type: 'OUTPUT' }],
    ]);
    store.putEvents([{ artifactId: 1, executionId: 1, type: 'INPUT' }]);
    for (const executions of [true, false]) {
      const { html } = shown(lineageView(store.getLineageSubgraph([1]), { executions }));
      assert.doesNotMatch(html, /<script|<img|[\ud800-\udfff]/);
      assert.ok(!html.includes('\u0000'));
    }
  });

  it('draws a chain of some thousand runs', () => {
    const { store, typeId, step } = chain();
    const ids = store.putArtifacts(Array.from({ length: 3000 }, () => ({ typeId })));
    store.putExecutions(ids.map(() => ({ typeId: step })));
    store.putEvents(
      ids.slice(1).flatMap((id, index) => [
        { artifactId: ids[index]!, executionId: 4 + index, type: 'INPUT' as const },
        { artifactId: id, executionId: 4 + index, type: 'OUTPUT' as const },
      ]),
    );
    const graph = {
      artifacts: store.getArtifacts(),
      executions: store.getExecutions(),
      events: store.getEventsByArtifactIds(ids),
    };
    assert.match(shown(lineageView(graph)).html, /<svg /);
  });
});
