/** Downloads that go on where they broke off, and that are nothing until their digest is right. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { messageOf } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import { ChecksumMismatch, Obstacle } from './obstacle.ts';

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  /** @param total bytes of the whole file; 0 where the server does not say */
  readonly onProgress?: (received: number, total: number) => void;
}

/** Bytes after which a server is not believed any more: more than any file that is pinned. */
const tooMuch = 1_000_000_000;

/**
 * Fetches a file to `path`. What an earlier try left in `path.part` is completed where the server can send the rest.
 * @param sha256 lower-case hexadecimal
 * @throws Obstacle when the server cannot be reached, ChecksumMismatch, or the signal's reason when stopped
 */
export async function download(
  url: string,
  path: string,
  sha256: string,
  { signal, onProgress }: DownloadOptions = {},
): Promise<void> {
  if ((await digest(path, 'sha256')) === sha256) return;
  const part = `${path}.part`;
  if ((await digest(part, 'sha256')) !== sha256) await receive(url, part, signal, onProgress);
  await assertDigest(part, sha256);
  await rename(part, path);
}

/** Deletes a file whose digest is not the one that is pinned, and says so. @throws ChecksumMismatch */
export async function assertDigest(path: string, pinned: string, algorithm = 'sha256', as: Encoding = 'hex') {
  const found = await digest(path, algorithm, as);
  if (found === pinned) return;
  await rm(path, { force: true });
  throw new ChecksumMismatch(
    t('the checksum of {0} is not the one that is known for it ({1})', fileName(path), `${algorithm} ${found}`),
  );
}

type Encoding = 'hex' | 'base64';

/** The digest of a file; `undefined` where there is none. */
export async function digest(path: string, algorithm: string, as: Encoding = 'hex'): Promise<string | undefined> {
  if (!(await sizeOf(path))) return undefined;
  const hash = createHash(algorithm);
  await pipeline(createReadStream(path), hash);
  return hash.digest(as);
}

async function receive(
  url: string,
  part: string,
  signal: AbortSignal | undefined,
  onProgress: DownloadOptions['onProgress'],
): Promise<void> {
  const { host } = new URL(url);
  try {
    const { response, start } = await request(url, await sizeOf(part), signal);
    const total = start + Number(response.headers.get('content-length') ?? Number.NaN) || 0;
    let received = start;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        received += chunk.length;
        onProgress?.(received, total);
        done(received > tooMuch ? new Error(t('the file is too large')) : null, chunk);
      },
    });
    if (!response.body) throw new Error(t('the answer is empty'));
    await pipeline(response.body, count, createWriteStream(part, { flags: start > 0 ? 'a' : 'w' }));
  } catch (error) {
    signal?.throwIfAborted();
    throw new Obstacle(t('{0} could not be had from {1} ({2})', fileName(url), host, causeOf(error)), { cause: error });
  }
}

/** Asks for what comes after the first `have` bytes; `start` is where the answer really begins. */
async function request(
  url: string,
  have: number,
  signal: AbortSignal | undefined,
): Promise<{ response: Response; start: number }> {
  const ask = (headers: Record<string, string>) => fetch(url, { headers, ...(signal && { signal }) });
  // A digest is of the file's bytes, which a server that compresses on the way would change the count of.
  const plain = { 'accept-encoding': 'identity' };
  const response = await ask(have > 0 ? { ...plain, range: `bytes=${have}-` } : plain);
  const isRest = response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${have}-`);
  if (isRest) return { response, start: have };
  if (response.status === 200) return { response, start: 0 };
  await response.body?.cancel();
  // Neither the rest nor the whole, e.g. since the file there has become shorter: the whole, then.
  if (have > 0) return request(url, 0, signal);
  throw new Error(`HTTP ${response.status}`);
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** `fetch` says only that it failed; what happened is in the cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause === 'object' && cause !== null && 'code' in cause) return String(cause.code);
  return messageOf(cause ?? error);
}

function fileName(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? path).replace(/\.part$/, '');
}
