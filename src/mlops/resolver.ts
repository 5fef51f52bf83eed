/**
 * Where a lab's imports of the library lead: the bundles beside this one, whatever is installed in the lab's folder.
 * The kernel and `mlops-lab/register` share it, so that a lab means the same in both.
 */
import type { ResolveHookSync } from 'node:module';

const tensorflow = new Set(['@tensorflow/tfjs-node', '@tensorflow/tfjs']);

/**
 * A resolver for Node's `module.registerHooks`.
 * @param library URL of the folder that holds the library's modules, with a closing slash
 * @param extension `.mjs` for the bundles, `.ts` for the sources
 */
export function libraryResolver(library: string, extension: '.mjs' | '.ts'): ResolveHookSync {
  const tensorflowModule = `${library}${extension === '.ts' ? 'tensorflow/' : ''}tfjs-node${extension}`;
  return (specifier, context, nextResolve) => {
    // The library's own import of TensorFlow.js means the package.
    if (context.parentURL?.startsWith(library)) return nextResolve(specifier, context);
    if (tensorflow.has(specifier)) return nextResolve(tensorflowModule, context);
    const name = /^mlops-lab\/([\w-]+)$/.exec(specifier)?.[1];
    return nextResolve(name ? `${library}${name}${extension}` : specifier, context);
  };
}
