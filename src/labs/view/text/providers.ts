/** What VS Code asks of a lab that is open as text: lenses, folds, symbols. */
import * as vscode from 'vscode';
import { commands } from '../../../platform/ids.ts';
import { frontMatter, parseLab } from '../../file.ts';
import type { TextCell } from '../../text/cells.ts';
import { foldsOf } from '../../text/folds.ts';
import { type Lens, lensesOf } from '../../text/lenses.ts';
import { type OutlineItem, type OutlineKind, outlineOf } from '../../text/outline.ts';
import type { CellTarget } from '../exercises/exercises.ts';
import { hintRung, type KnownChecks } from '../exercises/knownChecks.ts';
import { accessTo } from '../labAccess.ts';
import type { CoveredCell } from '../showTruth.ts';
import { cellsOf } from './document.ts';
import type { TextRunner } from './runner.ts';

export class LensProvider implements vscode.CodeLensProvider {
  readonly #runner: TextRunner;
  readonly #extensionPath: string;
  readonly onDidChangeCodeLenses: vscode.Event<void>;
  readonly #checks: KnownChecks;

  /** @param changed fires when lenses may have changed for another reason than the text */
  constructor(runner: TextRunner, extensionPath: string, checks: KnownChecks, changed: vscode.Event<void>) {
    this.#checks = checks;
    this.#runner = runner;
    this.#extensionPath = extensionPath;
    this.onDidChangeCodeLenses = changed;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { uri } = document;
    const access = accessTo(uri, this.#extensionPath);
    const stateOf = (cell: TextCell) => this.#runner.stateOf(uri, cell);
    const hasHint = ({ metadata }: TextCell) => hintRung(this.#checks, uri, metadata) !== undefined;
    const lenses = lensesOf(cellsOf(document), stateOf, access, this.#runner.isBusy(uri), hasHint);
    return lenses.map(
      (lens) => new vscode.CodeLens(new vscode.Range(lens.line, 0, lens.line, 0), commandOf(lens, document)),
    );
  }
}

function commandOf(
  { action, title, line, tensors, missing = [] }: Lens,
  document: vscode.TextDocument,
): vscode.Command {
  const { uri } = document;
  switch (action) {
    case 'runAll':
      return { title, command: commands.textRunAll, arguments: [uri] };
    case 'runCell':
      return { title, command: commands.textRunCell, arguments: [uri, line] };
    case 'runAbove':
      return { title, command: commands.textRunAbove, arguments: [uri, line] };
    case 'runBelow':
      return { title, command: commands.textRunBelow, arguments: [uri, line] };
    case 'stop':
      return { title, command: commands.stopCell, arguments: [uri] };
    case 'showOutput':
      return { title, command: commands.textShowOutput, arguments: [uri, line] };
    case 'openAsNotebook':
      return { title, command: commands.openAsNotebook, arguments: [uri] };
    case 'openCopy':
      return { title, command: commands.openItem, arguments: [labId(document)] };
    case 'explainLeak':
      return { title, command: commands.explainLeak, arguments: [tensors] };
    case 'showTruth': {
      const target: CoveredCell = { lab: uri, missing, at: { line } };
      return { title, command: commands.showTruth, arguments: [target] };
    }
    case 'check':
    case 'hint':
    case 'solution':
    case 'reset': {
      const target: CellTarget = { lab: uri, at: { line } };
      return { title, command: coaching[action], arguments: [target] };
    }
    case 'manageTrust':
      return { title, command: 'workbench.trust.manage' };
  }
}

const coaching = {
  check: commands.checkCell,
  hint: commands.showHint,
  solution: commands.showSolution,
  reset: commands.resetCell,
} as const;

function labId(document: vscode.TextDocument): string {
  return frontMatter(parseLab(document.getText()), vscode.workspace.asRelativePath(document.uri)).id;
}

/** Cells fold at their markers, answers at their questions; regions and functions are TypeScript's own to fold. */
export const foldingProvider: vscode.FoldingRangeProvider = {
  provideFoldingRanges: (document) =>
    foldsOf(cellsOf(document)).map(({ from, to }) => new vscode.FoldingRange(from, to, vscode.FoldingRangeKind.Region)),
};

const symbolKinds: Record<OutlineKind, vscode.SymbolKind> = {
  heading: vscode.SymbolKind.String,
  code: vscode.SymbolKind.Module,
  exercise: vscode.SymbolKind.Event,
  check: vscode.SymbolKind.Boolean,
};

/** Headings with their cells. VS Code shows TypeScript's own symbols as a group beside it. */
export const symbolProvider: vscode.DocumentSymbolProvider = {
  provideDocumentSymbols: (document) => outlineOf(cellsOf(document)).map((item) => symbolOf(item, document)),
};

function symbolOf(
  { kind, name, from, line, to, children }: OutlineItem,
  document: vscode.TextDocument,
): vscode.DocumentSymbol {
  const whole = new vscode.Range(new vscode.Position(from, 0), document.lineAt(to).range.end);
  const symbol = new vscode.DocumentSymbol(name, '', symbolKinds[kind], whole, document.lineAt(line).range);
  symbol.children = children.map((child) => symbolOf(child, document));
  return symbol;
}
