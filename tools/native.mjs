// npm run native: native TensorFlow for the labs of this folder, in .native/. `npm run native -- --uninstall` removes it.
import { join } from 'node:path';
import { root, runTool, ToolError } from './process.mjs';
import { Progress } from './progress.mjs';
import { ensure, reexec } from './setup.mjs';

const folder = join(root, '.native');

await runTool(async () => {
  const args = process.argv.slice(2);
  const unknown = args.find((arg) => arg !== '--uninstall');
  if (unknown) throw new ToolError(`native does not know “${unknown}”: the only option is --uninstall.`);
  await ensure({ dev: false });
  await reexec();
  return args.length ? uninstall() : install();
});

async function install() {
  const { build } = await import('./build.mjs');
  // The installation is tried out on what labs import.
  await build();
  const { installNative } = await import('../src/kernel/native/install.ts');
  const stop = new AbortController();
  process.on('SIGINT', () => stop.abort(new ToolError('Stopped: the same command goes on where it was.')));
  const progress = new Progress('Native TensorFlow');
  const report = (message, fraction) =>
    progress.show(fraction === undefined ? message : `${message} ${Math.floor(fraction * 100)} %`);
  const dist = join(root, 'dist');
  const { tensorflow, tfjsNode, way } = await whole(
    installNative({ folder, node: process.execPath, dist, signal: stop.signal, report }),
  );
  progress.done(`TensorFlow ${tensorflow} (${way}) under tfjs-node ${tfjsNode} in .native/`);
}

async function uninstall() {
  const { uninstallNative } = await import('../src/kernel/native/install.ts');
  await whole(uninstallNative(folder));
  console.log('Native TensorFlow is removed: labs run on WASM.');
}

/** An error that is meant for the person at the terminal is shown as its sentence. */
async function whole(work) {
  try {
    return await work;
  } catch (error) {
    throw error.name === 'UserError' ? new ToolError(error.message) : error;
  }
}
