import { join } from 'node:path';
import { readInstallation } from '../../src/kernel/native/installation.ts';
import { skip } from '../skip.ts';

/** Where native TensorFlow is looked for, as the command line does. */
export const native = process.env.MLOPS_LAB_NATIVE || join(import.meta.dirname, '../../.native');

/** Skips a test, or from a `beforeEach` the one that comes, on a machine without native TensorFlow. */
export async function needNative(context: Mocha.Context): Promise<void> {
  if (!(await readInstallation(native)))
    skip(context, `native TensorFlow is not installed in ${native} (npm run native)`);
}
