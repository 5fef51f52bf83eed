/** Metrics of a confusion matrix, by TFMA's names. 0/0 is NaN. Source: confusion_matrix_metrics.py of TFMA 0.47.1. */

export type Formula = (tp: number, tn: number, fp: number, fn: number) => number;

const over = (part: number, whole: number) => (whole > 0 ? part / whole : Number.NaN);
const recall: Formula = (tp, _tn, _fp, fn) => over(tp, tp + fn);
const specificity: Formula = (_tp, tn, fp) => over(tn, tn + fp);
const fallOut: Formula = (_tp, tn, fp) => over(fp, fp + tn);
const missRate: Formula = (tp, _tn, _fp, fn) => over(fn, fn + tp);
const precision: Formula = (tp, _tn, fp) => over(tp, tp + fp);
const negativePredictiveValue: Formula = (_tp, tn, _fp, fn) => over(tn, tn + fn);
/** NaN where it would be infinite. */
const ratio = (a: number, b: number) => (b === 0 ? Number.NaN : a / b);

const prevalenceThreshold: Formula = (tp, tn, fp, fn) => {
  const [tpr, tnr] = [recall(tp, tn, fp, fn), specificity(tp, tn, fp, fn)];
  return (Math.sqrt(tpr * (1 - tnr)) + tnr - 1) / (tpr + tnr - 1);
};
const matthews: Formula = (tp, tn, fp, fn) =>
  over(tp * tn - fp * fn, Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)));

/** By class name: the metric's name, and its formula. */
export const confusionMetrics: Readonly<Record<string, readonly [name: string, formula: Formula]>> = {
  TruePositives: ['true_positives', (tp) => tp],
  TP: ['tp', (tp) => tp],
  TrueNegatives: ['true_negatives', (_tp, tn) => tn],
  TN: ['tn', (_tp, tn) => tn],
  FalsePositives: ['false_positives', (_tp, _tn, fp) => fp],
  FP: ['fp', (_tp, _tn, fp) => fp],
  FalseNegatives: ['false_negatives', (_tp, _tn, _fp, fn) => fn],
  FN: ['fn', (_tp, _tn, _fp, fn) => fn],
  BinaryAccuracy: ['binary_accuracy', (tp, tn, fp, fn) => over(tp + tn, tp + fp + tn + fn)],
  Precision: ['precision', precision],
  PPV: ['ppv', precision],
  Recall: ['recall', recall],
  TPR: ['tpr', recall],
  Specificity: ['specificity', specificity],
  TNR: ['tnr', specificity],
  FallOut: ['fall_out', fallOut],
  FPR: ['fpr', fallOut],
  MissRate: ['miss_rate', missRate],
  FNR: ['fnr', missRate],
  NegativePredictiveValue: ['negative_predictive_value', negativePredictiveValue],
  NPV: ['npv', negativePredictiveValue],
  FalseDiscoveryRate: ['false_discovery_rate', (tp, _tn, fp) => over(fp, fp + tp)],
  FalseOmissionRate: ['false_omission_rate', (_tp, tn, _fp, fn) => over(fn, fn + tn)],
  Prevalence: ['prevalence', (tp, tn, fp, fn) => over(tp + fn, tp + tn + fp + fn)],
  PrevalenceThreshold: ['prevalence_threshold', prevalenceThreshold],
  ThreatScore: ['threat_score', (tp, _tn, fp, fn) => over(tp, tp + fn + fp)],
  BalancedAccuracy: ['balanced_accuracy', (...m) => (recall(...m) + specificity(...m)) / 2],
  F1Score: ['f1_score', (tp, _tn, fp, fn) => over(2 * tp, 2 * tp + fp + fn)],
  MatthewsCorrelationCoefficient: ['matthews_correlation_coefficient', matthews],
  FowlkesMallowsIndex: ['fowlkes_mallows_index', (...m) => Math.sqrt(precision(...m) * recall(...m))],
  Informedness: ['informedness', (...m) => recall(...m) + specificity(...m) - 1],
  Markedness: ['markedness', (...m) => precision(...m) + negativePredictiveValue(...m) - 1],
  PositiveLikelihoodRatio: ['positive_likelihood_ratio', (...m) => ratio(recall(...m), fallOut(...m))],
  NegativeLikelihoodRatio: ['negative_likelihood_ratio', (...m) => ratio(missRate(...m), specificity(...m))],
  DiagnosticOddsRatio: ['diagnostic_odds_ratio', (tp, tn, fp, fn) => ratio(ratio(tp, fn), ratio(fp, tn))],
  PredictedPositiveRate: ['predicted_positive_rate', (tp, tn, fp, fn) => over(tp + fp, tp + tn + fp + fn)],
};
