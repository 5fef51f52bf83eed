import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { sentence } from '../../tools/npm.mjs';
import { missing } from '../../tools/setup.mjs';

const root = join(import.meta.dirname, '..', '..');
/** Nothing listens there: whoever asks npm's registry, or any other host by way of a proxy, fails at once. */
const unreachable = 'http://127.0.0.1:9/';
const env = { ...process.env, npm_config_registry: unreachable, HTTP_PROXY: unreachable, HTTPS_PROXY: unreachable };

describe('without a network', () => {
  it('nothing is missing once everything was installed', () => {
    assert.deepEqual(missing({ dev: true }), []);
    assert.deepEqual(missing({ dev: false }), []);
  });

  it('npm start serves VS Code a second time, and Ctrl+C ends it with all it started', async function () {
    this.timeout(60_000);
    const child = spawn(process.execPath, ['tools/start.mjs'], {
      cwd: root,
      env: { ...env, DISPLAY: '', WAYLAND_DISPLAY: '' },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const address = await Promise.race([addressIn(() => output), exited.then(() => undefined)]);
    assert.ok(address, output);
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

  it('a piece that cannot be had is named in one sentence', () => {
    const stderr = [
      'npm http fetch GET 200 http://127.0.0.1:9/zod 5ms (cache hit)',
      'npm error code ECONNREFUSED',
      'npm error FetchError: request to http://127.0.0.1:9/@scope%2fname failed, reason: connect ECONNREFUSED 127.0.0.1:9',
    ].join('\n');
    assert.equal(
      sentence('ci', stderr),
      "@scope/name could not be had from npm's registry (ECONNREFUSED): check the network, then run the same command again.",
    );
    const npm10 =
      'npm http fetch GET http://127.0.0.1:9/zod attempt 1 failed with ECONNREFUSED\nnpm error Exit handler never called!';
    assert.match(sentence('ci', npm10), /^zod could not be had .*ECONNREFUSED/);
    assert.equal(
      sentence('ci', 'npm ERR! code EUSAGE\nnpm ERR! The lock file is old.'),
      'npm ci failed (EUSAGE): The lock file is old.',
    );
  });
});

async function addressIn(output: () => string): Promise<string> {
  for (;;) {
    const address = /^Open (\S+)$/m.exec(output())?.[1];
    if (address) return address;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
