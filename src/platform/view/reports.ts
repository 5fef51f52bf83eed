/** Reports that the extension writes: shown as they are to be read, with nothing to save when they are closed. */
import * as vscode from 'vscode';
import { schemes } from '../ids.ts';

/** A report stands in its own address, so it is still there when the window is loaded anew. */
export function registerReports(): vscode.Disposable {
  const provideTextDocumentContent = ({ query }: vscode.Uri) => query;
  return vscode.workspace.registerTextDocumentContentProvider(schemes.report, { provideTextDocumentContent });
}

/**
 * Opens a report: Markdown as a preview, anything else as a text that cannot be changed.
 * @param name of the file that it could be; its extension tells the language, and its tab is named by it
 */
export async function showReport(name: string, content: string): Promise<void> {
  const uri = vscode.Uri.from({ scheme: schemes.report, path: `/${name}`, query: content });
  if (name.endsWith('.md')) await vscode.commands.executeCommand('markdown.showPreview', uri);
  else await vscode.window.showTextDocument(uri, { preview: false });
}
