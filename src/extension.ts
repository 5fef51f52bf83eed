import { join } from 'node:path';
import * as vscode from 'vscode';
import { bundledLabs } from './course/bundledLabs.ts';
import { answersIn } from './course/progress/answers.ts';
import { AuthorView } from './course/view/authorView.ts';
import { CourseView } from './course/view/courseView.ts';
import { coverageCommand } from './course/view/coverageCommand.ts';
import { GettingStarted } from './course/view/gettingStarted.ts';
import type { ItemOpener } from './course/view/itemOpening.ts';
import { ProgressFiles } from './course/view/progressFiles.ts';
import { NativeCommands } from './kernel/view/nativeCommands.ts';
import { parseLab } from './labs/file.ts';
import { LabsView } from './labs/view/labsView.ts';
import { kernelLauncher } from './labs/view/launcher.ts';
import { registerSelfTest } from './labs/view/selfTestCommand.ts';
import { namesIn } from './namesIn.ts';
import { useTranslator } from './platform/l10n.ts';
import { registerReports } from './platform/view/reports.ts';
import { QuizView } from './quizzes/view/quizView.ts';
import { Recorder } from './recorder.ts';
import { RunsView } from './runs/view/runsView.ts';
import type { DeepLink } from './shared/deepLink.ts';
import { ensureWorkspaceFolder } from './shared/view/workspaceFolder.ts';
import { SlidesView } from './slides/view/slidesView.ts';

/** What must be closed before VS Code ends us, in this order. */
let closing: (() => Promise<void>) | undefined;

/** Builds each feature and hands it what it needs; owns nothing itself. */
export function activate(context: vscode.ExtensionContext): void {
  useTranslator(vscode.l10n.t);
  const log = vscode.window.createOutputChannel('MLOps Lab', { log: true });
  const workspace = () => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;

  const dist = context.asAbsolutePath('dist');
  const native = join(context.globalStorageUri.fsPath, 'native');
  const progress = new ProgressFiles(log);
  const started = new GettingStarted(context, progress, log);
  const launch = kernelLauncher(dist, native, log);
  const labs = new LabsView(
    {
      launchKernel: launch,
      mayRecord: (folder) => runs.mayWrite(folder),
      extensionPath: context.extensionPath,
      evidence: started,
      bundledLabs: () => bundledLabs(context.extensionPath),
      shownCourse: () => course.shown(),
      workspaceFor: (labId) => ensureWorkspaceFolder(context, labId),
    },
    log,
  );
  const toCourse = {
    course: () => course.course(),
    shown: () => course.shown(),
    follow: (link: DeepLink) => course.follow(link),
  };
  const toLabs = {
    copyOf: (uri: vscode.Uri) => labs.copyOf(uri),
    partsOf: (lab: string) => labs.partsOf(lab),
    cellsOf: (lab: string) => parseLab(lab).cells.map(({ source }) => source),
  };
  const slides = new SlidesView(context, started, toCourse, toLabs, log);
  const recorder = new Recorder((folder) => launch(join(folder, 'palette.lab.ts'), folder, true), workspace);
  const quizzes = new QuizView(
    context.extensionUri,
    {
      evidence: started,
      answered: (quiz) => answersIn(progress.progress, quiz),
      courseOf: async (path) => (await import('./course/author/author.ts')).courseOf(path),
      follow: (link) => course.follow(link),
    },
    log,
  );
  const open: ItemOpener = {
    openDeck: (...deck) => slides.open(...deck),
    openQuiz: (...quiz) => quizzes.open(...quiz),
    labs,
  };
  const course: CourseView = new CourseView(context, open, slides.texts, progress, log);
  const runs: RunsView = new RunsView(
    context,
    workspace,
    { start: () => recorder, log: () => labs.sessions.active ?? recorder },
    log,
  );
  const author = new AuthorView(context.extensionPath, log);
  const coverage = coverageCommand(log, () => course.course(), namesIn);
  const selfTest = registerSelfTest(context, launch);
  const tools = [registerReports(), selfTest, new NativeCommands(native, dist, log), author, coverage];
  context.subscriptions.push(progress, started, labs, slides, quizzes, recorder, course, runs, ...tools);
  closing = async () => {
    await Promise.all([labs.close(), recorder.close()]);
    await progress.flush();
    // Last: VS Code disposes subscriptions at once, and what is closing still logs.
    log.dispose();
  };
}

/** VS Code waits for this: kernels end their runs and write what is buffered. */
export async function deactivate(): Promise<void> {
  await closing?.();
}
