import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { commands, contexts, extensionId, walkthroughs } from '../../platform/ids.ts';
import { reached, tellReached } from '../../platform/view/reached.ts';
import type { Evidence, EvidenceKeeper } from '../../shared/evidence.ts';
import { ensureWorkspaceFolder } from '../../shared/view/workspaceFolder.ts';
import { registerGuarded } from './guarded.ts';

/** The first things that somebody does, and where their labs go. Evidence passes through it, and ticks off its steps. */
export class GettingStarted extends Disposable implements EvidenceKeeper {
  readonly #keeper: EvidenceKeeper;

  /** @param keeper gets all evidence */
  constructor(context: vscode.ExtensionContext, keeper: EvidenceKeeper, log: vscode.LogOutputChannel) {
    super();
    this.#keeper = keeper;
    const walkthrough = `${extensionId}#${walkthroughs.gettingStarted}`;
    this.register(
      registerGuarded(log, commands.getStarted, async () => {
        await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthrough, false);
        await tellReached();
      }),
    );
    this.register(registerGuarded(log, commands.chooseFolder, () => chooseFolder(context)));
  }

  /** A cell or a page of any file counts, also of one that is no item of the course. */
  keep(evidence: Evidence, file?: string): void {
    if (evidence.kind === 'pages') reached(contexts.slidesRead);
    if (evidence.kind === 'cell') reached(contexts.cellRun);
    this.#keeper.keep(evidence, file);
  }
}

async function chooseFolder(context: vscode.ExtensionContext): Promise<void> {
  const folder = await ensureWorkspaceFolder(context);
  if (folder === undefined) return;
  const other = vscode.l10n.t('Open Another Folder');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('Your labs are kept in “{0}”.', folder),
    other,
  );
  if (answer === other) await vscode.commands.executeCommand('vscode.openFolder');
}
