import * as vscode from 'vscode';
import { Disposable } from '../../../platform/disposable.ts';
import { type Finding, findingsOf } from '../../text/state.ts';
import { openText } from '../openLabs.ts';
import { cellsOf, isTextLab } from './document.ts';
import type { TextRunner } from './runner.ts';

/** Errors and failed checks of the last run, at their lines, until the cell runs again or its text changes. */
export class TextDiagnostics extends Disposable {
  readonly #collection = this.register(vscode.languages.createDiagnosticCollection('mlopsLab'));
  readonly #runner: TextRunner;

  constructor(runner: TextRunner) {
    super();
    this.#runner = runner;
    this.register(runner.onDidChange((uri) => this.#update(uri, openText(uri))));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => this.#move(document)));
  }

  /** Cells that moved take their findings along; cells that changed lose them. */
  #move(document: vscode.TextDocument): void {
    if (isTextLab(document) && this.#collection.has(document.uri)) this.#update(document.uri, document);
  }

  #update(uri: vscode.Uri, document: vscode.TextDocument | undefined): void {
    const cells = document ? cellsOf(document) : [];
    const findings = cells.flatMap((cell) => findingsOf(cell, this.#runner.stateOf(uri, cell)));
    this.#collection.set(uri, document && findings.map((finding) => diagnostic(finding, document)));
  }
}

const severities = { error: vscode.DiagnosticSeverity.Error, warning: vscode.DiagnosticSeverity.Warning };

function diagnostic({ line, column, severity, message }: Finding, document: vscode.TextDocument): vscode.Diagnostic {
  const text = document.lineAt(line);
  const start = new vscode.Position(line, Math.max(column, text.firstNonWhitespaceCharacterIndex));
  const found = new vscode.Diagnostic(new vscode.Range(start, text.range.end), message, severities[severity]);
  found.source = vscode.l10n.t('MLOps Lab');
  return found;
}
