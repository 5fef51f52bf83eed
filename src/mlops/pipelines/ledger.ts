/**
 * What a pipeline reports to its store, in TFX's layout: contexts `pipeline`, `pipeline_run`, `node` and
 * `execution_cache`; events whose path is the name of the input or output and a place; outputs named
 * `PIPELINE:RUN:STEP:OUTPUT:0`.
 */
import { join } from 'node:path';
import type { Context, EventType, ExecutionState, StoredArtifact, StoredExecution } from '../metadata/model.ts';
import type { MetadataStore } from '../metadata/store.ts';
import { standardTypes } from './artifactTypes.ts';
import type { OutputArtifact, Step } from './component.ts';
import { type Fingerprints, folderContent } from './fingerprint.ts';

/** Output artifacts of a step, by name. */
export type Made = ReadonlyMap<string, StoredArtifact>;

const pathTo = (name: string) => [name, 0];
const contentHash = 'content_hash';
const printMark = 'fingerprint: ';

export class Ledger {
  readonly #store: MetadataStore;
  readonly #pipeline: string;
  readonly #run: string;

  constructor(store: MetadataStore, pipeline: string, run: string) {
    this.#store = store;
    this.#pipeline = pipeline;
    this.#run = run;
  }

  #contexts(step: Step, key: string): Context[] {
    const named = (type: string, name: string) => ({ typeId: this.#store.putContextType({ name: type }), name });
    return [
      named('pipeline', this.#pipeline),
      named('pipeline_run', this.#run),
      named('node', this.#nodeName(step)),
      named('execution_cache', key),
    ];
  }

  #nodeName = ({ id }: Step) => `${this.#pipeline}.${id}`;

  /** Executions of a step in all runs, the newest last. */
  #executions(step: Step): StoredExecution[] {
    const context = this.#store.getContextByTypeAndName('node', this.#nodeName(step));
    return context ? this.#store.getExecutionsByContext(context.id) : [];
  }

  /** What a killed process has left as running has failed. */
  closeInterrupted(steps: readonly Step[]): void {
    for (const execution of steps.flatMap((step) => this.#executions(step))) {
      if (execution.lastKnownState === 'RUNNING') this.#end(execution, 'FAILED', 'interrupted');
    }
  }

  /** Says that a step begins, with what it reads. @returns the execution's id */
  begin(step: Step, key: string, prints: Fingerprints, inputs: Made): number {
    return this.#put(step, key, 'RUNNING', prints, inputs, []);
  }

  #put(
    step: Step,
    key: string,
    lastKnownState: ExecutionState,
    prints: Fingerprints,
    inputs: Made,
    outputs: readonly (readonly [name: string, StoredArtifact])[],
  ): number {
    const event =
      (type: EventType) =>
      ([name, { id }]: readonly [string, StoredArtifact]) =>
        [{ id }, { type, path: pathTo(name) }] as const;
    const parameters = Object.entries(step.parameters).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'object' ? JSON.stringify(value) : value] as const],
    );
    const marked = Object.entries(prints).map(([name, print]) => [printMark + name, print] as const);
    const { executionId } = this.#store.putExecution(
      {
        typeId: this.#store.putExecutionType({ name: step.spec.type }),
        lastKnownState,
        customProperties: Object.fromEntries([...parameters, ...marked]),
      },
      [...[...inputs].map(event('INPUT')), ...outputs.map(event('OUTPUT'))],
      this.#contexts(step, key),
      { reuseContext: true },
    );
    return executionId;
  }

  /** Says what a step has made, all at once. */
  publish(step: Step, executionId: number, outputs: ReadonlyMap<string, OutputArtifact>): Made {
    const [execution] = this.#store.getExecutionsById([executionId]);
    const contexts = this.#store
      .getContextsByExecution(executionId)
      .map(({ id, name, typeId }) => ({ id, name, typeId }));
    const entries = [...outputs];
    const { artifactIds } = this.#store.putExecution(
      { ...execution!, lastKnownState: 'COMPLETE' },
      entries.map(([name, { folder, properties }]) => {
        const type = step.spec.outputs[name] ?? '';
        const typeId = this.#store.putArtifactType({ ...standardTypes[type], name: type }, { canOmitFields: true });
        const artifact = {
          typeId,
          uri: folder,
          name: `${this.#pipeline}:${this.#run}:${step.id}:${name}:0`,
          state: 'LIVE' as const,
          properties,
          customProperties: {
            pipeline_name: this.#pipeline,
            producer_component: step.id,
            [contentHash]: folderContent(folder) ?? '',
          },
        };
        return [artifact, { type: 'OUTPUT' as const, path: pathTo(name) }] as const;
      }),
      contexts,
    );
    const made = this.#store.getArtifactsById(artifactIds);
    return new Map(entries.map(([name], at) => [name, made.find(({ id }) => id === artifactIds[at])!]));
  }

  fail(executionId: number, reason: string): void {
    const [execution] = this.#store.getExecutionsById([executionId]);
    if (execution) this.#end(execution, 'FAILED', reason);
  }

  #end(execution: StoredExecution, lastKnownState: ExecutionState, reason: string): void {
    const customProperties = { ...execution.customProperties, error: reason };
    this.#store.putExecutions([{ ...execution, lastKnownState, customProperties }]);
  }

  /** The outputs of an earlier run with the same key, if all of their files are as they were written. */
  cached(key: string): Made | undefined {
    const context = this.#store.getContextByTypeAndName('execution_cache', key);
    const executions = context ? this.#store.getExecutionsByContext(context.id) : [];
    for (const { id, lastKnownState } of executions.reverse()) {
      if (lastKnownState !== 'COMPLETE' && lastKnownState !== 'CACHED') continue;
      const outputs = this.#outputs(id);
      if ([...outputs.values()].every(isWhole)) return outputs;
    }
    return undefined;
  }

  /** Says that a step was not run: what it would make is there already. */
  publishCached(step: Step, key: string, prints: Fingerprints, inputs: Made, outputs: Made): number {
    return this.#put(step, key, 'CACHED', prints, inputs, [...outputs]);
  }

  #outputs(executionId: number): Made {
    const events = this.#store.getEventsByExecutionIds([executionId]).filter(({ type }) => type === 'OUTPUT');
    const artifacts = new Map(
      this.#store.getArtifactsById(events.map(({ artifactId }) => artifactId)).map((each) => [each.id, each]),
    );
    return new Map(events.map(({ artifactId, path }) => [String(path?.[0]), artifacts.get(artifactId)!]));
  }

  /** The fingerprints of the last run of a step that ended well; `undefined` where there is none. */
  lastPrints(step: Step): Fingerprints | undefined {
    const last = this.#executions(step).findLast(
      ({ lastKnownState: state }) => state === 'COMPLETE' || state === 'CACHED',
    );
    if (!last) return undefined;
    const prints = Object.entries(last.customProperties).filter(([name]) => name.startsWith(printMark));
    return Object.fromEntries(prints.map(([name, print]) => [name.slice(printMark.length), String(print)]));
  }
}

/** Whether an artifact's files are those that were written. */
export function isWhole({ uri, state, customProperties }: StoredArtifact): boolean {
  return state === 'LIVE' && uri !== undefined && folderContent(uri) === customProperties[contentHash];
}

export const contentOf = ({ customProperties }: StoredArtifact): string => String(customProperties[contentHash] ?? '');

/** Where a step's output of an execution lies, as in TFX. */
export const folderOf = (root: string, step: Step, output: string, executionId: number): string =>
  join(root, step.id, output, String(executionId));
