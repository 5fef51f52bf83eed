import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const fixture = join(import.meta.dirname, '..', 'fixtures', 'course-repo');
export const extensionRoot = join(import.meta.dirname, '..', '..');

/** A new temporary folder with these files; the caller removes it. */
export async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'course-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

/** The course repository as its tree lists it, every file empty but the README. */
export async function courseRepository(): Promise<string> {
  const tree = (await readFile(join(fixture, 'tree.txt'), 'utf8')).split('\n').filter(Boolean);
  return folderOf({ ...Object.fromEntries(tree.map((path) => [path, ''])), 'README.md': await fixtureReadme() });
}

export function fixtureReadme(): Promise<string> {
  return readFile(join(fixture, 'README.md'), 'utf8');
}

export const remove = (folder: string) => rm(folder, { recursive: true, force: true });
