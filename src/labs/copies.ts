/**
 * The learner's own labs: `labs/<file>.lab.ts` in their folder, written from the bundled lab when it is first
 * opened and never over a file that is there. `.mlops-lab/labs.json` keeps which version each came from.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as z from 'zod/mini';
import { messageOf, systemCode, UserError } from '../platform/errors.ts';
import { fileTime, writeFileAtomic } from '../platform/files.ts';
import { t } from '../platform/l10n.ts';
import { backupFolder, learnerFolder, writeGitFiles } from '../shared/learnerFolder.ts';
import { starterText } from './exercise.ts';
import { frontMatter, parseLab } from './file.ts';

const LabsFile = z.object({
  schemaVersion: z.literal(1),
  labs: z.record(z.string(), z.object({ file: z.string(), sourceSha256: z.string(), opened: z.string() })),
});
type LabsFile = z.infer<typeof LabsFile>;

/**
 * Where the learner's copy of a bundled lab lies, whether or not it is there. One that was renamed within its folder is
 * known by the id in its front matter.
 */
export function copyPath(workspace: string, bundled: string): string {
  const folder = join(workspace, 'labs');
  const usual = join(folder, basename(bundled));
  return existsSync(usual) ? usual : (renamedCopy(folder, bundled) ?? usual);
}

function renamedCopy(folder: string, bundled: string): string | undefined {
  const id = idIn(bundled);
  return id === undefined ? undefined : labsIn(folder).find((path) => idIn(path) === id);
}

function labsIn(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.lab.ts'));
    return names.sort().map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** The id in a lab's front matter; nothing for a file that cannot be read or is no lab. */
function idIn(path: string): string | undefined {
  try {
    return frontMatter(parseLab(readFileSync(path, 'utf8')), path).id;
  } catch {
    return undefined;
  }
}

/**
 * Makes the learner's copy of `bundled` (absolute path) where there is none, and returns its path.
 * Fails with `UserError` when the folder cannot be written or `labs.json` is not ours.
 */
export async function openCopy(workspace: string, bundled: string, labId: string): Promise<string> {
  const copy = copyPath(workspace, bundled);
  const source = await readFile(bundled, 'utf8');
  try {
    await writeFileAtomic(copy, starterText(source), { overwrite: false });
    await writeGitFiles(workspace);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return copy;
    throw new UserError('copy-failed', t('The lab could not be copied to {0}: {1}', copy, String(error)), {
      cause: error,
    });
  }
  await remember(workspace, labId, labEntry(copy, source));
  return copy;
}

/**
 * Writes the learner's copy anew from the starter, after the copy as it is was kept in `.mlops-lab/backups/`.
 * @returns the path of what was kept
 * @throws UserError `copy-failed`
 */
export async function resetCopy(workspace: string, bundled: string, labId: string): Promise<string> {
  const copy = copyPath(workspace, bundled);
  const kept = join(backupFolder(workspace), `${basename(copy, '.lab.ts')}-${fileTime()}.lab.ts`);
  try {
    const source = await readFile(bundled, 'utf8');
    await writeFileAtomic(kept, await readFile(copy), { overwrite: false });
    await writeFileAtomic(copy, starterText(source));
    await remember(workspace, labId, labEntry(copy, source));
    return kept;
  } catch (error) {
    throw new UserError('copy-failed', t('The lab could not be reset at {0}: {1}', copy, messageOf(error)), {
      cause: error,
    });
  }
}

/** The hash (SHA-256) of the bundled lab that a learner's copy was made from; `undefined` where that is not known. */
export async function copiedVersion(workspace: string, labId: string): Promise<string | undefined> {
  return (await readLabs(join(learnerFolder(workspace), 'labs.json'))).labs[labId]?.sourceSha256;
}

/** Notes that the learner's `copy` now stands for this `source`, the text of the bundled lab. */
export async function rememberVersion(workspace: string, labId: string, copy: string, source: string): Promise<void> {
  await remember(workspace, labId, labEntry(copy, source));
}

function labEntry(copy: string, source: string): LabsFile['labs'][string] {
  return {
    file: `labs/${basename(copy)}`,
    sourceSha256: createHash('sha256').update(source).digest('hex'),
    opened: new Date().toISOString(),
  };
}

async function remember(workspace: string, labId: string, entry: LabsFile['labs'][string]): Promise<void> {
  const path = join(learnerFolder(workspace), 'labs.json');
  const known = await readLabs(path);
  const next: LabsFile = { schemaVersion: 1, labs: { ...known.labs, [labId]: entry } };
  await writeFileAtomic(path, `${JSON.stringify(next, null, 2)}\n`);
}

async function readLabs(path: string): Promise<LabsFile> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return { schemaVersion: 1, labs: {} };
  try {
    return LabsFile.parse(JSON.parse(text));
  } catch (error) {
    throw new UserError('labs-json', t('{0} cannot be read; mend it or remove it.', path), { cause: error });
  }
}
