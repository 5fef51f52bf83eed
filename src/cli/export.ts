import { access } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { collecting } from '../labs/export/collect.ts';
import { type ExportedLab, type ExportFormat, exportFiles, loadExporter, writeFiles } from '../labs/export/files.ts';
import type { LabToRun } from '../labs/session/labRun.ts';
import { OutputStore } from '../outputs/store/store.ts';
import { messageOf, UserError } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { Log } from '../platform/log.ts';
import { execute } from './execute.ts';
import { interruptible } from './interrupt.ts';
import { findLab } from './labs.ts';
import { prepare, type RunArguments } from './run.ts';
import { progressLine } from './text.ts';

export interface ExportArguments extends Omit<RunArguments, 'json'> {
  /** Files to write; without either, an HTML page in the working directory. */
  readonly html?: string;
  readonly markdown?: string;
  /** Runs the lab first; else what was kept of its last run is taken. */
  readonly run: boolean;
  /** Overwrites what is there. */
  readonly force: boolean;
}

/** Problems of the store are told; the rest is nobody's concern here. */
const log: Log = {
  debug() {},
  info() {},
  warn: (message) => console.error(message),
  error: (message) => console.error(messageOf(message)),
};

/** Writes a lab that was run as a page or as Markdown. Gives whether the run, where there was one, passed. */
export async function exportCommand(name: string, args: ExportArguments): Promise<boolean> {
  const { choice, execution } = await prepare({ ...args, json: false });
  const lab = await findLab(name, choice);
  const targets = targetsOf(lab, args);
  // Before a run of minutes.
  if (!args.force) for (const { path } of targets) await assertFree(path);
  const { exported, passed } = args.run
    ? await runFor(lab, execution)
    : { exported: await keptOf(lab, choice.workspace), passed: true };
  const exporter = await loadExporter();
  for (const { format, path } of targets) {
    const files = await exportFiles(exporter, format, path, exported, join(args.root, 'dist'));
    if (!args.force) for (const file of files.keys()) await assertFree(file);
    await written(files);
    console.log(t('Wrote {0}.', path));
  }
  return passed;
}

interface Target {
  readonly format: ExportFormat;
  readonly path: string;
}

function targetsOf(lab: LabToRun, { html, markdown }: ExportArguments): Target[] {
  const page = html ?? (markdown === undefined ? `${basename(lab.path, '.lab.ts')}.html` : undefined);
  return [
    ...(page === undefined ? [] : [{ format: 'html' as const, path: resolve(page) }]),
    ...(markdown === undefined ? [] : [{ format: 'markdown' as const, path: resolve(markdown) }]),
  ];
}

async function runFor(
  lab: LabToRun,
  execution: Awaited<ReturnType<typeof prepare>>['execution'],
): Promise<{ exported: ExportedLab; passed: boolean }> {
  const { listener, saved } = collecting(lab.file);
  const report = await interruptible((interrupt) => execute(lab, { ...execution, interrupt }, listener));
  console.error(progressLine(report));
  const backend = report.backend === 'none' ? {} : { backend: report.backend };
  return {
    exported: { file: lab.file, name: lab.path, workspace: execution.workspace, saved: saved(), ...backend },
    passed: report.status === 'succeeded',
  };
}

async function keptOf(lab: LabToRun, workspace: string): Promise<ExportedLab> {
  const store = new OutputStore(workspace, lab.path, log);
  const saved = await store.read();
  if (saved.length > 0) return { file: lab.file, name: lab.path, workspace, saved };
  throw new UserError(
    'no-outputs',
    t('No outputs of {0} are kept in {1}. Run the lab in VS Code, or add --run.', basename(lab.path), workspace),
  );
}

async function assertFree(path: string): Promise<void> {
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isThere)
    throw new UserError('export-exists', t('{0} is there already. Choose another name, or add --force.', path));
}

async function written(files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  try {
    await writeFiles(files);
  } catch (error) {
    const [path] = files.keys();
    throw new UserError('export-failed', t('{0} could not be written: {1}', path!, messageOf(error)), { cause: error });
  }
}
