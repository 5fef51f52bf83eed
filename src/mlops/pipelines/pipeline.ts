import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { StoredArtifact } from '../metadata/model.ts';
import type { MetadataStore } from '../metadata/store.ts';
import { assertName, type InputArtifact, type OutputArtifact, type Step, type Work } from './component.ts';
import { PipelineError } from './errors.ts';
import { changesBetween, type Fingerprints, fingerprintsOf, keyOf } from './fingerprint.ts';
import { contentOf, folderOf, Ledger, type Made } from './ledger.ts';
import { ordered } from './order.ts';
import { PipelineRun, type StepResult } from './pipelineRun.ts';

export interface PipelineOptions {
  readonly name: string;
  /** The folder of what the steps make: `ROOT/STEP/OUTPUT/EXECUTION`. */
  readonly root: string;
  readonly store: MetadataStore;
  readonly steps: readonly Step[];
}

export interface RunOptions {
  /** Unique in the store; a new one by default. */
  readonly runId?: string;
  readonly signal?: AbortSignal;
  /** Milliseconds that a step may take; a step that hangs is given up. */
  readonly timeout?: number;
  /** Told of each step as it ends. */
  readonly onStep?: (result: StepResult) => void;
}

/**
 * Steps that read what others make. A step runs again only when its code, a parameter, or the content of what it reads
 * has changed, or when what it had made is gone; a run that was killed goes on where it stopped. One process at a time
 * runs a pipeline.
 */
export class Pipeline {
  readonly #options: PipelineOptions;
  readonly steps: readonly Step[];

  /** @throws {PipelineError} for a circle of steps, two of one id, and an input that nobody makes */
  constructor(options: PipelineOptions) {
    assertName(options.name);
    this.#options = { ...options, root: resolve(options.root) };
    this.steps = ordered(options.steps);
  }

  /**
   * Runs each step, or takes what an earlier run has made. A step that fails leaves nothing behind and has those after
   * it skipped; the others go on. `run.failed` tells; nothing is thrown for it.
   */
  async run({ runId = randomUUID(), signal, timeout, onStep }: RunOptions = {}): Promise<PipelineRun> {
    const { store, name } = this.#options;
    const ledger = new Ledger(store, name, runId);
    ledger.closeInterrupted(this.steps);
    const made = new Map<Step, Made>();
    const results: StepResult[] = [];
    for (const step of this.steps) {
      const missing = Object.values(step.inputs).find((channel) => !made.has(channel.step));
      const result = missing
        ? { id: step.id, state: 'skipped' as const, why: `${missing.step.id} has made nothing` }
        : await this.#step(step, ledger, made, signal, timeout);
      results.push(result);
      onStep?.(result);
    }
    return new PipelineRun(name, runId, this.steps, results, made);
  }

  async #step(
    step: Step,
    ledger: Ledger,
    made: Map<Step, Made>,
    signal?: AbortSignal,
    timeout?: number,
  ): Promise<StepResult> {
    const inputs = new Map(
      Object.entries(step.inputs).map(([name, { step: from, output }]) => [name, made.get(from)!.get(output)!]),
    );
    let executionId: number | undefined;
    try {
      if (signal?.aborted) throw new PipelineError('cancelled', `${step.id} was cancelled before it began.`);
      const prints = fingerprintsOf(step, new Map([...inputs].map(([name, artifact]) => [name, contentOf(artifact)])));
      const key = keyOf(this.#options.name, step.id, prints);
      const cached = ledger.cached(key);
      if (cached) {
        executionId = ledger.publishCached(step, key, prints, inputs, cached);
        made.set(step, cached);
        return { id: step.id, state: 'cached', why: 'nothing that it depends on has changed', executionId };
      }
      const why = reasonOf(ledger.lastPrints(step), prints);
      executionId = ledger.begin(step, key, prints, inputs);
      const outputs = await this.#execute(step, executionId, inputs, signal, timeout);
      made.set(step, ledger.publish(step, executionId, outputs));
      return { id: step.id, state: 'ran', why, executionId };
    } catch (thrown) {
      const error = asPipelineError(step, thrown);
      if (executionId !== undefined) ledger.fail(executionId, error.message);
      return {
        id: step.id,
        state: 'failed',
        why: error.message,
        error,
        ...(executionId === undefined ? {} : { executionId }),
      };
    }
  }

  /** Runs a step in a folder of its own; what it has made is moved to its place when all of it is there. */
  async #execute(
    step: Step,
    executionId: number,
    inputs: ReadonlyMap<string, StoredArtifact>,
    signal?: AbortSignal,
    timeout?: number,
  ): Promise<Map<string, OutputArtifact>> {
    const { root } = this.#options;
    const scratch = join(root, step.id, '.system', 'executor_execution', String(executionId));
    const names = Object.keys(step.spec.outputs);
    try {
      const outputs = new Map(
        names.map((name): [string, OutputArtifact] => [name, { folder: join(scratch, name), properties: {} }]),
      );
      for (const { folder } of outputs.values()) mkdirSync(folder, { recursive: true });
      const read = [...inputs].map(([name, artifact]): [string, InputArtifact] => [
        name,
        { folder: artifact.uri ?? '', artifact },
      ]);
      await within(step, { ...(signal && { signal }), ...(timeout !== undefined && { timeout }) }, (stop) =>
        step.spec.run({
          inputs: Object.fromEntries(read),
          outputs: Object.fromEntries(outputs),
          parameters: step.parameters,
          signal: stop,
        } as Work<Record<string, string>, Record<string, string>, Step['parameters']>),
      );
      return new Map(
        names.map((name) => {
          const folder = folderOf(root, step, name, executionId);
          mkdirSync(dirname(folder), { recursive: true });
          // What a killed run of this id has left; the store knows nothing of it.
          rmSync(folder, { recursive: true, force: true });
          renameSync(join(scratch, name), folder);
          return [name, { folder, properties: outputs.get(name)?.properties ?? {} }];
        }),
      );
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  }
}

/** Why a step runs. */
function reasonOf(before: Fingerprints | undefined, now: Fingerprints): string {
  if (!before) return 'it has never run to its end';
  const changes = changesBetween(before, now);
  return changes.length > 0 ? `changed: ${changes.join(', ')}` : 'what it had made is gone, or was changed by hand';
}

/** Waits for a step no longer than it may take, whether it listens or not. */
async function within(
  step: Step,
  { signal, timeout }: { signal?: AbortSignal; timeout?: number },
  work: (stop: AbortSignal) => void | Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let cancel: (() => void) | undefined;
  const given = new Promise<never>((_, reject) => {
    const end = (error: PipelineError) => {
      stop.abort(error);
      reject(error);
    };
    cancel = () => end(new PipelineError('cancelled', `${step.id} was cancelled.`));
    signal?.addEventListener('abort', cancel, { once: true });
    if (timeout !== undefined)
      timer = setTimeout(
        () => end(new PipelineError('timeout', `${step.id} took longer than ${timeout} ms.`)),
        timeout,
      );
  });
  try {
    await Promise.race([Promise.resolve().then(() => work(stop.signal)), given]);
  } finally {
    clearTimeout(timer);
    if (cancel) signal?.removeEventListener('abort', cancel);
  }
}

function asPipelineError(step: Step, thrown: unknown): PipelineError {
  if (thrown instanceof PipelineError) return thrown;
  const reason = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new PipelineError('step-failed', `${step.id} failed. ${reason}`, { cause: thrown });
}
