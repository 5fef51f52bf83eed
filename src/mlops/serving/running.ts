// A service that listens: its address, its log, its end.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CodedError } from '../codedError.ts';
import { currentHost } from '../host.ts';
import { type MimeBundle, mime } from '../payloads/mime.ts';
import { ServingError } from './errors.ts';
import { respond, type Served } from './respond.ts';

export interface ListenOptions {
  /** 1 to 65535; 0, the default, takes a free one. */
  readonly port?: number;
  /** The largest body that is taken, in bytes; by default 16 MiB. A larger one gets 413. */
  readonly limit?: number;
}

/** One request, once it is answered. */
export interface LogEntry {
  /** When it came: ISO 8601. */
  readonly time: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Of the answer; 499 where the caller did not wait for its end, as nginx says it. */
  readonly status: number;
  /** From the request to the end of the answer. */
  readonly ms: number;
  /** What the handler threw, where it is status 500. */
  readonly error?: string;
}

/** The log keeps the last entries alone. */
const keptEntries = 10_000;
const loopback = '127.0.0.1';

/** The services of this process, by their titles. */
const running = new Map<string, RunningService>();

/** A service that answers. It does not keep the program alive: it ends with the lab's process at the latest. */
export class RunningService {
  readonly title: string;
  readonly port: number;
  /** Without a slash at its end: `http://127.0.0.1:8000`. */
  readonly url: string;
  /** The requests that were answered, the oldest first. */
  readonly log: LogEntry[] = [];
  readonly #server: Server;
  #stopped: Promise<void> | undefined;

  constructor(served: Served, server: Server, limit: number) {
    this.title = served.title;
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://${loopback}:${this.port}`;
    server.on('request', (request, response) => void this.#answer(served, request, response, limit));
  }

  /** Whether it still answers. */
  get isRunning(): boolean {
    return this.#stopped === undefined;
  }

  /** Ends it: requests that have begun are answered, for at most a second; no others are taken. */
  stop(): Promise<void> {
    this.#stopped ??= new Promise((resolve) => {
      const impatient = setTimeout(() => this.#server.closeAllConnections(), 1000);
      this.#close(() => {
        clearTimeout(impatient);
        resolve();
      });
    });
    return this.#stopped;
  }

  /** Ends it at once, also what it is answering. It waits for no promise: none of a stopped cell is to go on. */
  abort(): void {
    this.#stopped ??= Promise.resolve();
    this.#close();
    this.#server.closeAllConnections();
  }

  #close(then?: () => void): void {
    this.#server.close(then);
    if (running.get(this.title) === this) running.delete(this.title);
  }

  toMimeBundle(): MimeBundle {
    const words = this.isRunning
      ? [
          `“${this.title}” answers at `,
          this.url,
          ', for programs on this machine. It ends by ',
          'stop()',
          ' or with the kernel.',
        ]
      : [`“${this.title}” was stopped, after ${this.log.length} ${this.log.length === 1 ? 'request' : 'requests'}.`];
    const marked = words.map((word, i) => (i % 2 ? `\`${word}\`` : word.replaceAll(/[\\`*_<[]/g, '\\$&')));
    return { [mime.markdown]: marked.join(''), [mime.text]: words.join('') };
  }

  async #answer(served: Served, request: IncomingMessage, response: ServerResponse, limit: number): Promise<void> {
    const [time, begun] = [new Date().toISOString(), performance.now()];
    let error: string | undefined;
    const log = (status: number) => {
      const { method = '', url: path = '' } = request;
      const ms = Math.round(10 * (performance.now() - begun)) / 10;
      this.log.push({ time, method, path, status, ms, ...(error !== undefined && { error }) });
      if (this.log.length > keptEntries) this.log.shift();
    };
    response.once('finish', () => log(response.statusCode));
    response.once('close', () => response.writableFinished || log(499));
    try {
      const answer = await respond(served, request, limit, (thrown) => {
        error = thrown instanceof Error ? thrown.message : String(thrown);
        // A sentence for people needs no stack.
        const told = thrown instanceof CodedError ? `${thrown.name}: ${thrown.message}` : thrown;
        console.error(`${request.method} ${request.url}:`, told);
      });
      // A connection that is kept for a next request would hold up the end.
      if (!this.isRunning) response.setHeader('connection', 'close');
      await send(answer, response, request.method === 'HEAD');
    } catch {
      // The caller went away, or the handler's stream broke off: the connection tells.
      response.destroy();
    }
  }
}

async function send(answer: Response, response: ServerResponse, headOnly: boolean): Promise<void> {
  response.statusCode = answer.status;
  response.setHeaders(answer.headers);
  if (answer.body && !headOnly) await pipeline(Readable.from(answer.body), response);
  else response.end();
}

/** @throws {ServingError} `port-taken`, or `bad-argument` for a port or limit that is none */
export async function listen(
  served: Served,
  { port = 0, limit = 16 * 2 ** 20 }: ListenOptions,
): Promise<RunningService> {
  if (!(Number.isInteger(port) && port >= 0 && port <= 65535))
    throw new ServingError('bad-argument', `A port is a whole number from 0 to 65535, and not ${port}.`);
  if (!(Number.isSafeInteger(limit) && limit >= 0))
    throw new ServingError('bad-argument', `The limit is a whole number of bytes, and not ${limit}.`);
  await running.get(served.title)?.stop();
  // A caller has half a minute to send its request. Connections are kept for long: where caller and service are one
  // program, a computation would let the time pass, and a request meet a connection that has just been closed.
  const server = createServer({ requestTimeout: 30_000, keepAliveTimeout: 600_000 });
  // Nothing waits for a service: a program that has done its work ends, and the service with it.
  server.on('connection', (socket) => socket.unref());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(unable(error, port)));
    server.listen({ port, host: loopback }, resolve);
  });
  server.unref();
  const service = new RunningService(served, server, limit);
  running.set(served.title, service);
  currentHost().whenCellStops?.(() => service.abort());
  return service;
}

function unable(error: NodeJS.ErrnoException, port: number): ServingError {
  const sentence =
    error.code === 'EADDRINUSE'
      ? `Port ${port} is taken by another program. Leave the port out, and a free one is taken.`
      : `No service can listen on port ${port}: ${error.message}.`;
  return new ServingError('port-taken', sentence, { cause: error });
}
