import * as vscode from 'vscode';
import { hintsComeLater, hintsOf } from '../../../outputs/text/checkWords.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { messageOf } from '../../../platform/errors.ts';
import { commands } from '../../../platform/ids.ts';
import type { Evidence } from '../../../shared/evidence.ts';
import { cellsToCheck, checksOfExercise, exerciseAt, newerWithWork, sidesOf } from '../../answers.ts';
import { rememberVersion } from '../../copies.ts';
import { exerciseTried, kindOf, starterText } from '../../exercise.ts';
import { formatLab, frontMatter } from '../../file.ts';
import { labFolder } from '../openLabs.ts';
import { Diffs } from './diffs.ts';
import { replaceCell, replaceLab } from './edits.ts';
import type { CellTarget, CoachCommand, ExercisesHost } from './exercises.ts';
import { type Original, originalOf } from './originals.ts';
import { type Work, workOf } from './targets.ts';

/** A rung of a ladder of hints, as a program is told of it. */
export interface ShownHint {
  readonly check: string;
  readonly hint: string;
  /** One-based. */
  readonly rung: number;
  readonly of: number;
}

/** Carries out what a learner asks of an exercise. Nothing is taken away that is not kept first. */
export class Coach extends Disposable {
  readonly #host: ExercisesHost;
  readonly #diffs = this.register(new Diffs());

  constructor(host: ExercisesHost) {
    super();
    this.#host = host;
  }

  /** A failure is told to the person, not thrown: the command was theirs. */
  async run(command: CoachCommand, argument: unknown): Promise<unknown> {
    try {
      if (command === commands.applySolution) {
        return await this.#diffs.take(argument instanceof vscode.Uri ? argument : undefined);
      }
      return await this.#on(command, await workOf(argument, this.#host));
    } catch (error) {
      this.#host.log.error(error instanceof Error ? error : messageOf(error));
      void vscode.window.showErrorMessage(messageOf(error));
      return undefined;
    }
  }

