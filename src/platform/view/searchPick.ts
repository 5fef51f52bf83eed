/** A quick pick over what is searched elsewhere: ranked there, and shown as it comes. */
import * as vscode from 'vscode';

/** Milliseconds of rest after a key before a search begins. */
const settleMs = 40;

export interface Found<P extends vscode.QuickPickItem> {
  readonly picks: readonly P[];
  /** How much that is, beside the title. */
  readonly summary: string;
}

export interface Search<P extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  /** What is found for what was typed, best first; what takes longer follows with all that came before it. */
  find(typed: string): AsyncIterable<Found<P>>;
  /**
   * Brings up to date what is searched.
   * @param progress says how far that is, and has the list made anew
   */
  prepare(progress: (words: string) => void): Promise<void>;
}

/**
 * Shows the list until something is picked, or it is left.
 * @throws what `find` and `prepare` throw; the list is then closed
 */
export async function pickFound<P extends vscode.QuickPickItem>(search: Search<P>): Promise<P | undefined> {
  const picker = vscode.window.createQuickPick<P>();
  picker.title = search.title;
  picker.placeholder = search.placeholder;
  // VS Code then marks what was typed in the line; `alwaysShow` of the picks keeps those that it would not find itself.
  picker.matchOnDetail = true;
  // What is found comes ranked. Every VS Code we support has this property, which its types leave out.
  Object.assign(picker, { sortByLabel: false });

  let latest = 0;
  let progress = '';
  let settling: NodeJS.Timeout | undefined;
  const show = async () => {
    const mine = ++latest;
    for await (const { picks, summary } of search.find(picker.value.trim())) {
      if (mine !== latest) return;
      replaceItems(picker, picks);
      picker.title = [search.title, progress || summary].filter(Boolean).join(' · ');
    }
  };
  const picked = new Promise<P | undefined>((resolve, reject) => {
    picker.onDidChangeValue(() => {
      clearTimeout(settling);
      settling = setTimeout(() => show().catch(reject), settleMs);
    });
    picker.onDidAccept(() => {
      // Enter on an empty list leaves what was typed.
      if (picker.selectedItems[0]) resolve(picker.selectedItems[0]);
    });
    picker.onDidHide(() => resolve(undefined));
    picker.busy = true;
    picker.show();
    show().catch(reject);
    search
      .prepare((words) => {
        progress = words;
        show().catch(reject);
      })
      .finally(() => {
        picker.busy = false;
        progress = '';
      })
      .then(show)
      .catch(reject);
  });
  try {
    return await picked;
  } finally {
    clearTimeout(settling);
    latest++;
    picker.dispose();
  }
}

/** Somebody who has gone down the list stays where they are when more is found. */
function replaceItems<P extends vscode.QuickPickItem>(picker: vscode.QuickPick<P>, picks: readonly P[]): void {
  const [active] = picker.activeItems;
  const first = picker.items.find(({ kind }) => kind !== vscode.QuickPickItemKind.Separator);
  const stays = active && active !== first ? picks.find((pick) => isSame(pick, active)) : undefined;
  picker.keepScrollPosition = stays !== undefined;
  picker.items = picks;
  if (stays) picker.activeItems = [stays];
}

function isSame(one: vscode.QuickPickItem, other: vscode.QuickPickItem): boolean {
  return one.label === other.label && one.description === other.description;
}
