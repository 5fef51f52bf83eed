import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { t } from '../../platform/l10n.ts';
import { nativeEnvironment } from '../environment.ts';
import { Obstacle } from './obstacle.ts';
import { ProgramError, runProgram } from './programs.ts';
import type { Work } from './work.ts';

/** A matrix product whose entries are small whole numbers, so that every backend must give exactly these. */
const product = [19, 22, 43, 50];

const script = (library: string) => `
try {
  const tf = await import(${JSON.stringify(library)});
  const values = await tf.matMul(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[5, 6], [7, 8]])).data();
  console.log(JSON.stringify({ backend: tf.getBackend(), values: [...values] }));
} catch (error) {
  console.error((error.cause ?? error).message);
  process.exitCode = 1;
}
`;

/**
 * Loads the installation as a lab would, in a process of its own since a wrong library may take its process down, and
 * multiplies two matrices.
 * @param node a real Node.js
 * @param dist absolute folder of the built bundles
 * @throws Obstacle when it does not load or computes something else
 */
export async function checkProduct({ folder, signal, report }: Work, node: string, dist: string): Promise<void> {
  report(t('Multiplying two matrices on it'));
  const library = pathToFileURL(join(dist, 'mlops', 'tfjs-node.mjs')).href;
  const env = { ...process.env, ...nativeEnvironment(folder), MLOPS_LAB_BACKEND: 'tensorflow' };
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', script(library)];
  const printed = await runProgram(node, args, { signal, env }).catch((error: unknown) => {
    if (!(error instanceof ProgramError)) throw error;
    throw new Obstacle(t('what was built does not load ({0})', error.lastWords), { cause: error });
  });
  const expected = JSON.stringify({ backend: 'tensorflow', values: product });
  if (printed.trim() === expected) return;
  throw new Obstacle(t('what was built computes a wrong product ({0} instead of {1})', printed.trim(), expected));
}
