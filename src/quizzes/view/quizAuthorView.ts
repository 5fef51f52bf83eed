/** Helps whoever writes a quiz: problems at their lines, what mends them, completion and descriptions. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import { completionItem, diagnosticOf, fixesIn, hoverOf, type ShownProblem } from '../../shared/view/yamlAuthor.ts';
import type { CourseAround } from '../author/check.ts';
import { quizFileName } from './quizView.ts';

/** An author pauses for so long, in ms, before the text is looked at. */
const settleMs = 300;
const quizFiles: vscode.DocumentFilter = { scheme: 'file', language: 'yaml', pattern: `**/${quizFileName}` };

/** What of a quiz.yaml makes it one of ours: another program may well call a file so. */
const isQuiz = (text: string) => /^questions[ \t]*:/m.test(text);

interface OpenQuiz {
  timer?: NodeJS.Timeout;
  /** How many checks of it were. */
  begun: number;
  shown: readonly ShownProblem[];
}

/** Keeps the problems of each quiz.yaml that is open; what finds them is loaded when there is one, and not before. */
export class QuizAuthorView extends Disposable {
  readonly #courseOf: (path: string) => Promise<CourseAround | undefined>;
  readonly #log: vscode.LogOutputChannel;
  readonly #collection = this.register(vscode.languages.createDiagnosticCollection('mlopsLab.quiz'));
  readonly #open = new Map<string, OpenQuiz>();

  constructor(courseOf: (path: string) => Promise<CourseAround | undefined>, log: vscode.LogOutputChannel) {
    super();
    this.#courseOf = courseOf;
    this.#log = log;
    const { workspace, languages } = vscode;
    this.register(workspace.onDidOpenTextDocument((document) => this.#soon(document)));
    this.register(workspace.onDidChangeTextDocument(({ document }) => this.#soon(document)));
    this.register(workspace.onDidCloseTextDocument((document) => this.#close(document)));
    // The course that lists it has changed.
    this.register(
      workspace.onDidSaveTextDocument(() => workspace.textDocuments.forEach((each) => void this.#soon(each))),
    );
    this.register(
      languages.registerCompletionItemProvider(
        quizFiles,
        { provideCompletionItems: (document, position) => this.#complete(document, position) },
        ' ',
        '[',
      ),
    );
    this.register(
      languages.registerHoverProvider(quizFiles, {
        provideHover: async (document, position) => {
          const { quizDescriptionAt } = await import('../author/author.ts');
          const found = await quizDescriptionAt(document.getText(), document.offsetAt(position));
          return found && hoverOf(found, document);
        },
      }),
    );
    const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix];
    const fixes: vscode.CodeActionProvider = {
      provideCodeActions: ({ uri }, range) => fixesIn(this.#open.get(uri.toString())?.shown ?? [], uri, range),
    };
    this.register(languages.registerCodeActionsProvider(quizFiles, fixes, { providedCodeActionKinds }));
    this.register({ dispose: () => this.#open.forEach(({ timer }) => void clearTimeout(timer)) });
    for (const document of workspace.textDocuments) this.#soon(document);
  }

  #soon(document: vscode.TextDocument): void {
    const { uri } = document;
    if (uri.scheme !== 'file' || basename(uri.path) !== quizFileName) return;
    const state = this.#open.get(uri.toString()) ?? { begun: 0, shown: [] };
    this.#open.set(uri.toString(), state);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => void this.#check(document, state), settleMs);
  }

  async #check(document: vscode.TextDocument, state: OpenQuiz): Promise<void> {
    const begun = ++state.begun;
    try {
      const text = document.getText();
      const problems = isQuiz(text) ? await this.#problems(document.uri.fsPath, text) : [];
      // A slow check must not win over a later one.
      if (begun !== state.begun || this.isDisposed) return;
      state.shown = problems.map((problem) => ({ problem, diagnostic: diagnosticOf(problem) }));
      this.#collection.set(
        document.uri,
        state.shown.map(({ diagnostic }) => diagnostic),
      );
    } catch (error) {
      this.#log.error(error instanceof Error ? error : messageOf(error));
    }
  }

  async #problems(path: string, text: string) {
    const { quizProblems } = await import('../author/author.ts');
    return quizProblems(quizFileName, text, await this.#courseOf(path));
  }

  #close({ uri }: vscode.TextDocument): void {
    const state = this.#open.get(uri.toString());
    if (!state) return;
    clearTimeout(state.timer);
    state.begun++;
    this.#open.delete(uri.toString());
    this.#collection.delete(uri);
  }

  async #complete(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.CompletionItem[]> {
    const { quizCompletionsAt } = await import('../author/author.ts');
    const around = await this.#courseOf(document.uri.fsPath);
    const found = await quizCompletionsAt(document.getText(), document.offsetAt(position), around);
    return found.map((completion, index) => completionItem(completion, index, document, position));
  }
}
