import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { quizCompletionsAt, quizDescriptionAt, quizProblems } from '../../../src/quizzes/author/author.ts';
import type { CourseAround } from '../../../src/quizzes/author/check.ts';
import { htmlIn, parseMarkdown, plainText } from '../../../src/quizzes/markdown.ts';
import { examineQuiz, quizFileSchema, readQuiz } from '../../../src/quizzes/quizFile.ts';
import { extensionRoot } from '../courseFolder.ts';
import { cpuSeconds } from '../cpuTime.ts';
import { sample } from './sample.ts';

const around: CourseAround = {
  id: 'Sample_Quiz',
  objectives: new Map([
    ['first', 'Do the first thing.'],
    ['second', 'Do the second.'],
    ['third', 'Do the third.'],
  ]),
  decks: new Set(['S_1']),
  labs: new Set(['L_1']),
};

/** `line severity code` of each problem, with what would stand there after its fix. */
async function told(source: string, course?: CourseAround): Promise<string[]> {
  const problems = await quizProblems('quiz.yaml', source, course);
  return problems.map(({ line, severity, code, fix }) => `${line} ${severity} ${code}${fix ? ` → ${fix.text}` : ''}`);
}

/** The sample with one line changed, and what is then told, without the warnings of the sample itself. */
async function toldOf(line: string, changed: string, course?: CourseAround): Promise<string[]> {
  assert.ok(sample.includes(line), line);
  const found = await told(sample.replace(line, changed), course);
  return found.filter((each) => !each.endsWith('no-second-form'));
}

