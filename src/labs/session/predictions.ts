/**
 * What the learner has predicted since the lab's kernel started. A cell that shows the truth of a prediction runs in any
 * case, since later cells need what it makes; but what it shows is covered until the prediction is made, or until
 * somebody wants to see it anyway.
 */
import type { Output } from '../../kernel/protocol/outputs.ts';
import type { CheckResult } from '../../mlops/host.ts';
import { prose } from '../../mlops/payloads/prose.ts';
import { t } from '../../platform/l10n.ts';

export class Predictions {
  readonly #made = new Set<string>();
  /** Truths that were shown before they were predicted: that cannot be undone. */
  readonly #waived = new Set<string>();
  /** Of predictions that are still empty. */
  readonly #questions = new Map<string, CheckResult>();

  get waived(): ReadonlySet<string> {
    return this.#waived;
  }

  /** The truths with these ids are to be shown, predicted or not. */
  waive(ids: readonly string[]): void {
    for (const id of ids) this.#waived.add(id);
  }

  /** Of the predictions whose truth a cell shows, those that it must wait for. */
  missing(truths: readonly string[]): string[] {
    return truths.filter((id) => !this.#made.has(id) && !this.#waived.has(id));
  }

  /**
   * Passes on what a cell shows, and learns from it what was predicted.
   * @param missing where there are any, checks alone are passed on
   */
  watching(missing: readonly string[], show: (output: Output) => void): (output: Output) => void {
    return (output) => {
      if (output.kind === 'check') this.#see(output.check);
      if (missing.length === 0 || output.kind === 'check') show(output);
    };
  }

  /** What stands in the place of what a cell shows. */
  cover(missing: readonly string[]): Output {
    const empty = missing.flatMap((id) => this.#questions.get(id) ?? []);
    const then = t('Write your answer in the cell above and run it, then run this cell again to see how it is.');
    return { kind: 'display', data: prose(firstOf(empty), then) };
  }

  /** The kernel is gone, and with it the answers that its cells held. */
  kernelEnded(): void {
    this.#made.clear();
  }

  #see(check: CheckResult): void {
    const { id, prediction } = check;
    if (!prediction) return;
    if (prediction.value === undefined) {
      this.#made.delete(id);
      this.#questions.set(id, check);
      return;
    }
    this.#made.add(id);
    this.#questions.delete(id);
  }
}

/** What is to be done first: predict, or write a judgment. */
function firstOf(empty: readonly CheckResult[]): string {
  const questions = empty.map(({ name }) => name).join(' ');
  if (empty.length > 0 && empty.every(({ prediction }) => prediction?.inWords)) return t('Write first: {0}', questions);
  return empty.length > 0 ? t('Predict first: {0}', questions) : t('Predict first.');
}
