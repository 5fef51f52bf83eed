import * as vscode from 'vscode';
import { UserError } from '../errors.ts';

/** @throws UserError `restricted` in Restricted Mode, with the way out */
export function assertTrusted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new UserError(
    'restricted',
    vscode.l10n.t('Nothing runs in Restricted Mode. Trust this folder by “Workspaces: Manage Workspace Trust”.'),
  );
}
