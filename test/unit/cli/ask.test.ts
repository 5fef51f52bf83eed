import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ask, askingAt } from '../../../src/cli/ask.ts';

describe('command line: questions', () => {
  let input: PassThrough;
  let shown: string;
  let output: PassThrough;
  let ask: Ask;
  const { signal } = new AbortController();
  beforeEach(() => {
    input = Object.assign(new PassThrough(), { isTTY: true });
    shown = '';
    output = new PassThrough();
    output.setEncoding('utf8').on('data', (text: string) => (shown += text));
    ask = askingAt({ input, output });
  });

  it('shows the prompt and what is typed, and gives the line', async () => {
    const answer = ask({ prompt: 'Name? ', password: false }, signal);
    await sleep(20);
    input.write('Ada\n');
    assert.equal(await answer, 'Ada');
    assert.match(shown, /Name\? .*Ada/s);
  });

  it('shows of a password the prompt alone', async () => {
    const answer = ask({ prompt: 'Token: ', password: true }, signal);
    await sleep(20);
    input.write('s3cret\n');
    assert.equal(await answer, 's3cret');
    assert.equal(shown, 'Token: \n');
  });

  it('asks one question after the other', async () => {
    const first = ask({ prompt: 'One? ', password: false }, signal);
    const second = ask({ prompt: 'Two? ', password: false }, signal);
    await sleep(20);
    assert.doesNotMatch(shown, /Two/);
    input.write('1\n');
    assert.equal(await first, '1');
    await sleep(20);
    input.write('2\n');
    assert.equal(await second, '2');
  });

  it('takes a question back, and asks the next', async () => {
    const stopping = new AbortController();
    const first = ask({ prompt: 'One? ', password: false }, stopping.signal);
    await sleep(20);
    stopping.abort();
    assert.equal(await first, undefined);
    const second = ask({ prompt: 'Two? ', password: false }, signal);
    await sleep(20);
    input.write('2\n');
    assert.equal(await second, '2');
  });

  it('has no answer when the input ends', async () => {
    const answer = ask({ prompt: 'Name? ', password: false }, signal);
    await sleep(20);
    input.end();
    assert.equal(await answer, undefined);
  });

  it('answers at once with nothing where there is no terminal, and says why', async () => {
    ask = askingAt({ input: new PassThrough(), output });
    assert.equal(await ask({ prompt: 'Name? ', password: false }, signal), undefined);
    assert.equal(shown, 'A cell asks “Name? ”, which nobody can answer: standard input is no terminal.\n');
  });

  it('hands Ctrl+C, which a terminal in raw mode keeps, to the program', async () => {
    const pressed = new Promise<void>((resolve) => process.once('SIGINT', () => resolve()));
    const stopping = new AbortController();
    const answer = ask({ prompt: 'Name? ', password: false }, stopping.signal);
    await sleep(20);
    input.write('\u0003');
    await pressed;
    stopping.abort();
    assert.equal(await answer, undefined);
  });
});
