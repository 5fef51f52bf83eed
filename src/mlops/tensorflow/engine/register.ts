import { elementwise } from './elementwise.ts';
import { registerOnEngine } from './kernel.ts';
import { products } from './matMul.ts';
import { reductions } from './reductions.ts';

/** Puts the engine's kernels before those of the wasm backend. To be called once, after those are corrected. */
export function registerEngineKernels(): void {
  registerOnEngine([...products, ...reductions, ...elementwise]);
}
