import * as vscode from 'vscode';

/** Milliseconds after which waiting wants a word. */
const patience = 1000;

/** Shows work in the window's status bar once it takes longer than a moment; gives what the work gives. */
export async function showSlow<T>(title: string, work: Promise<T>): Promise<T> {
  const timer = setTimeout(() => {
    const settled = work.then(
      () => {},
      () => {},
    );
    void vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => settled);
  }, patience);
  try {
    return await work;
  } finally {
    clearTimeout(timer);
  }
}
