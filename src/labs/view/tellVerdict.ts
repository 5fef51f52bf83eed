import * as vscode from 'vscode';
import { commands } from '../../platform/ids.ts';
import { type Verdict, verdictText } from '../session/verdict.ts';

/**
 * Says after a run of several cells how it came out, and leads to the first that failed, or on.
 * @param goTo brings a cell into view
 */
export async function tellVerdict(verdict: Verdict, goTo: (cellId: string) => unknown): Promise<void> {
  const text = verdictText(verdict);
  if (verdict.kind === 'passed') {
    const onward = vscode.l10n.t('Continue');
    const answer = await vscode.window.showInformationMessage(text, onward);
    if (answer === onward) await vscode.commands.executeCommand(commands.continueCourse);
    return;
  }
  const show = verdict.kind === 'error' ? vscode.l10n.t('Go to the Error') : vscode.l10n.t('Go to the Failed Check');
  if ((await vscode.window.showInformationMessage(text, show)) === show) await goTo(verdict.cellId);
}
