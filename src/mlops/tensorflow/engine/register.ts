import { convolutions } from './convolution.ts';
import { depthwiseConvolutions } from './depthwise.ts';
import { elementwise } from './elementwise.ts';
import { registerOnEngine } from './kernel.ts';
import { products } from './matMul.ts';
import { movement } from './movement.ts';
import { pools } from './pooling.ts';
import { reductions } from './reductions.ts';

/** Puts the engine's kernels before those of the wasm backend. To be called once, after those are corrected. */
export function registerEngineKernels(): void {
  registerOnEngine([
    ...products,
    ...convolutions,
    ...depthwiseConvolutions,
    ...pools,
    ...reductions,
    ...elementwise,
    ...movement,
  ]);
}
