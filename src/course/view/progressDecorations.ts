import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { schemes } from '../../platform/ids.ts';
import { type Part, percent } from '../progress/summary.ts';
import { badge } from '../progress/words.ts';

/**
 * A row's own address, so that no file of the user gets a badge with it.
 * @param isMissing whether nothing is there that could be opened
 */
export function rowUri(path: string, isMissing = false): vscode.Uri {
  return vscode.Uri.from({ scheme: schemes.courseRow, path: `/${path}`, query: isMissing ? missing : '' });
}

const missing = 'missing';

/** Badges of the Course view's rows: how far each is; and the color of those that nothing is behind. */
export class ProgressDecorations extends Disposable implements vscode.FileDecorationProvider {
  readonly #progressOf: (path: string) => Part | undefined;
  readonly #changed = this.register(new vscode.EventEmitter<vscode.Uri[] | undefined>());
  readonly onDidChangeFileDecorations = this.#changed.event;

  /** @param progressOf how far the row at a path is */
  constructor(progressOf: (path: string) => Part | undefined) {
    super();
    this.#progressOf = progressOf;
    this.register(vscode.window.registerFileDecorationProvider(this));
  }

  /** @param paths of the rows that changed; absent: all */
  refresh(paths?: readonly string[]): void {
    this.#changed.fire(paths?.map((path) => rowUri(path)));
  }

  provideFileDecoration({ scheme, path, query }: vscode.Uri): vscode.FileDecoration | undefined {
    if (scheme !== schemes.courseRow) return undefined;
    if (query === missing) {
      const words = vscode.l10n.t('Not here yet');
      return new vscode.FileDecoration(undefined, words, new vscode.ThemeColor('disabledForeground'));
    }
    const progress = this.#progressOf(path.slice(1));
    const text = progress && badge(progress);
    if (!progress || text === undefined) return undefined;
    const words = progress.state === 'done' ? vscode.l10n.t('Done') : vscode.l10n.t('{0}% done', percent(progress));
    return new vscode.FileDecoration(text, words);
  }
}
