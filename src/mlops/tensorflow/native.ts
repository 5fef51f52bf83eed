/** The npm package `@tensorflow/tfjs-node` itself, from a native installation, on this library's own TensorFlow.js. */
import { realpathSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import util from 'node:util';
import { NativeError } from './errors.ts';
import type { Names } from './node/index.ts';

/** What the package exports beside `@tensorflow/tfjs`. */
export interface NativeTensorFlow extends Names {
  /** The name under which the backend is registered. */
  readonly backend: 'tensorflow';
}

/**
 * Loads native TensorFlow into this process and makes it the backend of TensorFlow.js, with its handlers for
 * `file://` models.
 * @param folder absolute path of the installation
 * @throws NativeError when it is not whole, or its libraries do not load
 */
export function loadNative(folder: string): NativeTensorFlow {
  try {
    shareTensorFlowJs(folder);
    restoreUtil();
    const path = join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
    const { node, io, version } = createRequire(join(folder, sep))(path) as NativeTensorFlow;
    return { backend: 'tensorflow', node, io, version };
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0];
    throw new NativeError('damaged-installation', `Native TensorFlow in ${folder} cannot be used: ${reason}.`, {
      cause: error,
    });
  }
}

/** A second copy of TensorFlow.js would have classes of its own, and `instanceof` in a lab would fail. */
function shareTensorFlowJs(folder: string): void {
  // Node names modules by where they really lie: a storage folder may be a symbolic link.
  const installation = pathToFileURL(join(realpathSync(folder), sep)).href;
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.mjs';
  const ours = new URL(`./tfjs${extension}`, import.meta.url).href;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const asked = /^@tensorflow\/tfjs(-core|-data|-layers|-converter)?$/.test(specifier);
      if (!asked || !context.parentURL?.startsWith(installation)) return nextResolve(specifier, context);
      // `require` takes no URL: what follows in the chain could not resolve this.
      return { url: ours, format: extension === '.ts' ? 'module-typescript' : 'module', shortCircuit: true };
    },
  });
}

/**
 * tfjs-node 4.22 calls two functions that Node.js 23 has taken away or complains of
 * (github.com/tensorflow/tfjs/pull/8425, which no version of the package has yet).
 */
function restoreUtil(): void {
  const called = { isNullOrUndefined: (value: unknown) => value == null, isArray: Array.isArray };
  for (const [name, value] of Object.entries(called)) {
    Object.defineProperty(util, name, { value, configurable: true, writable: true });
  }
}
