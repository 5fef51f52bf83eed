// The engine's entry: what the host calls.
import { attach } from './control';
import { binary, unary } from './elementwise';
import { matMul, panelBytes } from './matMul';
import * as kernel from './numbers';
import { int, partsOf } from './record';
import { reduce, scratchOfReduce } from './reductions';

export { attach, panelBytes, scratchOfReduce };

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
  }
}
