import * as vscode from 'vscode';
import type { VariableInfo, VariablePath } from '../../../kernel/protocol/variables.ts';
import { plainMarkdown } from '../../../platform/markdown.ts';
import {
  type Range,
  rangeText,
  typeText,
  variableDescription,
  variableIcons,
  variableLabel,
} from '../../variableText.ts';

/** A row of the Variables view. */
export type VariableNode =
  | { readonly kind: 'variable'; readonly lab: vscode.Uri; readonly path: VariablePath; readonly info: VariableInfo }
  /** A part of what a variable holds, or of all variables where no path is given. */
  | { readonly kind: 'part'; readonly lab: vscode.Uri; readonly path?: VariablePath; readonly range: Range }
  /** Functions, classes and modules. */
  | { readonly kind: 'code'; readonly lab: vscode.Uri; readonly total: number };

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

export function variableItem(node: VariableNode): vscode.TreeItem {
  switch (node.kind) {
    case 'variable':
      return itemOf(node);
    case 'part': {
      const item = new vscode.TreeItem(rangeText(node.range), Collapsed);
      item.id = idOf(node.lab, [...(node.path ?? []), rangeText(node.range)]);
      return item;
    }
    case 'code': {
      const item = new vscode.TreeItem(vscode.l10n.t('Functions, classes and modules'), Collapsed);
      item.id = idOf(node.lab, []);
      item.description = String(node.total);
      item.iconPath = new vscode.ThemeIcon('symbol-namespace');
      return item;
    }
  }
}

function itemOf({ lab, path, info }: Extract<VariableNode, { kind: 'variable' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(info.name, info.members > 0 ? Collapsed : None);
  item.id = idOf(lab, path);
  item.description = variableDescription(info);
  item.iconPath = new vscode.ThemeIcon(variableIcons[info.kind]);
  item.contextValue = ['variable', ...info.forms].join(' ');
  item.accessibilityInformation = { label: variableLabel(info) };
  item.tooltip = tooltip(info);
  return item;
}

/** The values are the lab's: set as text and code, they cannot become links or commands. */
function tooltip(info: VariableInfo): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.appendMarkdown(plainMarkdown(`${info.name}: ${typeText(info)}`));
  if (info.preview) text.appendCodeblock(info.preview, 'typescript');
  return text;
}

/** Rows keep what is open below them when they are read anew. */
function idOf(lab: vscode.Uri, path: readonly (string | number)[]): string {
  return `${lab.toString()}#${JSON.stringify(path)}`;
}
