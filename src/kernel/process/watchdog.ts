/** Ends the kernel when its parent is gone, even while a cell never lets the event loop turn. */
import { Worker } from 'node:worker_threads';

/** How often the parent is looked for, and how long the kernel then has to end by itself: milliseconds. */
const times = { look: 500, grace: 1500 };

/** Watches from a thread of its own, which a busy cell cannot hold up. */
export function watchParent(): void {
  const code = `(${watch})(process.getBuiltinModule, ${process.ppid}, ${JSON.stringify(times)})`;
  new Worker(code, { eval: true, stdout: true, stderr: true }).unref();
}

/** Runs in the worker, as text: it may use nothing but its arguments. */
function watch(builtin: typeof process.getBuiltinModule, parent: number, { look, grace }: typeof times): void {
  const process = builtin('node:process');
  const timer = setInterval(() => {
    try {
      process.kill(parent, 0);
      if (process.ppid === parent) return;
    } catch {
      // No such process.
    }
    clearInterval(timer);
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), grace);
  }, look);
}
