import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../../platform/errors.ts';
import { sourceOf } from '../../compare/source.ts';
import type { RunDetails } from '../../model.ts';

/**
 * Shows in VS Code's own diff editor what differs between the sources of two runs, the older on the left.
 * @throws {UserError} `no-source` when a run has kept none in this folder
 */
export async function diffSources(one: RunDetails, other: RunDetails): Promise<void> {
  const [older, newer] = one.startTime <= other.startTime ? [one, other] : [other, one];
  const [left, right] = [sourcePath(older), sourcePath(newer)];
  const [before, after] = await Promise.all([readFile(left, 'utf8'), readFile(right, 'utf8')]);
  if (before === after) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('“{0}” and “{1}” ran the same source.', older.name, newer.name),
    );
  }
  const title = vscode.l10n.t('Sources: {0} ↔ {1}', older.name, newer.name);
  await vscode.commands.executeCommand('vscode.diff', vscode.Uri.file(left), vscode.Uri.file(right), title);
}

function sourcePath(run: RunDetails): string {
  const source = sourceOf(run);
  if (source && run.artifactFolder !== undefined) return join(run.artifactFolder, source.path);
  throw new UserError(
    'no-source',
    vscode.l10n.t('“{0}” kept no source in this folder. Labs keep theirs with each run of Run All.', run.name),
  );
}
