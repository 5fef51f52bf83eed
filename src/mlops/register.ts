/**
 * Runs a lab under plain Node.js, without the kernel:
 *
 *     node --import mlops-lab/register labs/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts
 *
 * `mlops-lab/…` and `@tensorflow/tfjs-node` then mean what they mean in the editor; checks and displays print to the
 * console, and a failed check sets the exit code to 1.
 */
import { registerHooks } from 'node:module';
import { libraryResolver } from './resolver.ts';

const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.mjs';
registerHooks({ resolve: libraryResolver(new URL('.', import.meta.url).href, extension) });
