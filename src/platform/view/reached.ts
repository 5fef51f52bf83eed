import * as vscode from 'vscode';

/** What has happened in this window, for `tellReached`. */
const keys = new Set<string>();

/** Something has happened that a step of the walkthrough waits for, by its context key; VS Code keeps that it is done. */
export function reached(key: string): void {
  keys.add(key);
  void tell(key);
}

/** Tells it again: VS Code listens only from when it first shows a walkthrough. */
export async function tellReached(): Promise<void> {
  for (const key of keys) await tell(key);
}

/** True for a moment alone: a step whose key is true already when VS Code begins to listen is never ticked off. */
async function tell(key: string): Promise<void> {
  await vscode.commands.executeCommand('setContext', key, true);
  await vscode.commands.executeCommand('setContext', key, undefined);
}
