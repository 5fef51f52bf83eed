/** TensorFlow's libraries out of the wheel of its Python package, from whatever index pip is configured with. */
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { t } from '../../platform/l10n.ts';
import { assertDigest, digest, download } from './download.ts';
import { ChecksumMismatch, Obstacle } from './obstacle.ts';
import type { PinnedWheel } from './pins.ts';
import { findProgram, ProgramError, runProgram } from './programs.ts';
import { downloadsOf, librariesOf, type Work } from './work.ts';

/** Fetches the wheel and unpacks what is needed of it. @throws Obstacle without Python, pip, index, or right digest */
export async function fetchWheel(work: Work): Promise<void> {
  const { folder, recipe, signal } = work;
  const python = await findProgram(['python3', 'python'], ['-m', 'pip', '--version'], signal);
  if (!python) throw new Obstacle(t('no Python with pip was found: install both'));
  await mkdir(downloadsOf(folder), { recursive: true });
  const path = join(downloadsOf(folder), recipe.wheel.file);
  if ((await digest(path, 'sha256')) !== recipe.wheel.sha256) await getWheel(work, python, path);
  await unpackWheel(work, python, path);
}

/**
 * Straight from the index, since that shows progress and can be resumed; where the index does not answer us (it may
 * ask for a password, a proxy, a certificate), pip, which knows how to talk to it.
 */
async function getWheel({ recipe, signal, report }: Work, python: string, path: string): Promise<void> {
  const { wheel } = recipe;
  const message = t('Downloading TensorFlow {0}', wheel.version);
  report(message);
  const address = await addressOf(wheel, python, signal);
  const onProgress = (received: number, total: number) => report(message, total ? received / total : undefined);
  try {
    if (address) return await download(address, path, wheel.sha256, { signal, onProgress });
  } catch (error) {
    if (!(error instanceof Obstacle) || error instanceof ChecksumMismatch) throw error;
  }
  report(t('Downloading TensorFlow {0} with pip', wheel.version));
  await pipDownload(wheel, python, dirname(path), signal);
  await assertDigest(path, wheel.sha256);
}

const Listing = z.object({ files: z.array(z.object({ filename: z.string(), url: z.string() })) });

/** The wheel's address by the index's JSON (PEP 691); `undefined` where that cannot be had. */
async function addressOf(wheel: PinnedWheel, python: string, signal?: AbortSignal): Promise<string | undefined> {
  try {
    const index = await indexOf(python, signal);
    if (!index) return undefined;
    const page = `${index.replace(/\/$/, '')}/${wheel.project}/`;
    const headers = { accept: 'application/vnd.pypi.simple.v1+json' };
    const response = await fetch(page, { headers, ...(signal && { signal }) });
    const { files } = Listing.parse(await response.json());
    const file = files.find(({ filename }) => filename === wheel.file);
    return file && new URL(file.url, page).href;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

/** The index that pip is configured with, by file or environment: its help names the value in force. */
async function indexOf(python: string, signal?: AbortSignal): Promise<string | undefined> {
  // Wide enough that the address is not broken into two lines.
  const env = { ...process.env, COLUMNS: '1000' };
  const help = await runProgram(python, ['-m', 'pip', 'download', '--help'], { signal, env });
  return /--index-url <url>.*?\(default:? (https?:[^\s)]+)\)/s.exec(help)?.[1];
}

async function pipDownload(wheel: PinnedWheel, python: string, target: string, signal?: AbortSignal): Promise<void> {
  const tags = ['--python-version', wheel.python, '--implementation', 'cp', '--abi', wheel.abi];
  const quiet = ['--quiet', '--no-input', '--disable-pip-version-check', '--retries', '2', '--timeout', '30'];
  const what = ['--no-deps', '--only-binary', ':all:', '--platform', wheel.platform, ...tags, '--dest', target];
  const args = ['-m', 'pip', 'download', ...quiet, ...what, `${wheel.project}==${wheel.version}`];
  await runProgram(python, args, { signal }).catch((error: unknown) => {
    throw error instanceof ProgramError ? pipObstacle(error) : error;
  });
}

function pipObstacle(error: ProgramError): Obstacle {
  // An index that answers lists versions, even when none fits.
  const unreachable = /from versions: none|ConnectionError|ConnectTimeout|ReadTimeout/.test(error.stderr);
  const reason = unreachable
    ? t('pip cannot reach its package index')
    : t('pip could not download the wheel ({0})', error.lastWords);
  return new Obstacle(reason, { cause: error });
}

/** What the binding is compiled against and linked with, of the fifteen thousand files of the wheel. */
const members = [
  'tensorflow/libtensorflow_cc.so.2',
  'tensorflow/libtensorflow_framework.so.2',
  'tensorflow/include/tensorflow/c/',
  'tensorflow/include/tensorflow/core/platform/ctstring',
  'tensorflow/include/tsl/platform/ctstring',
  'tensorflow/include/xla/tsl/c/',
];

const unzip = `
import sys, zipfile
wheel, target, *members = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    archive.extractall(target, [name for name in archive.namelist() if name.startswith(tuple(members))])
`;

async function unpackWheel({ folder, recipe, signal, report }: Work, python: string, path: string): Promise<void> {
  report(t('Unpacking TensorFlow {0}', recipe.wheel.version));
  const target = librariesOf(folder, 'wheel');
  await rm(target, { recursive: true, force: true });
  await mkdir(join(target, 'lib'), { recursive: true });
  await runProgram(python, ['-c', unzip, path, target, ...members], { signal }).catch((error: unknown) => {
    if (!(error instanceof ProgramError)) throw error;
    throw new Obstacle(t('the wheel could not be unpacked ({0})', error.lastWords), { cause: error });
  });
  const inner = join(target, 'tensorflow');
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
    await rename(join(inner, name), join(target, 'lib', name));
  }
  await rename(join(inner, 'include'), join(target, 'include'));
  await rm(inner, { recursive: true });
}
