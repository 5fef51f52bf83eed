/**
 * The types that a lab needs when it is open as text: declarations of TensorFlow.js, Node.js and `mlops-lab/…` in
 * `.mlops-lab/types/`, and the tsconfig.json files that lead to them. So a folder without node_modules shows no false
 * errors and completes everything.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode, UserError } from '../platform/errors.ts';
import { writeFileAtomic } from '../platform/files.ts';
import { t } from '../platform/l10n.ts';

/** First line of the tsconfig.json that is ours to write anew. */
const mark = '// Written by MLOps Lab, and written anew with each version: change labs/tsconfig.json instead.';

const compilerOptions = {
  target: 'es2023',
  lib: ['es2023', 'esnext.disposable'],
  // Labs are ES modules whatever the folder's package.json says, and may import npm packages of either kind.
  module: 'preserve',
  moduleDetection: 'force',
  strict: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  skipLibCheck: true,
  noEmit: true,
  typeRoots: ['./types'],
  types: ['node', 'tensorflow', 'mlops-lab'],
};

const baseConfig = `${mark}\n${JSON.stringify({ compilerOptions }, null, 2)}\n`;
const labsConfig = `${JSON.stringify({ extends: '../.mlops-lab/tsconfig.json' }, null, 2)}\n`;

/**
 * Brings a learner's folder up to date. Does nothing where the types are of this version already, and never writes
 * over a tsconfig.json that a person wrote.
 * @param workspace absolute path of the learner's folder
 * @param types absolute path of the shipped declarations (`dist/types`)
 * @returns whether anything was written
 * @throws UserError `types-failed` when the folder cannot be written
 */
export async function writeTypes(workspace: string, types: string): Promise<boolean> {
  try {
    const written = [
      await writeDeclarations(join(workspace, '.mlops-lab', 'types'), types),
      await writeConfig(join(workspace, '.mlops-lab', 'tsconfig.json'), baseConfig, (text) => text.startsWith(mark)),
      await writeConfig(join(workspace, 'labs', 'tsconfig.json'), labsConfig, () => false),
    ];
    return written.includes(true);
  } catch (error) {
    throw new UserError(
      'types-failed',
      t(
        'The types for labs could not be written to {0}, so labs show errors that are none: {1}',
        workspace,
        String(error),
      ),
      { cause: error },
    );
  }
}

/** The version goes last: a write that broke off is done again. */
async function writeDeclarations(folder: string, types: string): Promise<boolean> {
  const version = await readFile(join(types, 'version'), 'utf8');
  if ((await textOf(join(folder, 'version'))) === version) return false;
  const names = (await readdir(types, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const { name } of names) {
    await writeFileAtomic(join(folder, name, 'index.d.ts'), await readFile(join(types, name, 'index.d.ts')));
  }
  // They are the extension's, not the learner's, to keep.
  await writeFileAtomic(join(folder, '.gitignore'), '*\n');
  await writeFileAtomic(join(folder, 'version'), version);
  return true;
}

async function writeConfig(path: string, text: string, isOurs: (found: string) => boolean): Promise<boolean> {
  const found = await textOf(path);
  if (found === text || (found !== undefined && !isOurs(found))) return false;
  await writeFileAtomic(path, text);
  return true;
}

/** `undefined` where there is no such file. */
async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  });
}