  #on(command: Exclude<CoachCommand, typeof commands.applySolution>, work: Work): Promise<unknown> {
    switch (command) {
      case commands.showHint:
        return this.#hint(work);
      case commands.showSolution:
        return this.#solution(work);
      case commands.resetCell:
        return this.#resetCell(work);
      case commands.resetLab:
        return this.#resetLab(work);
      case commands.checkCell:
        return this.#checkCell(work);
      case commands.checkLab:
        return this.#checkLab(work);
      case commands.compareVersions:
        return this.#compare(work);
    }
  }

  /** The next rung of the first check that fails and has one left; the last again where none is. */
  async #hint(work: Work): Promise<ShownHint | undefined> {
    const { checks } = this.#host.sessions;
    const names = checksAt(work);
    const results = checks.among(work.lab, names);
    const failed = results.filter(({ passed }) => !passed);
    const ladders = failed.filter((check) => hintsOf(check).length > 0);
    const { lab } = work;
    const found = ladders.find((check) => checks.rungs(lab, check.id) < hintsOf(check).length) ?? ladders[0];
    if (!found) {
      say(
        failed.some(({ untried }) => untried)
          ? hintsComeLater()
          : whyNoHint(names.length, results.length, failed.length),
      );
      return undefined;
    }
    const hints = hintsOf(found);
    const rung = Math.min(checks.rungs(lab, found.id) + 1, hints.length);
    checks.climb(lab, found.id, rung);
    this.#keep(work, (item) => ({ kind: 'hints', item, check: found.id, rungs: rung }));
    const shown: ShownHint = { check: found.id, hint: hints[rung - 1] ?? '', rung, of: hints.length };
    void this.#offer(shown, work);
    return shown;
  }

  async #offer({ hint, rung, of }: ShownHint, work: Work): Promise<void> {
    const next = vscode.l10n.t('Next Hint');
    const solution = vscode.l10n.t('Show Solution');
    const text = vscode.l10n.t('Hint {0} of {1}: {2}', rung, of, hint);
    const choice = await vscode.window.showInformationMessage(text, rung < of ? next : solution);
    if (choice) await this.run(choice === next ? commands.showHint : commands.showSolution, targetOf(work));
  }

  async #solution(work: Work): Promise<boolean> {
    const at = exerciseCell(work);
    const sides = at.index < 0 ? undefined : sidesOf(at.file, at.index, (await originalOf(at, this.#host)).file);
    const cell = at.file.cells[at.index];
    if (!cell || sides?.solution === undefined) {
      say(vscode.l10n.t('This cell is no exercise, so it has no solution. Go to an exercise first.'));
      return false;
    }
    if (kindOf(cell) === 'predict') {
      say(vscode.l10n.t('A prediction has no solution: answer it, then run the cell below that shows how it is.'));
      return false;
    }
    if (!this.#wasTried(at, sides.starter) && !(await wantsItUntried())) return false;
    const { solution } = sides;
    const name = cell.metadata.exercise ?? 'solution';
    this.#keep(work, (item) => ({ kind: 'solution', item, exercise: name }));
    const uri = await this.#diffs.show({
      ...{ name, title: vscode.l10n.t('{0}: Yours ↔ Solution', name), left: `${cell.source.trimEnd()}\n` },
      right: `${solution}\n`,
      take: () => this.#rewrite(at, solution, vscode.l10n.t('The solution stands in your lab.')),
    });
    void this.#offerToApply(uri, vscode.l10n.t('Left is yours, right is a solution.'));
    return true;
  }

  /** Somebody has written something else than what was there, and had it checked. */
  #wasTried(work: Work, starter: string): boolean {
    const source = work.file.cells[work.index]?.source ?? '';
    return source.trim() !== starter.trim() && this.#host.sessions.checks.among(work.lab, checksAt(work)).length > 0;
  }

  /** What was shown is told in the report, and takes nothing away. */
  #keep({ lab, file }: Work, evidence: (item: string) => Evidence): void {
    this.#host.evidence.keep(evidence(frontMatter(file, lab.fsPath).id), lab.fsPath);
  }

  async #offerToApply(uri: vscode.Uri, text: string): Promise<void> {
    const apply = vscode.l10n.t('Apply');
    const leave = vscode.l10n.t('Leave Mine');
    if ((await vscode.window.showInformationMessage(text, apply, leave)) === apply) {
      await this.run(commands.applySolution, uri);
    }
  }

  /** @param before the work when the command was given: the cell is looked for anew, since the lab may have changed */
  async #rewrite(before: Work, source: string, done: string): Promise<void> {
    const mark = before.file.cells[before.index]?.metadata;
    const work = await workOf({ lab: before.lab, at: { index: before.index } }, this.#host);
    const index = work.file.cells.findIndex(({ metadata }) => JSON.stringify(metadata) === JSON.stringify(mark));
    const kept = await replaceCell({ ...work, index }, source);
    tell(`${done} ${vscode.l10n.t('Undo takes it back. What was there is kept in {0}.', kept)}`);
  }

  async #resetCell(work: Work): Promise<boolean> {
    const sides = sidesOf(work.file, work.index, (await originalOf(work, this.#host)).file);
    if (!sides) {
      say(
        vscode.l10n.t('This cell’s marker line has no name, so its original is not known. Reset Lab begins all anew.'),
      );
      return false;
    }
    const kept = await replaceCell(work, sides.starter);
    tell(vscode.l10n.t('The cell begins anew. Undo takes it back. What was there is kept in {0}.', kept));
    return true;
  }

  async #resetLab(work: Work): Promise<boolean> {
    const original = await originalOf(work, this.#host);
    const reset = vscode.l10n.t('Reset Lab');
    const detail = vscode.l10n.t('All its cells begin anew. A copy of it is kept, and Undo takes it back.');
    const question = vscode.l10n.t('Reset “{0}”?', original.title);
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, reset)) !== reset) return false;
    await this.#replaceLab(work, original, starterText(original.text));
    return true;
  }

  async #replaceLab(work: Work, original: Original, text: string): Promise<void> {
    const kept = await replaceLab(work, text);
    await rememberVersion(labFolder(work.lab), original.id, work.lab.fsPath, original.text);
    tell(vscode.l10n.t('The lab was written anew. Undo takes it back. What was there is kept in {0}.', kept));
  }

  async #checkCell(work: Work): Promise<void> {
    const id = exerciseAt(work.file, work.index);
    if (id === undefined) {
      say(vscode.l10n.t('This cell is neither an exercise nor a check. Check Lab runs every check.'));
      return;
    }
    await this.#check(work, new Set([id]));
  }

  async #checkLab(work: Work): Promise<void> {
    await this.#check(work, new Set(work.file.cells.flatMap((cell) => exerciseTried(cell) ?? [])));
  }

  async #check(work: Work, exercises: ReadonlySet<string>): Promise<void> {
    const { lab, file } = work;
    const ran = this.#host.sessions.find(lab)?.ran;
    await this.#host.runCells(
      lab,
      cellsToCheck(file, exercises, (source) => ran?.has(source) ?? false),
    );
    const names = [...exercises].flatMap((exercise) => checksOfExercise(file, exercise));
    const results = this.#host.sessions.checks.among(lab, names);
    const passed = results.filter((result) => result.passed).length;
    if (names.length > 0)
      tell(vscode.l10n.t('{0} of {1} checks pass.', passed, Math.max(results.length, names.length)));
  }

  async #compare(work: Work): Promise<boolean> {
    const original = await originalOf(work, this.#host);
    if (!original.isNewer) {
      say(vscode.l10n.t('Your copy was made from this version of the lab: there is none that is newer.'));
      return false;
    }
    const uri = await this.#diffs.show({
      ...{ name: original.id, title: vscode.l10n.t('{0}: Yours ↔ Newer Version', original.title) },
      ...{ left: formatLab(work.file), right: formatLab(newerWithWork(original.text, work.file)) },
      take: async () => {
        const now = await workOf({ lab: work.lab, at: { index: -1 } }, this.#host);
        await this.#replaceLab(now, original, formatLab(newerWithWork(original.text, now.file)));
      },
    });
    const text = vscode.l10n.t('Right is the newer version, with your work in its exercises.');
    void this.#offerToApply(uri, text);
    return true;
  }
}

