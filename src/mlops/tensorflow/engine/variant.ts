import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BackendError } from '../errors.ts';

/** The engine's binaries: with products that are fused with their sum (relaxed SIMD), and with SIMD alone. */
export type Variant = 'relaxed' | 'simd';

/** What can be asked for: the fastest variant that runs here, one by its name, or the package's kernels alone. */
const choices = ['auto', 'relaxed', 'simd', 'off'] as const;

/**
 * What the environment variable `MLOPS_LAB_ENGINE` asks for; nothing where it leaves the choice to the machine.
 * @throws {BackendError} `unknown-engine`
 */
export function readChoice(text = 'auto'): Variant | 'off' | undefined {
  const found = choices.find((choice) => choice === text);
  if (!found)
    throw new BackendError('unknown-engine', `MLOPS_LAB_ENGINE is "${text}". It must be one of ${choices.join(', ')}.`);
  return found === 'auto' ? undefined : found;
}

const here = dirname(fileURLToPath(import.meta.url));

/** A module of one function that multiplies and adds: valid where relaxed SIMD is. */
const fusedProduct = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 7, 1, 96, 2, 123, 123, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 13, 1, 11, 0, 32, 0, 32, 1, 32, 1, 253, 133, 2, 11],
);

/** The faster variant that this runtime can run; one without SIMD can run neither, and refuses to compile it. */
export function fastestVariant(): Variant {
  return WebAssembly.validate(fusedProduct) ? 'relaxed' : 'simd';
}

/** Where a binary lies: beside the bundle, or where the build puts it when this runs from source. */
export function variantPath(variant: Variant): string {
  const name = `engine-${variant}.wasm`;
  const bundled = join(here, name);
  return existsSync(bundled) ? bundled : join(here, '../../../../.cache/engine', name);
}

export function readVariant(variant: Variant): Uint8Array {
  return readFileSync(variantPath(variant));
}
