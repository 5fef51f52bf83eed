import * as vscode from 'vscode';
import { type DeckText, titleOf } from '../search/deckText.ts';
import { type CourseDeck, type DecksHost, decksOf } from './courseDecks.ts';
import type { CourseTexts } from './courseTexts.ts';

interface PagePick extends vscode.QuickPickItem {
  readonly page?: number;
}

/** *Go to Slide*: a deck of the course, then one of its headings or pages. */
export async function goToSlide({ course: onShow, texts, editor }: DecksHost): Promise<void> {
  const course = await onShow();
  if (!course) return;
  const all = decksOf(course);
  if (all.length === 0)
    return void vscode.window.showInformationMessage(
      vscode.l10n.t('The course on show has no slides. Open a folder with slides, or the bundled course.'),
    );
  const picks = all.map((deck) => ({ deck, label: deck.title, description: deck.where }));
  const picked = await vscode.window.showQuickPick(picks, {
    title: vscode.l10n.t('Go to Slide'),
    placeHolder: vscode.l10n.t('Which slides?'),
    matchOnDescription: true,
  });
  if (!picked) return;
  const page = await pickPage(texts, picked.deck);
  if (page === undefined) return;
  const { uri, title, id } = picked.deck;
  await editor.open(uri, { title, ...(id && { itemId: id }), place: { page } });
}

async function pickPage(texts: CourseTexts, deck: CourseDeck): Promise<number | undefined> {
  const picks = texts.textOfDeck(deck.uri).then((text) => (text ? pagePicks(text) : []));
  const picked = await vscode.window.showQuickPick(picks, {
    title: deck.title,
    placeHolder: vscode.l10n.t('Which page?'),
    matchOnDescription: true,
  });
  return picked?.page;
}

function pagePicks(text: DeckText): PagePick[] {
  const pageName = (page: number) => vscode.l10n.t('page {0}', text.pages[page - 1]?.label ?? page);
  const headings = text.outline.map(({ title, page, level }) => ({
    page,
    label: `${'\u2003'.repeat(level)}${title}`,
    description: pageName(page),
  }));
  const pages = text.pages.map((_, index) => ({
    page: index + 1,
    label: vscode.l10n.t('Page {0}', text.pages[index]?.label ?? index + 1),
    description: titleOf(text, index + 1),
  }));
  const separator = (label: string): PagePick => ({ label, kind: vscode.QuickPickItemKind.Separator });
  if (headings.length === 0) return pages;
  return [separator(vscode.l10n.t('Outline')), ...headings, separator(vscode.l10n.t('Pages')), ...pages];
}
