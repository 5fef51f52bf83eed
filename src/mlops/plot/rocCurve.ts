import { type BinaryOptions, scored } from './binary.ts';
import { count } from './data.ts';
import { lineBySeries, referenceLine } from './encoding.ts';
import { type Plot, vegaLitePlot } from './plot.ts';
import { m4 } from './sampling.ts';
import { type RocCurve, rocCurveOf } from './statistics/classification.ts';

export interface RocCurveOptions extends BinaryOptions {
  readonly title?: string;
  /** Leaves out thresholds that bend no line; true by default, as in scikit-learn. */
  readonly dropIntermediate?: boolean;
}

export interface RocCurvePlot extends Plot {
  readonly curves: readonly (RocCurve & { readonly name: string })[];
}

const mostPoints = 2000;

/**
 * The receiver operating characteristic: `rocCurve({ yTrue, yScore })`, with the area under it.
 * Several models by name, or with `classes` one curve a class against the rest.
 * @throws {PlotError} see `BinaryOptions`
 */
export function rocCurve(options: RocCurveOptions): RocCurvePlot {
  const { title = 'ROC curve', dropIntermediate = true } = options;
  const curves = scored(options).map(({ name, positive, scores }) => ({
    name,
    ...rocCurveOf(positive, scores, dropIntermediate),
  }));
  const drawn = curves.filter(({ auc }) => Number.isFinite(auc));
  const nameOf = (curve: (typeof curves)[number]) => `${curve.name || 'Model'} (AUC ${curve.auc.toFixed(3)})`;
  const rows = drawn.flatMap((curve) =>
    Array.from(m4(curve.fpr, curve.tpr, Math.max(200, mostPoints / drawn.length)), (i) => ({
      fpr: curve.fpr[i]!,
      tpr: curve.tpr[i]!,
      threshold: Number.isFinite(curve.thresholds[i]!) ? curve.thresholds[i]! : null,
      series: nameOf(curve),
    })),
  );
  const scale = { domain: [0, 1] };
  const plot = vegaLitePlot({
    title,
    description: `ROC curve${curves.length > 1 ? 's' : ''}. ${curves.map(describe).join(' ')}`,
    values: rows,
    maxWidth: 640,
    layers: {
      height: 320,
      layer: [
        referenceLine([0, 0], [1, 1]),
        {
          mark: { type: 'line', point: rows.length <= 20 },
          encoding: {
            x: { field: 'fpr', type: 'quantitative', title: 'False positive rate', scale },
            y: { field: 'tpr', type: 'quantitative', title: 'True positive rate', scale },
            order: { value: null },
            ...lineBySeries(drawn.map(nameOf)),
            tooltip: [
              { field: 'series', type: 'nominal', title: 'Curve' },
              { field: 'fpr', type: 'quantitative', title: 'False positive rate', format: '.3~f' },
              { field: 'tpr', type: 'quantitative', title: 'True positive rate', format: '.3~f' },
              { field: 'threshold', type: 'quantitative', title: 'Threshold', format: '.4~g' },
            ],
          },
        },
      ],
    },
  });
  return { ...plot, curves };
}

function describe({ name, auc, fpr, tpr, thresholds }: RocCurvePlot['curves'][number]): string {
  const subject = name || 'The model';
  if (!Number.isFinite(auc)) return `${subject}: undefined, for only one class is there.`;
  // Youden's J: where the curve is farthest above chance.
  const best = tpr.reduce((top, rate, i) => (rate - fpr[i]! > tpr[top]! - fpr[top]! ? i : top), 0);
  return (
    `${subject}: area under the curve ${auc.toFixed(3)} (0.5 is chance), ${count(thresholds.length, 'threshold')}; ` +
    `farthest above chance at threshold ${Number(thresholds[best]!.toPrecision(4))}, with true positive rate ` +
    `${tpr[best]!.toFixed(2)} and false positive rate ${fpr[best]!.toFixed(2)}.`
  );
}
