/** Tells the parent which call of a cell ends the kernel, while there is still somebody to tell it. */
import type { CellRuns } from '../cells/cellRun.ts';

/** @param tell is given the call as it would be written, e.g. `process.exit(3)` */
export function announceExits(runs: CellRuns, tell: (call: string) => void): void {
  const announce = (call: string) => {
    // The kernel itself ends by these calls, too.
    if (runs.getStore()) tell(call);
  };
  const { exit, abort, kill } = process;
  process.exit = (code) => {
    announce(`process.exit(${code ?? ''})`);
    return exit.call(process, code);
  };
  process.abort = () => {
    announce('process.abort()');
    return abort.call(process);
  };
  process.kill = (pid, signal) => {
    // 0 only asks whether the process lives; the kernel lives through SIGINT.
    if (pid === process.pid && signal !== 0 && signal !== 'SIGINT') {
      announce(`process.kill(process.pid${signal === undefined ? '' : `, '${signal}'`})`);
    }
    return kill.call(process, pid, signal);
  };
}
