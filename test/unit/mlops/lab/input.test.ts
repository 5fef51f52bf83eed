import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { currentHost, type Question, setHost } from '../../../../src/mlops/host.ts';
import { InputError } from '../../../../src/mlops/lab/errors.ts';
import { input } from '../../../../src/mlops/lab/input.ts';
import { askInTerminal } from '../../../../src/mlops/lab/terminal.ts';

describe('input', () => {
  const host = currentHost();
  afterEach(() => setHost(host));

  it('asks the host, and gives what was typed, be it nothing', async () => {
    const asked: Question[] = [];
    const ask = async (question: Question) => {
      asked.push(question);
      return '';
    };
    setHost({ ...host, ask });
    assert.equal(await input('Name?', { password: true }), '');
    assert.deepEqual(asked, [{ prompt: 'Name?', password: true }]);
  });

  it('fails without an answer', async () => {
    setHost({ ...host, ask: async () => undefined });
    await assert.rejects(input('Name?'), (error) => {
      assert.ok(error instanceof InputError);
      assert.match(error.message, /^"Name\?" was not answered\. Run the cell again/);
      return true;
    });
  });

  describe('in a terminal', () => {
    const terminal = (isTTY: boolean) => {
      const stdin = Object.assign(new PassThrough(), { isTTY });
      const stdout = new PassThrough();
      stdout.setEncoding('utf8');
      return { stdin, stdout, shown: () => String(stdout.read() ?? '') };
    };

    it('reads a line', async () => {
      const { stdin, stdout, shown } = terminal(true);
      const answer = askInTerminal({ prompt: 'Name?', password: false }, { stdin, stdout });
      stdin.write('Ada\r');
      assert.equal(await answer, 'Ada');
      assert.match(shown(), /^Name\? .*Ada/s);
    });

    it('does not show a password', async () => {
      const { stdin, stdout, shown } = terminal(true);
      const answer = askInTerminal({ prompt: 'Secret?', password: true }, { stdin, stdout });
      stdin.write('xyzzy\r');
      assert.equal(await answer, 'xyzzy');
      assert.equal(shown(), 'Secret? \n');
    });

    it('gets nothing from a stdin that ends, or is no terminal', async () => {
      const ending = terminal(true);
      const answer = askInTerminal({ prompt: 'Name?', password: false }, ending);
      ending.stdin.end();
      assert.equal(await answer, undefined);
      assert.equal(await askInTerminal({ prompt: 'Name?', password: false }, terminal(false)), undefined);
    });
  });
});
