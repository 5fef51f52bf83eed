import * as vscode from 'vscode';
import { Disposable } from '../../../platform/disposable.ts';
import { commands, testController } from '../../../platform/ids.ts';
import type { EvidenceKeeper } from '../../../shared/evidence.ts';
import type { AvailableLab } from '../../../shared/labs.ts';
import type { Specialization } from '../../../shared/model.ts';
import type { LabSessions } from '../sessions.ts';
import type { Coach } from './coach.ts';
import type { LabTests } from './labTests.ts';

/** A cell of a lab that a command is meant for: in a notebook its index, in a text a line of it. */
export interface CellTarget {
  readonly lab: vscode.Uri;
  readonly at: { readonly index: number } | { readonly line: number };
}

export interface ExercisesHost {
  readonly sessions: LabSessions;
  readonly bundledLabs: () => Promise<readonly AvailableLab[]>;
  /** Opens the learner's copy of a bundled lab and gives its address. */
  readonly openCopy: (lab: AvailableLab) => Promise<vscode.Uri | undefined>;
  readonly evidence: EvidenceKeeper;
  /** The course on show, if there is one. */
  readonly shownCourse: () => Promise<Specialization | undefined>;
  /** Opens a lab of the learner's own. */
  readonly show: (lab: vscode.Uri) => Promise<void>;
  /** Runs cells by their index of the file, where the lab is open; resolves when they have ended. */
  readonly runCells: (lab: vscode.Uri, indices: readonly number[]) => Promise<void>;
  readonly log: vscode.LogOutputChannel;
}

/** What a learner can do with an exercise, by the command that does it. */
export const coachCommands = [
  commands.showHint,
  commands.showSolution,
  commands.applySolution,
  commands.resetCell,
  commands.resetLab,
  commands.checkCell,
  commands.checkLab,
  commands.compareVersions,
] as const;
export type CoachCommand = (typeof coachCommands)[number];

/** The commands of exercises. What carries them out is a bundle of its own, loaded with the first of them. */
export class Exercises extends Disposable {
  readonly #host: ExercisesHost;
  #coach: Promise<Coach> | undefined;
  #tests: Promise<LabTests> | undefined;

  constructor(host: ExercisesHost) {
    super();
    this.#host = host;
    for (const id of coachCommands) {
      this.register(
        vscode.commands.registerCommand(id, async (argument?: unknown) => (await this.#load()).run(id, argument)),
      );
    }
    const tests = this.register(vscode.tests.createTestController(testController, 'MLOps Lab'));
    const load = () => {
      this.#tests ??= import('./parts.ts').then(({ LabTests }) => this.register(new LabTests(tests, host)));
      return this.#tests;
    };
    tests.resolveHandler = async (item) => (await load()).resolve(item);
    this.register(
      vscode.commands.registerCommand(commands.goToCheck, async (item: vscode.TestItem) => (await load()).goTo(item)),
    );
  }

  #load(): Promise<Coach> {
    this.#coach ??= import('./parts.ts').then(({ Coach }) => this.register(new Coach(this.#host)));
    return this.#coach;
  }
}
