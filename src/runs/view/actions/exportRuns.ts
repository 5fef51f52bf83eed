import * as vscode from 'vscode';
import { askForFile } from '../../../platform/view/keep.ts';
import type { RunColumns } from '../../compare/columns.ts';
import { exportFormats, exportRuns as textOf } from '../../compare/exports.ts';
import { tableColumns } from '../../compare/table.ts';

/** Has the user choose a form and a file, and writes the runs there with all that was logged as values. */
export async function exportRuns(runs: RunColumns, folder: vscode.Uri): Promise<void> {
  const labels = { csv: 'CSV', json: 'JSON', md: 'Markdown' } as const;
  const picked = await vscode.window.showQuickPick(
    exportFormats.map((format) => ({ label: labels[format], format })),
    { title: vscode.l10n.t('Export Runs'), placeHolder: vscode.l10n.t('As what?') },
  );
  const file = picked && (await askForFile(`runs.${picked.format}`, folder));
  if (!picked || !file) return;
  // Of a metric's history the last value: the others are not read here.
  const columns = tableColumns(runs, new Map(), Date.now()).filter(({ aspect }) => !aspect || aspect === 'last');
  const text = textOf(
    picked.format,
    columns,
    runs.ids.map((_, row) => row),
    vscode.env.language,
  );
  await vscode.workspace.fs.writeFile(file, Buffer.from(text));
}
