import { type Numbers, numbersOf } from '../data/numbers.ts';
import { extentOf, finiteOf, sameLength, short, sumOf } from './data.ts';
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
  const [actual, predicted] = [numbersOf(options.yTrue), numbersOf(options.yPred)];
  sameLength(predicted.length, '“yPred”', actual.length, '“yTrue”');
  const missed = actual.map((value, i) => value - predicted[i]!);
  const isResidual = kind === 'residual_vs_predicted';
  const yLabel = isResidual ? 'Residual (true − predicted)' : 'True value';
  const plot = scatter({ title, xLabel: 'Predicted value', yLabel, x: predicted, y: isResidual ? missed : actual });
  const finite = finiteOf(missed);
  const range = extentOf(predicted);
  if (finite.length === 0 || !range) return plot;
  const { mark, encoding, ...rest } = plot.spec;
  const { low, high } = range;
  const [from, to] = isResidual ? [0, 0] : [low, high];
  const description = `${plot.spec.description} ${errors(finite)}`;
  return plotOf({
    ...rest,
    description,
    layer: [{ mark, encoding }, referenceLine([low, from], [high, to])],
  });
}

function errors(missed: Float64Array): string {
  let absolute = 0;
  let squares = 0;
  for (const value of missed) {
    absolute += Math.abs(value);
    squares += value * value;
  }
  const [bias, mae, mse] = [sumOf(missed), absolute, squares].map((sum) => sum / missed.length) as [
    number,
    number,
    number,
  ];
  return `Mean residual ${short(bias)}, mean absolute error ${short(mae)}, root mean squared error ${short(Math.sqrt(mse))}.`;
}
