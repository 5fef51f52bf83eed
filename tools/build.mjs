// Builds only what is older than its sources. Import it after `reexec`: it needs what `ensure` installs.
import { existsSync, globSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, ToolError } from './process.mjs';

const sources = ['esbuild.js', 'tools/types.mjs', 'tools/engine.mjs', 'package-lock.json', 'src/**'];
const shipped = [
  '.vscodeignore',
  'package*.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'NOTICE',
  'course/**',
  'media/**',
  'dist/**',
];

/** Bytes. */
export const vsixBudget = 15_000_000;

/** Production bundles in dist/ and the decks; does nothing where all are newer than their sources. */
export async function build() {
  if (!isProduction() || newest(sources) > timeOf(lastBuilt)) await node('esbuild.js', '--production');
  await node('tools/decks.mjs');
}

/** esbuild.js writes this file last, and only when every bundle keeps its budget. */
const lastBuilt = 'dist/meta/copies.json';

/** Whether dist/ is what ships, and not a build for debugging. */
function isProduction() {
  const path = join(root, lastBuilt);
  return existsSync(path) && JSON.parse(readFileSync(path, 'utf8')).production === true;
}

/** Path of the VSIX, made anew where anything in it is newer. */
export async function vsix() {
  await build();
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const file = `${name}-${version}.vsix`;
  if (newest(shipped) > timeOf(file)) {
    // The bundles hold what they need; no repository is named, so the README's links stay as they are.
    const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
    // Under its own name only once it is whole: a broken-off file would look newer than its sources.
    await node('node_modules/@vscode/vsce/vsce', 'package', ...options, '--out', `${file}.part`);
    renameSync(join(root, `${file}.part`), join(root, file));
  }
  return join(root, file);
}

async function node(...args) {
  const code = await run(process.execPath, args);
  if (code !== 0) throw new ToolError(`${args[0]} failed with exit code ${code}: its own words stand above.`);
}

/** Modification time in ms of what was changed last. */
function newest(patterns) {
  const files = globSync(patterns, { cwd: root });
  // Folders count too: theirs changes when a file is taken away.
  return Math.max(...files.map(timeOf));
}

/** 0 where no file is there, so that everything counts as newer. */
function timeOf(file) {
  return existsSync(join(root, file)) ? statSync(join(root, file)).mtimeMs : 0;
}
