/**
 * Runs the suites in the extension host of a real VS Code: the desktop one that VSCODE_PATH names, a downloaded one
 * when VSCODE_VERSION names a version (`stable`), else the served one behind a stand-in for the `code` program.
 * Arguments: files of tests below test/vscode/suite; none for all.
 */
import { globSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { root } from '../../tools/process.mjs';

const suite = join(root, '.cache', 'suite');
const named = process.argv.slice(2);
const files = named.length ? named : globSync('test/vscode/suite/**/*.test.ts', { cwd: root });
const scripts = files.map((file) => file.replace('test/vscode/suite/', '').replace(/\.ts$/, '.js'));

/** Each test file becomes one script, as the extension host cannot load TypeScript or ES modules. */
async function buildSuite(): Promise<void> {
  await rm(suite, { recursive: true, force: true });
  await build({
    entryPoints: ['test/vscode/suite/index.ts', ...files],
    outdir: suite,
    outbase: join(root, 'test', 'vscode', 'suite'),
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

async function executable(): Promise<string> {
  const { VSCODE_PATH, VSCODE_VERSION } = process.env;
  if (VSCODE_PATH) return VSCODE_PATH;
  if (VSCODE_VERSION) return downloadAndUnzipVSCode(VSCODE_VERSION);
  return join(root, 'test', 'vscode', 'served-code');
}

await buildSuite();
const vscodeExecutablePath = await executable();
console.log(`VS Code: ${vscodeExecutablePath}`);
const workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-workspace-'));
try {
  await cp(join(root, 'test', 'vscode', 'workspace'), workspace, { recursive: true });
  process.exitCode = await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: root,
    extensionTestsPath: join(suite, 'index.js'),
    launchArgs: [workspace, '--disable-extensions', '--disable-gpu'],
    extensionTestsEnv: { MLOPS_LAB_NODE: process.execPath, MLOPS_LAB_SUITE: JSON.stringify(scripts) },
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(workspace, { recursive: true, force: true });
}
