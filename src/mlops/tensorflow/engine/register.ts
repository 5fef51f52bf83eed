import { convolutions } from './convolution.ts';
import { depthwiseConvolutions } from './depthwise.ts';
import { elementwise } from './elementwise.ts';
import { gradientKernels, registerEngineGradients } from './gradients.ts';
import { registerOnEngine } from './kernel.ts';
import { products } from './matMul.ts';
import { movement } from './movement.ts';
import { normalizations } from './normalization.ts';
import { registerSteps, steps } from './optimizers.ts';
import { pools } from './pooling.ts';
import { reductions } from './reductions.ts';

/** Puts the engine's kernels, gradients and steps before the package's. To be called once, after those are corrected. */
export function registerEngineKernels(): void {
  registerOnEngine([
    ...products,
    ...convolutions,
    ...depthwiseConvolutions,
    ...pools,
    ...reductions,
    ...elementwise,
    ...movement,
    ...normalizations,
    ...gradientKernels,
    ...steps,
  ]);
  registerEngineGradients();
  registerSteps();
}
