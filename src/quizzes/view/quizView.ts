import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import type { DeepLink } from '../../shared/deepLink.ts';
import type { EvidenceKeeper } from '../../shared/evidence.ts';
import type { CourseItem } from '../../shared/model.ts';
import type { CourseAround } from '../author/check.ts';
import type { QuizPage } from './quizPage.ts';

export interface QuizHost {
  readonly evidence: EvidenceKeeper;
  /** Which of a quiz's questions were answered, each with the form of its last answer, from 1. */
  answered(quiz: string): ReadonlyMap<string, number>;
  /** What the course says that lists a quiz, by the absolute path of its file. */
  courseOf(path: string): Promise<CourseAround | undefined>;
  /** Goes where a link into the course leads. */
  follow(link: DeepLink): Promise<void>;
}

/** The name of a file that is helped while it is written. */
export const quizFileName = 'quiz.yaml';

/** The quizzes feature: pages on which they are taken, one a quiz, and the help for who writes them. */
export class QuizView extends Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #host: QuizHost;
  readonly #log: vscode.LogOutputChannel;
  readonly #pages = new Map<string, QuizPage>();
  #helps = false;

  constructor(extensionUri: vscode.Uri, host: QuizHost, log: vscode.LogOutputChannel) {
    super();
    this.#extensionUri = extensionUri;
    this.#host = host;
    this.#log = log;
    const { workspace } = vscode;
    this.register(workspace.onDidSaveTextDocument(({ uri }) => void this.#pages.get(uri.toString())?.refresh()));
    this.register(workspace.onDidOpenTextDocument((document) => void this.#help(document)));
    for (const document of workspace.textDocuments) void this.#help(document);
    this.register({
      dispose: () => {
        for (const page of [...this.#pages.values()]) page.dispose();
      },
    });
  }

  async open(uri: vscode.Uri, { title }: CourseItem): Promise<void> {
    const { QuizPage } = await import('./parts.ts');
    const key = uri.toString();
    const open = this.#pages.get(key);
    if (open) return open.reveal();
    const page = new QuizPage(this.#extensionUri, uri, title, this.#host, () => this.#pages.delete(key));
    this.#pages.set(key, page);
  }

  /** Begins to help when the first quiz is open. */
  async #help({ uri }: vscode.TextDocument): Promise<void> {
    if (this.#helps || uri.scheme !== 'file' || basename(uri.path) !== quizFileName) return;
    this.#helps = true;
    try {
      const { QuizAuthorView } = await import('./parts.ts');
      if (!this.isDisposed) this.register(new QuizAuthorView((path) => this.#host.courseOf(path), this.#log));
    } catch (error) {
      this.#log.error(error instanceof Error ? error : messageOf(error));
    }
  }
}
