/** What explainers give, after `shap.Explanation`. */
export interface Explanation {
  /** Parts of the prediction: a row for each explained row, a number for each column, in the unit of the model's answer. */
  readonly values: readonly Float64Array[];
  /** Where the parts begin: the model's mean answer over the background. With all parts of a row it makes the prediction. */
  readonly baseValue: number;
  /** The explained rows. */
  readonly data: readonly Float64Array[];
  readonly featureNames: readonly string[];
  /** Of each part the standard error, where it was drawn by chance. */
  readonly standardErrors?: readonly Float64Array[];
}

export interface ExplainerOptions {
  /** One a column; `column 0`, `column 1`, … by default. */
  readonly featureNames?: readonly string[];
}
