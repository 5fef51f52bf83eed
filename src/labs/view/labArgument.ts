import * as vscode from 'vscode';
import { activeLab } from './openLabs.ts';

/** The lab that a command is meant for: VS Code hands over a file, a notebook toolbar's context, or nothing. */
export function labOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) return argument;
  return notebookOf(argument) ?? activeLab();
}

function notebookOf(argument: unknown): vscode.Uri | undefined {
  if (typeof argument !== 'object' || argument === null || !('notebookEditor' in argument)) return undefined;
  const { notebookEditor: editor } = argument;
  if (typeof editor !== 'object' || editor === null || !('notebookUri' in editor)) return undefined;
  return editor.notebookUri instanceof vscode.Uri ? editor.notebookUri : undefined;
}
