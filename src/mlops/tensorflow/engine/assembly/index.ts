// The engine's entry: what the host calls.
import { attach } from './control';
import { convolution } from './convolution';
import { filterBytes, filterGradient, inputBytes, inputGradient, turnFilter } from './convolutionGradients';
import { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
import { binary, reluGradient, unary } from './elementwise';
import { matMul, panelBytes } from './matMul';
import { copy, gather, sumSegments } from './movement';
import { normalizationBytes, normalizationGradient, normalizationSums, normalize, variance } from './normalization';
import * as kernel from './numbers';
import { adam } from './optimizers';
import { averagePoolGradient, maxPool, maxPoolGradient } from './pooling';
import { int, partsOf } from './record';
import { reduce, scratchOfReduce } from './reductions';

export { attach, filterBytes, inputBytes, normalizationBytes, panelBytes, scratchOfReduce };

/** Runs all parts of a record. */
export function run(record: usize): void {
  const parts = partsOf(record);
  for (let part = 0; part < parts; part++) runPart(record, part);
}

function runPart(record: usize, part: i32): void {
  switch (int(record, 0)) {
    case kernel.matMul:
      matMul(record, part);
      return;
    case kernel.binary:
      binary(record, part);
      return;
    case kernel.unary:
      unary(record, part);
      return;
    case kernel.reduce:
      reduce(record, part);
      return;
    case kernel.copy:
      copy(record, part);
      return;
    case kernel.gather:
      gather(record, part);
      return;
    case kernel.sumSegments:
      sumSegments(record);
      return;
    case kernel.convolution:
      convolution(record, part);
      return;
    case kernel.filterGradient:
      filterGradient(record, part);
      return;
    case kernel.inputGradient:
      inputGradient(record, part);
      return;
    case kernel.turnFilter:
      turnFilter(record);
      return;
    case kernel.maxPool:
      maxPool(record, part);
      return;
    case kernel.maxPoolGradient:
      maxPoolGradient(record, part);
      return;
    case kernel.averagePoolGradient:
      averagePoolGradient(record, part);
      return;
    case kernel.depthwise:
      depthwise(record, part);
      return;
    case kernel.depthwiseInputGradient:
      depthwiseInputGradient(record, part);
      return;
    case kernel.depthwiseFilterGradient:
      depthwiseFilterGradient(record, part);
      return;
    case kernel.reluGradient:
      reluGradient(record, part);
      return;
    case kernel.normalize:
      normalize(record, part);
      return;
    case kernel.variance:
      variance(record, part);
      return;
    case kernel.normalizationSums:
      normalizationSums(record, part);
      return;
    case kernel.normalizationGradient:
      normalizationGradient(record, part);
      return;
    case kernel.adam:
      adam(record, part);
  }
}
