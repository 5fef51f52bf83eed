/**
 * `mlops-lab/estimators`: models that learn classes from rows of numbers, in scikit-learn's words and with its numbers.
 *
 * ```ts
 * const model = new MultinomialNB().fit(counts, labels);
 * model.predict(vectorizer.transform(['check out my channel']));
 * ```
 */
export type { CsrMatrix } from './data/csr.ts';
export { EstimatorsError, type EstimatorsErrorCode } from './estimators/errors.ts';
export {
  type FitOptions,
  GaussianNB,
  type GaussianNBOptions,
  MultinomialNB,
  type MultinomialNBOptions,
} from './estimators/naiveBayes.ts';
export type { Matrix } from './estimators/samples.ts';
export type { Label } from './metrics/data.ts';
