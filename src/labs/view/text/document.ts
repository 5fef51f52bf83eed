/** Labs that are open as text: which documents they are, and their cells. */
import type * as vscode from 'vscode';
import { parseLab } from '../../file.ts';
import { type TextCell, textCells } from '../../text/cells.ts';
import { isLab } from '../openLabs.ts';

/** Files alone: neither the cells of a notebook nor the older side of a diff. */
export const labSelector: vscode.DocumentSelector = { scheme: 'file', pattern: '**/*.lab.ts' };

const known = new WeakMap<vscode.TextDocument, { readonly version: number; readonly cells: readonly TextCell[] }>();

export function isTextLab(document: vscode.TextDocument): boolean {
  return document.uri.scheme === 'file' && isLab(document.uri);
}

/** Read once for each version: lenses, folds, symbols and marks all ask for them. */
export function cellsOf(document: vscode.TextDocument): readonly TextCell[] {
  const found = known.get(document);
  if (found?.version === document.version) return found.cells;
  const cells = textCells(parseLab(document.getText()));
  known.set(document, { version: document.version, cells });
  return cells;
}
