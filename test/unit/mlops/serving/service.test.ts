/** A service and its callers: limits, nonsense, its log, its end. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  float,
  HttpError,
  type RunningService,
  ServingError,
  service,
  text,
  upload,
} from '../../../../src/mlops/serving.ts';
import { skip } from '../../../skip.ts';
import { trayService } from './trays.ts';

const photo = (bytes: Uint8Array, name = 'tray.jpg') => {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), name);
  return form;
};
const post = (url: string, body: FormData) => fetch(url, { method: 'POST', body });

describe('a service', () => {
  const started: RunningService[] = [];
  const begin = async (...listen: Parameters<ReturnType<typeof service>['listen']>) => {
    const running = await trayService().listen(...listen);
    started.push(running);
    return running;
  };
  afterEach(() => Promise.all(started.splice(0).map((each) => each.stop())));

  it('gets the bytes of a file as they were sent, whatever they are', async () => {
    const echo = service({ title: 'Echo' });
    echo.post('/', { form: { file: upload() } }, ({ form }) => new Response(form.file.bytes.slice()));
    const running = await echo.listen();
    started.push(running);
    const all = Uint8Array.from({ length: 1024 }, (_, i) => i % 256);
    const tricky = new TextEncoder().encode('\r\n--\r\n\r\n--boundary--\r\n');
    for (const bytes of [all, tricky, new Uint8Array()]) {
      const answer = await post(running.url, photo(bytes));
      assert.deepEqual(new Uint8Array(await answer.arrayBuffer()), bytes);
    }
  });

  it('is spoken to by curl', async function () {
    if (spawnSync('curl', ['--version']).status !== 0) skip(this, 'there is no curl here');
    const running = await begin();
    const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-curl-'));
    try {
      writeFileSync(join(folder, 'tray.jpg'), 'a photo');
      const curl = (...args: string[]) => promisify(execFile)('curl', ['--silent', '--show-error', ...args]);
      const sent = await curl('-F', `file=@${join(folder, 'tray.jpg')}`, `${running.url}/predict?model=small`);
      assert.deepEqual(JSON.parse(sent.stdout), {
        model: 'small',
        confidence: 0.5,
        name: 'tray.jpg',
        type: 'image/jpeg',
        size: 7,
      });
      const refused = await curl(
        '-o',
        join(folder, 'out'),
        '-w',
        '%{http_code}',
        '-X',
        'POST',
        `${running.url}/predict`,
      );
      assert.equal(refused.stdout, '422');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('takes no more than its limit, and says so after what else is wrong', async () => {
    const running = await begin({ limit: 1000 });
    const large = photo(new Uint8Array(3_000_000));
    const [tooLarge, alsoUnknown] = [
      await post(`${running.url}/predict?model=small`, large),
      await post(`${running.url}/predict?model=huge`, large),
    ];
    assert.equal(tooLarge.status, 413);
    assert.deepEqual(await tooLarge.json(), { detail: 'The body has more than 1000 bytes.' });
    assert.equal(alsoUnknown.status, 422);
    assert.deepEqual(
      ((await alsoUnknown.json()) as { detail: { loc: string[] }[] }).detail.map(({ loc }) => loc),
      [['query', 'model']],
    );
    assert.equal((await post(`${running.url}/predict?model=small`, photo(new Uint8Array(100)))).status, 200);
  });

  it('writes a log: what was asked, what was answered', async () => {
    const running = await begin();
    await (await fetch(`${running.url}/teapot?for=two`)).text();
    await (await post(`${running.url}/predict?model=huge`, photo(new Uint8Array(3)))).text();
    assert.deepEqual(
      running.log.map(({ method, path, status }) => [method, path, status]),
      [
        ['GET', '/teapot?for=two', 418],
        ['POST', '/predict?model=huge', 422],
      ],
    );
    assert.ok(running.log.every(({ ms, time }) => ms >= 0 && !Number.isNaN(Date.parse(time))));
  });

  it('answers 500 for a handler that throws or gives no JSON, and tells why only in its log', async () => {
    const faulty = service({ title: 'Faulty' });
    faulty.get('/throws', () => {
      throw new Error('a secret');
    });
    faulty.get('/nan', () => ({ score: Number.NaN }));
    faulty.get('/function', () => () => 1);
    const running = await faulty.listen();
    started.push(running);
    const { error } = console;
    console.error = () => undefined;
    try {
      for (const path of ['/throws', '/nan', '/function']) {
        const answer = await fetch(running.url + path);
        assert.deepEqual([answer.status, await answer.text()], [500, 'Internal Server Error']);
      }
    } finally {
      console.error = error;
    }
    assert.deepEqual(
      running.log.map((entry) => entry.error),
      [
        'a secret',
        'JSON has no word for NaN, the value of “score”.',
        'A handler gave a function or a symbol, which is no JSON.',
      ],
    );
  });

  it('may break off in the middle of an answer: the caller sees it, and the log has 499', async () => {
    const half = service({ title: 'Half' });
    half.get('/', () => {
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"boxes": ['));
        },
        pull(controller) {
          controller.error(new Error('the line is down'));
        },
      });
      return new Response(body, { headers: { 'content-type': 'application/json' } });
    });
    const running = await half.listen();
    started.push(running);
    await assert.rejects(async () => (await fetch(running.url)).json());
    assert.deepEqual(
      running.log.map(({ status }) => status),
      [499],
    );
  });

  it('answers callers of this machine alone, by its own names', async () => {
    const running = await begin();
    assert.match(running.url, /^http:\/\/127\.0\.0\.1:\d+$/);
    const asked = (host: string) => raw(running.port, `GET / HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    assert.match(await asked(`localhost:${running.port}`), /^HTTP\/1\.1 200/);
    assert.match(await asked('evil.example'), /^HTTP\/1\.1 400[\s\S]*Invalid host header$/);
  });

  it('survives nonsense', async () => {
    const running = await begin();
    const nonsense = [
      '\r\n\r\n',
      'hello\r\n\r\n',
      'GET / HTTP/9\r\n\r\n',
      `POST /predict HTTP/1.1\r\nhost: localhost\r\ncontent-length: -1\r\n\r\n`,
    ];
    for (const words of nonsense) assert.match(await raw(running.port, words), /^HTTP\/1\.1 4|^$/);
    const broken = await fetch(`${running.url}/%E0%A4%A/%00?%=%&&=`);
    assert.equal(broken.status, 404);
    assert.equal((await fetch(running.url)).status, 200);
  });

  it('takes the place of an earlier one of its title', async () => {
    const first = await begin();
    const { port } = first;
    const second = await begin({ port });
    assert.deepEqual([first.isRunning, second.isRunning, second.port], [false, true, port]);
    assert.equal((await fetch(second.url)).status, 200);
    assert.match(
      second.toMimeBundle()['text/plain'] as string,
      /^“Trays” answers at http:.*, for programs on this machine/,
    );
    await second.stop();
    await second.stop();
    assert.match(second.toMimeBundle()['text/plain'] as string, /^“Trays” was stopped, after 1 request\.$/);
    await assert.rejects(fetch(second.url));
  });

  it('lets a request that has begun come to its end when it is stopped', async () => {
    const slow = service({ title: 'Slow' });
    const [asked, answered] = [deferred<undefined>(), deferred<string>()];
    slow.get('/', () => {
      asked.resolve(undefined);
      return answered.promise;
    });
    const running = await slow.listen();
    const answer = fetch(running.url);
    await asked.promise;
    const stopped = running.stop();
    answered.resolve('at last');
    assert.equal(await (await answer).json(), 'at last');
    await stopped;
  });

  it('refuses what cannot work, with a code', async () => {
    const refuses = (code: string, act: () => unknown) =>
      assert.throws(act, (error) => error instanceof ServingError && error.code === code);
    const odd = service({ title: 'Odd' });
    refuses('bad-argument', () => service({ title: '' }));
    refuses('bad-route', () => odd.get('trays', () => 1));
    refuses('bad-route', () => odd.get('/trays/{tray', () => 1));
    refuses('bad-route', () => odd.get('/trays/{tray}', () => 1));
    refuses('bad-route', () => odd.get('/trays', { path: { tray: text() } }, () => 1));
    refuses('bad-route', () => odd.get('/', { form: { file: upload() } }, () => 1));
    refuses('bad-route', () => odd.get('/', { headers: { 'X-Key': text() } }, () => 1));
    refuses('bad-argument', () => new HttpError(99, 'no status'));
    await assert.rejects(odd.listen({ port: -1 }), { code: 'bad-argument' });
    await assert.rejects(odd.listen({ limit: Number.NaN }), { code: 'bad-argument' });
    const { port } = await begin();
    await assert.rejects(odd.listen({ port }), { name: 'ServingError', code: 'port-taken' });
  });

  it('does not keep a program alive that has done its work', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-serving-'));
    const module = (name: string) => new URL(`../../../../src/mlops/${name}.ts`, import.meta.url).href;
    try {
      const file = join(folder, 'open.mts');
      const program = [
        `import { service } from '${module('serving')}';`,
        "const greeter = service({ title: 'Greeter' });",
        "greeter.get('/', () => 'hello');",
        'const { url } = await greeter.listen();',
        'console.log(await (await fetch(url)).json());',
      ];
      writeFileSync(file, program.join('\n'));
      const { stdout } = await promisify(execFile)(process.execPath, [file]);
      assert.equal(stdout, 'hello\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('gives handlers values of their types', () => {
    const typed = service({ title: 'Typed' });
    typed.get('/', { query: { least: float(), most: float({ default: null }) } }, ({ query }) => {
      const least: number = query.least;
      const most: number | null = query.most;
      // @ts-expect-error: nothing was declared under this name
      query.other;
      return [least, most];
    });
  });
});

function deferred<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** What a server answers to these bytes, until it closes. */
function raw(port: number, words: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(words));
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('close', () => resolve(answer));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' ? resolve(answer) : reject(error),
    );
  });
}
