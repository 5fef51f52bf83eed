import * as vscode from 'vscode';

/**
 * The column for what is to be seen next to the active editor: one that is there already, else a new one. VS Code's
 * own “beside” makes a third column where the active one is the last of two.
 */
export function columnBeside(): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  return all.find((group) => group !== activeTabGroup)?.viewColumn ?? vscode.ViewColumn.Beside;
}
