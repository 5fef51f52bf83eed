/**
 * `mlops-lab/decomposition`: few new columns in place of many, in scikit-learn's words and with its numbers
 * (`sklearn.decomposition`).
 *
 * ```ts
 * const pca = new PCA({ nComponents: 2 }).fit(rows);
 * pca.explainedVarianceRatio; // shares of the variance, in whatever units the columns have
 * const few = new TruncatedSVD({ nComponents: 20 }).fitTransform(counts); // not centered; sparse rows stay sparse
 * const topics = new NMF({ nComponents: 3 }).fit(new TfidfVectorizer().fitTransform(texts)).components;
 * ```
 */
export type { CsrMatrix } from './data/csr.ts';
export { DecompositionError, type DecompositionErrorCode } from './decomposition/errors.ts';
export { NMF, type NMFOptions } from './decomposition/nmf.ts';
export { PCA, type PCAOptions } from './decomposition/pca.ts';
export { TruncatedSVD, type TruncatedSVDOptions } from './decomposition/truncatedSVD.ts';
export type { Matrix } from './estimators/samples.ts';
