import { isAbsolute, relative, sep } from 'node:path';
import type * as vscode from 'vscode';
import { formatItemLink } from '../../shared/deepLink.ts';
import { itemsOf, type PlacedItem } from '../../shared/find.ts';
import { fileOf, type Specialization } from '../../shared/model.ts';
import type { NotedDeck } from '../notes/notesFile.ts';
import { nameOf } from './deckFile.ts';

/** The item of the course that a deck's file belongs to. */
export function itemOfDeck(course: Specialization | undefined, uri: vscode.Uri): PlacedItem | undefined {
  if (!course || uri.scheme !== 'file') return undefined;
  return itemsOf(course).find(
    ({ item }) => item.kind === 'slides' && [fileOf(course, item), item.other?.path].includes(uri.fsPath),
  );
}

/** @param folder absolute path of the folder of notes */
export function notedDeck(uri: vscode.Uri, item: { id?: string; title?: string }, folder: string): NotedDeck {
  const file = nameOf(uri);
  const id = item.id ?? file.replace(/\.pdf$/i, '');
  const address =
    item.id === undefined ? pathTo(uri, folder) : formatItemLink({ kind: 'slides', item: item.id, place: {} });
  // What ends a link in Markdown.
  return { id, title: item.title ?? file, address: address.replace(/[()<>]/g, encoded) };
}

function pathTo(uri: vscode.Uri, folder: string): string {
  const path = uri.scheme === 'file' ? relative(folder, uri.fsPath) : nameOf(uri);
  // On Windows no path leads to another drive.
  return encodeURI((isAbsolute(path) ? nameOf(uri) : path).replaceAll(sep, '/')).replace(/[#?]/g, encoded);
}

const encoded = (sign: string) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
