import * as vscode from 'vscode';
import { launchKernel } from '../../kernel/launch.ts';
import type { Backend } from '../../kernel/protocol/options.ts';
import { settings } from '../../platform/ids.ts';
import { assertTrusted } from '../../platform/view/trust.ts';
import type { LaunchKernel } from './sessions.ts';

/** Starts kernels as the user's settings say; `native` as in `LaunchSettings`. */
export function kernelLauncher(dist: string, native: string, log: vscode.LogOutputChannel): LaunchKernel {
  return async (labPath, workspace, recording) => {
    assertTrusted();
    const config = vscode.workspace.getConfiguration(undefined, vscode.Uri.file(labPath));
    const backend = config.get<Backend>(settings.backend, 'auto');
    const nodePath = config.get<string>(settings.nodePath, '');
    const memoryLimit = config.get<number>(settings.memoryLimit, 0);
    const limited = memoryLimit > 0 ? { memoryLimit } : {};
    return launchKernel({ labPath, workspace, backend, recording, ...limited }, { nodePath, dist, native, log });
  };
}
