/**
 * Reads quiz.yaml. The file is anybody's: whatever is wrong with it is a fault at its place, and what is read holds
 * what the quiz needs to be taken.
 */
import * as z from 'zod/mini';
import { UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import { faultsOf } from '../shared/yaml/faults.ts';
import { type Fault, readYaml, type YamlText } from '../shared/yaml/yamlText.ts';
import { formFaults, questionFaults } from './faults.ts';
import { type Form, kinds, type Question, type Quiz } from './model.ts';

/** The descriptions become quiz.schema.json, which editors show while a quiz is written. */
const describe = (description: string) => [z.globalRegistry, { description }] as const;
const text = () => z.string().check(z.minLength(1), z.maxLength(4000));
const id = () => z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9_-]*$/));
const see = z
  .optional(text())
  .register(...describe('The page or cell that shows it, e.g. mlops-lab:lab/C2_W2_Lab_1#new-row.'));
const why = text().register(...describe('Why it is right, or why it is not: what the learner reads afterwards.'));
const idea = text().register(...describe('The wrong idea that leads there. Write it down before the option.'));

const option = z.strictObject({
  text: text().register(...describe('The option as the learner sees it; as long as the others.')),
  right: z.optional(z.boolean()).register(...describe('true for a right option.')),
  idea: z.optional(idea),
  why,
  see,
});

const slip = z.strictObject({
  value: z.number().register(...describe('The number that the wrong idea leads to.')),
  idea,
  why,
  see,
});

const pair = z.strictObject({
  left: text().register(...describe('What something is to be found for.')),
  right: text().register(...describe('What belongs to it.')),
  why,
  see,
});

const figure = z.strictObject({
  shown: text().register(...describe('A number as it stands in this question, e.g. 89.5.')),
  from: text().register(
    ...describe(
      'Where it comes from: a variable of a lab (C2_W2_Lab_1#testAccuracy * 100), a value of a deck’s figures/model.json (C1_W1_Slides#alarms), or arithmetic.',
    ),
  ),
});

const list = <T extends z.core.$ZodType>(entry: T, description: string) =>
  z.optional(z.array(entry).check(z.maxLength(12))).register(...describe(description));

/** One form of a question. Which of the keys it takes depends on its kind; `formFaults` says so. */
const form = {
  kind: z
    .enum(kinds)
    .register(
      ...describe(
        'How it is answered: one or several of the options, a number, steps to put in order, pairs to match, or one option about the output to read.',
      ),
    ),
  stem: text().register(...describe('The question, complete without its options, in under 60 words of Markdown.')),
  output: z
    .optional(text())
    .register(...describe('A table, chart or log to read, shown as it is. The kind “read” needs it.')),
  options: list(option, 'For one, several and read: three to five options, each with its why.'),
  answer: z.optional(z.number()).register(...describe('For a number: the right one.')),
  tolerance: z.optional(z.number()).register(...describe('For a number: an answer may be off by so much.')),
  unit: z.optional(text()).register(...describe('For a number: its unit, e.g. °C.')),
  slips: list(slip, 'For a number: the numbers that wrong ideas lead to.'),
  steps: list(text(), 'For an order: three to six steps in their right order. They are shown shuffled.'),
  pairs: list(pair, 'For a match: three to six pairs.'),
  lures: list(text(), 'For a match: what belongs to nothing.'),
  why: z.optional(why),
  see,
  nudge: text().register(...describe('What is said after a first wrong answer: a question or a place to look.')),
  figures: list(figure, 'The numbers of this question that come from a lab or deck.'),
};

const question = z.strictObject({
  id: id().register(...describe('Stable id of the question, unique in the quiz: answers are kept under it.')),
  objective: id().register(...describe('Id of the objective in course.yaml that the question tests.')),
  ...form,
  again: z
    .optional(z.strictObject(form))
    .register(...describe('The second form: the same idea in another case, asked when the quiz is taken again.')),
});

