import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { notebook as ids } from '../../platform/ids.ts';
import type { OutputHost } from './outputHost.ts';

/** The extension's end of the outputs that are drawn in notebooks. */
export class NotebookOutputs extends Disposable {
  constructor(host: OutputHost) {
    super();
    const messaging = vscode.notebooks.createRendererMessaging(ids.renderer);
    this.register(
      messaging.onDidReceiveMessage(
        ({ editor, message }) =>
          void host.serve(editor.notebook.uri, message, (answer) => void messaging.postMessage(answer, editor)),
      ),
    );
  }
}
