import type * as vscode from 'vscode';
import { commands } from '../../platform/ids.ts';
import { showReport } from '../../platform/view/reports.ts';
import type { Specialization } from '../../shared/model.ts';
import type { NamesIn } from '../coverage.ts';
import { registerGuarded } from './guarded.ts';

/** *Show Coverage*: which objectives are shown by pages, cells and questions that are there, as a report. */
export function coverageCommand(
  log: vscode.LogOutputChannel,
  course: () => Promise<Specialization | undefined>,
  namesIn: NamesIn,
): vscode.Disposable {
  return registerGuarded(log, commands.showCoverage, async () => {
    const shown = await course();
    if (!shown) return;
    const { coverageMarkdown, coverageOf } = await import('../reports.ts');
    await showReport('coverage.md', coverageMarkdown(await coverageOf(shown, namesIn)));
  });
}
