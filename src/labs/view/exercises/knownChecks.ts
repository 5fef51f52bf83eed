import * as vscode from 'vscode';
import type { CheckResult } from '../../../mlops/host.ts';
import { hintsOf } from '../../../outputs/text/checkWords.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { isCheckOf, triesExercise } from '../../checkIds.ts';

/** A check that has come out, be it in a notebook, in a text or in the Test Explorer. */
export interface CheckedLab {
  readonly lab: vscode.Uri;
  readonly results: readonly CheckResult[];
}

/** How the checks of each lab came out last, and how far somebody has climbed their ladders of hints. */
export class KnownChecks extends Disposable {
  /** By the lab's address and the check's id. */
  readonly #results = new Map<string, Map<string, CheckResult>>();
  readonly #rungs = new Map<string, number>();
  readonly #changed = this.register(new vscode.EventEmitter<CheckedLab>());
  readonly onDidChange = this.#changed.event;

  /** @param cellCheck the id in the marker line of the cell that was run: what it said before is void */
  ran(lab: vscode.Uri, cellCheck: string | undefined, results: readonly CheckResult[]): void {
    const known = this.#results.get(lab.toString()) ?? new Map<string, CheckResult>();
    this.#results.set(lab.toString(), known);
    if (cellCheck !== undefined) for (const id of [...known.keys()]) if (isCheckOf(cellCheck, id)) known.delete(id);
    for (const result of results) known.set(result.id, result);
    if (cellCheck !== undefined || results.length > 0) this.#changed.fire({ lab, results });
  }

  of(lab: vscode.Uri): CheckResult[] {
    return [...(this.#results.get(lab.toString())?.values() ?? [])];
  }

  /** The results of the checks that a lab's marker lines name. */
  among(lab: vscode.Uri, cellChecks: readonly string[]): CheckResult[] {
    return this.of(lab).filter(({ id }) => cellChecks.some((check) => isCheckOf(check, id)));
  }

  /** How many rungs of a check's ladder were shown; the first is shown with the failure itself. */
  rungs(lab: vscode.Uri, check: string): number {
    return this.#rungs.get(`${lab} ${check}`) ?? 1;
  }

  climb(lab: vscode.Uri, check: string, rungs: number): void {
    this.#rungs.set(`${lab} ${check}`, rungs);
    this.#changed.fire({ lab, results: [] });
  }
}

/** Where somebody stands on a ladder: the rung that was shown last, of so many. */
export interface Rung {
  readonly rung: number;
  readonly of: number;
}

/** Of the first check that fails and has hints, at an exercise or at the check's own cell; nothing where none does. */
export function hintRung(
  checks: KnownChecks,
  lab: vscode.Uri,
  { exercise, check }: Readonly<Record<string, string>>,
): Rung | undefined {
  const failed = checks.of(lab).filter((result) => !result.passed && hintsOf(result).length > 0);
  const isMine = ({ id }: CheckResult) =>
    check === undefined ? exercise !== undefined && triesExercise(id, exercise) : isCheckOf(check, id);
  const ladders = failed.filter(isMine);
  const found = ladders.find((each) => checks.rungs(lab, each.id) < hintsOf(each).length) ?? ladders[0];
  return found && { rung: checks.rungs(lab, found.id), of: hintsOf(found).length };
}
