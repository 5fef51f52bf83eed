/** `.mlops-lab/` in a learner's folder: what MLOps Lab keeps there, and what git is told of it. */
import { join } from 'node:path';
import { systemCode } from '../platform/errors.ts';
import { writeFileAtomic } from '../platform/files.ts';

/** Absolute path of a folder's `.mlops-lab/`. */
export const learnerFolder = (folder: string): string => join(folder, '.mlops-lab');

/** Absolute path of where copies are kept of what a reset takes away. */
export const backupFolder = (folder: string): string => join(learnerFolder(folder), 'backups');

const gitFiles = {
  '.gitignore': 'outputs/\ntypes/\ncache/\nbackups/\n',
  // Each line of it is true by itself: two learners' lines are simply put together.
  '.gitattributes': 'progress.json merge=union\n',
};

/** Tells git what under `.mlops-lab/` is to be committed, and how it is merged. What is there already is left alone. */
export async function writeGitFiles(folder: string): Promise<void> {
  for (const [name, text] of Object.entries(gitFiles)) {
    await writeFileAtomic(join(learnerFolder(folder), name), text, { overwrite: false }).catch((error: unknown) => {
      if (systemCode(error) !== 'EEXIST') throw error;
    });
  }
}
