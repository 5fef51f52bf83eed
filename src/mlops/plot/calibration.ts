import { type NamedNumbers, seriesOf } from '../data/numbers.ts';
import { positives } from './binary.ts';
import { count, type Label, sameLength } from './data.ts';
import { lineBySeries, named, referenceLine } from './encoding.ts';
import { PlotError } from './errors.ts';
import { type Plot, vegaLitePlot } from './plot.ts';
import { type CalibrationBin, calibrationBins } from './statistics/classification.ts';

export interface CalibrationOptions {
  readonly title?: string;
  readonly yTrue: Iterable<Label>;
  /** Probabilities of the positive class, of one model or of several by name. */
  readonly yProb: NamedNumbers;
  /** Which label is positive; by default 1 or true. */
  readonly posLabel?: Label;
  /** How many bins; 5 by default. */
  readonly nBins?: number;
  /** Bins of equal width (the default), or with as many predictions each. */
  readonly strategy?: 'uniform' | 'quantile';
}

export interface CalibrationPlot extends Plot {
  readonly curves: readonly { readonly name: string; readonly bins: readonly CalibrationBin[] }[];
}

/**
 * The reliability diagram: how often what was predicted with a probability came true, as scikit-learn's
 * `calibration_curve`.
 * @throws {PlotError} for lengths that differ, bins that are no whole number from 1 to 100, or what is no probability
 */
export function calibration(options: CalibrationOptions): CalibrationPlot {
  const { title = 'Calibration', nBins = 5, strategy = 'uniform' } = options;
  if (!Number.isInteger(nBins) || nBins < 1 || nBins > 100) {
    throw new PlotError('bad-argument', `“nBins” is ${nBins}; give a whole number from 1 to 100.`);
  }
  const labels = [...options.yTrue];
  const positive = positives(labels, options.posLabel);
  const curves = seriesOf(options.yProb).map(({ name, values }) => {
    sameLength(values.length, name ? `“${name}”` : '“yProb”', labels.length, '“yTrue”');
    const wrong = values.findIndex((value) => !(value >= 0 && value <= 1));
    if (wrong >= 0)
      throw new PlotError(
        'bad-value',
        `Value ${wrong + 1} of “yProb” is ${values[wrong]}, no probability from 0 to 1.`,
      );
    return { name, bins: calibrationBins(positive, values, nBins, strategy) };
  });
  const names = curves.map(({ name }) => name);
  const scale = { domain: [0, 1] };
  const plot = vegaLitePlot({
    title,
    description: `Calibration in ${count(nBins, `${strategy} bin`)}. ${curves.map(describe).join(' ')}`,
    values: curves.flatMap(({ name, bins }) => bins.map((bin) => ({ ...bin, ...(name && { series: name }) }))),
    maxWidth: 640,
    layers: {
      height: 320,
      layer: [
        referenceLine([0, 0], [1, 1]),
        {
          mark: { type: 'line', point: true },
          encoding: {
            x: { field: 'predicted', type: 'quantitative', title: 'Mean predicted probability', scale },
            y: { field: 'observed', type: 'quantitative', title: 'Fraction of positives', scale },
            ...lineBySeries(names),
            tooltip: [
              ...(named(names) ? [{ field: 'series', type: 'nominal', title: 'Model' }] : []),
              { field: 'predicted', type: 'quantitative', title: 'Mean predicted probability', format: '.3~f' },
              { field: 'observed', type: 'quantitative', title: 'Fraction of positives', format: '.3~f' },
              { field: 'count', type: 'quantitative', title: 'Predictions', format: ',' },
            ],
          },
        },
      ],
    },
  });
  return { ...plot, curves };
}

function describe({ name, bins }: CalibrationPlot['curves'][number]): string {
  const subject = name || 'The model';
  const [first] = bins;
  if (!first) return `${subject}: no predictions.`;
  const gap = ({ predicted, observed }: CalibrationBin) => Math.abs(predicted - observed);
  const total = bins.reduce((sum, bin) => sum + bin.count, 0);
  const expected = bins.reduce((sum, bin) => sum + (gap(bin) * bin.count) / total, 0);
  const worst = bins.reduce((most, bin) => (gap(bin) > gap(most) ? bin : most), first);
  return (
    `${subject}: ${count(total, 'prediction')}, expected calibration error ${expected.toFixed(3)}; worst where ` +
    `${worst.predicted.toFixed(2)} was predicted and ${worst.observed.toFixed(2)} came true.`
  );
}
