/** What came out of a quiz, by objective. */
import type { Quiz } from './model.ts';
import type { Outcome, QuizState } from './state.ts';

export interface QuizResult {
  readonly questions: number;
  /** Right at the first try. */
  readonly first: number;
  /** Right at the second. */
  readonly second: number;
  /** In the order in which the quiz's file first names them. */
  readonly objectives: readonly ObjectiveResult[];
}

export interface ObjectiveResult {
  readonly objective: string;
  readonly right: number;
  readonly of: number;
  /** Not every question was right at the first try. */
  readonly again: boolean;
  /** Links of the questions that were not, each once: what to see again. */
  readonly see: readonly string[];
}

export function resultOf(quiz: Quiz, { outcomes, take }: Pick<QuizState, 'outcomes' | 'take'>): QuizResult {
  const answered = quiz.questions.flatMap((question) => {
    const outcome: Outcome | undefined = outcomes[question.id];
    return outcome === undefined ? [] : [{ question, outcome }];
  });
  const objectives = [...new Set(answered.map(({ question }) => question.objective))].map((objective) => {
    const own = answered.filter(({ question }) => question.objective === objective);
    const missed = own.filter(({ outcome }) => outcome !== 1);
    const see = missed.flatMap(({ question: { forms } }) => linksOf(forms[take % forms.length] ?? forms[0]));
    const right = own.filter(({ outcome }) => outcome > 0).length;
    return { objective, right, of: own.length, again: missed.length > 0, see: [...new Set(see)] };
  });
  const count = (wanted: Outcome) => answered.filter(({ outcome }) => outcome === wanted).length;
  return { questions: quiz.questions.length, first: count(1), second: count(2), objectives };
}

function linksOf(form: Quiz['questions'][number]['forms'][number]): string[] {
  const reasons =
    form.kind === 'number'
      ? [form]
      : form.kind === 'order'
        ? [form]
        : form.kind === 'match'
          ? form.pairs
          : form.options;
  return reasons.flatMap(({ see }) => (see === undefined ? [] : [see]));
}
