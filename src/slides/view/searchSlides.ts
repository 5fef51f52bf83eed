import * as vscode from 'vscode';
import { pickFound } from '../../platform/view/searchPick.ts';
import type { TextHit } from '../../shared/texts.ts';
import { type CourseDeck, type DecksHost, decksOf } from './courseDecks.ts';

const mostHits = 100;

interface HitPick extends vscode.QuickPickItem {
  readonly deck: CourseDeck;
  readonly hit: TextHit;
}

/** *Search Slides*: one list over all pages of the course's decks, which opens a page with the words found on it. */
export async function searchSlides({ course: onShow, texts, editor }: DecksHost): Promise<void> {
  const course = await onShow();
  if (!course) return;
  const decks = new Map(decksOf(course).map((deck) => [deck.uri.toString(), deck]));
  if (decks.size === 0)
    return void vscode.window.showInformationMessage(
      vscode.l10n.t('The course on show has no slides to search. Open a folder with slides, or the bundled course.'),
    );
  const picked = await pickFound<HitPick>({
    title: vscode.l10n.t('Search Slides'),
    placeholder: vscode.l10n.t('Words to find in the slides of the course'),
    async *find(typed) {
      const hits = typed ? await texts.search('slides', typed, mostHits) : [];
      const picks = hits.flatMap((hit) => {
        const deck = decks.get(hit.document);
        return deck ? [pickOf(deck, hit)] : [];
      });
      yield { picks, summary: typed ? foundText(picks.length) : '' };
    },
    prepare: (progress) =>
      texts.update('slides', course, (done, of) =>
        progress(vscode.l10n.t('reading the slides, {0} of {1}', done + 1, of)),
      ),
  });
  if (!picked) return;
  const { deck, hit } = picked;
  const place = { page: hit.part, ...(hit.search && { search: hit.search }) };
  await editor.open(deck.uri, { title: deck.title, ...(deck.id && { itemId: deck.id }), place });
}

function pickOf(deck: CourseDeck, hit: TextHit): HitPick {
  return {
    deck,
    hit,
    iconPath: new vscode.ThemeIcon('file-pdf'),
    label: vscode.l10n.t('Page {0}: {1}', hit.label ?? hit.part, hit.title),
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
