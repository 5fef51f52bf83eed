import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Kernel } from '../../kernel/kernel.ts';
import { Disposable } from '../../platform/disposable.ts';
import { settings } from '../../platform/ids.ts';
import type { EvidenceKeeper } from '../../shared/evidence.ts';
import { evidenceOf, type RanCell } from '../evidence.ts';
import { frontMatter, type LabFile } from '../file.ts';
import type { AutoRun } from '../session/runRecord.ts';
import { LabSession } from '../session/session.ts';
import { KnownChecks } from './exercises/knownChecks.ts';
import { assertMayRun } from './labAccess.ts';
import { activeLab, isOpen, labFolder, openLabFile } from './openLabs.ts';
import { showSlow } from './slowNotice.ts';

/** Starts a kernel process for a lab in a folder; `recording` as in `KernelOptions`. */
export type LaunchKernel = (labPath: string, workspace: string, recording: boolean) => Promise<Kernel>;

export interface SessionsHost {
  readonly launchKernel: LaunchKernel;
  /** Whether runs may be recorded in a lab's folder; asks where its database is not ours. */
  readonly mayRecord: (workspace: string) => Promise<boolean>;
  /** Absolute; the labs in it are only to be read. */
  readonly extensionPath: string;
  readonly evidence: EvidenceKeeper;
  /** A bundled lab as it was before anybody worked on it, by its id. Never rejects. */
  readonly starterOf: (labId: string) => Promise<LabFile | undefined>;
}

/** Milliseconds. An editor that is reopened as the other kind may close one document before it opens the other. */
const closeDelay = 1000;

/** One session for each open lab file, be it open as text, as a notebook or both; it ends when the file is closed. */
export class LabSessions extends Disposable {
  readonly #sessions = new Map<string, LabSession>();
  readonly #host: SessionsHost;
  readonly #log: vscode.LogOutputChannel;
  readonly #backendKnown = this.register(new vscode.EventEmitter<string>());
  /** Fires with the backend's name once a lab has loaded TensorFlow.js. */
  readonly onBackend = this.#backendKnown.event;
  readonly #changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  /** Fires with a lab file whose session has begun or ended. */
  readonly onDidChange = this.#changed.event;

  /** How the checks of each lab came out last. */
  readonly checks = this.register(new KnownChecks());

  readonly #ended = this.register(new vscode.EventEmitter<vscode.Uri>());
  /** Fires with a lab whose kernel has ended, whoever wanted it to. */
  readonly onKernelEnded = this.#ended.event;

  readonly #died = this.register(new vscode.EventEmitter<{ lab: vscode.Uri; reason: string }>());
  /** Fires when a lab's kernel has ended and nobody wanted it to. */
  readonly onKernelDied = this.#died.event;

  constructor(host: SessionsHost, log: vscode.LogOutputChannel) {
    super();
    this.#host = host;
    this.#log = log;
    this.register(vscode.workspace.onDidCloseNotebookDocument(({ uri }) => this.#closeSoon(uri)));
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#closeSoon(uri)));
  }

  /**
   * The session of a lab file, made where there is none.
   * @throws {UserError} `lab-not-open` for a file that no document shows, `lab-front-matter` for one without an id,
   *   and as `assertMayRun`
   */
  of(uri: vscode.Uri): LabSession {
    assertMayRun(uri, this.#host.extensionPath);
    const key = uri.toString();
    const known = this.#sessions.get(key);
    if (known) return known;
    const session = this.#create(uri);
    this.#sessions.set(key, session);
    this.#changed.fire(uri);
    return session;
  }

  /** The session of a lab file if it has one: it has been run since it was opened. */
  find(uri: vscode.Uri): LabSession | undefined {
    return this.#sessions.get(uri.toString());
  }

  /** The session of the lab in the active editor, if its kernel runs. */
  get active(): LabSession | undefined {
    const uri = activeLab();
    const session = uri && this.find(uri);
    return session?.kernel ? session : undefined;
  }

  /** Ends every kernel, waiting for what is still to be written. */
  async closeAll(): Promise<void> {
    await Promise.all([...this.#sessions.keys()].map((key) => this.#close(key)));
  }

  override dispose(): void {
    void this.closeAll();
    super.dispose();
  }

  #create(uri: vscode.Uri): LabSession {
    const labPath = uri.fsPath;
    const workspace = labFolder(uri);
    const { id } = frontMatter(openLabFile(uri), vscode.workspace.asRelativePath(uri));
    const config = () => vscode.workspace.getConfiguration(undefined, uri);
    const autoRun = () => config().get<AutoRun>(settings.autoRun, 'logged');
    const autolog = () => config().get<boolean>(settings.autolog, true);
    const idleMinutes = () => config().get<number>(settings.idleTimeout, 0);
    const startKernel = async () => {
      const recording = await this.#host.mayRecord(workspace);
      const title = vscode.l10n.t('Starting the kernel of {0}', basename(labPath));
      const kernel = await showSlow(title, this.#host.launchKernel(labPath, workspace, recording));
      kernel.onBackend((backend) => this.#backendKnown.fire(backend));
      return kernel;
    };
    const starter = this.#host.starterOf(id);
    const onCell = (cell: RanCell) => {
      this.checks.ran(uri, cell.request.check, cell.checks);
      void starter.then((original) => {
        for (const each of evidenceOf(id, cell, original)) this.#host.evidence.keep(each, labPath);
      });
    };
    const session = new LabSession({
      labId: id,
      labPath,
      autoRun,
      autolog,
      idleMinutes,
      startKernel,
      starter,
      onCell,
      log: this.#log,
    });
    session.onKernelEnded(({ reason, wanted }) => {
      this.#ended.fire(uri);
      if (!wanted) this.#died.fire({ lab: uri, reason });
    });
    return session;
  }

  #closeSoon(uri: vscode.Uri): void {
    if (!this.find(uri)) return;
    const timer = setTimeout(() => {
      if (!isOpen(uri)) void this.#close(uri.toString());
    }, closeDelay);
    timer.unref();
  }

  async #close(key: string): Promise<void> {
    const session = this.#sessions.get(key);
    if (!session) return;
    this.#sessions.delete(key);
    this.#changed.fire(vscode.Uri.parse(key));
    await session.close();
  }
}
