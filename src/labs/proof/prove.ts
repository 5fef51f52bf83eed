/**
 * Proves a lab: that its solution is right, its starter fails as it should, its checks catch what is wrong and name it,
 * its claims hold, and it takes as long as it says. `npm run labs` prints what this finds.
 */
import { readFile } from 'node:fs/promises';
import { starterText } from '../exercise.ts';
import { formatLab, frontMatter } from '../file.ts';
import { type ClaimResult, claimsOf, seedsBeside, tryClaim } from './claims.ts';
import { LabCells } from './labCells.ts';
import { type CellResult, LabKernel } from './labKernel.ts';
import { minutesOf, wordsOf } from './minutes.ts';
import { starterProblems } from './starter.ts';
import { AnswerTrials, type Trial } from './tryAnswers.ts';
import { readWrongAnswers, WrongAnswersError } from './wrongAnswers.ts';

export interface LabProof {
  readonly lab: string;
  readonly file: string;
  /** All that does not hold, in sentences; none: the lab is proved. */
  readonly problems: readonly string[];
  /** What was not tried, and why. */
  readonly notes: readonly string[];
  readonly trials: readonly Trial[];
  readonly claims: readonly ClaimResult[];
  readonly figures: {
    readonly words: number;
    readonly codeCells: number;
    readonly exercises: number;
    /** Calls that passed in the solution, predictions left out. */
    readonly checks: number;
    readonly minutes: number;
    /** Of one run of the solution, on all threads. */
    readonly cpuSeconds: number;
    readonly cpuLimit: number;
    /** Of the whole proof, by the clock. */
    readonly seconds: number;
  };
}

export interface ProofOptions {
  /** Folder of the built bundles. */
  readonly dist: string;
  /** Also proves the claims for five other seeds, and that a second run gives the same. */
  readonly seeds?: boolean;
}

/** CPU seconds of one run of a solution. */
const cpuLimits = { usual: 10, convolutions: 20 };

/** @param path of the lab file, absolute. Rejects for a file that is no lab, or whose cells are no TypeScript. */
export async function proveLab(path: string, { dist, seeds = false }: ProofOptions): Promise<LabProof> {
  const began = performance.now();
  const cells = new LabCells(await readFile(path, 'utf8'));
  const { id, minutes = 0, isAssignment = false } = frontMatter(cells.file, path);
  const start = () => LabKernel.start(path, dist);
  const problems: string[] = [];
  const notes: string[] = [];

  const solution = await runSolution(cells, start, seeds, problems);
  const predictions = new Map(
    cells.exercises.map(({ id, index }) => [id, predictionIds(solution.results[index])] as const),
  );
  problems.push(...formProblems(cells, predictions));
  if (isAssignment) problems.push(...assignmentProblems(cells, solution.results));
  problems.push(...(await runStarter(cells, start, predictions)));
  const trials = await tryWrongAnswers(path, cells, predictions, start, { problems, notes });

  const needs = minutesOf(cells.file);
  if (minutes !== needs) problems.push(`minutes: ${minutes} in the front matter, ${needs} by its text`);
  const { cpuSeconds } = solution;
  const cpuLimit = cells.code.some(({ cell }) => /\b(conv[123]d|separableConv)/.test(cell.source))
    ? cpuLimits.convolutions
    : cpuLimits.usual;
  if (cpuSeconds > cpuLimit)
    problems.push(`the solution takes ${cpuSeconds.toFixed(1)} CPU seconds, more than ${cpuLimit}`);
  return {
    lab: id,
    file: path,
    problems,
    notes,
    trials,
    claims: solution.claims,
    figures: {
      words: wordsOf(cells.file),
      codeCells: cells.code.length,
      exercises: cells.exercises.length,
      checks: solution.results.flatMap(({ checks }) => checks).filter((each) => each.passed && !each.prediction).length,
      minutes: needs,
      cpuSeconds,
      cpuLimit,
      seconds: (performance.now() - began) / 1000,
    },
  };
}

type Start = () => Promise<LabKernel>;

async function runSolution(cells: LabCells, start: Start, seeds: boolean, problems: string[]) {
  const { claims, problems: unread } = claimsOf(cells.code);
  problems.push(...unread);
  if (claims.length === 0 && unread.length === 0) problems.push('it claims nothing: no cell has claim="surprise > …"');
  const kernel = await start();
  try {
    const results = await runAll(cells, kernel);
    problems.push(...results.flatMap((result, index) => solutionProblems(cells, index, result)));
    const cpuSeconds = await kernel.cpuSeconds();
    const tried: ClaimResult[] = [];
    for (const claim of claims) {
      for (const seed of seeds ? [claim.seed, ...seedsBeside(claim.seed)] : [claim.seed])
        tried.push(await tryClaim(claim, seed, (expression) => kernel.value(expression)));
    }
    problems.push(...tried.flatMap(({ problem }) => problem ?? []));
    if (seeds) problems.push(...(await differences(cells, start, results)));
    return { results, cpuSeconds, claims: tried };
  } finally {
    await kernel.end();
  }
}

async function runAll(cells: LabCells, kernel: LabKernel): Promise<CellResult[]> {
  const results: CellResult[] = [];
  for (const { request } of cells.code) results.push(await kernel.run(request));
  return results;
}

