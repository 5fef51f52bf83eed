/** A small metadata store of a made-up group of hospitals: what its pipeline declared, and what it really read. */
import { createHash } from 'node:crypto';

export type Kind = 'week' | 'labels' | 'dataset' | 'statistics' | 'schema' | 'graph' | 'model';

export interface Artifact {
  readonly id: number;
  readonly kind: Kind;
  readonly name: string;
}
export interface Event {
  readonly execution: number;
  readonly artifact: number;
  readonly type: 'input' | 'output';
}
export interface Store {
  readonly artifacts: readonly Artifact[];
  readonly executions: readonly { readonly id: number; readonly name: string }[];
  readonly events: readonly Event[];
  /** The rows of each file, by artifact: what lies on disk, whatever was declared. */
  readonly rows: ReadonlyMap<number, ReadonlySet<string>>;
}

/** The patient who withdraws consent; came once, in week 3. */
export const patient = 4711;
const weeks = 8;

/** Each dataset with the weeks it declares, those it reads besides, and how many models are trained on it. */
const plans: readonly {
  readonly weeks: readonly number[];
  readonly silent?: readonly number[];
  readonly models: number;
}[] = [
  { weeks: [1, 2], models: 3 },
  { weeks: [1, 2, 3, 4], models: 2 },
  { weeks: [5, 6], models: 2 },
  { weeks: [5, 6, 7, 8], models: 2 },
  // A step written by hand: it is given week 7, and its code opens week 3 besides.
  { weeks: [7], silent: [3], models: 3 },
  { weeks: [7, 8], models: 2 },
];

/** One line of a file: the patient, age and nights. Forty patients a week, each in one week. */
function rowsOf(week: number): string[] {
  const ids = Array.from({ length: 40 }, (_, index) => 10_000 + week * 100 + index);
  return [...ids, ...(week === 3 ? [patient] : [])].map((id) => `${id},${18 + ((id * 37) % 80)},${1 + (id % 13)}`);
}

/** What the step of dataset 5 writes: the line as it is, or with age and nights in tens, as a summary might. */
const coarse = (row: string): string =>
  row
    .split(',')
    .map((value, index) => (index === 0 ? '' : String(Math.floor(Number(value) / 10) * 10)))
    .join(',');

/** @param summarized whether the hand-written step changes each line before it writes it. */
export function build(summarized = false): Store {
  const artifacts: Artifact[] = [];
  const executions: { id: number; name: string }[] = [];
  const events: Event[] = [];
  const rows = new Map<number, ReadonlySet<string>>();
  const put = (kind: Kind, name: string) => artifacts.push({ id: artifacts.length + 1, kind, name });
  const run = (name: string, inputs: readonly number[], output: number) => {
    const execution = executions.push({ id: executions.length + 1, name });
    for (const artifact of inputs) events.push({ execution, artifact, type: 'input' });
    events.push({ execution, artifact: output, type: 'output' });
  };

  const files = Array.from({ length: weeks }, (_, index) => put('week', `week ${index + 1}`));
  for (const [index, id] of files.entries()) rows.set(id, new Set(rowsOf(index + 1)));
  const labels = [put('labels', 'labels 1–4'), put('labels', 'labels 5–8')];
  let models = 0;
  for (const [index, plan] of plans.entries()) {
    const number = index + 1;
    const inputs = plan.weeks.map((week) => files[week - 1]!);
    const dataset = put('dataset', `data ${number}`);
    const read = [...plan.weeks, ...(plan.silent ?? [])].flatMap(rowsOf);
    rows.set(dataset, new Set(plan.silent && summarized ? read.map(coarse) : read));
    run(plan.silent ? 'build cohort' : 'join', [...inputs, labels[plan.weeks[0]! > 4 ? 1 : 0]!], dataset);
    const statistics = put('statistics', `statistics ${number}`);
    run('statistics', [dataset], statistics);
    const schema = put('schema', `schema ${number}`);
    run('schema', [statistics], schema);
    const graph = put('graph', `graph ${number}`);
    run('transform', [dataset, schema], graph);
    for (let model = 0; model < plan.models; model++) run('train', [dataset, graph], put('model', `model ${++models}`));
  }
  return { artifacts, executions, events, rows };
}

/** Artifacts one step away: those that an artifact was made from, or those made from it. */
function neighbors({ events }: Store, id: number, way: 'parents' | 'children'): number[] {
  const [mine, theirs] = way === 'parents' ? (['output', 'input'] as const) : (['input', 'output'] as const);
  const runs = new Set(
    events.flatMap((event) => (event.artifact === id && event.type === mine ? [event.execution] : [])),
  );
  return [
    ...new Set(events.flatMap((event) => (runs.has(event.execution) && event.type === theirs ? [event.artifact] : []))),
  ];
}

export const parents = (store: Store, id: number) => neighbors(store, id, 'parents');

/** All artifacts that can be reached, each once, without the first. */
export function reach(store: Store, id: number, way: 'parents' | 'children'): number[] {
  const found = new Set<number>();
  const todo = [id];
  for (let at = todo.pop(); at !== undefined; at = todo.pop()) {
    for (const next of neighbors(store, at, way)) {
      if (!found.has(next)) {
        found.add(next);
        todo.push(next);
      }
    }
  }
  return [...found].sort((one, other) => one - other);
}

/** A fingerprint of a line: SHA-256. */
export const fingerprint = (row: string): string => createHash('sha256').update(row).digest('hex');

/** The files in which a line lies, whatever was declared: by the fingerprints of their lines. */
export const holding = ({ rows }: Store, row: string): number[] =>
  [...rows].flatMap(([id, lines]) => ([...lines].some((line) => fingerprint(line) === fingerprint(row)) ? [id] : []));

const modelsAmong = (store: Store, ids: readonly number[]) =>
  store.artifacts.filter(({ id, kind }) => kind === 'model' && ids.includes(id)).map(({ id }) => id);

/** Models that saw week 3 by its declared events, and models below any file that holds the patient's line. */
export function whoSaw(store: Store) {
  const row = rowsOf(3).find((line) => line.startsWith(`${patient},`))!;
  const source = store.artifacts.find(({ name }) => name === 'week 3')!.id;
  const files = holding(store, row);
  const below = [...new Set(files.flatMap((id) => reach(store, id, 'children')))];
  return {
    row,
    fingerprint: fingerprint(row).slice(0, 12),
    source,
    declared: modelsAmong(store, reach(store, source, 'children')),
    files,
    found: modelsAmong(store, below),
  };
}

/** What the pages read of the store. */
export function storeFigures() {
  const store = build();
  const four = store.artifacts.find(({ name }) => name === 'model 4')!.id;
  const five = store.artifacts.find(({ name }) => name === 'week 5')!.id;
  const forward = reach(store, five, 'children');
  const edges = store.events
    .filter(({ type }) => type === 'output')
    .flatMap(({ artifact }) => parents(store, artifact).map((parent) => [parent, artifact]));
  return {
    artifacts: store.artifacts,
    executions: store.executions.length,
    events: store.events.length,
    edges,
    saw: whoSaw(store),
    summarized: whoSaw(build(true)).found,
    four: { id: four, parents: parents(store, four), ancestors: reach(store, four, 'parents') },
    five: { id: five, forward, models: modelsAmong(store, forward) },
  };
}
