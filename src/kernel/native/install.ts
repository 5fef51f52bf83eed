/**
 * Installs native TensorFlow into a folder, and removes it. Shared by the command of the extension and `npm run native`.
 *
 * The libraries come from TensorFlow's own archive, else from the wheel of its Python package. In both cases the
 * binding is compiled here: the one that tfjs-node's authors compiled has no published digest to check it by.
 */
import { rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import { compileBinding, findCompiler } from './binding.ts';
import { checkProduct } from './check.ts';
import { digest } from './download.ts';
import { type Installation, readInstallation, thisPlatform, writeInstallation } from './installation.ts';
import { Journal } from './journal.ts';
import { fetchLibtensorflow } from './libtensorflow.ts';
import { withLock } from './lock.ts';
import { Obstacle } from './obstacle.ts';
import { fetchPackages } from './packages.ts';
import { bytesNeeded, type Recipe, recipes, tfjsNodeVersion, type Way } from './pins.ts';
import { fetchWheel } from './wheel.ts';
import { bindingOf, downloadsOf, librariesOf, type Work } from './work.ts';

export interface InstallOptions {
  /** Absolute; made where it is missing, and owned by the installation from then on. */
  readonly folder: string;
  /** Absolute path of a real Node.js that is new enough for kernels. */
  readonly node: string;
  /** Absolute folder of the built bundles. */
  readonly dist: string;
  readonly signal?: AbortSignal;
  readonly report: Work['report'];
  /** `process.platform` and `process.arch`, by default those of this process. */
  readonly platform?: string;
  /** What to install; by default what is pinned for the platform. */
  readonly recipe?: Recipe | undefined;
}

const ways: Readonly<Record<Way, (work: Work) => Promise<void>>> = {
  libtensorflow: fetchLibtensorflow,
  wheel: fetchWheel,
};
const wayNames: readonly Way[] = ['libtensorflow', 'wheel'];

/**
 * Installs, going on where an earlier try ended; does nothing where an installation is usable already.
 * @throws UserError `native-install`, one sentence why it cannot be; the signal's reason when stopped
 */
export async function installNative(options: InstallOptions): Promise<Installation> {
  const { folder, signal, report, platform = thisPlatform, recipe = recipes[platform] } = options;
  const found = await readInstallation(folder);
  if (found) {
    // In case the try that made it was ended before it had tidied up.
    await tidy(folder, found.way);
    return found;
  }
  try {
    if (!recipe) throw new Obstacle(t('no build for {0} is known to work', platform));
    return await withLock(folder, () => installBy({ folder, recipe, signal, report }, options));
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error;
    const message = t('Native TensorFlow could not be installed: {0}. Labs go on with WASM.', error.message);
    throw new UserError('native-install', message, { cause: error });
  }
}

/** Removes an installation, or what a try has left of one. @throws UserError `native-uninstall` while one is made */
export async function uninstallNative(folder: string): Promise<void> {
  try {
    await withLock(folder, () => rm(folder, { recursive: true, force: true }));
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error;
    const message = t('Native TensorFlow could not be removed: {0}. Try again when it has ended.', error.message);
    throw new UserError('native-uninstall', message, { cause: error });
  }
}

async function assertRoom(folder: string, { glibc }: Recipe): Promise<void> {
  const version = glibcVersion();
  if (!isAtLeast(version, glibc)) throw new Obstacle(t('it needs glibc {0}, this is {1}', glibc.join('.'), version));
  const { bavail, bsize } = await statfs(dirname(folder));
  if (bavail * bsize >= bytesNeeded) return;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  throw new Obstacle(
    t('{0} GB are needed at {1}, {2} are free', gigabytes(bytesNeeded), folder, gigabytes(bavail * bsize)),
  );
}

/** `2.36`; `none` with another C library, e.g. Alpine's. */
function glibcVersion(): string {
  // Without this, the report asks the network for the name of every address of this machine.
  Object.assign(process.report, { excludeNetwork: true });
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return header?.glibcVersionRuntime ?? 'none';
}

function isAtLeast(version: string, [major, minor]: Recipe['glibc']): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

async function installBy(work: Work, { node, dist }: InstallOptions): Promise<Installation> {
  // Whatever is quickly known to be missing is said before anything is downloaded.
  await assertRoom(work.folder, work.recipe);
  const compiler = await findCompiler(work.signal);
  const journal = await Journal.open(work.folder, JSON.stringify(work.recipe));
  await journal.step('packages', () => fetchPackages(work));
  const obstacles: string[] = [];
  // The way that an earlier try got somewhere on comes first.
  const order = wayNames.toSorted((a, b) => Number(journal.has(b)) - Number(journal.has(a)));
  for (const way of order) {
    try {
      await journal.step(way, () => ways[way](work));
      await compileBinding(work, way, compiler);
      await checkProduct(work, node, dist);
      return await finish(work, way);
    } catch (error) {
      if (!(error instanceof Obstacle)) throw error;
      obstacles.push(error.message);
    }
  }
  throw new Obstacle(obstacles.join(t(', and ')));
}

/** Marks the folder as usable, and only then deletes what a further try would have needed. */
async function finish({ folder, recipe }: Work, way: Way): Promise<Installation> {
  const { file, sha256, version } = recipe[way];
  const installation: Installation = {
    schemaVersion: 1,
    way,
    tensorflow: version,
    tfjsNode: tfjsNodeVersion,
    platform: thisPlatform,
    installed: new Date().toISOString(),
    sha256: { [file]: sha256, 'tfjs_binding.node': (await digest(bindingOf(folder), 'sha256')) ?? '' },
  };
  await writeInstallation(folder, installation);
  await tidy(folder, way);
  return installation;
}

/** Deletes what only the making needed: downloads, headers, the journal, the libraries of the other way. */
async function tidy(folder: string, way: Way): Promise<void> {
  const others = wayNames.filter((other) => other !== way).map((other) => librariesOf(folder, other));
  const leftovers = [downloadsOf(folder), join(librariesOf(folder, way), 'include'), ...others];
  for (const path of leftovers) await rm(path, { recursive: true, force: true });
  await Journal.remove(folder);
}
