/** What the extension needs once a quiz is taken or written, and not before: a bundle of its own. */
export { QuizAuthorView } from './quizAuthorView.ts';
export { QuizPage } from './quizPage.ts';
