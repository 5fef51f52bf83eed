/** The scenario of metadata_store.py, and what a store says of everything in it, in the same words as that script. */
import {
  type Artifact,
  type EventType,
  MetadataStore,
  type Properties,
  type PropertyValue,
  type StoredArtifact,
  type StoredContext,
  type StoredEvent,
  type StoredExecution,
  type StoredType,
} from '../../src/mlops/metadata.ts';

/** A store with a little of everything; `write` of metadata_store.py does the same. */
export function writeScenario(path: string): void {
  const store = new MetadataStore(path);
  const kinds = {
    day: 'INT',
    share: 'DOUBLE',
    split: 'STRING',
    shape: 'STRUCT',
    packed: 'PROTO',
    final: 'BOOLEAN',
  } as const;
  const data = store.putArtifactType({ name: 'Data', properties: kinds, baseType: 'DATASET' });
  const newer = store.putArtifactType({ name: 'Data', version: '2', description: 'newer' });
  const schema = store.putArtifactType({ name: 'Schema', properties: { split: 'STRING' }, externalId: 'schema' });
  const step = store.putExecutionType({ name: 'Infer', properties: { state: 'STRING' }, baseType: 'PROCESS' });
  const pipeline = store.putContextType({ name: 'pipeline', properties: { note: 'STRING' } });
  const run = store.putContextType({ name: 'run' });

  const shape = { rows: 3, names: ['a', null, true, { deep: 1.5 }] };
  const packed = { typeUrl: 'type.example/Row', value: Uint8Array.of(0, 1, 255) };
  store.putArtifacts([
    {
      typeId: data,
      uri: '/data/1.csv',
      name: 'first',
      state: 'LIVE',
      externalId: 'one',
      properties: { day: 2n ** 62n, share: 1, split: 'train', shape, packed, final: true },
      customProperties: { day: 'Grüße \u{1f600}', half: 0.5, n: -7 },
    },
    { typeId: data, uri: '/data/2.csv', properties: { day: 0 } },
    { typeId: newer, uri: '/data/1.csv' },
  ]);
  store.putContexts([{ typeId: pipeline, name: 'beds', properties: { note: 'nightly' } }]);
  const event = (type: EventType, ...path: (string | number)[]) => ({ type, time: 1_700_000_000_000, path });
  const stored = (id: number): Artifact => store.getArtifactsById([id])[0]!;
  store.putExecution(
    { typeId: step, name: 'night 1', lastKnownState: 'COMPLETE', properties: { state: 'done' } },
    [
      [stored(1), event('INPUT', 'examples', 0)],
      [stored(2), event('DECLARED_INPUT', 'examples', 1)],
      [{ typeId: schema, uri: '/schema/1' }, event('OUTPUT', 'schema', 0)],
    ],
    [{ typeId: run, name: 'run 1' }],
  );
  store.putExecution(
    { typeId: step, lastKnownState: 'CACHED' },
    [
      [stored(3), event('INPUT')],
      [stored(4), event('DECLARED_OUTPUT')],
    ],
    [{ typeId: run, name: 'run 2' }],
  );
  // A step that writes what it has read.
  store.putExecution({ typeId: step, lastKnownState: 'FAILED' }, [
    [stored(4), event('INPUT')],
    [stored(4), event('OUTPUT')],
  ]);
  store.putParentContexts([
    { childId: 2, parentId: 1 },
    { childId: 3, parentId: 1 },
  ]);
  store.putAttributionsAndAssociations([{ contextId: 1, artifactId: 1 }], [{ contextId: 1, executionId: 1 }]);
  store.close();
}

/** What the store says of everything in it; `answers` of metadata_store.py asks the same. */
export function answersOf(store: MetadataStore) {
  const idsOf = (nodes: readonly { readonly id: number }[]) => nodes.map(({ id }) => id).sort((a, b) => a - b);
  const artifacts = idsOf(store.getArtifacts());
  const executions = idsOf(store.getExecutions());
  const contexts = idsOf(store.getContexts());
  const each = <T>(ids: readonly number[], of: (id: number) => T) => Object.fromEntries(ids.map((id) => [id, of(id)]));
  return {
    artifactTypes: store.getArtifactTypes().map(plainType),
    executionTypes: store.getExecutionTypes().map(plainType),
    contextTypes: store.getContextTypes().map(plainType),
    artifacts: store.getArtifactsById(artifacts).map(plainNode),
    executions: store.getExecutionsById(executions).map(plainNode),
    contexts: store.getContextsById(contexts).map(plainNode),
    newest: store.getArtifacts({ limit: 2, orderBy: 'ID', ascending: false }).map(({ id }) => id),
    data: idsOf(store.getArtifactsByType('Data')),
    data2: idsOf(store.getArtifactsByType('Data', '2')),
    none: idsOf(store.getArtifactsByType('None')),
    byUri: idsOf(store.getArtifactsByUri('/data/1.csv')),
    byName: ['first', 'last'].map((name) => store.getArtifactByTypeAndName('Data', name)?.id ?? null),
    eventsOfArtifacts: plainEvents(store.getEventsByArtifactIds(artifacts)),
    eventsOfExecutions: each(executions, (id) => plainEvents(store.getEventsByExecutionIds([id]))),
    inContext: each(contexts, (id) => [
      idsOf(store.getArtifactsByContext(id)),
      idsOf(store.getExecutionsByContext(id)),
    ]),
    family: each(contexts, (id) => [
      idsOf(store.getParentContextsByContext(id)),
      idsOf(store.getChildrenContextsByContext(id)),
    ]),
    contextsOfArtifacts: each(artifacts, (id) => idsOf(store.getContextsByArtifact(id))),
    contextsOfExecutions: each(executions, (id) => idsOf(store.getContextsByExecution(id))),
    lineage: Object.fromEntries(
      artifacts.flatMap((id) =>
        (['UPSTREAM', 'DOWNSTREAM', 'BIDIRECTIONAL'] as const).flatMap((direction) =>
          [0, 1, 2, 3, 8].map((maxHops) => {
            const graph = store.getLineageSubgraph([id], { direction, maxHops });
            const events = graph.events.map((event) => [event.artifactId, event.executionId, event.type]).sort(byParts);
            return [`${id} ${direction} ${maxHops}`, [idsOf(graph.artifacts), idsOf(graph.executions), events]];
          }),
        ),
      ),
    ),
  };
}

/** In an order of ours: ml-metadata promises none. */
const plainEvents = (events: readonly StoredEvent[]) =>
  events.toSorted((a, b) => byParts([a.artifactId, a.executionId, a.type], [b.artifactId, b.executionId, b.type]));

type Parts = readonly (string | number)[];
function byParts(a: Parts, b: Parts): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) < (b[at] ?? 0) ? -1 : 1;
}

const sorted = <T>(entries: { readonly [name: string]: T }) =>
  Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Without the external id, which ml-metadata does not tell when it lists types. */
const plainType = ({ externalId: _, ...type }: StoredType) => ({ ...type, properties: sorted(type.properties) });
const plainNode = (node: StoredArtifact | StoredExecution | StoredContext) => ({
  ...node,
  properties: plainProperties(node.properties),
  customProperties: plainProperties(node.customProperties),
});
const plainProperties = (properties: Properties) =>
  sorted(Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, plainValue(value)])));

function plainValue(value: PropertyValue): unknown {
  if (typeof value === 'bigint') return { int: String(value) };
  if (typeof value === 'object' && value.value instanceof Uint8Array)
    return { typeUrl: value.typeUrl, value: Buffer.from(value.value).toString('hex') };
  return value;
}
