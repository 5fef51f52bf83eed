/** `native.json`: what makes a folder a native installation. It is written last, so without it there is none. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { writeFileAtomic } from '../../platform/files.ts';
import { tfjsNodeVersion } from './pins.ts';

const Installation = z.object({
  schemaVersion: z.literal(1),
  way: z.enum(['libtensorflow', 'wheel']),
  /** Versions of TensorFlow's libraries and of the npm package over them. */
  tensorflow: z.string(),
  tfjsNode: z.string(),
  /** `process.platform` and `process.arch` of the machine it was made on and for. */
  platform: z.string(),
  /** ISO 8601. */
  installed: z.string(),
  /** Lower-case hexadecimal: of the download that the libraries come from, and of the binding that was compiled. */
  sha256: z.record(z.string(), z.string()),
});

export type Installation = z.infer<typeof Installation>;

export const thisPlatform = `${process.platform}-${process.arch}`;

const marker = (folder: string) => join(folder, 'native.json');

/** The installation in a folder; `undefined` when there is none, or none that this version and machine can use. */
export async function readInstallation(folder: string): Promise<Installation | undefined> {
  try {
    const found = Installation.parse(JSON.parse(await readFile(marker(folder), 'utf8')));
    return found.platform === thisPlatform && found.tfjsNode === tfjsNodeVersion ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Marks a folder as usable. */
export async function writeInstallation(folder: string, installation: Installation): Promise<void> {
  await writeFileAtomic(marker(folder), `${JSON.stringify(installation, undefined, 2)}\n`);
}
