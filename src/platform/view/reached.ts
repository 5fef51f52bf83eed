import * as vscode from 'vscode';

/** Sets a context key that a step of the walkthrough waits for; VS Code keeps that the step is done. */
export function reached(key: string): void {
  void vscode.commands.executeCommand('setContext', key, true);
}
