import { keptRunFolder, newRunId } from './artifacts.ts';
import type { RunInfo, RunStore } from './store.ts';

/** The id of "Default", the one experiment that MLflow's databases begin with. */
const experimentId = '0';

/** Stands for the `Store` where nothing may be recorded: a lab runs as it would, and no file is made or read. */
export class NullStore implements RunStore {
  readonly #workspace: string;

  constructor(workspace: string) {
    this.#workspace = workspace;
  }

  experiment(): string {
    return experimentId;
  }

  createRun(
    experiment: string,
    name: string,
    _user: string,
    _tags: object,
    _params: object,
    own?: { readonly id: string },
  ): RunInfo {
    return this.#run(own?.id ?? newRunId(), experiment, name);
  }

  findRun(id: string): RunInfo {
    return this.#run(id, 'Default', '');
  }

  reopenRun(id: string): RunInfo {
    return this.#run(id, 'Default', '');
  }

  endRunLeftOpen(id: string): RunInfo {
    return this.reopenRun(id);
  }

  logParams(): void {}
  logTags(): void {}
  deleteTag(): void {}
  changeRuns(): void {}
  importRun(): boolean {
    return false;
  }
  logInput(): void {}
  logMetrics(): void {}
  endRun(): void {}
  writeArtifact(): void {}
  writeSummary(): void {}
  close(): void {}

  #run(id: string, experiment: string, name: string): RunInfo {
    return { id, experiment, experimentId, name, artifactDir: keptRunFolder(this.#workspace, id) };
  }
}
