import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExercisesHost } from '../../../src/labs/view/exercises/exercises.ts';
import { KnownChecks } from '../../../src/labs/view/exercises/knownChecks.ts';
import { LabTests } from '../../../src/labs/view/exercises/labTests.ts';
import type { CheckResult } from '../../../src/mlops/host.ts';
import { closeAll, show, writeText } from './labs.ts';

const text = `// ---
// id: Tested
// title: A tested lab
// ---

// %% exercise="one" kind="build"
const one = 2;

// %% check="one"
await check('It is one', () => equal(one, 1));
await check('It is small', () => ok(one < 5));

// %% exercise="two" kind="build"
const two = 2;

// %% check="two"
await check('It is two', () => equal(two, 2));
`;

/** The labs' side is a stand-in, so that each result is known; the tree, its rows and messages are VS Code's. */
describe('the Test Explorer', () => {
  let uri: vscode.Uri;
  let controller: vscode.TestController;
  let checks: KnownChecks;
  let tests: LabTests;
  let run: (request: vscode.TestRunRequest, token: vscode.CancellationToken) => Thenable<void> | void;
  let told: string[];
  let messages: vscode.TestMessage[];
  /** What a run prints, piece by piece. */
  let output: string[];
  let cellsRun: number[];
  let outcome: (stop: vscode.CancellationTokenSource) => void;
  let stops: number;
  const source = new vscode.CancellationTokenSource();

  before(async () => {
    uri = await writeText('tested.lab.ts', text);
    await show(uri);
  });
  beforeEach(async () => {
    told = [];
    messages = [];
    output = [];
    cellsRun = [];
    stops = 0;
    outcome = () => undefined;
    checks = new KnownChecks();
    const real = vscode.tests.createTestController('tested', 'Tested');
    controller = new Proxy(real, {
      get: (target, key) => {
        if (key === 'createRunProfile') {
          return (_label: string, _kind: number, handler: typeof run) => {
            run = handler;
            return { dispose: () => undefined };
          };
        }
        if (key === 'createTestRun') return () => recorder();
        return Reflect.get(target, key, target);
      },
      set: (target, key, value) => Reflect.set(target, key, value, target),
    });
    const session = { ran: new Set<string>(), stop: () => stops++ };
    const host = {
      sessions: { checks, find: () => session },
      bundledLabs: async () => [],
      shownCourse: async () => undefined,
      show: async () => undefined,
      openCopy: async () => undefined,
      runCells: async (_lab: vscode.Uri, indices: readonly number[]) => {
        cellsRun.push(...indices);
        outcome(source);
      },
    };
    tests = new LabTests(controller, host as unknown as ExercisesHost);
    await tests.resolve(undefined);
  });
  afterEach(() => {
    tests.dispose();
    controller.dispose();
    checks.dispose();
  });
  after(() => closeAll());

  function recorder() {
    const tell = (word: string) => (item: vscode.TestItem, message?: vscode.TestMessage) => {
      told.push(`${word} ${item.label}`);
      if (message) messages.push(message);
    };
    return {
      enqueued: () => undefined,
      started: () => undefined,
      passed: tell('passed'),
      failed: tell('failed'),
      errored: tell('errored'),
      skipped: tell('skipped'),
      appendOutput: (text: string) => output.push(text),
      end: () => told.push('end'),
    };
  }

  const passed = (id: string): CheckResult => ({ id, name: id, passed: true });
  const tree = (items: vscode.TestItemCollection): unknown[] =>
    [...items].map(([, item]) => [item.label, ...tree(item.children)]);
  const row = (label: string): vscode.TestItem => {
    const find = (items: vscode.TestItemCollection): vscode.TestItem | undefined => {
      for (const [, item] of items) {
        const found = item.label === label ? item : find(item.children);
        if (found) return found;
      }
      return undefined;
    };
    return find(controller.items)!;
  };
  /** Waits for the end of a run that came of itself. */
  const settled = async () => {
    for (const end = Date.now() + 10_000; Date.now() < end && told.at(-1) !== 'end'; )
      await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(told.at(-1), 'end');
  };

  it('shows what the notebook has run: lab, exercise, check, and of a failure the mistake that was named', async () => {
    checks.ran(uri, 'one', [
      {
        id: 'one',
        name: 'It is one',
        passed: false,
        expected: '1',
        actual: '2',
        mistake: 'one too many',
        hint: 'Count.',
      },
      passed('one-2'),
    ]);
    await settled();
    assert.deepEqual(tree(controller.items), [
      ['A tested lab', ['one', ['It is one'], ['It is small']], ['two', ['It is two']]],
    ]);
    assert.deepEqual(told, ['failed It is one', 'passed It is small', 'end']);
    assert.equal(messages[0]!.message, 'one too many\nHint: Count.');
    assert.equal(messages[0]!.expectedOutput, undefined);
    assert.equal(messages[0]!.location?.range.start.line, 9);
    assert.deepEqual(output, ['Failed: It is one\r\n  one too many\r\n  Hint: Count.\r\n', 'Passed: one-2\r\n']);
  });

  it('compares expected and actual where no mistake is named', async () => {
    checks.ran(uri, 'one', [{ id: 'one', name: 'It is one', passed: false, expected: '1', actual: '2' }]);
    await settled();
    assert.deepEqual([messages[0]!.expectedOutput, messages[0]!.actualOutput], ['1', '2']);
  });

  it('runs the cells that a check needs, and tells each check once', async () => {
    checks.ran(uri, 'one', [passed('one')]);
    await settled();
    told = [];
    outcome = () => checks.ran(uri, 'two', [passed('two')]);
    await run(new vscode.TestRunRequest([row('It is two')]), source.token);
    assert.deepEqual(cellsRun, [0, 1, 2, 3]);
    assert.deepEqual(told, ['passed It is two', 'end']);
  });

  it('tells in the same run what else ran on the way, so that nothing newer hides what was asked for', async () => {
    checks.ran(uri, 'one', [passed('one')]);
    await settled();
    told = [];
    outcome = () => {
      checks.ran(uri, 'one', [passed('one')]);
      checks.ran(uri, 'two', [{ ...passed('two'), passed: false, mistake: 'two too few' }]);
    };
    await run(new vscode.TestRunRequest([row('It is two')]), source.token);
    assert.deepEqual(told, ['passed It is one', 'failed It is two', 'end']);
  });

  it('does not take an old result for that of a check which an error kept from running', async () => {
    checks.ran(uri, 'one', [passed('one'), passed('one-2')]);
    await settled();
    told = [];
    await run(new vscode.TestRunRequest([row('one')]), source.token);
    assert.deepEqual(told, ['errored It is one', 'errored It is small', 'end']);
  });

  it('stops what runs, and skips what has not', async () => {
    checks.ran(uri, 'one', [passed('one')]);
    await settled();
    told = [];
    outcome = (stop) => {
      checks.ran(uri, 'one', [passed('one')]);
      stop.cancel();
    };
    await run(new vscode.TestRunRequest(), source.token);
    assert.equal(stops, 1);
    assert.deepEqual(told, ['passed It is one', 'skipped It is small', 'skipped It is two', 'end']);
  });
});
