import * as vscode from 'vscode';
import type { CellOrigin, LabCell, LabFile } from '../../file.ts';
import { formatLab, parseLab } from '../../file.ts';

/** What a notebook cell carries beside its text, so that an unchanged cell is written back to the byte. */
interface CellMetadata {
  readonly lab?: Readonly<Record<string, string>>;
  readonly origin?: CellOrigin;
}

/** Shows a `*.lab.ts` file as a notebook. Outputs never enter the file. */
export class LabSerializer implements vscode.NotebookSerializer {
  deserializeNotebook(content: Uint8Array): vscode.NotebookData {
    // `ignoreBOM` keeps a byte order mark as the character that it is, `fatal` refuses what is not text.
    const text = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(content);
    const file = parseLab(text);
    const data = new vscode.NotebookData(file.cells.map(toCellData));
    data.metadata = { header: file.header };
    return data;
  }

  serializeNotebook(data: vscode.NotebookData): Uint8Array {
    const header = typeof data.metadata?.header === 'string' ? data.metadata.header : '';
    const cells = data.cells.map((cell) => toLabCell(cell.kind, cell.value, cell.metadata));
    return new TextEncoder().encode(formatLab({ header, cells }));
  }
}

/** The lab file that an open notebook stands for right now, edits included. */
export function labFileOf(notebook: vscode.NotebookDocument): LabFile {
  const header = typeof notebook.metadata.header === 'string' ? notebook.metadata.header : '';
  const cells = notebook.getCells().map((cell) => toLabCell(cell.kind, cell.document.getText(), cell.metadata));
  return { header, cells };
}

/** `key="value"` pairs of a cell's marker line. */
export function cellMetadata(cell: vscode.NotebookCell): Readonly<Record<string, string>> {
  return (cell.metadata as CellMetadata).lab ?? {};
}

function toCellData(cell: LabCell): vscode.NotebookCellData {
  const markdown = cell.kind === 'markdown';
  const data = new vscode.NotebookCellData(
    markdown ? vscode.NotebookCellKind.Markup : vscode.NotebookCellKind.Code,
    cell.source,
    markdown ? 'markdown' : 'typescript',
  );
  data.metadata = { lab: cell.metadata, origin: cell.origin };
  return data;
}

function toLabCell(kind: vscode.NotebookCellKind, source: string, metadata: CellMetadata = {}): LabCell {
  return {
    kind: kind === vscode.NotebookCellKind.Markup ? 'markdown' : 'code',
    source,
    metadata: metadata.lab ?? {},
    ...(metadata.origin ? { origin: metadata.origin } : {}),
  };
}
