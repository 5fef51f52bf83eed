/**
 * The kernel's control thread: hears the parent while a cell keeps the main thread busy, and watches what a busy
 * thread cannot watch itself. The bundle `kernel-control.js` is started as a worker by `main.ts`.
 */
import { Socket } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { controlFd, decoder, encode, type FromControl, type ToControl } from '../../control.ts';
import { type ControlData, type ControlNews, Signal } from './signal.ts';
import { Stopper } from './stopper.ts';

/** How often is looked, and how long the main thread has to end by itself once the parent is gone: milliseconds. */
const times = { look: 250, grace: 1500 };
const megabyte = 1 << 20;

const { buffer, stages, parent, memoryLimit } = workerData as ControlData;
const pipe = new Socket({ fd: controlFd, readable: true, writable: true });
const send = (message: FromControl) => void pipe.write(encode(message));
const tell = (news: ControlNews) => parentPort?.postMessage(news);
const stopper = new Stopper(new Signal(buffer), stages, tell, send);

pipe.setEncoding('utf8').on(
  'data',
  decoder<ToControl>(({ serial }) => stopper.stop(serial)),
);
pipe.on('error', () => undefined);
// The parent's end closes when it dies, whatever keeps the main thread from noticing.
pipe.once('close', endSoon);

const watching = setInterval(() => {
  if (!isAlive(parent)) endSoon();
  const megabytes = process.memoryUsage.rss() / megabyte;
  if (memoryLimit !== undefined && megabytes > memoryLimit) send({ type: 'memory', megabytes });
}, times.look);

function endSoon(): void {
  clearInterval(watching);
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), times.grace);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0) && process.ppid === pid;
  } catch {
    return false;
  }
}
