/** Comparing what somebody wrote with another text, side by side; both sides are only to be read. */
import * as vscode from 'vscode';
import { Disposable } from '../../../platform/disposable.ts';
import { schemes } from '../../../platform/ids.ts';

export interface Comparison {
  /** A file name for both sides, without an ending. */
  readonly name: string;
  readonly title: string;
  readonly left: string;
  readonly right: string;
  /** Puts the right side in the place of the left. */
  readonly take: () => Promise<void>;
}

/** Texts that stand in diff editors, and what *Apply* does in each. */
export class Diffs extends Disposable {
  readonly #texts = new Map<string, string>();
  readonly #takes = new Map<string, () => Promise<void>>();
  #next = 1;

  constructor() {
    super();
    const provideTextDocumentContent = (uri: vscode.Uri) => this.#texts.get(uri.toString()) ?? '';
    this.register(
      vscode.workspace.registerTextDocumentContentProvider(schemes.solution, { provideTextDocumentContent }),
    );
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)));
  }

  async show({ name, title, left, right, take }: Comparison): Promise<vscode.Uri> {
    const number = this.#next++;
    const uriOf = (side: string, text: string) => {
      const uri = vscode.Uri.from({ scheme: schemes.solution, path: `/${number}/${side}/${name}.ts` });
      this.#texts.set(uri.toString(), text);
      return uri;
    };
    const [from, to] = [uriOf('yours', left), uriOf('other', right)];
    this.#takes.set(to.toString(), take);
    await vscode.commands.executeCommand('vscode.diff', from, to, title, { preview: true });
    await wrapLines();
    return to;
  }

  /** Applies what a diff shows at its right, or the one in view, and closes it. */
  async take(wanted: vscode.Uri | undefined): Promise<boolean> {
    const tab = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .find(({ input, isActive }) => {
        if (!(input instanceof vscode.TabInputTextDiff)) return false;
        return wanted
          ? sides(input).includes(wanted.toString())
          : isActive && input.modified.scheme === schemes.solution;
      });
    const input = tab?.input instanceof vscode.TabInputTextDiff ? tab.input : undefined;
    const take = this.#takes.get(input?.modified.toString() ?? wanted?.toString() ?? '');
    if (!take) return false;
    await take();
    if (tab) await vscode.window.tabGroups.close(tab);
    return true;
  }

  #forget(uri: vscode.Uri): void {
    this.#texts.delete(uri.toString());
    this.#takes.delete(uri.toString());
  }
}

function sides({ original, modified }: vscode.TabInputTextDiff): string[] {
  return [original.toString(), modified.toString()];
}

/** Half a window is narrower than most lines of a lab, and what is past its edge is not compared. */
async function wrapLines(): Promise<void> {
  const setting = (section: string) => vscode.workspace.getConfiguration(section).get<string>('wordWrap');
  const wraps = setting('diffEditor') === 'inherit' ? setting('editor') : setting('diffEditor');
  if (wraps === 'off') await vscode.commands.executeCommand('editor.action.toggleWordWrap');
}
