import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { Log } from '../platform/log.ts';
import { nativeEnvironment } from './environment.ts';
import { Kernel } from './kernel.ts';
import { readInstallation } from './native/installation.ts';
import { findNode, isRealNode, minimumNode, type NodeRuntime, ownRuntime } from './node.ts';
import type { Backend, KernelOptions } from './protocol/options.ts';

export interface LaunchSettings {
  /** The setting `mlopsLab.kernel.nodePath`; empty: look for one. */
  readonly nodePath: string;
  /** Absolute folder of the built bundles. */
  readonly dist: string;
  /** Absolute folder where a native installation is looked for. */
  readonly native: string;
  readonly log: Log;
}

/** Starts a kernel on the Node.js that the settings name, else on one of this machine, else on the one we run in. */
export async function launchKernel(options: KernelOptions, settings: LaunchSettings): Promise<Kernel> {
  const chosen = await chooseRuntime(settings.nodePath);
  const runtime = await withNative(chosen, options.backend, settings);
  settings.log.info(`kernel for ${options.labPath}: ${runtime.path} ${runtime.version}, backend ${options.backend}`);
  return Kernel.start({ options, runtime, dist: settings.dist, log: settings.log });
}

/**
 * Rejects a backend that cannot be had here, before anything is started.
 * @throws UserError `no-native-tensorflow`, with what is missing and how to get it
 */
export async function assertAvailable(backend: Backend, settings: LaunchSettings): Promise<void> {
  if (backend === 'tensorflow') await withNative(await chooseRuntime(settings.nodePath), backend, settings);
}

/** The runtime with the environment that leads a kernel to the native installation, where there is a usable one. */
async function withNative(runtime: NodeRuntime, backend: Backend, { native }: LaunchSettings): Promise<NodeRuntime> {
  if (backend === 'wasm' || backend === 'cpu') return runtime;
  const installed = await readInstallation(native);
  if (installed && isRealNode(runtime)) return { ...runtime, env: { ...runtime.env, ...nativeEnvironment(native) } };
  if (backend === 'auto') return runtime;
  const missing = installed
    ? t(
        'Native TensorFlow does not run on VS Code’s own Node.js. Install Node.js {0} or newer, or name one in the setting mlopsLab.kernel.nodePath;',
        minimumNode.join('.'),
      )
    : t(
        'Native TensorFlow is not installed. Install it by the command “MLOps Lab: Install Native TensorFlow…”, or by “npm run native” in the project’s folder;',
      );
  throw new UserError(
    'no-native-tensorflow',
    `${missing} ${t('or choose the backend “auto” or “wasm”: labs run on WASM everywhere.')}`,
  );
}

/**
 * The program that runs kernels.
 * @param nodePath the setting `mlopsLab.kernel.nodePath`; empty: look for one
 * @throws UserError `no-node` when the setting names none that is new enough
 */
export async function chooseRuntime(nodePath: string): Promise<NodeRuntime> {
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
