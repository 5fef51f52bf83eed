/**
 * A quiz being taken, as a pure reducer: the page and the terminal send what somebody does, and show what comes out.
 * A question goes from `asked`, after a first wrong answer by way of `nudged`, to `told`.
 */
import { type Answer, emptyAnswer, incomplete, isRight } from './answers.ts';
import { type Form, type Question, type Quiz, rightSides } from './model.ts';
import { disordered, shuffled } from './shuffle.ts';

export type Phase = 'asked' | 'nudged' | 'told' | 'over';

/** How a question ended: at which try it was right; 0 where it was not. */
export type Outcome = 0 | 1 | 2;

export interface QuizState {
  readonly seed: number;
  /** How often the quiz was begun before: 0 asks the first forms, 1 the second, and so on in turn. */
  readonly take: number;
  /** Which question comes when: places in the file. */
  readonly order: readonly number[];
  /** How many questions are over. */
  readonly at: number;
  readonly phase: Phase;
  /** What is chosen or typed so far, of the question that is asked. */
  readonly answer: Answer;
  /** Why the answer was not taken; until something is chosen. */
  readonly missing?: string;
  /** By the question's id. */
  readonly outcomes: Readonly<Record<string, Outcome>>;
}

export type QuizEvent =
  | { readonly type: 'change'; readonly answer: Answer }
  | { readonly type: 'submit' }
  /** Gives up the second try. */
  | { readonly type: 'tell' }
  | { readonly type: 'next' }
  /** Begins anew, with the other form of each question. */
  | { readonly type: 'again'; readonly seed: number };

/** @param seed a 32-bit integer: the same one gives the same orders */
export function beginQuiz(quiz: Quiz, seed: number, take = 0): QuizState {
  const order = shuffled(quiz.questions.length, seed);
  const begun: QuizState = { seed, take, order, at: 0, phase: 'asked', answer: noAnswer, outcomes: {} };
  return { ...begun, ...asked(quiz, begun) };
}

const noAnswer: Answer = { kind: 'options', chosen: [] };

export function reduceQuiz(quiz: Quiz, state: QuizState, event: QuizEvent): QuizState {
  if (event.type === 'again') return beginQuiz(quiz, event.seed, state.take + 1);
  const current = currentQuestion(quiz, state);
  if (!current) return state;
  const { missing: _, ...rest } = state;
  const isOpen = state.phase === 'asked' || state.phase === 'nudged';
  switch (event.type) {
    case 'change':
      return isOpen && fits(current.form, event.answer) ? { ...rest, answer: event.answer } : state;
    case 'submit': {
      if (!isOpen) return state;
      const missing = incomplete(current.form, state.answer);
      if (missing !== undefined) return { ...state, missing };
      const right = isRight(current.form, state.answer);
      if (!right && state.phase === 'asked') return { ...rest, phase: 'nudged' };
      return ended(rest, current.question, right ? (state.phase === 'asked' ? 1 : 2) : 0);
    }
    case 'tell':
      return state.phase === 'nudged' ? ended(rest, current.question, 0) : state;
    case 'next': {
      if (state.phase !== 'told') return state;
      const next = { ...rest, at: state.at + 1 };
      return { ...next, ...asked(quiz, next) };
    }
  }
}

function ended(state: QuizState, { id }: Question, outcome: Outcome): QuizState {
  return { ...state, phase: 'told', outcomes: { ...state.outcomes, [id]: outcome } };
}

/** What changes when the question at `at` comes up. */
function asked(quiz: Quiz, state: QuizState): Pick<QuizState, 'phase' | 'answer'> {
  const current = currentQuestion(quiz, state);
  if (!current) return { phase: 'over', answer: noAnswer };
  return { phase: 'asked', answer: emptyAnswer(current.form, current.shown) };
}

/** An answer of the kind that the form takes, naming only what is there. */
function fits(form: Form, answer: Answer): boolean {
  const isPlace = (count: number) => (place: number) => Number.isInteger(place) && place >= 0 && place < count;
  switch (form.kind) {
    case 'number':
      return answer.kind === 'number' && answer.typed.length <= 100;
    case 'order':
      return answer.kind === 'order' && isPermutation(answer.order, form.steps.length);
    case 'match': {
      if (answer.kind !== 'match' || answer.sides.length !== form.pairs.length) return false;
      return answer.sides.every((side) => side === undefined || isPlace(rightSides(form).length)(side));
    }
    default: {
      if (answer.kind !== 'options' || !answer.chosen.every(isPlace(form.options.length))) return false;
      return form.kind === 'several' || answer.chosen.length <= 1;
    }
  }
}

function isPermutation(order: readonly number[], count: number): boolean {
  return order.length === count && [...order].sort((a, b) => a - b).every((step, place) => step === place);
}

/** The question that is asked. */
export interface CurrentQuestion {
  readonly question: Question;
  readonly form: Form;
  /** 1 or 2: which of its forms. */
  readonly formNumber: number;
  /** The places of its options, steps or right sides, in the order in which they are shown. */
  readonly shown: readonly number[];
}

/** `undefined` once the quiz is over. */
export function currentQuestion(quiz: Quiz, { order, at, take, seed }: QuizState): CurrentQuestion | undefined {
  const place = order[at];
  const question = place === undefined ? undefined : quiz.questions[place];
  if (!question || place === undefined) return undefined;
  const which = take % question.forms.length;
  const form = question.forms[which] ?? question.forms[0];
  return { question, form, formNumber: which + 1, shown: shownOrder(form, seed + 1000 * (place + 1)) };
}

function shownOrder(form: Form, seed: number): number[] {
  if (form.kind === 'number') return [];
  if (form.kind === 'order') return disordered(form.steps.length, seed);
  return shuffled(form.kind === 'match' ? rightSides(form).length : form.options.length, seed);
}