describe('quiz.yaml', () => {
  it('is described to editors by the schema that reads it', async () => {
    const described = JSON.parse(await readFile(join(extensionRoot, 'course/quiz.schema.json'), 'utf8'));
    assert.deepEqual(described, {
      title: 'MLOps Lab quiz',
      ...z.toJSONSchema(quizFileSchema, { io: 'input', target: 'draft-07' }),
    });
  });

  it('is read with every kind of question and both forms', async () => {
    const quiz = await readQuiz(sample);
    assert.deepEqual(
      quiz.questions.map(({ forms }) => forms.map(({ kind }) => kind).join(' ')),
      ['one number', 'several', 'order', 'match', 'read'],
    );
    const [first] = quiz.questions;
    assert.deepEqual(first?.forms[0].kind === 'one' && first.forms[0].options.map(({ right }) => right), [
      true,
      false,
      false,
    ]);
  });

  it('warns of a question without a second form, and of nothing else in a sound file', async () => {
    assert.deepEqual(await told(sample, around), [
      '24 warning no-second-form',
      '33 warning no-second-form',
      '41 warning no-second-form',
      '51 warning no-second-form',
    ]);
  });

  it('names the line of the first fault', async () => {
    await assert.rejects(readQuiz('id: Q\ntitle: T\nquestions: []\n', 'w/quiz.yaml'), {
      code: 'quiz-yaml',
      message: /^w\/quiz\.yaml, line 3: questions must not be empty/,
    });
  });

  it('tells of a wrong answer key at its place: none, two, all, and a number that a wrong idea hits', async () => {
    assert.deepEqual(await toldOf('{ text: Right, right: true, why: It is.', '{ text: Right, idea: X, why: It is.'), [
      '9 error wrong-key',
    ]);
    assert.deepEqual(await toldOf('{ text: Wrong, idea: Believes it.,', '{ text: Wrong, right: true,'), [
      '9 error wrong-key',
    ]);
    assert.deepEqual(await toldOf('{ text: C, idea: No idea.,', '{ text: C, right: true,'), ['29 error wrong-key']);
    assert.deepEqual(await toldOf('{ value: 4,', '{ value: 25.4,'), ['20 error wrong-key']);
    assert.deepEqual(await toldOf('tolerance: 0.5', 'tolerance: -1'), ['17 error wrong-key']);
    assert.deepEqual(await toldOf('answer: 25', 'answer: .inf'), ['16 error wrong-type']);
  });

  it('tells of two options, steps or sides that read the same, however they are written', async () => {
    assert.deepEqual(await toldOf('{ text: Other,', '{ text: "**wrong**.",'), ['11 error same-option']);
    assert.deepEqual(await toldOf('[Wake, Dress, Leave, Arrive]', '[Wake, Dress, wake, Arrive]'), [
      '37 error same-option',
    ]);
    assert.deepEqual(await toldOf('left: Dog', 'left: Cat'), ['47 error same-option']);
    assert.deepEqual(await toldOf('lures: [Tweet]', 'lures: [Moo]'), ['49 error same-option']);
  });

  it('tells of HTML in a question, but not of code and of outputs', async () => {
    assert.deepEqual(await toldOf('stem: Which **one**?', 'stem: Which <b>one</b>?'), ['7 error html']);
    assert.deepEqual(await toldOf('why: It is not. }', 'why: "<img src=x onerror=alert(1)>" }'), ['10 error html']);
    assert.deepEqual(await toldOf('why: It is not. }', 'why: "`<b>` is code, 3 < 4 and 5 > 4" }'), []);
  });

  it('tells of keys of another kind, of those that are missing, and of too few options', async () => {
    assert.deepEqual(await toldOf('    steps: [', '    answer: 3\n    steps: ['), ['37 error strange-key']);
    assert.deepEqual(await toldOf('    why: One thing leads to the next.\n', ''), ['35 error missing-key']);
    assert.deepEqual(await toldOf(', idea: Believes it.', ''), ['10 error missing-key']);
    assert.deepEqual(await toldOf('      - { text: C, idea: No idea., why: No. }\n', ''), ['29 error option-count']);
    assert.deepEqual(await toldOf('kind: several', 'kind: severl'), ['26 error unknown-value → several']);
    assert.deepEqual(await toldOf('nudge: Listen.', 'nudgee: Listen.'), [
      '41 error missing-key',
      '50 error unknown-key → nudge',
    ]);
    assert.deepEqual(await toldOf('- id: several', '- id: one'), ['24 error duplicate-id → one_2']);
  });

  it('tells of links that lead out of the course, or to what it does not have', async () => {
    assert.deepEqual(await toldOf('mlops-lab:lab/L_1#cell', 'https://example.org/'), ['9 error no-link']);
    assert.deepEqual(await toldOf('mlops-lab:lab/L_1#cell', 'mlops-lab:lab/L_2#cell', around), ['9 error dead-link']);
    assert.deepEqual(await toldOf('objective: third', 'objective: thirdd', around), [
      '52 error unknown-objective → third',
    ]);
    assert.deepEqual(await toldOf('id: Sample_Quiz', 'id: Sample', around), ['1 error quiz-id → Sample_Quiz']);
    const { id: _, ...unlisted } = around;
    assert.deepEqual(await toldOf('title: A sample', 'title: A sample', unlisted), ['1 warning quiz-unlisted']);
  });

  it('tells of a figure that stands nowhere in its question', async () => {
    const figures = (shown: string) => `nudge: Look at the cell.\n    figures: [{ shown: '${shown}', from: '1' }]`;
    assert.deepEqual(await toldOf('nudge: Look at the cell.', figures('89.5')), ['13 error figure-unused']);
    const counted = sample.replace('Which **one**?', 'Which **one** of 89.5?');
    assert.ok(
      !(await told(counted.replace('nudge: Look at the cell.', figures('89.5')))).some((each) =>
        each.includes('figure'),
      ),
    );
    // The number of the second form is none of the first.
    assert.deepEqual(await toldOf('nudge: Look at the cell.', figures('40')), ['13 error figure-unused']);
  });

  it('bounds what is hostile: a file that repeats itself without end, and one that is no YAML', async () => {
    const bomb = `a: &a [x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i ? `b${i - 1}` : 'a'}, *${i ? `b${i - 1}` : 'a'}]`).join('\n')}\n`;
    const seconds = await cpuSeconds(async () => {
      for (const text of [bomb, '\0\0', '['.repeat(100_000), `questions: [${'{},'.repeat(50_000)}]`])
        assert.ok((await examineQuiz(text)).faults.length > 0);
    });
    assert.ok(seconds < 5);
  });

  it('completes keys, kinds, objectives and links, and describes keys', async () => {
    const at = (text: string) => {
      const offset = text.indexOf('|');
      return quizCompletionsAt(text.replace('|', ''), offset, around);
    };
    const head = 'id: Sample_Quiz\ntitle: T\nquestions:\n';
    const keys = (await at(`${head}  - id: a\n    kind: one\n    |`)).map(({ label }) => label);
    assert.ok(keys.includes('stem') && keys.includes('again') && !keys.includes('kind'));
    assert.deepEqual(
      (await at(`${head}  - id: a\n    kind: |`)).map(({ label }) => label),
      ['one', 'several', 'number', 'order', 'match', 'read'],
    );
    const [objective] = await at(`${head}  - id: a\n    objective: |`);
    assert.deepEqual([objective?.label, objective?.detail], ['first', 'Do the first thing.']);
    assert.deepEqual(
      (await at(`${head}  - id: a\n    see: |`)).map(({ label }) => label),
      ['mlops-lab:lab/L_1#', 'mlops-lab:slides/S_1#page='],
    );
    const described = await quizDescriptionAt(sample, sample.indexOf('tolerance'));
    assert.match(described?.text ?? '', /may be off/);
  });
});

describe('the Markdown of quizzes', () => {
  it('knows paragraphs, lists, code, and marks within a line', () => {
    assert.deepEqual(parseMarkdown('A **b** *c* `d`\ne\n\n- f\n- g\n\n```\nh <i>\n```\n'), [
      {
        kind: 'paragraph',
        line: [
          { kind: 'text', text: 'A ' },
          { kind: 'strong', text: 'b' },
          { kind: 'text', text: ' ' },
          { kind: 'emphasis', text: 'c' },
          { kind: 'text', text: ' ' },
          { kind: 'code', text: 'd' },
          { kind: 'text', text: ' e' },
        ],
      },
      { kind: 'list', items: [[{ kind: 'text', text: 'f' }], [{ kind: 'text', text: 'g' }]] },
      { kind: 'code', text: 'h <i>' },
    ]);
    assert.equal(plainText('A **b** [c](mlops-lab:lab/L_1)'), 'A b c');
    assert.equal(plainText('3 * 4 ** 2 stays'), '3 * 4 ** 2 stays');
  });

  it('links into the course alone, and leaves HTML as letters', () => {
    const [block] = parseMarkdown('[a](mlops-lab:lab/L_1#x) [b](javascript:alert) [c](https://example.org) <b>d</b>');
    assert.ok(block?.kind === 'paragraph');
    assert.deepEqual(
      block.line.map(({ kind }) => kind),
      ['link', 'text', 'text', 'text', 'text', 'text'],
    );
    assert.equal(htmlIn('a < b and b > c'), undefined);
    assert.equal(htmlIn('x &lt; y'), '&lt;');
    assert.equal(htmlIn('<svg/onload=alert(1)>'), '<svg/onload=alert(1)>');
  });
});
