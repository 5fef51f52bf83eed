/**
 * Tries wrong answers to the exercises of a lab. Each starts from the solution's kernel as it stands before the
 * exercise, and runs only the cells that what it made flows through.
 */

import { blindAnswers } from './blindAnswers.ts';
import { neededCells, neededFromStart } from './dataFlow.ts';
import type { CodeCell, LabCells, LabExercise } from './labCells.ts';
import type { CellResult, LabKernel } from './labKernel.ts';
import type { WrongAnswers } from './wrongAnswers.ts';

/** What became of one answer. */
export interface Trial {
  readonly exercise: string;
  /** In words: an author's answer by its place in the list, or one of the two that are made. */
  readonly answer: string;
  readonly caught: boolean;
  /** What the learner would read: mistakes that were named, else that checks failed. */
  readonly message: string;
  /** Why it is refused; absent where it is caught as it should be. */
  readonly problem?: string;
}

export interface Trials {
  readonly trials: readonly Trial[];
  /** Answers that were not tried, and why; inputs that no check varies. */
  readonly notes: readonly string[];
  readonly problems: readonly string[];
}

interface Tried {
  readonly error?: string;
  /** Mistakes that its checks named, and thoughts that its truths did. */
  readonly says: readonly string[];
  readonly failed: boolean;
}

/** The fewest wrong answers that an author gives to an exercise. */
const fewest = 3;

export class AnswerTrials {
  readonly #cells: LabCells;
  readonly #wrong: WrongAnswers;
  /** Prediction ids by exercise, as the solution's run has told them. */
  readonly #predictions: ReadonlyMap<string, readonly string[]>;
  readonly #trials: Trial[] = [];
  readonly #notes: string[] = [];
  readonly #problems: string[] = [];

  constructor(cells: LabCells, wrong: WrongAnswers, predictions: ReadonlyMap<string, readonly string[]>) {
    this.#cells = cells;
    this.#wrong = wrong;
    this.#predictions = predictions;
  }

  /** @param start gives a fresh kernel */
  async run(start: () => Promise<LabKernel>): Promise<Trials> {
    this.#checkFile();
    const { code, exercises } = this.#cells;
    const needed = neededFromStart(
      code.map(({ names }) => names),
      exercises.flatMap((each) => [each.index, ...this.#targets(each)]),
    );
    const kernel = await start();
    try {
      for (const index of needed) {
        const exercise = exercises.find((each) => each.index === index);
        if (exercise) {
          const again = await this.#tryAll(exercise, kernel);
          // What earlier cells had made is made anew, where an answer has changed it.
          for (const at of again) await kernel.run(code[at]!.request);
        }
        const { error, checks } = await kernel.run(code[index]!.request);
        const failed = checks.find(({ passed }) => !passed);
        if (error || failed) {
          this.#problems.push(
            `after wrong answers were tried, the solution fails in cell “${code[index]!.cell.metadata.check ?? index}”: ` +
              `cells change what earlier ones made, in a way that cannot be followed (${error?.message ?? failed?.name})`,
          );
          break;
        }
      }
    } finally {
      await kernel.end();
    }
    return { trials: this.#trials, notes: this.#notes, problems: this.#problems };
  }

  /** Cells that show what an exercise has made. */
  #targets({ id, checks }: LabExercise): number[] {
    return [...checks, ...this.#cells.truthsOf(this.#predictions.get(id) ?? [])].sort((a, b) => a - b);
  }

  #checkFile(): void {
    const ids = this.#cells.exercises.map(({ id }) => id);
    for (const id of Object.keys(this.#wrong)) {
      if (!ids.includes(id)) this.#problems.push(`wrong answers to “${id}”: the lab has no such exercise`);
    }
    for (const { id } of this.#cells.exercises) {
      const count = this.#wrong[id]?.length ?? 0;
      if (count < fewest) this.#problems.push(`exercise “${id}” has ${count} wrong answers; it needs ${fewest}`);
    }
  }

  /** @returns earlier cells that must run again before the solution goes on */
  async #tryAll(exercise: LabExercise, kernel: LabKernel): Promise<number[]> {
    const again = new Set<number>();
    const attempt = async (answer: string): Promise<Tried> => {
      try {
        const tried = await this.#try(exercise, answer, kernel);
        for (const index of tried.before) again.add(index);
        return tried;
      } catch (error) {
        return { error: error instanceof Error ? error.message : String(error), says: [], failed: false };
      }
    };
    const said = new Map<string, string>();
    for (const [index, { code, says }] of (this.#wrong[exercise.id] ?? []).entries()) {
      const answer = `wrong answer ${index + 1}`;
      const tried = await attempt(code);
      const matching = tried.says.find((each) => each.includes(says));
      const problem = problemOf(exercise, code, says, tried, said.get(matching ?? ''));
      if (matching !== undefined && !said.has(matching)) said.set(matching, answer);
      this.#add(exercise, answer, tried, problem);
    }
    await this.#tryBlind(exercise, attempt);
    return [...again].sort((a, b) => a - b);
  }

  async #tryBlind(exercise: LabExercise, attempt: (answer: string) => Promise<Tried>): Promise<void> {
    const { id, kind, solution } = exercise;
    const blind = kind === 'predict' ? 'a prediction passes with any answer' : blindAnswers(solution);
    if (typeof blind === 'string') {
      this.#notes.push(`exercise “${id}”: no constant and no ignored inputs are tried: ${blind}`);
      return;
    }
    const constant = await attempt(blind.constant);
    this.#add(exercise, 'constant', constant, isCaught(constant) ? undefined : 'a constant passes: vary what is given');
    const passing: string[] = [];
    for (const { input, code } of blind.ignored) if (!isCaught(await attempt(code))) passing.push(input);
    const all = blind.ignored.length > 0 && passing.length === blind.ignored.length;
    const tried = { says: [], failed: !all };
    this.#add(exercise, 'inputs ignored', tried, all ? `no check varies ${passing.join(', ')}` : undefined);
    if (!all && passing.length > 0) this.#notes.push(`exercise “${id}”: no check varies ${passing.join(', ')}`);
  }

  #add({ id }: LabExercise, answer: string, tried: Tried, problem: string | undefined): void {
    const message = tried.error ?? (tried.says.join('; ') || (tried.failed ? 'fails, without a name' : 'passes'));
    const caught = isCaught(tried);
    this.#trials.push({ exercise: id, answer, caught, message, ...(problem === undefined ? {} : { problem }) });
  }

