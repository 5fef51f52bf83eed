import { type Numbers, sameLength, short, toNumbers } from './data.ts';
import { referenceLine } from './encoding.ts';
import { type Plot, plotOf } from './plot.ts';
import { scatter } from './scatter.ts';

export interface ResidualsOptions {
  readonly title?: string;
  readonly yTrue: Numbers;
  readonly yPred: Numbers;
  /** What is drawn over the predictions: what they miss (the default), or the true values. */
  readonly kind?: 'residual_vs_predicted' | 'actual_vs_predicted';
}

/**
 * What a regression misses, true − predicted, over what it predicts; a good model leaves no pattern. As scikit-learn's
 * `PredictionErrorDisplay`.
 * @throws {PlotError} when the two differ in length
 */
export function residuals(options: ResidualsOptions): Plot {
  const { title = 'Residuals', kind = 'residual_vs_predicted' } = options;
  const [actual, predicted] = [toNumbers(options.yTrue), toNumbers(options.yPred)];
  sameLength(predicted.length, '“yPred”', actual.length, '“yTrue”');
  const missed = actual.map((value, i) => value - predicted[i]!);
  const isResidual = kind === 'residual_vs_predicted';
  const yLabel = isResidual ? 'Residual (true − predicted)' : 'True value';
  const plot = scatter({ title, xLabel: 'Predicted value', yLabel, x: predicted, y: isResidual ? missed : actual });
  const finite = Array.from(missed.keys()).filter((i) => Number.isFinite(missed[i]));
  if (finite.length === 0) return plot;
  const { mark, encoding, ...rest } = plot.spec;
  const [low, high] = finite.reduce(
    ([low, high], i) => [Math.min(low, predicted[i]!), Math.max(high, predicted[i]!)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const [from, to] = isResidual ? [0, 0] : [low, high];
  const description = `${plot.spec.description} ${errors(finite.map((i) => missed[i]!))}`;
  return plotOf({
    ...rest,
    description,
    layer: [{ mark, encoding }, referenceLine([low, from], [high, to])],
  });
}

function errors(missed: readonly number[]): string {
  const mean = (of: (value: number) => number) => missed.reduce((sum, value) => sum + of(value), 0) / missed.length;
  const [bias, absolute, square] = [mean((value) => value), mean(Math.abs), mean((value) => value ** 2)];
  return `Mean residual ${short(bias)}, mean absolute error ${short(absolute)}, root mean squared error ${short(Math.sqrt(square))}.`;
}
