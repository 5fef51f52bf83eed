import { basename } from 'node:path';
import * as vscode from 'vscode';
import { emptyPanel } from '../../../outputs/panel/state.ts';
import { panelText } from '../../../outputs/panel/text.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { schemes } from '../../../platform/ids.ts';
import type { TextOutputs } from './textOutputs.ts';

/** Milliseconds: an editor is given all of its text anew for each change. */
const refreshDelay = 300;

/** A lab's outputs as a read-only text document: all of them, to be searched, copied, and read aloud. */
export class OutputDocuments extends Disposable implements vscode.TextDocumentContentProvider {
  readonly #outputs: TextOutputs;
  readonly #changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(outputs: TextOutputs) {
    super();
    this.#outputs = outputs;
    this.register(vscode.workspace.registerTextDocumentContentProvider(schemes.outputs, this));
    this.register(outputs.onDidChange((lab) => this.#refresh(lab)));
    this.register({
      dispose: () => {
        for (const timer of this.#timers.values()) clearTimeout(timer);
      },
    });
  }

  provideTextDocumentContent({ query }: vscode.Uri): string {
    return this.#outputs.find(query)?.text ?? panelText(emptyPanel);
  }

  async show(lab: vscode.Uri): Promise<void> {
    // By the command: VS Code gives extensions no document of more than 50 MB, and shows it all the same.
    await vscode.commands.executeCommand('vscode.open', addressOf(lab), { preview: false });
  }

  #refresh(lab: vscode.Uri): void {
    const uri = addressOf(lab);
    const key = uri.toString();
    if (this.#timers.has(key) || !vscode.workspace.textDocuments.some((each) => each.uri.toString() === key)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      this.#changed.fire(uri);
    }, refreshDelay);
    this.#timers.set(key, timer);
  }
}

function addressOf(lab: vscode.Uri): vscode.Uri {
  const name = vscode.l10n.t('Outputs of {0}', basename(lab.path, '.lab.ts'));
  return vscode.Uri.from({ scheme: schemes.outputs, path: `/${name}.txt`, query: lab.toString() });
}
