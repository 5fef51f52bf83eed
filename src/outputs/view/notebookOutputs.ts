import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { notebook as ids } from '../../platform/ids.ts';
import type { ToRenderer } from '../contract.ts';
import type { OutputHost } from './outputHost.ts';

type Post = (answer: ToRenderer) => void;

/** The extension's end of the outputs that are drawn in notebooks. */
export class NotebookOutputs extends Disposable {
  constructor(host: OutputHost) {
    super();
    const messaging = vscode.notebooks.createRendererMessaging(ids.renderer);
    const posts = new WeakMap<vscode.NotebookEditor, Post>();
    const postTo = (editor: vscode.NotebookEditor): Post => {
      const post = posts.get(editor) ?? ((answer) => void messaging.postMessage(answer, editor));
      posts.set(editor, post);
      return post;
    };
    this.register(
      messaging.onDidReceiveMessage(
        ({ editor, message }) => void host.serve(editor.notebook.uri, message, postTo(editor)),
      ),
    );
  }
}