function solutionProblems(cells: LabCells, index: number, { error, checks }: CellResult): string[] {
  if (error) return [`the solution throws in ${placeOf(cells, index)}: ${error.name}: ${error.message}`];
  return checks
    .filter(({ passed }) => !passed)
    .map(({ name, mistake, expected, actual }) => {
      const why = mistake ?? (expected === undefined ? '' : `expected ${expected}, got ${actual}`);
      return `the solution fails “${name}” in ${placeOf(cells, index)}: ${why}`;
    });
}

/** A service of the lab takes whatever port is free: its number is no result. */
const shownBy = (result: CellResult | undefined) =>
  JSON.stringify(result)?.replaceAll(/(?<=http:\/\/127\.0\.0\.1:)\d+/g, 'PORT');

/** A second run must show the same. */
async function differences(cells: LabCells, start: Start, first: readonly CellResult[]): Promise<string[]> {
  const kernel = await start();
  try {
    const second = await runAll(cells, kernel);
    return first.flatMap((result, index) =>
      shownBy(result) === shownBy(second[index])
        ? []
        : [`a second run of the solution shows something else in ${placeOf(cells, index)}`],
    );
  } finally {
    await kernel.end();
  }
}

async function runStarter(
  { file }: LabCells,
  start: Start,
  predictions: ReadonlyMap<string, readonly string[]>,
): Promise<string[]> {
  const starter = new LabCells(starterText(formatLab(file)));
  const kernel = await start();
  try {
    const results = await runAll(starter, kernel);
    return starterProblems(starter.code, results, new Set(predictions.keys()), (index) => placeOf(starter, index));
  } finally {
    await kernel.end();
  }
}

async function tryWrongAnswers(
  path: string,
  cells: LabCells,
  predictions: ReadonlyMap<string, readonly string[]>,
  start: Start,
  { problems, notes }: { problems: string[]; notes: string[] },
): Promise<readonly Trial[]> {
  try {
    const wrong = await readWrongAnswers(path);
    if (!wrong) problems.push('there is no .wrong.ts beside it');
    const told = await new AnswerTrials(cells, wrong ?? {}, predictions).run(start);
    problems.push(...told.problems);
    for (const { exercise, answer, problem } of told.trials)
      if (problem !== undefined) problems.push(`exercise “${exercise}”, ${answer}: ${problem}`);
    notes.push(...told.notes);
    return told.trials;
  } catch (error) {
    if (!(error instanceof WrongAnswersError)) throw error;
    problems.push(`.wrong.ts: ${error.message}`);
    return [];
  }
}

/** What can be seen without running: kinds, and whether each exercise is tried at all. */
function formProblems(cells: LabCells, predictions: ReadonlyMap<string, readonly string[]>): string[] {
  const problems: string[] = [];
  const known = new Set([...predictions.values()].flat());
  const twice = cells.exercises.filter(({ id }, index, all) => all.findIndex((each) => each.id === id) !== index);
  for (const { id } of twice) problems.push(`two exercises are called “${id}”`);
  for (const { id, kind, checks } of cells.exercises) {
    const asked = predictions.get(id) ?? [];
    if (!kind) problems.push(`exercise “${id}” names no kind: predict, build, fault, decide or break`);
    if (kind === 'predict' && asked.length === 0) problems.push(`exercise “${id}” calls no predict(…)`);
    if (kind === 'predict' && asked.length > 0 && cells.truthsOf(asked).length === 0)
      problems.push(`exercise “${id}”: no cell is marked truth="…" with one of ${asked.join(', ')}`);
    if (kind !== 'predict' && checks.length === 0) problems.push(`exercise “${id}” has no check="${id}"`);
  }
  for (const { request } of cells.code) {
    for (const id of request.truths ?? []) if (!known.has(id)) problems.push(`truth="${id}": nothing predicts that`);
  }
  return problems;
}

/** How many tasks an assignment has. */
const tasks = { from: 6, to: 8 };

/** What an assignment has beside what a lab has: enough tasks, and at its end a judgment with a model answer. */
function assignmentProblems(cells: LabCells, results: readonly CellResult[]): string[] {
  const count = cells.exercises.length;
  const written = results.flatMap(({ checks }) => checks.filter(({ prediction }) => prediction?.inWords));
  const shown = written.filter(({ id }) => cells.truthsOf([id]).length > 0);
  return [
    ...(count < tasks.from || count > tasks.to
      ? [`an assignment has ${tasks.from} to ${tasks.to} tasks, not ${count}`]
      : []),
    ...(shown.length === 0
      ? ['an assignment ends in judge(…), and a cell with truth="…" that shows a model answer']
      : []),
  ];
}

function predictionIds(result: CellResult | undefined): string[] {
  return result?.checks.flatMap(({ id, prediction }) => (prediction ? [id] : [])) ?? [];
}

function placeOf(cells: LabCells, index: number): string {
  const { cell, request } = cells.code[index]!;
  const { exercise, check } = cell.metadata;
  const line = `line ${request.line + 1}`;
  return (exercise ?? check) ? `“${exercise ?? check}” (${line})` : line;
}
