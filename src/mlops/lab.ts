/** `mlops-lab/lab`: the words of a lab: checks, and outputs below a cell. */

export { DataError } from './data/errors.ts';
export type { ColumnLists, ColumnTable, Tabular } from './data/read.ts';
export type { Displayable } from './lab/bundle.ts';
export { type CheckOptions, check, type Mistake } from './lab/check.ts';
export { CheckFailure, close, equal, type NestedNumbers, ok } from './lab/compare.ts';
export { display, html, json, markdown, svg } from './lab/display.ts';
export { ImageError, ImagesError, type ImagesErrorCode, InputError, PredictionError } from './lab/errors.ts';
export { type ImageOptions, image } from './lab/image.ts';
export { type ImagesOptions, images } from './lab/images.ts';
export { type InputOptions, input } from './lab/input.ts';
export { type JudgmentOptions, judge, modelAnswer } from './lab/judge.ts';
export {
  type ChoicePrediction,
  type NumberPrediction,
  type OrderPrediction,
  type Prediction,
  predict,
  type RevealOptions,
  reveal,
} from './lab/predict.ts';
export { type Table, type TableOptions, table } from './lab/table.ts';
export { type LiveChart, type LiveChartOptions, liveChart } from './live/liveChart.ts';
export { type AsyncProgress, type Progress, type ProgressOptions, progress } from './live/progress.ts';
export type { MimeBundle } from './payloads/mime.ts';
