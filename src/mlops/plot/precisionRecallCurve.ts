import { type BinaryOptions, scored } from './binary.ts';
import { lineBySeries } from './encoding.ts';
import { type Plot, vegaLitePlot } from './plot.ts';
import { m4 } from './sampling.ts';
import { type PrecisionRecallCurve, precisionRecallCurveOf } from './statistics/classification.ts';

export interface PrecisionRecallOptions extends BinaryOptions {
  readonly title?: string;
}

export interface PrecisionRecallPlot extends Plot {
  readonly curves: readonly (PrecisionRecallCurve & { readonly name: string })[];
}

const mostPoints = 2000;

/**
 * Precision over recall: `precisionRecallCurve({ yTrue, yScore })`, with the average precision. Drawn in steps, since
 * between two thresholds there is nothing to be had.
 * @throws {PlotError} see `BinaryOptions`
 */
export function precisionRecallCurve(options: PrecisionRecallOptions): PrecisionRecallPlot {
  const { title = 'Precision-recall curve' } = options;
  const questions = scored(options);
  const curves = questions.map(({ name, positive, scores }) => ({ name, ...precisionRecallCurveOf(positive, scores) }));
  const drawn = curves.filter(({ averagePrecision }) => Number.isFinite(averagePrecision));
  const nameOf = (curve: (typeof curves)[number]) =>
    `${curve.name || 'Model'} (AP ${curve.averagePrecision.toFixed(3)})`;
  const rows = drawn.flatMap((curve) =>
    Array.from(m4(curve.recall, curve.precision, Math.max(200, mostPoints / drawn.length)), (i) => ({
      recall: curve.recall[i]!,
      precision: curve.precision[i]!,
      threshold: i > 0 ? curve.thresholds[i - 1]! : null,
      series: nameOf(curve),
    })),
  );
  const scale = { domain: [0, 1] };
  const shares = questions.map(({ positive }) => positive.filter(Boolean).length / positive.length);
  const plot = vegaLitePlot({
    title,
    description:
      `Precision-recall curve${curves.length > 1 ? 's' : ''}. ` +
      curves.map((curve, i) => describe(curve, shares[i]!)).join(' '),
    values: rows,
    maxWidth: 640,
    layers: {
      height: 320,
      mark: { type: 'line', interpolate: 'step-before', point: rows.length <= 20 },
      encoding: {
        x: { field: 'recall', type: 'quantitative', title: 'Recall', scale },
        y: { field: 'precision', type: 'quantitative', title: 'Precision', scale },
        order: { value: null },
        ...lineBySeries(drawn.map(nameOf)),
        tooltip: [
          { field: 'series', type: 'nominal', title: 'Curve' },
          { field: 'recall', type: 'quantitative', title: 'Recall', format: '.3~f' },
          { field: 'precision', type: 'quantitative', title: 'Precision', format: '.3~f' },
          { field: 'threshold', type: 'quantitative', title: 'Threshold', format: '.4~g' },
        ],
      },
    },
  });
  return { ...plot, curves };
}

function describe({ name, averagePrecision, precision, recall }: PrecisionRecallPlot['curves'][number], share: number) {
  const subject = name || 'The model';
  if (!Number.isFinite(averagePrecision)) return `${subject}: undefined, for no example is positive.`;
  const f1 = (i: number) => (2 * precision[i]! * recall[i]!) / (precision[i]! + recall[i]! || 1);
  const best = precision.reduce((top, _, i) => (f1(i) > f1(top) ? i : top), 0);
  return (
    `${subject}: average precision ${averagePrecision.toFixed(3)} (chance is ${share.toFixed(3)}, the share of ` +
    `positives); best F1 ${f1(best).toFixed(3)}, at precision ${precision[best]!.toFixed(2)} and recall ` +
    `${recall[best]!.toFixed(2)}.`
  );
}
