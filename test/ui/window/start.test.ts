import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { vsix } from '../../../tools/build.mjs';
import { root } from '../../../tools/process.mjs';
import { ensureVSCode } from '../../../tools/vscode.mjs';

/** Nothing listens there: whoever asks npm's registry, or another host by way of a proxy, fails at once. */
const unreachable = 'http://127.0.0.1:9/';
const env = {
  ...process.env,
  npm_config_registry: unreachable,
  HTTP_PROXY: unreachable,
  HTTPS_PROXY: unreachable,
  // Served also where there is a desktop VS Code.
  VSCODE_IPC_HOOK_CLI: 'none',
};

describe('npm start, a second time and without a network', () => {
  let child: ChildProcess;
  let output = '';
  let exited: Promise<number | null>;

  before(async () => {
    await ensureVSCode();
    await vsix();
    child = spawn(process.execPath, ['tools/start.mjs'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    exited = new Promise((resolve) => child.once('exit', resolve));
    const keep = (text: Buffer) => {
      output += text;
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
  });
  after(() => child?.kill('SIGTERM'));

  it('serves VS Code to whoever has the token, and ends it with all it started on Ctrl+C', async () => {
    const address = await addressPrinted();
    const { origin } = new URL(address);
    // The server takes the token into a cookie and sends the browser on.
    const answer = await fetch(address, { redirect: 'manual' });
    assert.equal(answer.status, 302);
    const cookie = answer.headers.getSetCookie()[0]!.split(';')[0]!;
    assert.equal((await fetch(origin, { headers: { cookie } })).status, 200);
    assert.equal((await fetch(origin)).status, 403, 'who has no token is let in');

    child.kill('SIGINT');
    assert.equal(await exited, 0, output);
    await assert.rejects(fetch(origin), 'the server outlived npm start');
  });

  /** The address that the command prints; rejects with all it said when it ends without one. */
  function addressPrinted(): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const address = /^Open (\S+)$/m.exec(output)?.[1];
        if (address) resolve(address);
      };
      child.stdout?.on('data', look);
      look();
      void exited.then(() => reject(new Error(`npm start ended by itself:\n${output}`)));
    });
  }
});
