/**
 * `mlops-lab/fairness`: the errors of a model by group and threshold, with the names and numbers of Fairness Indicators and
 * fairlearn, gaps with their intervals, and what can be done about a gap.
 *
 * ```ts
 * const result = fairnessIndicators(rows, { group: 'place' }); // rows with a label and a prediction
 * result.rate('false_positive_rate', 'country', 0.5);
 * result.gaps('false_positive_rate', 'town'); // at each threshold, with an interval
 * ```
 */
export { FairnessError, type FairnessErrorCode } from './fairness/errors.ts';
export {
  type Confusion,
  type FairnessOptions,
  FairnessResult,
  fairnessIndicators,
  type Gap,
  type Rate,
  type RateName,
  rateNames,
} from './fairness/indicators.ts';
export { reweigh, type SettableRate, thresholdsByGroup } from './fairness/mitigation.ts';
export { newcombe, wilson } from './fairness/proportions.ts';
