/** One lab run by the command line: its session, its time limit, and Ctrl+C. */
import { launchKernel } from '../kernel/launch.ts';
import type { Backend } from '../kernel/protocol/options.ts';
import { frontMatter } from '../labs/file.ts';
import { type LabToRun, runLab } from '../labs/session/labRun.ts';
import { type LabReport, timedOut } from '../labs/session/report.ts';
import type { AutoRun } from '../labs/session/runRecord.ts';
import { type BatchListener, LabSession } from '../labs/session/session.ts';
import { t } from '../platform/l10n.ts';
import { silentLog } from '../platform/log.ts';
import { askingAt } from './ask.ts';
import type { Interrupt } from './interrupt.ts';
import { launchSettings } from './kernels.ts';
import { starterOf } from './labs.ts';

export interface Execution {
  readonly backend: Backend;
  /** Absolute. */
  readonly workspace: string;
  readonly root: string;
  /** Seconds. */
  readonly timeout: number | undefined;
  /** Whether a run is opened for the lab. */
  readonly autoRun: AutoRun;
  readonly interrupt: Interrupt;
}

const ask = askingAt({ input: process.stdin, output: process.stderr });

/** Runs a lab. Resolves also when it was stopped. */
export async function execute(lab: LabToRun, execution: Execution, listener: BatchListener): Promise<LabReport> {
  const { backend, workspace, root, timeout, autoRun } = execution;
  const { signal, held } = execution.interrupt;
  const labId = frontMatter(lab.file, lab.path).id;
  const session = new LabSession({
    labId,
    labPath: lab.path,
    autoRun: () => autoRun,
    autolog: () => true,
    log: silentLog,
    starter: starterOf(labId, root),
    // Whoever names a workspace on the command line means its database.
    startKernel: () => launchKernel({ labPath: lab.path, workspace, backend, recording: true }, launchSettings(root)),
  });
  held.add(session);
  const stop = () => session.stop();
  signal.addEventListener('abort', stop);
  const clock = timeout === undefined ? undefined : new Clock(labId, timeout, stop);
  try {
    const asking: BatchListener = { ...listener, ask: (_cellId, question, signal) => ask(question, signal) };
    const report = await runLab(session, lab, asking);
    return clock?.isOver ? timedOut(report, clock.seconds) : report;
  } finally {
    clock?.stop();
    signal.removeEventListener('abort', stop);
    await session.close();
    held.delete(session);
  }
}

/** Milliseconds: a timer that is set for longer goes off at once. */
const longest = 2 ** 31 - 1;

/** Stops a lab that takes too long. */
class Clock {
  readonly seconds: number;
  readonly #timer: NodeJS.Timeout;
  isOver = false;

  constructor(labId: string, seconds: number, over: () => void) {
    this.seconds = seconds;
    this.#timer = setTimeout(
      () => {
        this.isOver = true;
        console.error(t('{0} is stopped: it takes longer than {1} s.', labId, seconds));
        over();
      },
      Math.min(seconds * 1000, longest),
    );
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
