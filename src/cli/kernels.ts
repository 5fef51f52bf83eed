/** Where the command line's kernels come from. */
import { resolve } from 'node:path';
import { assertAvailable, type LaunchSettings } from '../kernel/launch.ts';
import type { Backend } from '../kernel/protocol/options.ts';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { silentLog } from '../platform/log.ts';

const backends: readonly Backend[] = ['auto', 'tensorflow', 'wasm', 'cpu'];

/**
 * The environment variable leads to a native installation outside the package.
 * @param root folder of the package
 */
export function launchSettings(root: string): LaunchSettings {
  const native = process.env.MLOPS_LAB_NATIVE || resolve(root, '.native');
  return { nodePath: '', dist: resolve(root, 'dist'), native, log: silentLog };
}

/**
 * The backend of that name.
 * @param root folder of the package
 * @throws UserError `usage`, or when it cannot be had on this machine
 */
export async function availableBackend(name: string, root: string): Promise<Backend> {
  const backend = backends.find((each) => each === name);
  if (!backend) throw new UserError('usage', t('unknown backend: {0} (one of {1})', name, backends.join(', ')));
  await assertAvailable(backend, launchSettings(root));
  return backend;
}
