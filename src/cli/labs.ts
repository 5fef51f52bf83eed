/** Which file a lab of the command line is. */
import { access, readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { bundledLabs, courseLabs } from '../course/bundledLabs.ts';
import { copyPath } from '../labs/copies.ts';
import { hasSolutions, starterText } from '../labs/exercise.ts';
import { formatLab, frontMatter, type LabFile, parseLab } from '../labs/file.ts';
import type { LabToRun } from '../labs/session/labRun.ts';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { AvailableLab } from '../shared/labs.ts';

export interface LabChoice {
  /** Either forces the bundled lab, whatever copy the workspace holds. */
  readonly starter: boolean;
  readonly solution: boolean;
  readonly workspace: string;
  /** The folder of the package. */
  readonly root: string;
}

/** @param name an id of the bundled course, or the path of a lab file */
export async function findLab(name: string, choice: LabChoice): Promise<LabToRun> {
  const bundled = (await bundledLabs(choice.root)).find(({ id }) => id === name);
  const lab = await readLab(name, bundled ? await pathOf(bundled, choice) : resolve(name));
  if (choice.starter && !hasSolutions(lab.file)) {
    throw new UserError('usage', t('--starter: {0} holds no exercise with a solution.', name));
  }
  return choice.starter ? asStarter(lab) : lab;
}

/** Every lab of the course, each as `findLab` takes it; one without exercises is its own starter. */
export async function findAllLabs(choice: LabChoice): Promise<LabToRun[]> {
  const labs = await courseLabs(choice.root);
  const read = await Promise.all(labs.map(async (lab) => readLab(lab.id, await pathOf(lab, choice))));
  return choice.starter ? read.map(asStarter) : read;
}

/** A lab of the bundled course as a learner finds it; nothing where the course has none of this id, or cannot be read. */
export async function starterOf(id: string, root: string): Promise<LabFile | undefined> {
  try {
    const bundled = (await bundledLabs(root)).find((lab) => lab.id === id);
    return bundled && parseLab(starterText(await readFile(bundled.path, 'utf8')));
  } catch {
    // Then a try cannot be told from the starter.
    return undefined;
  }
}

async function readLab(name: string, path: string): Promise<LabToRun> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UserError('lab-not-found', t('{0} is neither the id of a bundled lab nor a readable file.', name), {
      cause: error,
    });
  });
  const file = parseLab(text);
  // A file that is no lab is refused before anything runs.
  frontMatter(file, path);
  return { path, file };
}

function asStarter({ path, file }: LabToRun): LabToRun {
  return { path, file: parseLab(starterText(formatLab(file))) };
}

/** The workspace's copy where there is one, unless either side of the bundled lab is asked for. */
async function pathOf(lab: AvailableLab, { starter, solution, workspace }: LabChoice): Promise<string> {
  if (starter || solution) return lab.path;
  const copy = copyPath(workspace, lab.path);
  return access(copy).then(
    () => copy,
    () => lab.path,
  );
}

/** The absolute path of a folder that is there. @throws UserError `no-folder` */
export async function existingFolder(path: string): Promise<string> {
  const folder = resolve(path);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) throw new UserError('no-folder', t('{0} is not a folder.', path));
  return folder;
}
