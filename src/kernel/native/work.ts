import { join } from 'node:path';
import type { Recipe, Way } from './pins.ts';

/** What every step of an installation is given. */
export interface Work {
  /** Absolute folder of the installation. */
  readonly folder: string;
  readonly recipe: Recipe;
  readonly signal?: AbortSignal | undefined;
  /** @param fraction between 0 and 1, where it is known how far the step is */
  readonly report: (message: string, fraction?: number) => void;
}

/** The folders of an installation; the package lies where Node.js looks for what it requires. */
export const downloadsOf = (folder: string) => join(folder, 'downloads');
export const packageFolder = (folder: string, name: string) => join(folder, 'node_modules', name);
export const tfjsNodeFolder = (folder: string) => packageFolder(folder, '@tensorflow/tfjs-node');
/** Holds `lib/` and, until the binding is compiled, `include/`. */
export const librariesOf = (folder: string, way: Way) => join(tfjsNodeFolder(folder), 'deps', way);
export const bindingOf = (folder: string) => join(tfjsNodeFolder(folder), 'lib', 'napi-v8', 'tfjs_binding.node');
