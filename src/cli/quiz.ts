/** A quiz at the terminal: a question at a time, its answer on a line of standard input. */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { bundledCourse } from '../course/load.ts';
import { factsOf } from '../course/progress/facts.ts';
import { ProgressStore } from '../course/progress/store.ts';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { commentsOn } from '../quizzes/answers.ts';
import { plainText } from '../quizzes/markdown.ts';
import type { Quiz } from '../quizzes/model.ts';
import { commentsText, questionText, resultText, typedAnswer } from '../quizzes/plainQuiz.ts';
import { resultOf } from '../quizzes/result.ts';
import { beginQuiz, currentQuestion, type QuizState, reduceQuiz } from '../quizzes/state.ts';
import { itemsOf } from '../shared/find.ts';
import { fileOf } from '../shared/model.ts';
import { largest, readCourseText } from '../shared/textFile.ts';
import { existingFolder } from './labs.ts';

export interface QuizArguments {
  readonly workspace: string;
  readonly again: boolean;
  /** Gives the same order of questions and options each time. */
  readonly seed?: number;
  readonly json: boolean;
  readonly root: string;
}

/**
 * Asks a quiz, and keeps the answers in the learner's progress. Gives whether every question was right in the end.
 * @param name an id of the bundled course, or the path of a quiz.yaml
 */
export async function quizCommand(name: string, args: QuizArguments): Promise<boolean> {
  const folder = await existingFolder(args.workspace);
  const { quiz, textOf } = await findQuiz(name, args.root);
  const store = new ProgressStore(folder);
  // With --json, standard output is one document.
  const say = (text: string) => void (args.json ? process.stderr : process.stdout).write(`${text}\n`);
  const seed = args.seed ?? Math.floor(Math.random() * 2 ** 31);
  const state = await ask(quiz, beginQuiz(quiz, seed, args.again ? 1 : 0), say, store);
  const result = resultOf(quiz, state);
  if (args.json) {
    const objectives = result.objectives.map((each) => ({ ...each, text: textOf(each.objective) }));
    const { outcomes } = state;
    console.log(JSON.stringify({ schemaVersion: 1, id: quiz.id, seed, ...result, objectives, outcomes }));
  } else say(`\n${resultText(result, textOf)}`);
  return result.first + result.second === result.questions;
}

async function ask(
  quiz: Quiz,
  begun: QuizState,
  say: (text: string) => void,
  store: ProgressStore,
): Promise<QuizState> {
  const input = createInterface({ input: process.stdin, terminal: false });
  const lines = input[Symbol.asyncIterator]();
  let state = begun;
  let current = currentQuestion(quiz, state);
  if (current) say(questionText(current, 1, quiz.questions.length));
  while (current) {
    const line = await lines.next();
    // The input has ended: the result is of what was answered by then.
    if (line.done) break;
    const before = state.phase;
    state = answered(quiz, state, line.value, say);
    if (state.phase === 'nudged' && before === 'asked')
      say(`\n${t('Not yet.')} ${plainText(current.form.nudge)}\n${t('Once more, or ? for the answer:')}`);
    if (state.phase !== 'told') continue;
    const { question, form, formNumber } = current;
    const outcome = state.outcomes[question.id] ?? 0;
    const said = outcome === 0 ? t('Not right.') : outcome === 1 ? t('Right.') : t('Right, at the second try.');
    say(`\n${said}\n${commentsText(commentsOn(form, state.answer))}\n`);
    const told = {
      tries: outcome === 1 ? (1 as const) : (2 as const),
      form: formNumber,
      questions: quiz.questions.length,
    };
    const evidence = { kind: 'answer', item: quiz.id, question: question.id, right: outcome > 0, ...told } as const;
    await store.add(factsOf(evidence, new Date().toISOString()));
    state = reduceQuiz(quiz, state, { type: 'next' });
    current = currentQuestion(quiz, state);
    if (current) say(questionText(current, state.at + 1, quiz.questions.length));
  }
  input.close();
  return state;
}

function answered(quiz: Quiz, state: QuizState, typed: string, say: (text: string) => void): QuizState {
  const current = currentQuestion(quiz, state);
  if (!current) return state;
  if (typed.trim() === '?' && state.phase === 'nudged') return reduceQuiz(quiz, state, { type: 'tell' });
  const answer = typedAnswer(current, typed);
  if (!answer) {
    say(t('This cannot be read as an answer.'));
    return state;
  }
  const { missing, ...next } = reduceQuiz(quiz, reduceQuiz(quiz, state, { type: 'change', answer }), {
    type: 'submit',
  });
  if (missing !== undefined) say(missing);
  else if (next.phase === 'nudged' && state.phase === 'nudged') return reduceQuiz(quiz, next, { type: 'tell' });
  return next;
}

interface FoundQuiz {
  readonly quiz: Quiz;
  readonly textOf: (objective: string) => string;
}

async function findQuiz(name: string, root: string): Promise<FoundQuiz> {
  const course = await bundledCourse(root);
  const found = itemsOf(course).find(({ item }) => item.kind === 'quiz' && item.id === name)?.item;
  if (found && found.state !== 'resolved') throw new UserError('no-quiz', found.note ?? found.title);
  const path = (found && fileOf(course, found)) ?? resolve(name);
  const text = (await isFile(path))
    ? await readCourseText(path, largest.quiz, t('Split the quiz into several.'))
    : undefined;
  if (text === undefined)
    throw new UserError('no-quiz', t('{0} is neither the id of a bundled quiz nor a readable file.', name));
  const { readQuiz } = await import('../quizzes/quizFile.ts');
  const objectives = course.courses.flatMap(({ weeks }) => weeks.flatMap((week) => week.objectives));
  const texts = new Map(objectives.map((each) => [each.id, each.text]));
  return {
    quiz: await readQuiz(text, found ? join('course', found.target ?? '') : name),
    textOf: (id) => texts.get(id) ?? id,
  };
}

const isFile = (path: string) =>
  stat(path).then(
    (each) => each.isFile(),
    () => false,
  );
