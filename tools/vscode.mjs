// A real VS Code from npm's registry: the server and browser workbench that code-server packages, without its shell.
// Used by `npm start` where there is no desktop VS Code, and by the tests.
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { capture, root, ToolError } from './process.mjs';
import { Progress } from './progress.mjs';

export const vscodeVersion = '1.139.1';
const codeServer = {
  version: '4.139.1',
  integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
  megabytes: 47,
};

/** Never loaded by what we serve: agents, signing in, Windows. They are 100 MB of its dependencies. */
const unusedDependencies =
  /^@(github|microsoft\/mxc-sdk|devcontainers|vscode\/(copilot-api|sandbox-runtime|windows-.*|sqlite3))/;
const unusedExtensions =
  /^(copilot|mermaid-markdown-features|(microsoft|github)-authentication|ms-vscode\.(js-debug.*|vscode-js-profile-table))$/;

/** The folder whose `out/server-main.js` is the server; it stands once it is complete. */
export const vscodeFolder = join(root, '.cache', `vscode-${vscodeVersion}`);

/**
 * Installs the served VS Code if it is not there; without network when it is. Resolves with its folder.
 * @throws {ToolError} on Windows, and when a piece cannot be had.
 */
export async function ensureVSCode() {
  if (existsSync(vscodeFolder)) return vscodeFolder;
  if (process.platform === 'win32')
    throw new ToolError('VS Code cannot be served on Windows: install desktop VS Code and put `code` on PATH.');
  mkdirSync(join(root, '.cache'), { recursive: true });
  // Beside its final place, so that the rename is one step: a download that broke off never looks complete.
  const temporary = mkdtempSync(join(root, '.cache', 'vscode-'));
  try {
    const progress = new Progress(`Downloading VS Code ${vscodeVersion} (${codeServer.megabytes} MB)`);
    const target = join(temporary, 'vscode');
    await unpackServer(temporary, target);
    progress.show('unpacked');
    await installDependencies(target, temporary, progress);
    completeAndPrune(target);
    renameSync(target, vscodeFolder);
    progress.done(`${await megabytes(vscodeFolder)} MB on disk`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
  return vscodeFolder;
}

async function unpackServer(temporary, target) {
  const archive = await pack(`code-server@${codeServer.version}`, temporary);
  const integrity = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (integrity !== codeServer.integrity) {
    throw new ToolError(
      `code-server@${codeServer.version} from npm's registry is not the file it should be: its ${integrity.slice(0, 20)}… does not match.`,
    );
  }
  await untar(archive, target, 3, 'package/lib/vscode');
}

async function installDependencies(target, temporary, progress) {
  const manifestPath = join(target, 'package.json');
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
  for (const name of Object.keys(manifest.dependencies))
    if (unusedDependencies.test(name)) delete manifest.dependencies[name];
  writeFileSync(manifestPath, JSON.stringify(manifest));
  // `npm ci` refuses: the package's own shrinkwrap and package.json are out of step.
  await npm(['install', '--omit=dev', '--omit=optional'], {
    cwd: target,
    onTarball: (count) => progress.show(`${count} of its packages`),
  });
  // The file watcher's binary is an optional dependency, left out above with all the others.
  const { version } = JSON.parse(
    readFileSync(join(target, 'node_modules', '@parcel', 'watcher', 'package.json'), 'utf8'),
  );
  const name = `@parcel/watcher-${process.platform}-${process.arch}${process.platform === 'linux' ? '-glibc' : ''}`;
  await untar(await pack(`${name}@${version}`, temporary), join(target, 'node_modules', name), 1);
}

function completeAndPrune(target) {
  const modules = join(target, 'node_modules');
  // The logger is native and would need a compiler; without one every Output channel stays empty.
  const logger = join(modules, '@vscode', 'spdlog');
  for (const name of ['src', 'deps', 'test', 'node_modules', 'binding.gyp'])
    rmSync(join(logger, name), { recursive: true, force: true });
  cpSync(join(root, 'tools', 'spdlog.cjs'), join(logger, 'index.js'));
  // code-server leaves the TypeScript server out: without it every lab looks free of errors.
  cpSync(join(root, 'node_modules', 'typescript'), join(target, 'extensions', 'node_modules', 'typescript'), {
    recursive: true,
  });
  keepOnly(join(target, 'extensions'), (name) => !unusedExtensions.test(name));
  const platform = `${process.platform}-${process.arch}`;
  keepOnly(join(modules, 'node-pty', 'prebuilds'), (name) => name === platform);
  keepOnly(join(modules, '@vscode', 'ripgrep-universal', 'bin'), (name) => name === platform);
}

function keepOnly(folder, keep) {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) if (!keep(name)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Downloads a package's archive, checked by npm against the registry's hash; resolves with its path. */
async function pack(spec, folder) {
  const [{ filename }] = JSON.parse(await npm(['pack', spec, '--json', '--pack-destination', folder]));
  return join(folder, filename);
}

async function untar(archive, folder, strip, ...members) {
  mkdirSync(folder, { recursive: true });
  await capture('tar', ['xzf', archive, '-C', folder, `--strip-components=${strip}`, ...members]);
  rmSync(archive);
}

async function megabytes(folder) {
  return Number.parseInt(await capture('du', ['-sm', folder]), 10);
}
