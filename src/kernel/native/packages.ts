/** The npm packages of an installation: fetched by npm, checked by us, unpacked without running a script of theirs. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '../../platform/l10n.ts';
import { assertDigest } from './download.ts';
import { Obstacle } from './obstacle.ts';
import type { PinnedPackage } from './pins.ts';
import { ProgramError, runProgram } from './programs.ts';
import { downloadsOf, packageFolder, type Work } from './work.ts';

/** npm's own waits between retries add up to minutes of silence when there is no network. */
const patience = ['--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];

/** Fetches and unpacks the recipe's packages. @throws Obstacle when one cannot be had or is not the one pinned */
export async function fetchPackages(work: Work): Promise<void> {
  const { folder, recipe, signal, report } = work;
  report(t('Fetching the sources of the binding with npm'));
  const downloads = downloadsOf(folder);
  await mkdir(downloads, { recursive: true });
  const wanted = recipe.packages.map(({ name, version }) => `${name}@${version}`);
  const args = ['pack', ...wanted, '--ignore-scripts', '--silent', '--loglevel=error', ...patience];
  await runProgram('npm', args, { signal, cwd: downloads }).catch((error: unknown) => {
    throw error instanceof ProgramError ? npmObstacle(error) : error;
  });
  for (const one of recipe.packages) await unpack(work, one);
  await writePreGyp(folder);
}

async function unpack({ folder, signal }: Work, { name, version, integrity }: PinnedPackage): Promise<void> {
  const tarball = join(downloadsOf(folder), `${name.replace('@', '').replace('/', '-')}-${version}.tgz`);
  const [algorithm = '', pinned = ''] = integrity.split(/-(.*)/s);
  await assertDigest(tarball, pinned, algorithm, 'base64');
  const target = packageFolder(folder, name);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await runTar(tarball, target, ['--strip-components=1'], signal);
}

/**
 * Unpacks a tarball with the system's `tar`. All is ours then, also when we are root, who would otherwise give the
 * files to whichever users the tarball names.
 * @throws Obstacle when it cannot
 */
export async function runTar(
  tarball: string,
  target: string,
  options: readonly string[],
  signal?: AbortSignal,
): Promise<void> {
  const args = ['-xzf', tarball, '-C', target, '--no-same-owner', ...options];
  await runProgram('tar', args, { signal }).catch((error: unknown) => {
    if (!(error instanceof ProgramError)) throw error;
    throw new Obstacle(t('tar could not unpack a download ({0})', error.firstWords), { cause: error });
  });
}

/**
 * tfjs-node asks node-pre-gyp where its binding lies; that would bring a dozen packages for one path which is known
 * here.
 */
async function writePreGyp(folder: string): Promise<void> {
  const target = packageFolder(folder, '@mapbox/node-pre-gyp');
  await mkdir(target, { recursive: true });
  await writeFile(
    join(target, 'index.js'),
    `const { dirname, join } = require('node:path');\n` +
      `exports.find = (manifest) => join(dirname(manifest), 'lib', 'napi-v8', 'tfjs_binding.node');\n`,
  );
}

function npmObstacle(error: ProgramError): Obstacle {
  const reason = error.notFound
    ? t('npm was not found: install Node.js with npm')
    : t('npm could not fetch the sources of the binding ({0})', npmReason(error));
  return new Obstacle(reason, { cause: error });
}

function npmReason(error: ProgramError): string {
  const lines = [...error.stderr.matchAll(/^npm (?:error|ERR!) (.*)$/gm)].map(([, text = '']) => text);
  const code = lines.find((line) => line.startsWith('code '))?.slice('code '.length);
  return code ?? error.lastWords;
}
