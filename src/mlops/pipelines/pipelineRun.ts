/** What became of each step of a run, and its drawing. */
import { arranged } from '../metadata/drawing/layout.ts';
import { escaped, svgOf } from '../metadata/drawing/svg.ts';
import type { StoredArtifact } from '../metadata/model.ts';
import { type MimeBundle, mime } from '../payloads/mime.ts';
import type { Channel, Step } from './component.ts';
import { PipelineError } from './errors.ts';
import type { Made } from './ledger.ts';

export interface StepResult {
  readonly id: string;
  readonly state: 'ran' | 'cached' | 'failed' | 'skipped';
  /** Why it ran, did not run, or failed. */
  readonly why: string;
  /** In the store; absent for a step that never began. */
  readonly executionId?: number;
  readonly error?: PipelineError;
}

export class PipelineRun {
  readonly pipeline: string;
  readonly id: string;
  readonly results: readonly StepResult[];
  readonly #steps: readonly Step[];
  readonly #made: ReadonlyMap<Step, Made>;

  constructor(
    pipeline: string,
    id: string,
    steps: readonly Step[],
    results: readonly StepResult[],
    made: ReadonlyMap<Step, Made>,
  ) {
    this.pipeline = pipeline;
    this.id = id;
    this.results = results;
    this.#steps = steps;
    this.#made = made;
  }

  /** The error of the first step that failed; `undefined` where all went well. */
  get failed(): PipelineError | undefined {
    return this.results.find(({ error }) => error)?.error;
  }

  /**
   * What a step has made in this run, or in the earlier one that it was taken from.
   * @throws {PipelineError} the step's own where it failed
   */
  artifact({ step, output }: Channel): StoredArtifact {
    const artifact = this.#made.get(step)?.get(output);
    if (artifact) return artifact;
    throw this.failed ?? new PipelineError('wrong-input', `${step.id} has made no “${output}” in this run.`);
  }

  /** Drawn: what ran is filled brown and dashed, what failed red, what was cached or skipped is not filled. */
  toMimeBundle(): MimeBundle {
    const nodes = this.#steps.map((step, id) => ({ key: step.id, kind: 'execution' as const, id }));
    const edges = this.#steps.flatMap((step) =>
      [...new Set(Object.values(step.inputs).map((channel) => channel.step.id))].map((from) => ({ from, to: step.id })),
    );
    const boxes = nodes.map((node) => {
      const { state } = this.results[node.id]!;
      const mark = state === 'failed' ? 1 : state === 'ran' ? 2 : 0;
      return { ...node, mark, label: node.key, type: state, id: this.results[node.id]?.executionId ?? 0 } as const;
    });
    const rows = this.results.map(
      ({ id, state, why }) => `<tr><td>${escaped(id)}</td><td>${state}</td><td>${escaped(why)}</td></tr>`,
    );
    const head = '<tr><th>step</th><th>state</th><th>why</th></tr>';
    const words = [
      `Pipeline ${this.pipeline}`,
      ...this.results.map(({ id, state, why }) => `${id}: ${state}, ${why}`),
    ].join('\n');
    const svg = svgOf(boxes, edges, arranged(nodes, edges), words);
    return { [mime.html]: `${svg}<table>${head}${rows.join('')}</table>`, [mime.text]: words };
  }
}
