import { join } from 'node:path';
import * as vscode from 'vscode';
import { availableLabs } from './course/labs.ts';
import { bundledCourse } from './course/load.ts';
import { CourseView } from './course/view/courseView.ts';
import { ensureWorkspaceFolder } from './course/view/workspaceFolder.ts';
import { ExperimentsView } from './experiments/view/experimentsView.ts';
import { type BundledLab, LabsView } from './labs/view/labsView.ts';
import { kernelLauncher } from './labs/view/launcher.ts';
import { useTranslator } from './platform/l10n.ts';
import { Recorder } from './recorder.ts';
import { DeckEditor } from './slides/view/deckEditor.ts';

let labs: LabsView | undefined;

/** Builds each feature and hands it what it needs; owns nothing itself. */
export function activate(context: vscode.ExtensionContext): void {
  useTranslator(vscode.l10n.t);
  const log = vscode.window.createOutputChannel('MLOps Lab', { log: true });
  const workspace = () => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;

  const launch = kernelLauncher(context.asAbsolutePath('dist'), log);
  const bundledLabs = async (): Promise<BundledLab[]> =>
    availableLabs(await bundledCourse(context.extensionPath)).map((lab) => ({
      ...lab,
      uri: vscode.Uri.file(lab.path),
    }));

  const view = new LabsView(
    {
      launchKernel: launch,
      bundledLabs,
      mayRecord: () => experiments.mayWrite(),
      workspaceFor: ({ id }) => ensureWorkspaceFolder(context, id),
    },
    log,
  );
  labs = view;
  const decks = new DeckEditor(context, log);
  const recorder = new Recorder((folder) => launch(join(folder, 'palette.lab.ts'), folder), workspace);
  const course = new CourseView(
    context,
    {
      openDeck: (uri) => decks.open(uri),
      openLab: async (uri, { id, title }) => {
        const bundled = id !== undefined && uri.fsPath.startsWith(context.extensionPath);
        await (bundled ? view.open({ id, title, uri }) : view.show(uri));
      },
    },
    log,
  );
  const experiments: ExperimentsView = new ExperimentsView(
    context,
    workspace,
    async () => view.sessions.active ?? recorder,
    log,
  );
  context.subscriptions.push(log, view, decks, recorder, course, experiments);
}

/** VS Code waits for this: kernels end their runs and write what is buffered. */
export async function deactivate(): Promise<void> {
  await labs?.sessions.closeAll();
}
