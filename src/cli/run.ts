import { access, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type AvailableLab, availableLabs } from '../course/labs.ts';
import { bundledCourse } from '../course/load.ts';
import { assertAvailable, launchKernel } from '../kernel/launch.ts';
import type { Backend } from '../kernel/protocol.ts';
import { copyPath } from '../labs/copies.ts';
import { hasSolutions, starterText } from '../labs/exercise.ts';
import { frontMatter, parseLab } from '../labs/file.ts';
import { cellName, type LabToRun, runLab } from '../labs/labRun.ts';
import type { LabReport } from '../labs/report.ts';
import { LabSession } from '../labs/session.ts';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { silentLog } from '../platform/log.ts';
import { consoleListener, printSummary } from './text.ts';

export interface RunArguments {
  /** An id of the bundled course, or the path of a lab file. */
  readonly lab: string;
  readonly backend: string;
  readonly starter: boolean;
  readonly solution: boolean;
  readonly workspace: string;
  readonly json: boolean;
  /** The folder of the package. */
  readonly root: string;
}

const backends: readonly Backend[] = ['auto', 'tensorflow', 'wasm', 'cpu'];

/** Runs a lab from its first cell to its last. Returns whether every cell and check passed. */
export async function runCommand(args: RunArguments): Promise<boolean> {
  const backend = backends.find((name) => name === args.backend);
  if (!backend) throw new UserError('usage', t('unknown backend: {0} (one of {1})', args.backend, backends.join(', ')));
  if (args.starter && args.solution) throw new UserError('usage', t('--starter and --solution exclude each other.'));
  assertAvailable(backend);
  const workspace = await existingFolder(args.workspace);
  const lab = await findLab(args, workspace);
  const report = await runHere(lab, { backend, workspace, root: args.root, quiet: args.json });
  if (args.json) console.log(JSON.stringify(report, withBigInts));
  else printSummary(report);
  return report.status === 'succeeded';
}

async function findLab(args: RunArguments, workspace: string): Promise<LabToRun> {
  const bundled = availableLabs(await bundledCourse(args.root)).find(({ id }) => id === args.lab);
  const path = bundled ? await pathOf(bundled, args, workspace) : resolve(args.lab);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UserError('lab-not-found', t('{0} is neither the id of a bundled lab nor a readable file.', args.lab), {
      cause: error,
    });
  });
  const solved = parseLab(text);
  if (!args.starter) return { path, file: solved };
  if (!hasSolutions(solved))
    throw new UserError('usage', t('--starter: {0} holds no exercise with a solution.', args.lab));
  return { path, file: parseLab(starterText(text)) };
}

/** The workspace's copy where there is one, unless either side of the bundled lab is asked for. */
async function pathOf(lab: AvailableLab, args: RunArguments, workspace: string): Promise<string> {
  if (args.starter || args.solution) return lab.path;
  const copy = copyPath(workspace, lab.path);
  return access(copy).then(
    () => copy,
    () => lab.path,
  );
}

interface RunEnvironment {
  readonly backend: Backend;
  readonly workspace: string;
  readonly root: string;
  /** Prints nothing while running. */
  readonly quiet: boolean;
}

async function runHere(lab: LabToRun, env: RunEnvironment): Promise<LabReport> {
  const settings = { nodePath: '', dist: resolve(env.root, 'dist'), log: silentLog };
  const { backend, workspace } = env;
  const session = new LabSession({
    labId: frontMatter(lab.file, lab.path).id,
    labPath: lab.path,
    autoRun: () => 'runAll',
    log: silentLog,
    // Whoever names a workspace on the command line means its database.
    startKernel: () => launchKernel({ labPath: lab.path, workspace, backend, recording: true }, settings),
  });
  const interrupt = () => session.stop();
  process.on('SIGINT', interrupt);
  try {
    return await runLab(session, lab, consoleListener(lab.file, cellName, env.quiet));
  } finally {
    process.off('SIGINT', interrupt);
    await session.close();
  }
}

/** JSON knows no bigint; a display of one is printed as it is written in code. */
function withBigInts(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

export async function existingFolder(path: string): Promise<string> {
  const folder = resolve(path);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new UserError('no-folder', t('{0} is not a folder.', path));
  return folder;
}
