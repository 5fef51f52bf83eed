import { basename } from 'node:path';
import type { Kernel } from '../../kernel/kernel.ts';
import type { RunRef, RunStatus } from '../../kernel/protocol/runs.ts';
import { tagKeys } from '../../mlops/tracking/values.ts';
import { messageOf } from '../../platform/errors.ts';
import type { Log } from '../../platform/log.ts';

/** When a session opens a run by itself: the setting `mlopsLab.tracking.autoRun`. */
export type AutoRun = 'session' | 'runAll' | 'off';

export interface RecordedLab {
  readonly labId: string;
  readonly labPath: string;
  /** Asked at each batch: the setting may change while a lab is open. */
  readonly autoRun: () => AutoRun;
}

/**
 * The run that records what a lab's kernel does. *Run All* gets a run of its own and ends it; single cells share
 * one, from the first cell after a kernel starts until the kernel ends, and add to the last run after a *Run All*.
 */
export class RunRecord {
  readonly #lab: RecordedLab;
  readonly #startKernel: () => Promise<Kernel>;
  readonly #log: Log;
  #run: { readonly ref: RunRef; open: boolean } | undefined;

  constructor(lab: RecordedLab, startKernel: () => Promise<Kernel>, log: Log) {
    this.#lab = lab;
    this.#startKernel = startKernel;
    this.#log = log;
  }

  /**
   * The run that cells of a batch belong to, opened where there is none. `undefined` when the settings record none.
   * Rejects when the run cannot be written; the cells run all the same.
   */
  async open(kernel: Kernel, batch: { readonly all: boolean; readonly labText: string }): Promise<RunRef | undefined> {
    const { labId, labPath } = this.#lab;
    const autoRun = this.#lab.autoRun();
    if (autoRun === 'off' || (autoRun === 'runAll' && !batch.all)) return undefined;
    if (batch.all) {
      await this.end(kernel, 'FINISHED');
      this.#run = undefined;
    }
    if (this.#run?.open) return this.#run.ref;
    const ref = this.#run
      ? await kernel.track({ op: 'resumeRun', runId: this.#run.ref.id })
      : await kernel.track({
          op: 'startRun',
          experiment: labId,
          automatic: true,
          tags: { [tagKeys.sourceName]: basename(labPath), [tagKeys.lab]: labId },
        });
    if (!ref) return undefined;
    this.#run = { ref, open: true };
    // Under a name that is no lab's: nobody shall find, solve or run the copy in place of the lab.
    await kernel.track({ op: 'logText', path: `${basename(labPath)}.txt`, text: batch.labText });
    return ref;
  }

  /** Ends the open run, if there is one, in the kernel that opened it. Never rejects. */
  async end(kernel: Kernel, status: Exclude<RunStatus, 'RUNNING'>): Promise<void> {
    const run = this.#run;
    if (!run?.open || !kernel.isAlive) return;
    run.open = !(await this.#endIn(kernel, run.ref, status));
  }

  /**
   * The kernel is gone. A run that it left open is ended by a short-lived one, so that no run looks alive for ever.
   * Resolves when that is written.
   */
  async kernelEnded(): Promise<void> {
    const run = this.#run;
    this.#run = undefined;
    if (!run?.open) return;
    try {
      const kernel = await this.#startKernel();
      await this.#endIn(kernel, run.ref, 'KILLED');
      await kernel.shutdown();
    } catch (error) {
      this.#log.warn(`run ${run.ref.id} could not be ended: ${messageOf(error)}`);
    }
  }

  async #endIn(kernel: Kernel, { id }: RunRef, status: Exclude<RunStatus, 'RUNNING'>): Promise<boolean> {
    try {
      await kernel.track({ op: 'endRun', status, runId: id });
      return true;
    } catch (error) {
      this.#log.warn(`run ${id} could not be ended: ${messageOf(error)}`);
      return false;
    }
  }
}
