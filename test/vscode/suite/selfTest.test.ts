import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { selfTestCases } from '../../../src/kernel/self-test/cases.ts';
import type { SelfTestReport } from '../../../src/kernel/self-test/report.ts';
import { commands, schemes } from '../../../src/platform/ids.ts';
import { until } from './labs.ts';

describe('Self-Test', () => {
  it('passes in this VS Code, and its report is shown as a preview that can go into a bug report', async function () {
    this.timeout(60_000);
    const report = await vscode.commands.executeCommand<SelfTestReport>(commands.selfTest);
    assert.deepEqual(
      report.cases.filter(({ status }) => status !== 'passed'),
      [],
    );
    assert.equal(report.cases.length, selfTestCases.length);
    assert.equal(report.passed, true);
    assert.equal(report.versions[vscode.env.appName]?.startsWith(vscode.version), true);

    await until(() => /self-test/.test(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? ''));
    const shown = await until(() => vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === schemes.report));
    assert.equal(shown.languageId, 'markdown');
    assert.equal(shown.isDirty, false);
    const text = shown.getText();
    for (const { name } of report.cases) assert.ok(text.includes(name), name);
    const folder = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    for (const path of [folder, process.env.HOME!]) assert.ok(!text.includes(path), path);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });
});
