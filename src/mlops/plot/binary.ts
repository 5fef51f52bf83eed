/** How charts of classifiers read true classes and scores: of one model, several by name, or one a class. */

import { matrixOf, type NamedNumbers, type Numbers, seriesOf } from '../data/numbers.ts';
import type { TensorLike } from '../data/tensorLike.ts';
import { type Label, sameLength } from './data.ts';
import { PlotError } from './errors.ts';

export interface BinaryOptions {
  readonly yTrue: Iterable<Label>;
  /**
   * A score for each: the higher, the likelier the positive class. Of one model, or of several by name. With `classes`
   * a row of scores for each, one a class: then each class has a curve of its own, against all the others.
   */
  readonly yScore: NamedNumbers | Iterable<Numbers> | TensorLike;
  /** Which label is positive; by default 1 or true. */
  readonly posLabel?: Label;
  readonly classes?: readonly Label[];
}

export interface Scored {
  readonly name: string;
  readonly positive: readonly boolean[];
  readonly scores: Float64Array;
}

/**
 * One binary question a curve.
 * @throws {PlotError} when lengths differ, a score is not finite, or the positive class is not plain
 */
export function scored({ yTrue, yScore, posLabel, classes }: BinaryOptions): Scored[] {
  const labels = [...yTrue];
  const questions = classes ? oneVersusRest(labels, yScore as Iterable<Numbers> | TensorLike, classes) : models();
  for (const { name, scores } of questions) {
    sameLength(scores.length, name ? `The score of “${name}”` : '“yScore”', labels.length, '“yTrue”');
    const wrong = scores.findIndex((score) => !Number.isFinite(score));
    if (wrong >= 0)
      throw new PlotError(
        'bad-value',
        `Score ${wrong + 1}${name && ` of “${name}”`} is ${scores[wrong]}, no finite number.`,
      );
  }
  return questions;

  function models(): Scored[] {
    const positive = positives(labels, posLabel);
    return seriesOf(yScore as NamedNumbers).map(({ name, values }) => ({ name, positive, scores: values }));
  }
}

/** @throws {PlotError} when the labels do not say which is the positive class */
export function positives(labels: readonly Label[], posLabel: Label | undefined): boolean[] {
  if (posLabel !== undefined) return labels.map((label) => label === posLabel);
  const plain = labels.findIndex((label) => label !== 0 && label !== 1 && label !== -1 && typeof label !== 'boolean');
  if (plain >= 0) {
    throw new PlotError(
      'unclear-class',
      `“yTrue” holds “${labels[plain]}”: name the positive class in “posLabel”, or all “classes”.`,
    );
  }
  return labels.map((label) => label === 1 || label === true);
}

function oneVersusRest(
  labels: readonly Label[],
  scores: Iterable<Numbers> | TensorLike,
  classes: readonly Label[],
): Scored[] {
  const rows = matrixOf(scores);
  const short = rows.findIndex((row) => row.length !== classes.length);
  if (short >= 0)
    throw new PlotError(
      'unequal-lengths',
      `Row ${short + 1} of “yScore” has ${rows[short]!.length} scores for ${classes.length} classes.`,
    );
  return classes.map((label, column) => ({
    name: String(label),
    positive: labels.map((other) => other === label),
    scores: Float64Array.from(rows, (row) => row[column]!),
  }));
}
