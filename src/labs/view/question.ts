import * as vscode from 'vscode';
import type { Question } from '../../mlops/host.ts';

/**
 * Asks the person what a cell wants to know, in an input box that stays while the person looks elsewhere.
 * @param signal takes the question back: the cell has ended meanwhile
 * @returns nothing when the person closes the box or the question is taken back
 */
export async function askPerson({ prompt, password }: Question, signal: AbortSignal): Promise<string | undefined> {
  const source = new vscode.CancellationTokenSource();
  const takeBack = () => source.cancel();
  if (signal.aborted) return undefined;
  signal.addEventListener('abort', takeBack, { once: true });
  try {
    const title = vscode.l10n.t('A Cell Asks');
    return await vscode.window.showInputBox({ title, prompt, password, ignoreFocusOut: true }, source.token);
  } finally {
    signal.removeEventListener('abort', takeBack);
    source.dispose();
  }
}
