import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import { editors } from '../../platform/ids.ts';
import { WebviewHost } from '../../platform/view/webviewHost.ts';
import { parseDeepLink } from '../../shared/deepLink.ts';
import { largest, readCourseText } from '../../shared/textFile.ts';
import { type FromPage, parseFromPage, type ToPage } from '../contract.ts';
import type { Quiz } from '../model.ts';
import type { QuizHost } from './quizView.ts';

/** One quiz in a tab. The page itself keeps what was answered so far while another tab is in front. */
export class QuizPage extends Disposable {
  readonly #uri: vscode.Uri;
  readonly #toCourse: QuizHost;
  readonly #panel: vscode.WebviewPanel;
  readonly #host: WebviewHost<ToPage, FromPage>;
  #quiz: Quiz | undefined;

  constructor(extensionUri: vscode.Uri, uri: vscode.Uri, title: string, toCourse: QuizHost, onClosed: () => void) {
    super();
    this.#uri = uri;
    this.#toCourse = toCourse;
    this.#panel = this.register(
      vscode.window.createWebviewPanel(editors.quiz, title, vscode.ViewColumn.Active, { enableFindWidget: true }),
    );
    this.#panel.iconPath = new vscode.ThemeIcon('question');
    const parts = { title, script: 'quiz.js', style: 'quiz.css' };
    this.#host = this.register(new WebviewHost(this.#panel.webview, extensionUri, parts, parseFromPage));
    this.register(this.#host.onReady(() => void this.refresh()));
    this.register(this.#host.onMessage((message) => this.#act(message)));
    this.register(
      this.#panel.onDidDispose(() => {
        onClosed();
        this.dispose();
      }),
    );
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Shows the file as it is now. */
  async refresh(): Promise<void> {
    const message = await this.#message();
    if (!this.isDisposed) this.#host.post(message);
  }

  async #message(): Promise<ToPage> {
    try {
      const { fsPath } = this.#uri;
      const text = await readCourseText(fsPath, largest.quiz, vscode.l10n.t('Split the quiz into several.'));
      if (text === undefined)
        return { type: 'problem', message: vscode.l10n.t('This quiz is no longer there: {0}', fsPath) };
      const { readQuiz } = await import('../quizFile.ts');
      const quiz = await readQuiz(text, basename(fsPath));
      this.#quiz = quiz;
      const objectives = Object.fromEntries((await this.#toCourse.courseOf(fsPath))?.objectives ?? []);
      return { type: 'quiz', quiz, objectives, seed: Math.floor(Math.random() * 2 ** 31), take: this.#take(quiz) };
    } catch (error) {
      return { type: 'problem', message: messageOf(error) };
    }
  }

  /** Once all was answered, the next form is asked. */
  #take({ id, questions }: Quiz): number {
    const answered = this.#toCourse.answered(id);
    return questions.every((question) => answered.has(question.id)) ? Math.max(...answered.values()) : 0;
  }

  async #act(message: FromPage): Promise<void> {
    if (message.type === 'open') {
      const link = parseDeepLink(message.href);
      // The page shows what anybody wrote: only places in the course are gone to.
      if (link && link.kind !== 'deck') await this.#toCourse.follow(link);
      return;
    }
    const { question, right, tries, form } = message;
    if (!this.#quiz?.questions.some(({ id }) => id === question)) return;
    const of = this.#quiz.questions.length;
    const evidence = { kind: 'answer', item: this.#quiz.id, question, right, tries, form, questions: of } as const;
    this.#toCourse.evidence.keep(evidence, this.#uri.fsPath);
  }
}
