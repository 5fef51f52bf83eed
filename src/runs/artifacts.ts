import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { folderInWorkspace, isInWorkspace, runFolder } from '../mlops/tracking/artifacts.ts';
import type { Artifact, Run } from './model.ts';

/** A run may hold a whole data set; the page lists this many files. */
const most = 1000;

/**
 * The folder of a run's artifacts: the one that the database names where that is in the workspace, else the one that
 * it has become when the workspace was moved. `undefined` when they are somewhere else, as on a server.
 */
export function artifactFolder(
  workspace: string,
  run: Pick<Run, 'id' | 'experimentId' | 'artifactUri'>,
): string | undefined {
  const named = folderInWorkspace(workspace, run.artifactUri);
  if (named !== undefined) return named;
  const moved = runFolder(workspace, run.experimentId, run.id);
  return moved !== undefined && isInWorkspace(workspace, moved) && isFolder(moved) ? moved : undefined;
}

/** The files below `folder`, sorted by path; none before the first is written. Links are not followed out of it. */
export function listArtifacts(folder: string): Artifact[] {
  const found: Artifact[] = [];
  const visit = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      if (found.length >= most) return;
      const path = below ? `${below}/${entry.name}` : entry.name;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) found.push({ path, bytes: statSync(join(folder, path)).size });
    }
  };
  if (isFolder(folder)) visit('');
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
