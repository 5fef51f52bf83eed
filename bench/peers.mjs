/** The programs that ours is measured against, installed on demand into the git-ignored `.cache/`. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pythonOf, Unavailable } from '../test/parity/python.ts';
import { npm } from '../tools/npm.mjs';
import { root } from '../tools/process.mjs';

const folder = join(root, '.cache', 'bench');
/** Pinned, so that two runs of a bench compare the same. */
const packages = { tslab: '1.0.22', deno: '2.9.6' };

/** Python with Jupyter's client and kernel; nothing, with a printed reason, where there is none. */
export function jupyter() {
  return python('jupyter', ['ipykernel==7.4.0', 'jupyter-client==8.10.0']);
}

/** Python with JupyterLab and what draws in it. */
export function jupyterLab() {
  return python('jupyterlab', ['jupyterlab==4.6.6', 'ipykernel==7.4.0', 'pandas==3.1.1', 'altair==6.3.0']);
}

/** Python with Keras on TensorFlow for the CPU. */
export function keras() {
  return python('keras', ['tensorflow-cpu==2.21.0']);
}

/** Python with TensorFlow Transform, on TensorFlow for the CPU. */
export function tensorflowTransform() {
  return python('transform', ['tensorflow-transform==1.21.0', 'tensorflow-cpu==2.21.0']);
}

function python(name, requirements) {
  try {
    return pythonOf({ name: `bench-${name}`, requirements });
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.log(`${name} is not measured: ${error.message}`);
    return undefined;
  }
}

/**
 * The commands that start the peers' Jupyter kernels; `{connection_file}` stands for the file that a client passes.
 * @returns {Promise<Record<string, string[]>>}
 */
export async function jupyterKernels() {
  const bin = await nodePackages();
  if (!bin) return {};
  return {
    tslab: [process.execPath, join(bin, 'tslab/bin/tslab'), 'kernel', '--config-path', '{connection_file}'],
    Deno: [process.execPath, join(bin, 'deno/bin.cjs'), 'jupyter', '--kernel', '--conn', '{connection_file}'],
  };
}

async function nodePackages() {
  const modules = join(folder, 'node_modules');
  const stamp = join(modules, 'ready.json');
  if (existsSync(stamp)) return modules;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: packages }));
  try {
    await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev'], { cwd: folder });
  } catch (error) {
    console.log(`tslab and Deno are not measured: npm cannot install them: ${error.message}`);
    return undefined;
  }
  writeFileSync(stamp, '');
  return modules;
}
