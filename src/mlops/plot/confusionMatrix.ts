import { count, type Label, sameLength } from './data.ts';
import { PlotError } from './errors.ts';
import { cellLayers, matrixWidth } from './heatMap.ts';
import { type Plot, vegaLitePlot } from './plot.ts';
import { grid } from './sketch.ts';
import { confusionCounts, normalized } from './statistics/classification.ts';

export interface ConfusionMatrixOptions {
  readonly title?: string;
  readonly yTrue: Iterable<Label>;
  readonly yPred: Iterable<Label>;
  /** The classes, in the order to show them; by default all that occur, sorted. Others are not counted. */
  readonly labels?: Iterable<Label>;
  /** Shares instead of counts: of each true class, of each predicted class, or of all. */
  readonly normalize?: 'true' | 'pred' | 'all';
}

export interface ConfusionMatrixPlot extends Plot {
  readonly labels: readonly Label[];
  /** Counts, or shares: a row for each true class, a column for each predicted one. */
  readonly matrix: readonly (readonly number[])[];
}

const mostClasses = 100;

/**
 * How often each class was predicted as each: `confusionMatrix({ yTrue, yPred })`. As scikit-learn's
 * `confusion_matrix`, true classes are rows.
 * @throws {PlotError} when the two differ in length, or there are more than 100 classes
 */
export function confusionMatrix(options: ConfusionMatrixOptions): ConfusionMatrixPlot {
  const { title = 'Confusion matrix', normalize } = options;
  const [yTrue, yPred] = [[...options.yTrue], [...options.yPred]];
  sameLength(yPred.length, '“yPred”', yTrue.length, '“yTrue”');
  const labels = options.labels ? [...options.labels] : [...new Set([...yTrue, ...yPred])].sort(byValue);
  if (labels.length > mostClasses) {
    throw new PlotError(
      'too-many',
      `${labels.length} classes cannot be read: name ${mostClasses} or fewer in “labels”.`,
    );
  }
  const counts = confusionCounts(yTrue, yPred, labels);
  const matrix = normalize ? normalized(counts, normalize) : counts;
  const cells = matrix.flatMap((row, r) =>
    row.map((value, c) => ({ row: String(labels[r]), column: String(labels[c]), value, count: counts[r]![c]! })),
  );
  const write = (value: number) => (normalize ? value.toFixed(2) : value.toLocaleString('en-US'));
  const names = labels.map(String);
  const plot = vegaLitePlot({
    title,
    description: describe(labels, counts),
    maxWidth: matrixWidth(labels.length),
    values: cells,
    layers: cellLayers(cells, {
      xLabel: 'Predicted class',
      yLabel: 'True class',
      label: normalize ? 'Share' : 'Count',
      scale: normalize ? { domain: [0, 1] } : { domainMin: 0 },
      format: normalize ? '.2f' : ',d',
    }),
    sketch: grid(
      ['true \\ predicted', ...names],
      matrix.map((row, r) => [names[r]!, ...row.map(write)]),
    ),
  });
  return { ...plot, labels, matrix };
}

/** Numbers by size, all else by text. */
function byValue(a: Label, b: Label): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1;
}

function describe(labels: readonly Label[], counts: readonly (readonly number[])[]): string {
  const total = counts.flat().reduce((sum, value) => sum + value, 0);
  const kind = `Confusion matrix of ${count(labels.length, 'class', 'classes')}, ${count(total, 'prediction')}.`;
  if (total === 0) return kind;
  const right = labels.reduce<number>((sum, _, i) => sum + counts[i]![i]!, 0);
  const wrong = labels
    .flatMap((actual, r) => labels.map((predicted, c) => ({ actual, predicted, times: r === c ? 0 : counts[r]![c]! })))
    .reduce((most, other) => (other.times > most.times ? other : most), {
      actual: '',
      predicted: '',
      times: 0,
    } as Mistake);
  const accuracy = `${right.toLocaleString('en-US')} are right (accuracy ${(right / total).toFixed(3)}).`;
  if (wrong.times === 0) return `${kind} ${accuracy}`;
  return `${kind} ${accuracy} Most often mistaken: ${wrong.actual} for ${wrong.predicted}, ${count(wrong.times, 'time')}.`;
}

interface Mistake {
  readonly actual: Label;
  readonly predicted: Label;
  readonly times: number;
}
