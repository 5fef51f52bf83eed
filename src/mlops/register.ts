/**
 * Runs a lab under plain Node.js, without the kernel:
 *
 *     node --import mlops-lab/register labs/C2_W2_Lab_1_Simple_Feature_Engineering.lab.ts
 *
 * `mlops-lab/…` and `@tensorflow/tfjs-node` then mean what they mean in the editor; checks and displays print to the
 * console, and a failed check sets the exit code to 1. Modules beside the lab are found and compiled as in a kernel.
 */
import { createRequire, registerHooks } from 'node:module';
import { libraryResolver } from './resolver.ts';
import { typeScriptHooks } from './typescript/modules.ts';
import type { TypeScript } from './typescript/strip.ts';

const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.mjs';
const library = new URL('.', import.meta.url).href;
const compiler = extension === '.ts' ? './typescript/typescript.ts' : '../typescript.js';
registerHooks({ resolve: libraryResolver(library, extension) });
registerHooks(typeScriptHooks(library, () => createRequire(import.meta.url)(compiler) as TypeScript));
