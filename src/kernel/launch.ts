import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { Log } from '../platform/log.ts';
import { Kernel } from './kernel.ts';
import { findNode, minimumNode, type NodeRuntime, ownRuntime } from './node.ts';
import type { Backend, KernelOptions } from './protocol.ts';

export interface LaunchSettings {
  /** The setting `mlopsLab.kernel.nodePath`; empty: look for one. */
  readonly nodePath: string;
  /** Absolute folder of the built bundles. */
  readonly dist: string;
  readonly log: Log;
}

/** Starts a kernel on the Node.js that the settings name, else on one of this machine, else on the one we run in. */
export async function launchKernel(options: KernelOptions, settings: LaunchSettings): Promise<Kernel> {
  assertAvailable(options.backend);
  const runtime = await chooseRuntime(settings.nodePath);
  settings.log.info(`kernel for ${options.labPath}: ${runtime.path} ${runtime.version}, backend ${options.backend}`);
  return Kernel.start({ options, runtime, dist: settings.dist, log: settings.log });
}

/** Rejects a backend that this version cannot give, before anything is started. */
export function assertAvailable(backend: Backend): void {
  if (backend !== 'tensorflow') return;
  throw new UserError(
    'no-native-tensorflow',
    t('Native TensorFlow is not installed. Choose the backend “auto” or “wasm”: labs run on WASM everywhere.'),
  );
}

async function chooseRuntime(nodePath: string): Promise<NodeRuntime> {
  if (nodePath) {
    const chosen = await findNode([nodePath], {});
    if (chosen) return chosen;
    const oldest = minimumNode.join('.');
    throw new UserError(
      'no-node',
      t('{0} (setting mlopsLab.kernel.nodePath) is not a Node.js of version {1} or newer.', nodePath, oldest),
    );
  }
  // A real Node.js is preferred inside VS Code, whose own runtime forbids what native TensorFlow needs.
  const own = ownRuntime();
  return 'electron' in process.versions ? ((await findNode([])) ?? own) : own;
}
