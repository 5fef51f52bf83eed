import type { Kernel } from './kernel/kernel.ts';
import type { RunRef, TrackRequest } from './kernel/protocol/runs.ts';
import { Disposable } from './platform/disposable.ts';
import { UserError } from './platform/errors.ts';
import { t } from './platform/l10n.ts';

/**
 * Writes runs that no lab's process writes: a small process of its own, started at the first request and kept, so
 * that the extension host itself never writes to the database.
 */
export class Recorder extends Disposable {
  readonly #launch: (workspace: string) => Promise<Kernel>;
  readonly #workspace: () => string | undefined;
  #kernel: Promise<Kernel> | undefined;

  constructor(launch: (workspace: string) => Promise<Kernel>, workspace: () => string | undefined) {
    super();
    this.#launch = launch;
    this.#workspace = workspace;
  }

  async track(request: TrackRequest): Promise<RunRef | undefined> {
    this.#kernel ??= this.#start();
    const kernel = await this.#kernel.catch((error: unknown) => {
      this.#kernel = undefined;
      throw error;
    });
    return kernel.track(request);
  }

  /** Ends the process; it writes what it still has, and ends a run that is still open. */
  async close(): Promise<void> {
    const kernel = await this.#kernel?.catch(() => undefined);
    this.#kernel = undefined;
    await kernel?.shutdown();
  }

  override dispose(): void {
    void this.close();
    super.dispose();
  }

  async #start(): Promise<Kernel> {
    const workspace = this.#workspace();
    if (workspace === undefined) {
      throw new UserError('no-folder', t('Open a folder first: runs are recorded in it.'));
    }
    const kernel = await this.#launch(workspace);
    kernel.onExit(() => {
      this.#kernel = undefined;
    });
    return kernel;
  }
}
