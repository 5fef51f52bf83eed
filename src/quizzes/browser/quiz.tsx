/** The page of a quiz. It runs the reducer itself; the extension hears what was answered. */
import './quiz.css';
import { render } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { Page } from '../../platform/browser/page.ts';
import { t } from '../../platform/l10n.ts';
import type { FromPage, ToPage } from '../contract.ts';
import { resultOf } from '../result.ts';
import { beginQuiz, currentQuestion, type QuizEvent, type QuizState, reduceQuiz } from '../state.ts';
import { Follow } from './markdown.tsx';
import { QuestionView } from './question.tsx';
import { ResultView } from './result.tsx';

type QuizMessage = Extract<ToPage, { type: 'quiz' }>;

/** What VS Code keeps for the page while another tab is in front. */
interface Kept {
  /** The quiz as it was: of another one the state means nothing. */
  readonly quiz: string;
  readonly state: QuizState;
}

function App({ page }: { readonly page: Page<ToPage, FromPage> }) {
  const [message, setMessage] = useState<ToPage>();
  useEffect(() => page.start(setMessage), [page]);
  if (!message) return <p>{t('Reading the quiz…')}</p>;
  if (message.type === 'problem') {
    return (
      <p class="problem" role="alert">
        {message.message}
      </p>
    );
  }
  // The file was changed: what was answered in the old one may no longer be there.
  return <QuizView key={JSON.stringify(message.quiz)} page={page} message={message} />;
}

function QuizView({ page, message }: { readonly page: Page<ToPage, FromPage>; readonly message: QuizMessage }) {
  const { quiz, objectives } = message;
  const written = useMemo(() => JSON.stringify(quiz), [quiz]);
  const [state, setState] = useState(() => recalled(page, written) ?? beginQuiz(quiz, message.seed, message.take));
  useLayoutEffect(() => page.remember({ quiz: written, state } satisfies Kept), [page, written, state]);
  const dispatch = (event: QuizEvent) => {
    const next = reduceQuiz(quiz, state, event);
    const current = currentQuestion(quiz, state);
    if (next.phase === 'told' && state.phase !== 'told' && current) {
      const outcome = next.outcomes[current.question.id] ?? 0;
      const [tries, form] = [outcome === 1 ? (1 as const) : (2 as const), current.formNumber];
      page.send({ type: 'answered', question: current.question.id, right: outcome > 0, tries, form });
    }
    setState(next);
  };
  const textOf = (objective: string) => objectives[objective] ?? objective;
  const current = currentQuestion(quiz, state);
  return (
    <Follow.Provider value={(href) => page.send({ type: 'open', href })}>
      <main>
        <h1>{quiz.title}</h1>
        {current ? (
          <QuestionView
            state={state}
            current={current}
            of={quiz.questions.length}
            objective={textOf(current.question.objective)}
            dispatch={dispatch}
          />
        ) : (
          <ResultView
            result={resultOf(quiz, state)}
            textOf={textOf}
            again={() => dispatch({ type: 'again', seed: Math.floor(Math.random() * 2 ** 31) })}
          />
        )}
      </main>
    </Follow.Provider>
  );
}

function recalled(page: Page<ToPage, FromPage>, written: string): QuizState | undefined {
  const kept = page.recall() as Kept | undefined;
  return kept?.quiz === written ? kept.state : undefined;
}

const root = document.getElementById('root');
if (root) render(<App page={new Page<ToPage, FromPage>()} />, root);
