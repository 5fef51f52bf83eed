import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import type { Kernel } from '../../kernel/kernel.ts';
import type { CellStatus } from '../../kernel/protocol/outputs.ts';
import type { RunRef, RunStatus } from '../../kernel/protocol/runs.ts';
import { tagKeys } from '../../mlops/tracking/values.ts';
import { messageOf } from '../../platform/errors.ts';
import type { Log } from '../../platform/log.ts';

/**
 * When a session opens a run by itself: the setting `mlopsLab.tracking.autoRun`. `logged`: *Run All* always, and single
 * cells as soon as they log something or train; a cell that tries something out is no run.
 */
export type AutoRun = 'logged' | 'runAll' | 'off';

export interface RecordedLab {
  readonly labId: string;
  readonly labPath: string;
  /** Asked at each batch: the settings may change while a lab is open. */
  readonly autoRun: () => AutoRun;
  /** Whether trainings are recorded by themselves where the lab has not chosen. */
  readonly autolog: () => boolean;
}

interface RecordedBatch {
  readonly all: boolean;
  readonly labText: string;
}

type EndStatus = Exclude<RunStatus, 'RUNNING'>;

/**
 * The runs that record what a lab's kernel does. A run lasts as long as the cells that it records: *Run All* has one of
 * its own; a cell that is run by itself has one when it trains, or logs something and nothing was recorded before. What
 * else such a cell logs is added to the last run, which keeps its state and time.
 */
export class RunRecord {
  readonly #lab: RecordedLab;
  readonly #startKernel: () => Promise<Kernel>;
  readonly #log: Log;
  /** The run of the batch that is under way, or the one that it would get. */
  #open: { readonly id: string; readonly prepared: boolean } | undefined;
  /** The run that is added to. */
  #last: RunRef | undefined;
  /** Whether the kernel has recorded anything, and may have left a run of the lab's own open. */
  #hasRecorded = false;

  constructor(lab: RecordedLab, startKernel: () => Promise<Kernel>, log: Log) {
    this.#lab = lab;
    this.#startKernel = startKernel;
    this.#log = log;
  }

  /**
   * A batch begins. @returns the run that was opened for it, if one was
   * Rejects when the run cannot be written; the cells run all the same.
   */
  async begin(kernel: Kernel, batch: RecordedBatch): Promise<RunRef | undefined> {
    const { labId, labPath, autoRun, autolog } = this.#lab;
    const when = autoRun();
    if (when === 'off' || (when === 'runAll' && !batch.all)) return undefined;
    this.#hasRecorded = true;
    const start = {
      experiment: labId,
      autolog: autolog(),
      tags: { [tagKeys.sourceName]: basename(labPath), [tagKeys.lab]: labId },
    };
    // Under a name that is no lab's: nobody shall find, solve or run the copy in place of the lab.
    const copy = `${basename(labPath)}.txt`;
    if (!batch.all) {
      const id = randomUUID().replaceAll('-', '');
      this.#open = { id, prepared: true };
      const addTo = this.#last && { addTo: this.#last.id };
      await kernel.track({ op: 'prepareRun', id, ...start, ...addTo, files: { [copy]: batch.labText } });
      return undefined;
    }
    const ref = await kernel.track({ op: 'startRun', ...start, automatic: true });
    if (!ref) return undefined;
    this.#open = { id: ref.id, prepared: false };
    this.#last = ref;
    await kernel.track({ op: 'logText', path: copy, text: batch.labText });
    return ref;
  }

  /** The batch has ended. Never rejects. @returns the run that it was recorded in, if it was */
  async end(kernel: Kernel, status: EndStatus): Promise<RunRef | undefined> {
    const open = this.#open;
    if (!open || !kernel.isAlive) return undefined;
    try {
      const ended = open.prepared
        ? await kernel.track({ op: 'settleRun', status })
        : await kernel.track({ op: 'endRun', status, runId: open.id });
      if (this.#open === open) this.#open = undefined;
      if (open.prepared && ended) this.#last = ended;
      return open.prepared ? ended : this.#last;
    } catch (error) {
      this.#log.warn(`run ${open.id} could not be ended: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** The kernel is about to end, and with it what the lab has left open. Never rejects. */
  async close(kernel: Kernel): Promise<void> {
    await this.end(kernel, 'FINISHED');
    if (!this.#hasRecorded || !kernel.isAlive) return;
    await kernel.track({ op: 'endRun', status: 'FINISHED' }).catch((error: unknown) => {
      this.#log.warn(`the lab's own run could not be ended: ${messageOf(error)}`);
    });
  }

  /**
   * The kernel is gone. A run that it left open is ended by a short-lived one, so that no run looks alive for ever.
   * Resolves when that is written.
   */
  async kernelEnded(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    this.#last = undefined;
    this.#hasRecorded = false;
    if (!open) return;
    try {
      const kernel = await this.#startKernel();
      await this.#endIn(kernel, open, 'KILLED');
      await kernel.shutdown();
    } catch (error) {
      this.#log.warn(`run ${open.id} could not be ended: ${messageOf(error)}`);
    }
  }

  async #endIn(kernel: Kernel, { id, prepared }: { id: string; prepared: boolean }, status: EndStatus): Promise<void> {
    try {
      await kernel.track({ op: 'endRun', status, runId: id });
    } catch (error) {
      // One that was only prepared need never have been made.
      if (!prepared) this.#log.warn(`run ${id} could not be ended: ${messageOf(error)}`);
    }
  }
}

/**
 * How a run ends whose last cell ended so. A failed check is a result: its run is finished.
 * @param isCut whether others of the batch were not run any more
 */
export function endOfRun(cell: CellStatus, isCut: boolean): EndStatus {
  if (cell === 'interrupted') return 'KILLED';
  if (cell !== 'succeeded') return 'FAILED';
  return isCut ? 'KILLED' : 'FINISHED';
}
