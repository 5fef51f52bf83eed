import * as vscode from 'vscode';
import type { Hit } from '../search/searchIndex.ts';
import type { CourseDeck, CourseDecks } from './courseDecks.ts';
import type { DeckEditor } from './deckEditor.ts';

const mostHits = 100;
/** Milliseconds of rest after a key before the pages are searched. */
const settleMs = 40;

interface HitPick extends vscode.QuickPickItem {
  readonly deck: CourseDeck;
  readonly hit: Hit;
}

/** *Search Slides*: one list over all pages of the course's decks, which opens a page with the words found on it. */
export async function searchSlides(decks: CourseDecks, editor: DeckEditor): Promise<void> {
  const all = await decks.list();
  if (!all) return;
  if (all.length === 0)
    return void vscode.window.showInformationMessage(
      vscode.l10n.t('The course on show has no slides to search. Open a folder with slides, or the bundled course.'),
    );
  const byAddress = new Map(all.map((deck) => [deck.uri.toString(), deck]));
  const picker = vscode.window.createQuickPick<HitPick>();
  picker.title = vscode.l10n.t('Search Slides');
  picker.placeholder = vscode.l10n.t('Words to find in the slides of the course');
  // VS Code then marks what was typed in the line; `alwaysShow` keeps the pages that it would not find itself.
  picker.matchOnDetail = true;
  // The pages come ranked. Every VS Code we support has this property, which its types leave out.
  Object.assign(picker, { sortByLabel: false });

  let latest = 0;
  let progress = '';
  const show = async () => {
    const mine = ++latest;
    const words = picker.value.trim();
    const hits = words ? await decks.search(words, mostHits) : [];
    if (mine !== latest) return;
    picker.items = hits.flatMap((hit) => {
      const deck = byAddress.get(hit.deck);
      return deck ? [pickOf(deck, hit)] : [];
    });
    const found = words && !progress ? foundText(hits.length) : progress;
    picker.title = [vscode.l10n.t('Search Slides'), found].filter(Boolean).join(' · ');
  };
  let settling: NodeJS.Timeout | undefined;
  picker.onDidChangeValue(() => {
    clearTimeout(settling);
    settling = setTimeout(show, settleMs);
  });
  const picked = new Promise<HitPick | undefined>((resolve) => {
    picker.onDidAccept(() => {
      if (picker.selectedItems[0]) resolve(picker.selectedItems[0]);
    });
    picker.onDidHide(() => resolve(undefined));
  });
  picker.busy = true;
  picker.show();
  const updated = decks
    .update(all, (done, of) => {
      progress = vscode.l10n.t('reading the slides, {0} of {1}', done + 1, of);
      void show();
    })
    .finally(() => {
      picker.busy = false;
      progress = '';
      return show();
    });
  try {
    const choice = await Promise.race([picked, updated.then(() => picked)]);
    if (choice) await open(choice, editor);
  } finally {
    clearTimeout(settling);
    latest++;
    picker.dispose();
  }
}

async function open({ deck, hit }: HitPick, editor: DeckEditor): Promise<void> {
  const place = { page: hit.page, ...(hit.search && { search: hit.search }) };
  await editor.open(deck.uri, { title: deck.title, ...(deck.id && { itemId: deck.id }), place });
}

function pickOf(deck: CourseDeck, hit: Hit): HitPick {
  return {
    deck,
    hit,
    iconPath: new vscode.ThemeIcon('file-pdf'),
    label: vscode.l10n.t('Page {0}: {1}', hit.label ?? hit.page, hit.title),
    description: `${deck.title} · ${deck.where}`,
    detail: hit.line.text,
    alwaysShow: true,
  };
}

function foundText(count: number): string {
  if (count === 0) return vscode.l10n.t('nothing found');
  if (count === 1) return vscode.l10n.t('1 page');
  return count < mostHits ? vscode.l10n.t('{0} pages', count) : vscode.l10n.t('the best {0} pages', count);
}
