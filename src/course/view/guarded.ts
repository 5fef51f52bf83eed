import * as vscode from 'vscode';
import { messageOf } from '../../platform/errors.ts';

/** Nobody above catches what is started by the user: a failure is logged and shown. */
export async function guarded(log: vscode.LogOutputChannel, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    log.error(error instanceof Error ? error : messageOf(error));
    void vscode.window.showErrorMessage(messageOf(error));
  }
}

/** Registers a command whose failures are logged and shown. */
export function registerGuarded(
  log: vscode.LogOutputChannel,
  id: string,
  run: (argument: unknown) => Promise<unknown>,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, (argument: unknown) => guarded(log, () => run(argument)));
}
