import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { download } from '../../../../src/kernel/native/download.ts';
import { Obstacle } from '../../../../src/kernel/native/obstacle.ts';

const content = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7919) % 251));
const sha256 = createHash('sha256').update(content).digest('hex');

describe('native: a download', () => {
  let folder: string;
  let path: string;
  let server: Server;
  let url: string;
  /** The `Range` of each request. */
  let ranges: (string | undefined)[];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;

  before(async () => {
    server = createServer((request, response) => {
      ranges.push(request.headers.range);
      answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/library.tar.gz`;
  });
  after(() => server.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mlops-lab-native-'));
    path = join(folder, 'library.tar.gz');
    ranges = [];
    answer = serveRanges;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('arrives whole, tells how far it is, and is not fetched twice', async () => {
    const seen: number[] = [];
    await download(url, path, sha256, { onProgress: (received, total) => seen.push(received / total) });
    assert.deepEqual(readFileSync(path), content);
    assert.equal(seen.at(-1), 1);
    assert.ok(seen.every((fraction, index) => fraction > (seen[index - 1] ?? 0)));
    await download(url, path, sha256);
    assert.deepEqual(ranges, [undefined]);
  });

  it('goes on where it broke off', async () => {
    answer = breakOffAfter(100_000);
    await assert.rejects(download(url, path, sha256), Obstacle);
    assert.equal(existsSync(path), false);
    const have = statSync(`${path}.part`).size;
    assert.ok(have > 0 && have <= 100_000);
    answer = serveRanges;
    const received: number[] = [];
    await download(url, path, sha256, { onProgress: (count) => received.push(count) });
    assert.deepEqual(readFileSync(path), content);
    assert.deepEqual(ranges, [undefined, `bytes=${have}-`]);
    assert.ok(received[0]! > have);
  });

  it('begins anew where the server sends the whole file all the same', async () => {
    writeFileSync(`${path}.part`, content.subarray(0, 1000));
    answer = (_, response) => response.end(content);
    await download(url, path, sha256);
    assert.deepEqual(readFileSync(path), content);
  });

  it('begins anew where the server has nothing after what is there', async () => {
    writeFileSync(`${path}.part`, Buffer.concat([content, content]));
    await download(url, path, sha256);
    assert.deepEqual(readFileSync(path), content);
    assert.equal(ranges.length, 2);
  });

  it('begins anew where the server sends another part than the one asked for', async () => {
    writeFileSync(`${path}.part`, content.subarray(0, 1000));
    answer = ({ headers }, response) => {
      if (!headers.range) response.end(content);
      else response.writeHead(206, { 'content-range': `bytes 0-9/${content.length}` }).end(content.subarray(0, 10));
    };
    await download(url, path, sha256);
    assert.deepEqual(readFileSync(path), content);
  });

  it('is deleted when its checksum is not the pinned one', async () => {
    answer = (_, response) => response.end('something else');
    await assert.rejects(
      download(url, path, sha256),
      /^ChecksumMismatch: the checksum of library\.tar\.gz is not the one that is known for it/,
    );
    assert.equal(existsSync(path) || existsSync(`${path}.part`), false);
  });

  it('stops at once, and keeps what it has', async () => {
    answer = (_, response) => response.writeHead(200).write(content.subarray(0, 1000));
    const stop = new AbortController();
    const reason = new Error('stopped by a test');
    await assert.rejects(
      download(url, path, sha256, { signal: stop.signal, onProgress: () => stop.abort(reason) }),
      (error) => error === reason,
    );
    assert.equal(existsSync(path), false);
    assert.ok(existsSync(`${path}.part`));
  });

  it('says in a clause what it could not have, and why', async () => {
    answer = (_, response) => response.writeHead(404).end();
    await assert.rejects(
      download(url, path, sha256),
      /^Obstacle: library\.tar\.gz could not be had from 127\.0\.0\.1:\d+ \(HTTP 404\)$/,
    );
    // Port 9 is the discard service's: nothing listens there.
    await assert.rejects(
      download('http://127.0.0.1:9/x.zip', path, sha256),
      /x\.zip could not be had from 127\.0\.0\.1/,
    );
  });
});

function serveRanges(request: IncomingMessage, response: ServerResponse): void {
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(start)) {
    response.writeHead(200, { 'content-length': content.length }).end(content);
  } else if (start >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
  } else {
    const part = content.subarray(start);
    const range = `bytes ${start}-${content.length - 1}/${content.length}`;
    response.writeHead(206, { 'content-length': part.length, 'content-range': range }).end(part);
  }
}

function breakOffAfter(bytes: number) {
  return (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, bytes), () => setTimeout(() => response.destroy(), 100));
  };
}
