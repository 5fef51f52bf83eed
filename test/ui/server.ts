import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installExtension, startServer } from '../../tools/served.mjs';
import { ensureVSCode } from '../../tools/vscode.mjs';

/** Makes the workbench quiet and repeatable. */
const settings = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.reduceMotion': 'on',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'files.hotExit': 'off',
  'files.simpleDialog.enable': true,
  'editor.cursorBlinking': 'solid',
  // What is typed is what stands there, however slowly the suggestions come.
  'editor.acceptSuggestionOnCommitCharacter': false,
  'remote.autoForwardPorts': false,
};

function trust({ trusted = true }: ServerOptions): Record<string, unknown> {
  // Without a question at the start, a folder that was never trusted opens in Restricted Mode.
  return { 'security.workspace.trust.enabled': !trusted, 'security.workspace.trust.startupPrompt': 'never' };
}

export interface ServerOptions {
  /** Folder whose copy is the workspace; an empty one by default. */
  readonly workspace?: string;
  readonly vsix?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether the workspace may run code, as most tests want it: true by default. */
  readonly trusted?: boolean;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * A built workbench runs extensions from a folder, and suites in the extension host, only under the smoke test
   * driver. The driver also hides notifications, so tests that act as a person leave it off.
   */
  readonly driver?: boolean;
}

/** A served VS Code with a home, settings and a workspace of its own, all in one temporary folder. */
export class Server {
  readonly origin: string;
  /** Absolute path of the workspace. */
  readonly workspace: string;
  /** Resolves with the exit code when the server ends, also by itself. */
  readonly exited: Promise<number>;
  readonly #stop: () => Promise<void>;
  readonly #log: () => string;

  private constructor(workspace: string, started: Awaited<ReturnType<typeof startServer>>, stop: () => Promise<void>) {
    this.workspace = workspace;
    this.origin = started.origin;
    this.exited = started.exited;
    this.#log = started.log;
    this.#stop = stop;
  }

  static async start(options: ServerOptions = {}): Promise<Server> {
    const folder = await ensureVSCode();
    const temporary = await mkdtemp(join(tmpdir(), 'mlops-lab-vscode-'));
    const place = (name: string) => join(temporary, name);
    const user = join(place('data'), 'data', 'User');
    for (const made of [user, place('extensions'), place('home'), place('workspace')])
      await mkdir(made, { recursive: true });
    await writeFile(
      join(user, 'settings.json'),
      JSON.stringify({ ...settings, ...trust(options), ...options.settings }),
    );
    if (options.workspace) await cp(options.workspace, place('workspace'), { recursive: true });
    const served = {
      folder,
      dataDir: place('data'),
      extensionsDir: place('extensions'),
      env: { ...process.env, HOME: place('home'), ...options.env },
      args: [
        ...(options.trusted === false ? [] : ['--disable-workspace-trust']),
        ...(options.driver ? ['--enable-smoke-test-driver'] : []),
      ],
    };
    if (options.vsix) await installExtension(served, options.vsix);
    const started = await startServer(served);
    return new Server(place('workspace'), started, async () => {
      await started.stop();
      await rm(temporary, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    });
  }

  /** Address of the workbench on the workspace; `payload` as VS Code's own web embedder passes it. */
  url(payload: readonly (readonly [string, string])[] = []): string {
    const url = new URL(this.origin);
    url.searchParams.set('folder', this.workspace);
    if (payload.length) url.searchParams.set('payload', JSON.stringify(payload));
    return url.href;
  }

  /** A path as the workbench addresses it, for the payload. */
  remote(path: string): string {
    return `vscode-remote://${new URL(this.origin).host}${encodeURI(path)}`;
  }

  get log(): string {
    return this.#log();
  }

  stop(): Promise<void> {
    return this.#stop();
  }
}
