import { existsSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { tagKeys } from './values.ts';

/** The tags that every run gets: who, what and on which Node.js, and the commit where `folder` is in a git tree. */
export function environmentTags(folder: string): Record<string, string> {
  const commit = gitCommit(folder);
  return {
    [tagKeys.user]: userName(),
    [tagKeys.sourceName]: process.argv[1] ?? process.execPath,
    [tagKeys.sourceType]: 'LOCAL',
    [tagKeys.node]: process.version,
    ...(commit && { [tagKeys.gitCommit]: commit }),
  };
}

export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id that has no name.
    return 'unknown';
  }
}

/**
 * The commit that HEAD names, read from git's own files: asking the git program would run what a cloned folder
 * configures. `undefined` outside a work tree, in a linked one or a submodule, and before the first commit.
 */
export function gitCommit(folder: string): string | undefined {
  const git = join(folder, '.git');
  const head = read(join(git, 'HEAD'));
  if (head === undefined) {
    // A `.git` that is a file belongs to another repository than that of the folders above.
    return existsSync(git) || folder === dirname(folder) ? undefined : gitCommit(dirname(folder));
  }
  const ref = /^ref: (refs\/\S+)/.exec(head)?.[1];
  if (!ref) return commitIn(head);
  if (ref.split('/').includes('..')) return undefined;
  const packed = read(join(git, 'packed-refs'))?.split('\n');
  return commitIn(read(join(git, ref))) ?? commitIn(packed?.find((line) => line.endsWith(` ${ref}`)));
}

function commitIn(text: string | undefined): string | undefined {
  return /^[0-9a-f]{40,64}\b/.exec(text ?? '')?.[0];
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
