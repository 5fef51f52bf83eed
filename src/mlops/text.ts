/**
 * `mlops-lab/text`: texts as counts and weights, with scikit-learn's numbers (`sklearn.feature_extraction.text`); and
 * labels by rules that may abstain, after Snorkel. Agreement beyond chance is in `mlops-lab/metrics`.
 *
 * ```ts
 * const counts = new CountVectorizer({ ngramRange: [1, 5] }).fitTransform(comments);
 * const matrix = applyLabelingFunctions({ link: (text) => (/http/.test(text) ? 1 : abstain) }, comments);
 * labelingSummary(matrix, y);
 * ```
 */
export { type CsrMatrix, csrRows } from './data/csr.ts';
export { CountVectorizer, type CountVectorizerOptions } from './text/countVectorizer.ts';
export { TextError, type TextErrorCode } from './text/errors.ts';
export {
  abstain,
  applyLabelingFunctions,
  type LabelingFunction,
  type LabelingSummary,
  type LabelMatrix,
  labelingSummary,
  majorityVote,
} from './text/labelingFunctions.ts';
export { LabelModel, type LabelModelOptions } from './text/labelModel.ts';
export { type TfidfOptions, TfidfTransformer, TfidfVectorizer } from './text/tfidf.ts';
export { type Analyzer, nGrams, type TokenizeOptions, tokenize } from './text/tokenize.ts';
