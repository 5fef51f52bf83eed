import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Where a file of a package lies: beside the bundle, which ships a copy, or in its package when this runs from source.
 * @param specifier as in an import, e.g. `@cwasm/jpeg-turbo/jpeg-turbo.wasm`
 */
export function assetPath(specifier: string): string {
  const copy = join(here, specifier.slice(specifier.lastIndexOf('/') + 1));
  return existsSync(copy) ? copy : fileURLToPath(import.meta.resolve(specifier));
}
