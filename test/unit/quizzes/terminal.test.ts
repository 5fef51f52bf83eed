import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseProgress } from '../../../src/course/progress/format.ts';
import { commentsText, questionText, typedAnswer } from '../../../src/quizzes/plainQuiz.ts';
import { readQuiz } from '../../../src/quizzes/quizFile.ts';
import { beginQuiz, currentQuestion } from '../../../src/quizzes/state.ts';
import { root } from '../commandLine.ts';
import { sample } from './sample.ts';

describe('mlops-lab quiz', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-quiz-'));
    await writeFile(join(folder, 'quiz.yaml'), sample);
  });
  afterEach(() => rm(folder, { recursive: true }));

  function take(lines: readonly string[], ...options: string[]) {
    return new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
      const file = options.includes('--file')
        ? options.filter((each) => each !== '--file')
        : [join(folder, 'quiz.yaml'), ...options];
      const child = spawn(process.execPath, [join(root, 'dist/cli.js'), 'quiz', ...file, '--workspace', folder]);
      const out = { stdout: '', stderr: '' };
      child.stdout.on('data', (data) => (out.stdout += data));
      child.stderr.on('data', (data) => (out.stderr += data));
      child.on('close', (code) => done({ code, ...out }));
      child.stdin.end(`${lines.join('\n')}\n`);
    });
  }

  /** What somebody types who knows all, in the order of a seed. */
  async function rightLines(seed: number): Promise<string[]> {
    const quiz = await readQuiz(sample);
    const begun = beginQuiz(quiz, seed);
    return begun.order.map((_, at) => {
      const { form, shown } = currentQuestion(quiz, { ...begun, at }) ?? assert.fail();
      const letters = (places: readonly number[]) =>
        places.map((place) => String.fromCharCode(97 + shown.indexOf(place))).join(' ');
      if (form.kind === 'number') return String(form.answer);
      if (form.kind === 'order') return letters(form.steps.map((_step, index) => index));
      if (form.kind === 'match') return letters(form.pairs.map((_pair, index) => index));
      return letters(form.options.flatMap(({ right }, index) => (right ? index : [])));
    });
  }

  it('asks, tells the why of each answer, ends with the result by objective, and keeps all as facts', async () => {
    const { code, stdout, stderr } = await take(await rightLines(4), '--seed', '4');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Question 1 of 5/);
    assert.match(stdout, /\[right, your answer\] Right\n {6}It is\.\n {6}See mlops-lab:lab\/L_1#cell/);
    assert.match(stdout, /5 of 5 right at the first try, 0 at the second\./);
    const { progress } = parseProgress(await readFile(join(folder, '.mlops-lab/progress.json'), 'utf8'), 'p');
    const answers = [...progress.values()].flatMap((fact) => (fact.kind === 'answer' ? [fact] : []));
    assert.equal(answers.length, 5);
    for (const { item, right, tries, form } of answers) {
      assert.deepEqual([item, right, tries, form], ['Sample_Quiz', true, 1, 1]);
    }
  });

  it('nudges after a wrong answer, takes a second try or “?”, and fails where a question is not right', async () => {
    const lines = await rightLines(4);
    const at = beginQuiz(await readQuiz(sample), 4).order.indexOf(2);
    lines.splice(at, 1, 'a b', 'z', 'abcd', '?');
    const { form, shown } =
      currentQuestion(await readQuiz(sample), { ...beginQuiz(await readQuiz(sample), 4), at }) ?? assert.fail();
    assert.ok(form.kind === 'order' && shown.some((step, place) => step !== place));
    const { code, stdout } = await take(lines, '--seed', '4');
    assert.equal(code, 1);
    assert.equal(stdout.match(/This cannot be read as an answer\./g)?.length, 2);
    assert.match(stdout, /Not yet\. Where does it begin\?/);
    assert.match(stdout, /4 of 5 right at the first try, 0 at the second\./);
    assert.match(stdout, /see again {2}1 of 2 {2}second\n {6}mlops-lab:slides\/S_1#page=4/);
  });

  it('asks the second forms with --again, and prints one document with --json, also where the input ends early', async () => {
    const { code, stdout, stderr } = await take(['nothing'], '--again', '--json', '--seed', '9');
    assert.equal(code, 1);
    assert.match(stderr, /Question 1 of 5/);
    const document = JSON.parse(stdout);
    assert.deepEqual(
      [document.schemaVersion, document.id, document.questions, document.first],
      [1, 'Sample_Quiz', 5, 0],
    );
  });

  it('tells what is wrong with a quiz, and with a name that is none', async () => {
    await writeFile(join(folder, 'quiz.yaml'), sample.replace('right: true, ', ''));
    const wrong = await take([]);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /quiz\.yaml, line 9: No option is right/);
    const none = await take([], '--file', 'C9_W9_Quiz');
    assert.equal(none.code, 2);
    assert.match(none.stderr, /C9_W9_Quiz is neither the id of a bundled quiz nor a readable file/);
  });
});

describe('a quiz in plain text', () => {
  it('shows an output as it is and options by letters, and reads letters however they are typed', async () => {
    const quiz = await readQuiz(sample);
    const begun = beginQuiz(quiz, 1);
    const current = (place: number) =>
      currentQuestion(quiz, { ...begun, at: begun.order.indexOf(place) }) ?? assert.fail();
    assert.match(
      questionText(current(4), 2, 5),
      /^Question 2 of 5\n\nWhat is wrong in this log\?\n\n {4}200 OK\n {4}200 <nothing>\n/,
    );
    const match = current(3);
    for (const typed of ['b a c', 'bac', '1b 2a 3c', '1: b, 2: a, 3: c', 'B A C']) {
      assert.deepEqual(typedAnswer(match, typed), {
        kind: 'match',
        sides: [match.shown[1], match.shown[0], match.shown[2]],
      });
    }
    for (const typed of ['', 'b a', 'b a c d d', 'x y z']) assert.equal(typedAnswer(match, typed), undefined);
    assert.equal(typedAnswer(current(0), 'a b'), undefined);
    assert.match(
      commentsText([{ about: '**B**', right: false, chosen: true, idea: 'I', why: 'W' }]),
      /\[wrong, your answer\] B\n {6}The idea behind it: I\n {6}W/,
    );
  });
});
