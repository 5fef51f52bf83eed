import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { courseOf } from '../../../../src/course/author/author.ts';
import { bundledCourse } from '../../../../src/course/load.ts';
import { namesIn } from '../../../../src/namesIn.ts';
import { quizProblems } from '../../../../src/quizzes/author/author.ts';
import type { Form, Quiz, Reason } from '../../../../src/quizzes/model.ts';
import { readQuiz } from '../../../../src/quizzes/quizFile.ts';
import { parseDeepLink } from '../../../../src/shared/deepLink.ts';
import { itemsOf, type PlacedItem } from '../../../../src/shared/find.ts';
import { fileOf, type Specialization } from '../../../../src/shared/model.ts';
import { extensionRoot } from '../../courseFolder.ts';
import { typesetDecks } from '../decks/deckFile.ts';
import { evaluate, stands } from './figures.ts';
import { LabValues } from './labValues.ts';

const course: Specialization = await bundledCourse(extensionRoot);
const items = new Map(itemsOf(course).map((placed) => [placed.item.id ?? '', placed]));
const quizzes = [...items.values()].filter(({ item }) => item.kind === 'quiz' && item.state === 'resolved');
const path = ({ item }: PlacedItem) => fileOf(course, item) ?? '';
const pathOf = (id: string) => {
  const placed = items.get(id);
  return placed && path(placed);
};

function linksOf(form: Form): string[] {
  const reasons: readonly { readonly see?: string | undefined }[] =
    form.kind === 'number'
      ? [form, ...form.slips]
      : form.kind === 'order'
        ? [form]
        : form.kind === 'match'
          ? (form.pairs satisfies readonly Reason[])
          : form.options;
  return reasons.flatMap(({ see }) => see ?? []);
}

const labs = new LabValues();
after(() => labs.end());

it('there are bundled quizzes', () => assert.ok(quizzes.length >= 1));

for (const placed of quizzes) {
  describe(`the quiz ${placed.item.id}`, () => {
    let text: string;
    let quiz: Quiz;
    let forms: { readonly name: string; readonly form: Form }[];
    before(async function () {
      this.timeout(120_000);
      await typesetDecks();
      text = await readFile(path(placed), 'utf8');
      quiz = await readQuiz(text);
      forms = quiz.questions.flatMap(({ id, forms: each }) =>
        each.map((form, i) => ({ name: `${id}, form ${i + 1}`, form })),
      );
    });

    it('has no problem, not even a warning: answer keys, texts, objectives, second forms', async () => {
      assert.deepEqual(await quizProblems('quiz.yaml', text, await courseOf(path(placed))), []);
    });

    it('has eight to ten questions, of at least four kinds, most of them no plain choice, and one of an earlier week', () => {
      assert.ok(quiz.questions.length >= 8 && quiz.questions.length <= 10, String(quiz.questions.length));
      const kinds = quiz.questions.map(({ forms: [first] }) => first.kind);
      assert.ok(new Set(kinds).size >= 4, kinds.join());
      assert.ok(kinds.filter((kind) => kind === 'one').length <= kinds.length / 2, kinds.join());
      const own = new Set(placed.week.objectives.map(({ id }) => id));
      const others = quiz.questions.filter(({ objective }) => !own.has(objective));
      // The first week of all has none before it.
      assert.equal(others.length, placed.item.id === 'C1_W1_Quiz' ? 0 : 1, others.map(({ id }) => id).join());
    });

    it('asks of each objective of its week twice, or once beside a lab’s check', () => {
      for (const { id = '', evidence = [] } of placed.week.objectives) {
        const asked = quiz.questions.filter(({ objective }) => objective === id).length;
        const inLab = evidence.some((each) => {
          const kind = items.get(each.split('#')[0] ?? '')?.item.kind;
          return kind === 'lab' || kind === 'assignment';
        });
        assert.ok(asked >= 2 || (asked === 1 && inLab), `${id} is asked ${asked} times`);
      }
    });

    it('has the questions that course.yaml names as evidence', () => {
      const named = course.courses.flatMap(({ weeks }) =>
        weeks.flatMap(({ objectives }) => objectives.flatMap(({ evidence = [] }) => evidence)),
      );
      const own = named.filter((each) => each.startsWith(`${quiz.id}#`)).map((each) => each.slice(quiz.id.length + 1));
      const ids = new Set(quiz.questions.map(({ id }) => id));
      assert.deepEqual(
        own.filter((name) => !ids.has(name)),
        [],
      );
    });

    it('has options alike in length, of which the right one is seldom the longest', () => {
      let [longest, counted] = [0, 0];
      for (const { name, form } of forms) {
        if (form.kind !== 'one' && form.kind !== 'read' && form.kind !== 'several') continue;
        const lengths = form.options.map((option) => option.text.length);
        const [least, most] = [Math.min(...lengths), Math.max(...lengths)];
        assert.ok(most <= 1.5 * least, `${name}: ${lengths.join()}`);
        if (form.kind === 'several') continue;
        counted++;
        const right = form.options.find((option) => option.right)?.text.length ?? 0;
        if (lengths.filter((length) => length >= right).length === 1) longest++;
      }
      assert.ok(longest <= counted / 3, `${longest} of ${counted}`);
    });

    it('leads each answer to a page or cell that is there, or to a lab that the course lists', async () => {
      for (const { name, form } of forms) {
        const links = linksOf(form);
        assert.ok(links.length > 0, `${name} leads nowhere`);
        for (const href of links) {
          const link = parseDeepLink(href);
          assert.ok(link && link.kind !== 'deck', `${name}: ${href}`);
          const target = items.get(link.item);
          assert.ok(target, `${name}: ${href}`);
          if (target.item.state !== 'resolved') continue;
          const names = await namesIn(target.item, path(target));
          const place = link.kind === 'lab' ? link.cell : link.place.name;
          assert.ok(place !== undefined && names.has(place), `${name}: ${href}`);
        }
      }
    });

    it('shows no number that its source does not give', async function () {
      this.timeout(120_000);
      let figures = 0;
      for (const { name, form } of forms) {
        for (const { shown, from } of form.figures) {
          figures++;
          const value = await evaluate(from, pathOf, labs);
          assert.ok(stands(shown, value), `${name}: ${shown} stands for ${from}, which is ${value}`);
        }
      }
      assert.ok(figures >= 5, `${figures} figures`);
    });
  });
}

