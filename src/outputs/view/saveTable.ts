import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { SourceQuery } from '../../mlops/payloads/source.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import { writeFileAtomic } from '../../platform/files.ts';
import { askForFile } from '../../platform/view/keep.ts';
import type { SaveTableRequest, TableSaved } from '../contract.ts';
import { tableText } from '../text/tableText.ts';

/**
 * Lets the person choose a file, and writes a table there as CSV, from the lab's process by parts: the rows pass by
 * the page that shows them. The file is there when all of it is.
 * @param ask the table's source
 * @throws {UserError} `table-not-saved`
 */
export async function saveTable(
  request: SaveTableRequest,
  ask: (query: SourceQuery) => Promise<unknown>,
  folder: vscode.Uri,
): Promise<TableSaved> {
  try {
    // Nobody is to choose a file for rows that are gone.
    await ask({ op: 'rows', offset: 0, count: 0 });
  } catch (error) {
    return { outcome: 'gone', reason: messageOf(error) };
  }
  const file = await askForFile(request.name, folder);
  if (!file) return { outcome: 'cancelled' };
  const title = vscode.l10n.t('Saving {0}', basename(file.path));
  const place = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(place, async (progress, stop): Promise<TableSaved> => {
    let rows = 0;
    async function* text(): AsyncGenerator<string, void, void> {
      const { columns, sort, filter } = request;
      const part = { rows: [0, request.rows], columns, separator: ',', header: true } as const;
      for await (const piece of tableText(ask, { ...part, ...(sort && { sort }), ...(filter && { filter }) })) {
        if (stop.isCancellationRequested) throw new vscode.CancellationError();
        rows += piece.rows;
        const message = vscode.l10n.t(
          '{0} of {1} rows',
          rows.toLocaleString('en-US'),
          request.rows.toLocaleString('en-US'),
        );
        progress.report({ increment: (100 * piece.rows) / request.rows, message });
        yield piece.text;
      }
    }
    try {
      await write(file, text());
      return { outcome: 'written', rows };
    } catch (error) {
      if (error instanceof vscode.CancellationError) return { outcome: 'cancelled' };
      const reason = vscode.l10n.t('{0} was not written: {1}', basename(file.path), messageOf(error));
      throw new UserError('table-not-saved', reason, { cause: error });
    }
  });
}

/** Elsewhere than on this machine, VS Code takes a file as a whole. */
async function write(file: vscode.Uri, text: AsyncIterable<string>): Promise<void> {
  if (file.scheme === 'file') return writeFileAtomic(file.fsPath, text);
  const pieces: string[] = [];
  for await (const piece of text) pieces.push(piece);
  await vscode.workspace.fs.writeFile(file, Buffer.from(pieces.join('')));
}
