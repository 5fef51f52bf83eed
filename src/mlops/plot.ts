/**
 * `mlops-lab/plot`: charts below a cell, as Vega-Lite, with a summary in words for screen readers and terminals.
 * Displays of models have scikit-learn's names and give the same numbers.
 */
export type { NamedNumbers, Numbers } from './data/numbers.ts';
export { type BarOptions, bar } from './plot/bar.ts';
export type { BinaryOptions } from './plot/binary.ts';
export { type BoxOptions, box } from './plot/box.ts';
export { type CalibrationOptions, type CalibrationPlot, calibration } from './plot/calibration.ts';
export { type ConfusionMatrixOptions, type ConfusionMatrixPlot, confusionMatrix } from './plot/confusionMatrix.ts';
export type { Label } from './plot/data.ts';
export { type DensityOptions, density } from './plot/density.ts';
export { PlotError, type PlotErrorCode } from './plot/errors.ts';
export { type HeatMapOptions, heatMap } from './plot/heatMap.ts';
export { type HistogramOptions, histogram } from './plot/histogram.ts';
export { type LineOptions, line } from './plot/line.ts';
export { type ParallelCoordinatesOptions, parallelCoordinates } from './plot/parallelCoordinates.ts';
export type { Plot, VegaLiteSpec } from './plot/plot.ts';
export {
  type PrecisionRecallOptions,
  type PrecisionRecallPlot,
  precisionRecallCurve,
} from './plot/precisionRecallCurve.ts';
export { type ResidualsOptions, residuals } from './plot/residuals.ts';
export { type RocCurveOptions, type RocCurvePlot, rocCurve } from './plot/rocCurve.ts';
export { type ScatterOptions, scatter } from './plot/scatter.ts';
export { type SmallMultiplesOptions, smallMultiples } from './plot/smallMultiples.ts';
export { vegaLite } from './plot/vegaLite.ts';