describe('the source of a number', () => {
  const model = () => join(extensionRoot, 'course/C2/W2/deck.pdf');
  const lab = () => join(extensionRoot, 'test/fixtures/exercises.lab.ts');

  it('is arithmetic over a deck’s model', async () => {
    assert.equal(await evaluate('(5 - 1) / (3 - 1) * 2 ** 3 - -1', model, labs), 17);
    const { served } = JSON.parse(await readFile(join(extensionRoot, 'course/C2/W2/figures/model.json'), 'utf8'));
    assert.equal(
      await evaluate('A#served.right.frozen / A#served.tests * 100', model, labs),
      (served.right.frozen / served.tests) * 100,
    );
  });

  it('is arithmetic over what a lab’s variables hold once its solution has run', async function () {
    this.timeout(120_000);
    assert.equal(await evaluate('L#limit / 2 + L#weights.1', lab, labs), 500 / 2 + 1010);
    assert.equal(await evaluate('L#left', lab, labs), (100 * (0.99 + 1010 + 1000 + 1020 + 980)) / 5000);
  });

  it('is refused where it names nothing, or is no expression', async function () {
    this.timeout(120_000);
    for (const wrong of ['', '1 +', '(1', '1 2', 'A#served.nothing', 'A#served', 'x', '1; 2'])
      await assert.rejects(evaluate(wrong, model, labs), /./, wrong);
    await assert.rejects(
      evaluate('A#x', () => undefined, labs),
      /there is no A/,
    );
    await assert.rejects(evaluate('L#nothing', lab, labs), /nothing is not defined/);
    await assert.rejects(evaluate('L#weights.9', lab, labs), /L#weights.9 is no number/);
  });

  it('is rounded as the number is written', () => {
    assert.ok(stands('84', 84.13) && stands('0.000255', 2.5 / 9800) && stands('8.9', 8.914) && stands('20,665', 20665));
    assert.ok(!stands('85', 84.13) && !stands('8.8', 8.914) && !stands('84', 84.51));
  });
});
