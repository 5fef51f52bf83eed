import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The engine's binaries: with products that are fused with their sum (relaxed SIMD), and with SIMD alone. */
export type Variant = 'relaxed' | 'simd';

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
