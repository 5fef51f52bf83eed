/** What is known of a YAML file that is being written, as VS Code shows it. */
import * as vscode from 'vscode';
import type { Completion } from '../yaml/complete.ts';
import type { Description } from '../yaml/hover.ts';
import type { Problem, Severity } from '../yaml/problem.ts';

const kinds: Record<Completion['kind'], vscode.CompletionItemKind> = {
  key: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  file: vscode.CompletionItemKind.File,
};

export function completionItem(
  { kind, label, insert, from, detail, documentation }: Completion,
  index: number,
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.CompletionItem {
  const made = new vscode.CompletionItem(label, kinds[kind]);
  made.insertText = insert;
  // Its lines are indented as the course is, which the line the cursor is on need not tell.
  made.keepWhitespace = true;
  made.range = new vscode.Range(document.positionAt(from), position);
  made.sortText = String(index).padStart(5, '0');
  if (detail) made.detail = detail;
  if (documentation) made.documentation = documentation;
  return made;
}

/** @param found what is said of the place under the pointer */
export function hoverOf({ key, text, values, from, to }: Description, document: vscode.TextDocument): vscode.Hover {
  const words = new vscode.MarkdownString(`**${key}** — ${text}`);
  if (values.length > 0) words.appendMarkdown(`\n\n${vscode.l10n.t('One of: {0}.', values.join(', '))}`);
  return new vscode.Hover(words, new vscode.Range(document.positionAt(from), document.positionAt(to)));
}

/** A problem as it is shown, with where it stands. */
export interface ShownProblem {
  readonly problem: Problem;
  readonly diagnostic: vscode.Diagnostic;
}

/** What mends the problems that stand in a range. */
export function fixesIn(shown: readonly ShownProblem[], uri: vscode.Uri, range: vscode.Range): vscode.CodeAction[] {
  return shown.flatMap(({ problem: { fix }, diagnostic }) => {
    if (!fix || !diagnostic.range.intersection(range)) return [];
    const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(uri, diagnostic.range, fix.text);
    action.diagnostics = [diagnostic];
    action.isPreferred = true;
    return [action];
  });
}

const severities: Record<Severity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

export function diagnosticOf({ line, column, length, severity, code, message }: Problem): vscode.Diagnostic {
  const range = new vscode.Range(line - 1, column - 1, line - 1, column - 1 + length);
  const diagnostic = new vscode.Diagnostic(range, message, severities[severity]);
  diagnostic.source = vscode.l10n.t('MLOps Lab');
  diagnostic.code = code;
  return diagnostic;
}