/** The shape of quiz.yaml. course/quiz.schema.json says the same to editors; a test holds the two together. */
export const quizFileSchema = z
  .strictObject({
    id: id().register(...describe('Id of the quiz in course.yaml, e.g. C2_W2_Quiz.')),
    title: text().register(...describe('The title as the learner sees it.')),
    questions: z
      .array(question)
      .check(z.minLength(1), z.maxLength(50))
      .register(...describe('Eight to ten questions; they are asked in random order.')),
  })
  .register(...describe('A quiz of MLOps Lab: questions with the why of every answer, and a second form of each.'));

export type QuizFile = z.infer<typeof quizFileSchema>;
export type WrittenForm = Omit<QuizFile['questions'][number], 'id' | 'objective' | 'again'>;

/** A quiz.yaml as it was read, with everything that is wrong with it but what only the course can tell. */
export interface ExaminedQuiz {
  readonly text: YamlText;
  /** In the order of the text. */
  readonly faults: readonly Fault[];
  /** Only where no fault is an error. */
  readonly quiz?: Quiz;
}

/** Never throws; its time is bounded as that of `readYaml`. */
export async function examineQuiz(source: string): Promise<ExaminedQuiz> {
  const text = await readYaml(source);
  const result = z.safeParse(quizFileSchema, text.value);
  const broken = text.faults.some(({ severity }) => severity === 'error');
  const shape = result.success ? [] : result.error.issues.flatMap((issue) => faultsOf(issue, text));
  const meaning = result.success ? quizFaults(result.data, text) : [];
  const faults = [...text.faults, ...(broken ? [] : [...shape, ...meaning])].sort((a, b) => a.from - b.from);
  const isSound = !faults.some(({ severity }) => severity === 'error');
  return { text, faults, ...(result.success && isSound ? { quiz: quizOf(result.data) } : {}) };
}

/**
 * Reads the text of a quiz.yaml.
 * @param name the file as the user knows it; it begins each error message.
 * @throws UserError `quiz-yaml` with the line of the first fault
 */
export async function readQuiz(source: string, name = 'quiz.yaml'): Promise<Quiz> {
  const { quiz, faults } = await examineQuiz(source);
  if (quiz) return quiz;
  const { from, message } = faults.find(({ severity }) => severity === 'error') ?? { from: 0, message: '' };
  throw new UserError('quiz-yaml', t('{0}, line {1}: {2}', name, source.slice(0, from).split('\n').length, message));
}

function quizFaults({ questions }: QuizFile, text: YamlText): Fault[] {
  return [
    ...questionFaults(questions, text),
    ...questions.flatMap(({ again, id: _, objective: __, ...first }, index) => [
      ...formFaults(first, ['questions', index], text),
      ...(again ? formFaults(again, ['questions', index, 'again'], text) : []),
    ]),
  ];
}

function quizOf({ id: quizId, title, questions }: QuizFile): Quiz {
  return {
    id: quizId,
    title,
    questions: questions.map(({ id: questionId, objective, again, ...first }): Question => {
      const forms = [formOf(first), ...(again ? [formOf(again)] : [])] as const;
      return { id: questionId, objective, forms: forms as Question['forms'] };
    }),
  };
}

/** Of a form without faults: what its kind needs is there. */
function formOf({ kind, stem, nudge, output, figures = [], why: reason = '', see: link, ...rest }: WrittenForm): Form {
  const said = { stem: stem.trim(), nudge: nudge.trim(), figures, ...(output === undefined ? {} : { output }) };
  const because = { why: reason.trim(), ...(link === undefined ? {} : { see: link }) };
  switch (kind) {
    case 'number': {
      const { answer = Number.NaN, tolerance = 0, unit, slips = [] } = rest;
      return { ...said, ...because, kind, answer, tolerance, slips, ...(unit === undefined ? {} : { unit }) };
    }
    case 'order':
      return { ...said, ...because, kind, steps: rest.steps ?? [] };
    case 'match':
      return { ...said, kind, pairs: rest.pairs ?? [], lures: rest.lures ?? [] };
    default:
      return {
        ...said,
        kind,
        options: (rest.options ?? []).map(({ right = false, ...option }) => ({ right, ...option })),
      };
  }
}
