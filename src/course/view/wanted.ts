/** What a command of the Course view is asked to open: VS Code hands over anything. */
import * as vscode from 'vscode';
import { type ItemKind, itemKinds } from '../../shared/model.ts';
import { kindText } from './courseRows.ts';
import type { NodeOf } from './courseTree.ts';

export function isItemNode(value: unknown): value is NodeOf<'item'> {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'item' && 'item' in value;
}

/** The kind in `{ first: kind }`, which the walkthrough hands over. */
export function firstWanted(wanted: unknown): ItemKind | undefined {
  if (typeof wanted !== 'object' || wanted === null || !('first' in wanted)) return undefined;
  return itemKinds.find((kind) => kind === wanted.first);
}

export function noneHere(kind: ItemKind): string {
  return vscode.l10n.t(
    'The course on show holds nothing of this kind yet: {0}. “Show the Bundled Course” shows one that does.',
    kindText(kind),
  );
}
