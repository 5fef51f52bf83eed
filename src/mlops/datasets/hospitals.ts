// A group of hospitals whose pipelines report what they read and make to a store of metadata. One step does not.
import type { Artifact, Event } from '../metadata/model.ts';
import { MetadataStore } from '../metadata/store.ts';
import { uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';
import { coarse, drawPlan, linesOf, patientLine, weeks } from './hospitalPlan.ts';

export interface HospitalsOptions {
  /** A whole number from 0 on. */
  readonly seed: number;
  /** Whether each step reports all that it reads. */
  readonly honest?: boolean;
  /** Whether the step that does not report changes each line before it writes it. */
  readonly rounded?: boolean;
}

export interface Hospitals {
  /** 200 artifacts of two pipelines, 14 of them models that predict the length of a stay. */
  readonly store: MetadataStore;
  /** The lines of each table by its uri, whatever was reported: what lies on the disk. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** The line of patient 4711, and the artifact of the week in which that patient came. */
  readonly patient: { readonly line: string; readonly week: number };
  /** What was read and not reported. */
  readonly planted: { readonly execution: number; readonly artifact: number };
}

const hour = 3_600_000;
const begin = Date.UTC(2026, 2, 2);
/** Nights of the other pipeline: with them the store has 200 artifacts. */
const nights = 41;

/**
 * Two pipelines of a group of hospitals, run many times: files of visits become data, statistics, schemas, transform
 * graphs and models. One step, written by hand, opens a file besides the one that it was given.
 * @throws {DatasetsError}
 */
export function hospitals({ seed, honest = false, rounded = false }: HospitalsOptions): Hospitals {
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new DatasetsError('bad-argument', `The seed must be a whole number from 0 on, not ${seed}.`);
  const next = uniform(seed);
  const plan = drawPlan(next);
  const ledger = new Ledger();
  const files = new Map<string, readonly string[]>();
  const visits = Array.from({ length: weeks }, (_, index) => {
    const uri = `/lake/visits/week-${index + 1}.csv`;
    files.set(uri, linesOf(index + 1, plan.patientWeek));
    return ledger.run('Upload', [], { type: 'Week', uri, name: `week ${index + 1}`, number: index + 1 });
  });
  const labels = [1, 5].map((from) =>
    ledger.run('Label', [], { type: 'Labels', uri: `/lake/labels/${from}.csv`, name: `labels ${from}–${from + 3}` }),
  );
  const planted = { execution: 0, artifact: visits[plan.patientWeek - 1]! };
  for (const [index, dataset] of plan.datasets.entries()) {
    const isSilent = index === plan.silent;
    const inputs = dataset.weeks.map((week) => visits[week - 1]!);
    const read = [...dataset.weeks, ...(isSilent ? [plan.patientWeek] : [])].flatMap((week) =>
      linesOf(week, plan.patientWeek),
    );
    const uri = `/lake/data/${index + 1}.csv`;
    files.set(uri, isSilent && rounded ? read.map(coarse) : read);
    if (isSilent && honest) inputs.push(planted.artifact);
    inputs.push(...labels.filter((_, half) => dataset.weeks.some((week) => (week > 4 ? 1 : 0) === half)));
    const data = ledger.run(isSilent ? 'BuildCohort' : 'Join', inputs, {
      type: 'Dataset',
      uri,
      name: `data ${index + 1}`,
      number: index + 1,
    });
    if (isSilent) planted.execution = ledger.last;
    ledger.trainOn(data, index + 1, dataset.models);
  }
  ledger.planBeds();
  // Made last of all: it holds every line, and was there before no other step.
  const uri = '/lake/archive/spring.csv';
  files.set(
    uri,
    visits.flatMap((_, index) => linesOf(index + 1, plan.patientWeek)),
  );
  ledger.run('Archive', visits, { type: 'Archive', uri, name: 'archive of the spring' });
  return { store: ledger.store, files, patient: { line: patientLine, week: planted.artifact }, planted };
}

interface Made {
  readonly type: string;
  readonly uri: string;
  readonly name: string;
  readonly number?: number;
}

/** Puts runs into a store as the steps report them: an hour after the other. */
class Ledger {
  readonly store = new MetadataStore();
  /** The execution that was put last. */
  last = 0;
  #time = begin;
  #models = 0;

  /** One run of a step. @returns the artifact that it made */
  run(step: string, inputs: readonly number[], made: Made, run = 'ingestion', cachedAs?: number): number {
    const { store } = this;
    const typeId = store.putArtifactType({ name: made.type, properties: { number: 'INT' } });
    const artifact: Artifact =
      cachedAs === undefined
        ? {
            typeId,
            uri: made.uri,
            name: made.name,
            state: 'LIVE',
            ...(made.number === undefined ? {} : { properties: { number: made.number } }),
          }
        : { id: cachedAs };
    const event = (type: Event['type'], time: number) => ({ type, time });
    const put = store.putExecution(
      {
        typeId: store.putExecutionType({ name: step }),
        lastKnownState: cachedAs === undefined ? 'COMPLETE' : 'CACHED',
      },
      [
        ...inputs.map((id) => [{ id }, event('INPUT', this.#time)] as const),
        [artifact, event('OUTPUT', this.#time + hour / 2)],
      ],
      [{ typeId: store.putContextType({ name: 'run' }), name: run }],
      { reuseContext: true },
    );
    this.#time += hour;
    this.last = put.executionId;
    return put.artifactIds.at(-1)!;
  }

  /** Statistics, schema, graph, and models with what was told of them. */
  trainOn(data: number, number: number, models: number): void {
    const run = `length of stay, data ${number}`;
    const make = (step: string, inputs: readonly number[], type: string) =>
      this.run(
        step,
        inputs,
        { type, uri: `/store/${step}/${number}`, name: `${type.toLowerCase()} ${number}`, number },
        run,
      );
    const statistics = make('Statistics', [data], 'Statistics');
    const schema = make('Schema', [statistics], 'Schema');
    const graph = make('Transform', [data, schema], 'Graph');
    // The next night nothing had changed: the run is cached, and its result is the same artifact.
    const again = { type: 'Statistics', uri: '', name: '' };
    this.run('Statistics', [data], again, `${run}, next night`, statistics);
    for (let each = 0; each < models; each++) {
      const version = ++this.#models;
      const told = (type: string) => ({
        type,
        uri: `/store/${type}/${version}`,
        name: `${type.toLowerCase()} ${version}`,
        number: version,
      });
      const model = this.run('Train', [data, graph], told('Model'), run);
      const metrics = this.run('Evaluate', [model], told('Metrics'), run);
      this.run('Report', [metrics], told('Report'), run);
    }
  }

  /** The other pipeline, which reads no visits. */
  planBeds(): void {
    for (let night = 1; night <= nights; night++) {
      const told = (type: string) => ({
        type,
        uri: `/beds/${type}/${night}`,
        name: `${type.toLowerCase()} ${night}`,
        number: night,
      });
      const run = `beds, night ${night}`;
      const snapshot = this.run('Snapshot', [], told('Snapshot'), run);
      const forecast = this.run('Forecast', [snapshot], told('Forecast'), run);
      this.run('PlanBeds', [forecast], told('Plan'), run);
    }
  }
}
