import { launchKernel } from '../kernel/launch.ts';
import { selfTest, selfTestMarkdown } from '../kernel/self-test/selfTest.ts';
import { UserError } from '../platform/errors.ts';
import { interruptible } from './interrupt.ts';
import { availableBackend, launchSettings } from './kernels.ts';
import { versionOf } from './version.ts';

/** Tries what labs stand on, as *Self-Test* in VS Code does, and prints the same report. Gives whether it passed. */
export async function selfTestCommand(args: { backend: string; json: boolean; root: string }): Promise<boolean> {
  const { root } = args;
  const backend = await availableBackend(args.backend, args.root);
  try {
    const report = await interruptible(({ signal }) =>
      selfTest({
        startKernel: (labPath, workspace) =>
          launchKernel({ labPath, workspace, backend, recording: true }, launchSettings(root)),
        versions: { 'MLOps Lab': versionOf(root), 'Node.js of the command line': process.version },
        packageFolder: root,
        progress: (name, index, of) => console.error(`[${index + 1}/${of}] ${name}`),
        signal,
      }),
    );
    console.log(args.json ? JSON.stringify(report) : selfTestMarkdown(report));
    return report.passed;
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'self-test-cancelled') throw error;
    console.error(error.message);
    return false;
  }
}
