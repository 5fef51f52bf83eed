/**
 * What `@tensorflow/tfjs-node` means in a lab: the whole of TensorFlow.js, its backend chosen and ready before the
 * first line of the importing cell runs, with the images, files and logs that the native package adds.
 */
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { currentHost } from '../host.ts';
import { showFits } from '../live/fit.ts';
import { nameClasses } from './classNames.ts';
import { chooseVariant } from './engine/kernel.ts';
import { readChoice as readEngineChoice } from './engine/variant.ts';
import { BackendError, NativeError } from './errors.ts';
import { registerCpuCorrections } from './kernels/cpu.ts';
import { registerGradients } from './kernels/gradients.ts';
import { registerWasmKernels } from './kernels/register.ts';
import { loadNative, type NativeTensorFlow } from './native.ts';
import { assetPath } from './node/assets.ts';
import * as portable from './node/index.ts';

export * from '@tensorflow/tfjs';
export { BackendError };

/** The backends that can be asked for by the environment variable `MLOPS_LAB_BACKEND`. */
const choices = ['auto', 'tensorflow', 'wasm', 'cpu'] as const;
type Choice = (typeof choices)[number];

/** A backend that runs, and the names that `@tensorflow/tfjs-node` adds or extends: ours, or the native package's own. */
interface Started {
  readonly backend: 'tensorflow' | 'wasm' | 'cpu';
  readonly names: portable.Names;
}

const started = await start(readChoice(process.env.MLOPS_LAB_BACKEND));
showFits(tf.LayersModel.prototype);
nameClasses(tf);

/** The backend that every op of this process runs on, unless the lab calls `tf.setBackend` itself. */
export const backendInUse: Started['backend'] = started.backend;
// These stand above the names of `export *`.
export const { node, io, version } = started.names;

currentHost().backendStarted?.(backendInUse);

function readChoice(text = 'auto'): Choice {
  const found = choices.find((name) => name === text);
  if (found) return found;
  throw new BackendError('unknown-backend', `MLOPS_LAB_BACKEND is "${text}". It must be one of ${choices.join(', ')}.`);
}

async function start(wanted: Choice): Promise<Started> {
  registerGradients();
  registerCpuCorrections();
  if (wanted === 'tensorflow') return ofNative(await startNative());
  const native = wanted === 'auto' && process.env.MLOPS_LAB_NATIVE ? await startNativeOrWarn() : undefined;
  if (native) return ofNative(native);
  portable.install();
  return { backend: await startPortable(wanted), names: portable };
}

function ofNative(native: NativeTensorFlow): Started {
  return { backend: native.backend, names: native };
}

/** Native TensorFlow from the folder that the environment names. */
async function startNative(): Promise<NativeTensorFlow> {
  const folder = process.env.MLOPS_LAB_NATIVE;
  try {
    if (!folder)
      throw new NativeError('not-installed', 'Native TensorFlow is not installed: MLOPS_LAB_NATIVE names no folder.');
    const loaded = loadNative(folder);
    if (await tf.setBackend(loaded.backend)) return loaded;
    throw new NativeError('not-started', `Native TensorFlow in ${folder} did not start.`);
  } catch (error) {
    if (!(error instanceof NativeError)) throw error;
    throw new BackendError(
      'no-native-backend',
      `${error.message} To go on with WebAssembly, choose the backend "wasm" (setting mlopsLab.backend, ` +
        'or --backend wasm on the command line) and restart the kernel.',
      { cause: error },
    );
  }
}

/** `auto` goes on without what is broken. */
async function startNativeOrWarn(): Promise<NativeTensorFlow | undefined> {
  try {
    return await startNative();
  } catch (error) {
    if (!(error instanceof BackendError && error.cause instanceof NativeError)) throw error;
    console.warn(`${error.cause.message} This lab goes on with WASM.`);
    return undefined;
  }
}

/** Starts a backend that runs on any machine. */
async function startPortable(wanted: 'auto' | 'wasm' | 'cpu'): Promise<'wasm' | 'cpu'> {
  quietCpuAdvert();
  if (wanted !== 'cpu') {
    chooseVariant(readEngineChoice(process.env.MLOPS_LAB_ENGINE));
    registerWasmKernels();
    setWasmPaths(dirname(assetPath('@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm')) + sep);
    if (await withoutNewListeners(() => tf.setBackend('wasm'))) return 'wasm';
    const failed = 'The WebAssembly backend of TensorFlow.js did not start on this machine';
    if (wanted === 'wasm') {
      throw new BackendError(
        'no-wasm-backend',
        `${failed}. Choose the backend "cpu" and restart the kernel: it is slow but runs anywhere.`,
      );
    }
    console.warn(`${failed}, so this lab goes on with the slow cpu backend.`);
  }
  await tf.setBackend('cpu');
  return 'cpu';
}

/**
 * Emscripten's loader listens for lost errors and throws them again, which ends a process whose owner would only
 * have reported them. Takes such listeners away after `load`.
 */
async function withoutNewListeners<T>(load: () => Promise<T>): Promise<T> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = new Set(events.flatMap((event) => process.rawListeners(event)));
  try {
    return await load();
  } finally {
    for (const event of events) {
      for (const listener of process.rawListeners(event)) {
        if (!before.has(listener)) process.off(event, listener as () => void);
      }
    }
  }
}

/** Keeps the cpu backend from advertising the native package on its first op: the choice was made above. */
function quietCpuAdvert(): void {
  const cpu: unknown = tf.findBackend('cpu');
  if (typeof cpu === 'object' && cpu !== null && 'firstUse' in cpu) cpu.firstUse = false;
}