  async #try(exercise: LabExercise, answer: string, kernel: LabKernel): Promise<Tried & { before: number[] }> {
    const { code } = this.#cells;
    const answered = this.#cells.answered(exercise, answer);
    const cells = code.map((cell, index) => (index === exercise.index ? answered : cell));
    const targets = this.#targets(exercise);
    const needed = neededCells(
      cells.map(({ names }) => names),
      exercise.index,
      targets,
    );
    const before = needed.filter((index) => index < exercise.index);
    const says: string[] = [];
    let failed = false;
    for (const index of needed) {
      const result = await kernel.run(cells[index]!.request);
      if (result.error) return { error: errorText(result, cells[index]!), says, failed, before };
      // Of its own cell the predictions count, which fail where they cannot be taken.
      if (index !== exercise.index && !targets.includes(index)) continue;
      for (const check of result.checks.filter(({ passed }) => !passed)) {
        failed = true;
        if (check.mistake !== undefined) says.push(check.mistake);
      }
      for (const reveal of result.reveals) if (reveal.says !== undefined) says.push(reveal.says);
    }
    return { says, failed, before };
  }
}

function isCaught({ error, says, failed }: Tried): boolean {
  return error !== undefined || failed || says.length > 0;
}

/** @param before the answer that was caught by the same words */
function problemOf(
  { starter, kind }: LabExercise,
  code: string,
  says: string,
  { error, says: said, failed }: Tried,
  before: string | undefined,
): string | undefined {
  if (same(code, starter)) return 'it is the starter';
  if (error !== undefined) return `it throws: ${error}`;
  if (kind === 'predict' && failed) return `it is no answer that can be taken: ${said.join('; ')}`;
  if (kind !== 'predict' && !failed) return 'it passes';
  if (!said.some((each) => each.includes(says))) {
    return `nothing says “${says}”, but ${said.length > 0 ? said.map((each) => `“${each}”`).join(', ') : 'no mistake is named'}`;
  }
  return before === undefined ? undefined : `it is caught by the same words as ${before}`;
}

function same(a: string, b: string): boolean {
  const plain = (text: string) => text.replace(/\/\/.*$/gm, '').replace(/\s+/g, '');
  return plain(a) === plain(b);
}

function errorText({ error }: CellResult, { cell }: CodeCell): string {
  const { exercise, check } = cell.metadata;
  const place = exercise ?? check;
  return `${error?.name}: ${error?.message}${place === undefined ? '' : ` (in “${place}”)`}`;
}
