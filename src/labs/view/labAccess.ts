/** Which labs may be run, whichever way they are open. */
import { sep } from 'node:path';
import * as vscode from 'vscode';
import { UserError } from '../../platform/errors.ts';
import { assertTrusted } from '../../platform/view/trust.ts';
import type { LabAccess } from '../text/lenses.ts';

/** @param extensionPath the folder that bundled labs lie in */
export function accessTo(uri: vscode.Uri, extensionPath: string): LabAccess {
  if (uri.fsPath.startsWith(extensionPath + sep)) return 'bundled';
  if (isKept(uri)) return 'kept';
  return vscode.workspace.isTrusted ? 'own' : 'restricted';
}

/** Runs keep the text of their lab; those of version 0.1.0 under the lab's own name. */
function isKept({ path }: vscode.Uri): boolean {
  return /\/(?:mlartifacts\/[^/]+\/[^/]+\/artifacts|\.mlops-lab\/backups)\//.test(path);
}

/**
 * Runs and outputs are kept beside a lab's file: so it must be one, and in a folder of the learner's own.
 * @throws {UserError} `restricted`, `bundled-lab`, `kept-lab` or `lab-not-saved`
 */
export function assertMayRun(uri: vscode.Uri, extensionPath: string): void {
  assertTrusted();
  if (accessTo(uri, extensionPath) === 'bundled') {
    throw new UserError(
      'bundled-lab',
      vscode.l10n.t('This lab came with the extension and is only to be read. Run your copy: open it from the course.'),
    );
  }
  if (isKept(uri)) {
    throw new UserError(
      'kept-lab',
      vscode.l10n.t('This is a lab as it was when a run recorded it, or before it was reset. Run the lab itself.'),
    );
  }
  if (uri.scheme !== 'file') {
    throw new UserError(
      'lab-not-saved',
      vscode.l10n.t('This is not a lab’s file, but an unsaved lab or another version. Open the file, then run it.'),
    );
  }
}
