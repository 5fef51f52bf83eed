/**
 * `mlops-lab/windows`: windows over records in time, angles as numbers, and splits by what will be new. In the words,
 * and with the numbers, of TensorFlow's `Dataset.window`, SciPy's `circmean` and scikit-learn's `GroupKFold`,
 * `LeaveOneGroupOut` and `TimeSeriesSplit`.
 *
 * ```ts
 * const all = slidingWindows(30_000, { size: 120, shift: 1, stride: 6, ahead: 12 }); // 120 hours, the label 12 hours on
 * const { train, test } = splitWindowsAt(all, 21_000);
 * assertNoLeaks(train, test);
 * valuesOf(temperature, test[0]!); // 120 numbers
 * ```
 */
export { type Cyclic, circularMean, cyclic, daysOfYear } from './windows/cyclic.ts';
export { WindowsError, type WindowsErrorCode } from './windows/errors.ts';
export { assertNoLeaks, type Leaks, leaksOf } from './windows/leaks.ts';
export { labelCounts, majority } from './windows/majority.ts';
export {
  rowsOf,
  type SlidingOptions,
  type StreamOptions,
  slidingWindows,
  streamsOf,
  valuesOf,
  type Window,
} from './windows/sliding.ts';
export {
  groupKFold,
  leaveOneGroupOut,
  type Split,
  splitWindowsAt,
  type TimeSeriesOptions,
  timeSeriesSplit,
} from './windows/splits.ts';
