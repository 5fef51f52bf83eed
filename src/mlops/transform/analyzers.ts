/** The analyzers at work: what they see of the data, what they hand on, and the constants they leave. */
import { Covariance } from './covariance.ts';
import type { FeatureColumn } from './kernels.ts';
import type { AnalyzerNode, ConstantNode } from './node.ts';
import { PerKey } from './perKey.ts';
import { Quantiles } from './quantiles.ts';
import { accumulatorOf } from './statistics.ts';
import { TokenCounter } from './vocabulary.ts';
import { DocumentCounter } from './words.ts';

/** An analyzer that has seen some of the data. */
export interface Running {
  /** @param columns of one batch, one an input of its node */
  add(...columns: readonly FeatureColumn[]): void;
  /** What it has seen, as plain data that `structuredClone` can copy. */
  state(): unknown;
  /** Takes in the state of another one of the same node. */
  merge(state: unknown): void;
  freeze(): ConstantNode;
}

/** The analyzer of a node, which has seen nothing yet. */
export function start(node: AnalyzerNode): Running {
  switch (node.op) {
    case 'analyze': {
      const { analyzer } = node;
      const found = accumulatorOf(analyzer);
      return running(found, () => ({ op: 'constant', value: found.result(), analyzer }));
    }
    case 'analyzeVocabulary': {
      const counter = new TokenCounter(node);
      return running(counter, () => ({ op: 'vocabulary', tokens: counter.result() }));
    }
    case 'analyzeQuantiles': {
      const quantiles = new Quantiles(node.numBuckets);
      return running(quantiles, () => ({ op: 'boundaries', values: quantiles.result() }));
    }
    case 'analyzePerKey': {
      const perKey = new PerKey(node.analyzer, node.numBuckets);
      return { ...running(perKey, () => perKey.freeze()), add: (values, keys) => perKey.add(values!, keys!) };
    }
    case 'analyzeCovariance': {
      const covariance = new Covariance(node.inputs.length, node.outputDim);
      return { ...running(covariance, () => covariance.freeze()), add: (...columns) => covariance.add(...columns) };
    }
    case 'analyzeDocuments': {
      const documents = new DocumentCounter(node.vocabSize);
      return running(documents, () => documents.freeze());
    }
  }
}

interface Mergeable<S> {
  add(column: FeatureColumn, other: FeatureColumn): void;
  state(): S;
  merge(state: S): void;
}

const running = <S>(of: Mergeable<S>, freeze: () => ConstantNode): Running => ({
  add: (column) => of.add(column!, column!),
  state: () => of.state(),
  merge: (state) => of.merge(state as S),
  freeze,
});
