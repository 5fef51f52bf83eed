import * as vscode from 'vscode';
import type { SelfTestReport } from '../../kernel/self-test/report.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import { commands } from '../../platform/ids.ts';
import { showReport } from '../../platform/view/reports.ts';
import { assertTrusted } from '../../platform/view/trust.ts';
import type { LaunchKernel } from './sessions.ts';

/**
 * *MLOps Lab: Self-Test*: tries the kernel in this very VS Code and shows the report.
 * The command returns the report; nothing when it was cancelled or could not be made.
 */
export function registerSelfTest(context: vscode.ExtensionContext, launch: LaunchKernel): vscode.Disposable {
  return vscode.commands.registerCommand(commands.selfTest, async () => {
    try {
      assertTrusted();
      const report = await runWithProgress(context, launch);
      await show(report);
      return report;
    } catch (error) {
      const wanted = error instanceof UserError && error.code === 'self-test-cancelled';
      if (!wanted) void vscode.window.showErrorMessage(messageOf(error));
      return undefined;
    }
  });
}

function runWithProgress(context: vscode.ExtensionContext, launch: LaunchKernel): Thenable<SelfTestReport> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('MLOps Lab: Self-Test'),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const cancelling = new AbortController();
    token.onCancellationRequested(() => cancelling.abort());
    const { selfTest } = await import('../../kernel/self-test/selfTest.ts');
    return selfTest({
      startKernel: (labPath, folder) => launch(labPath, folder, true),
      versions: {
        'MLOps Lab': (context.extension.packageJSON as { version: string }).version,
        [vscode.env.appName]: `${vscode.version} (${vscode.env.appHost})`,
        'Node.js of the extension host': process.version,
      },
      packageFolder: context.extensionPath,
      progress: (name, index, of) =>
        progress.report({ message: `${index + 1}/${of}: ${name}`, increment: index === 0 ? 0 : 100 / of }),
      signal: cancelling.signal,
    });
  });
}

async function show(report: SelfTestReport): Promise<void> {
  const { selfTestMarkdown } = await import('../../kernel/self-test/selfTest.ts');
  const content = selfTestMarkdown(report);
  await showReport('self-test.md', content);
  const copy = vscode.l10n.t('Copy Report');
  const said = report.passed
    ? vscode.window.showInformationMessage(vscode.l10n.t('The self-test passed.'), copy)
    : vscode.window.showWarningMessage(
        vscode.l10n.t('The self-test failed. The report says what, and can go into a bug report as it is.'),
        copy,
      );
  // Not awaited: nobody may answer.
  void said.then(async (choice) => {
    if (choice === copy) await vscode.env.clipboard.writeText(content);
  });
}
