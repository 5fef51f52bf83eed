import { join, sep } from 'node:path';
import * as vscode from 'vscode';
import { availableLabs } from './course/labs.ts';
import { bundledCourse } from './course/load.ts';
import { CourseView } from './course/view/courseView.ts';
import { ensureWorkspaceFolder } from './course/view/workspaceFolder.ts';
import { ExperimentsView } from './experiments/view/experimentsView.ts';
import { NativeCommands } from './kernel/view/nativeCommands.ts';
import { type BundledLab, LabsView } from './labs/view/labsView.ts';
import { kernelLauncher } from './labs/view/launcher.ts';
import { registerSelfTest } from './labs/view/selfTestCommand.ts';
import { TextView } from './labs/view/textView.ts';
import { useTranslator } from './platform/l10n.ts';
import { Recorder } from './recorder.ts';
import { DeckEditor } from './slides/view/deckEditor.ts';

/** What must be closed before VS Code ends us, in this order. */
let closing: (() => Promise<void>) | undefined;

/** Builds each feature and hands it what it needs; owns nothing itself. */
export function activate(context: vscode.ExtensionContext): void {
  useTranslator(vscode.l10n.t);
  const log = vscode.window.createOutputChannel('MLOps Lab', { log: true });
  const workspace = () => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;

  const dist = context.asAbsolutePath('dist');
  const native = join(context.globalStorageUri.fsPath, 'native');
  const launch = kernelLauncher(dist, native, log);
  context.subscriptions.push(registerSelfTest(context, launch));
  const bundledLabs = async (): Promise<BundledLab[]> =>
    availableLabs(await bundledCourse(context.extensionPath)).map((lab) => ({
      ...lab,
      uri: vscode.Uri.file(lab.path),
    }));

  const view = new LabsView(
    {
      launchKernel: launch,
      bundledLabs,
      mayRecord: (folder) => experiments.mayWrite(folder),
      extensionPath: context.extensionPath,
      workspaceFor: ({ id }) => ensureWorkspaceFolder(context, id),
    },
    log,
  );
  const decks = new DeckEditor(context, log);
  const recorder = new Recorder((folder) => launch(join(folder, 'palette.lab.ts'), folder, true), workspace);
  const course = new CourseView(
    context,
    {
      openDeck: (uri) => decks.open(uri),
      openLab: async (uri, { id, title }) => {
        const bundled = id !== undefined && uri.fsPath.startsWith(context.extensionPath + sep);
        await (bundled ? view.open({ id, title, uri }) : view.show(uri));
      },
    },
    log,
  );
  const experiments: ExperimentsView = new ExperimentsView(
    context,
    workspace,
    { start: () => recorder, log: () => view.sessions.active ?? recorder },
    log,
  );
  const text = new TextView(context.extensionPath, view.sessions, log);
  const nativeCommands = new NativeCommands(native, dist, log);
  context.subscriptions.push(view, text, decks, recorder, course, experiments, nativeCommands);
  closing = async () => {
    await Promise.all([view.close(), recorder.close()]);
    // Last: VS Code disposes subscriptions at once, and what is closing still logs.
    log.dispose();
  };
}

/** VS Code waits for this: kernels end their runs and write what is buffered. */
export async function deactivate(): Promise<void> {
  await closing?.();
}