/** The checks that a cell's exercise has; of a check's cell its own alone. */
function checksAt({ file, index }: Work): string[] {
  const own = file.cells[index]?.metadata.check;
  const exercise = exerciseAt(file, index);
  return own === undefined ? (exercise === undefined ? [] : checksOfExercise(file, exercise)) : [own];
}

/** The work at the exercise that a cell is or checks. */
function exerciseCell(work: Work): Work {
  const id = exerciseAt(work.file, work.index);
  if (id === undefined || work.file.cells[work.index]?.metadata.exercise === id) return work;
  return { ...work, index: work.file.cells.findIndex(({ metadata }) => metadata.exercise === id) };
}

function targetOf({ lab, index }: Work): CellTarget {
  return { lab, at: { index } };
}

function whyNoHint(checks: number, results: number, failed: number): string {
  if (checks === 0) return vscode.l10n.t('This cell has no checks, so it has no hints. Go to an exercise first.');
  if (results === 0) return vscode.l10n.t('Hints come once a check has failed. Run Check Cell first.');
  return failed === 0
    ? vscode.l10n.t('Its checks pass: there is nothing to hint at.')
    : vscode.l10n.t('The check that fails has no hints.');
}

async function wantsItUntried(): Promise<boolean> {
  const show = vscode.l10n.t('Show Solution');
  const question = vscode.l10n.t('You have not tried this exercise yet. See its solution all the same?');
  const detail = vscode.l10n.t('A try that fails names the mistake, and its hints lead on.');
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, show)) === show;
}

function say(text: string): void {
  void vscode.window.showInformationMessage(text);
}

function tell(text: string): void {
  vscode.window.setStatusBarMessage(text, 8000);
}
