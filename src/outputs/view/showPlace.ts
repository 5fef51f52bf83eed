import * as vscode from 'vscode';

/** Shows a place where its document is seen already, else in the first group: not in front of the output that leads there. */
export async function showPlace(document: vscode.TextDocument, at: vscode.Position): Promise<void> {
  const isSame = ({ document: other }: vscode.TextEditor) => other.uri.toString() === document.uri.toString();
  const viewColumn = vscode.window.visibleTextEditors.find(isSame)?.viewColumn ?? vscode.ViewColumn.One;
  const place = document.validatePosition(at);
  await vscode.window.showTextDocument(document, { viewColumn, selection: new vscode.Range(place, place) });
}
