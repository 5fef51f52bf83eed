import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import { commands, settings } from '../../platform/ids.ts';
import { assertTrusted } from '../../platform/view/trust.ts';
import { chooseRuntime } from '../launch.ts';
import { type Installation, readInstallation } from '../native/installation.ts';
import { isRealNode, minimumNode } from '../node.ts';

/** *Install Native TensorFlow* and *Uninstall Native TensorFlow*. */
export class NativeCommands extends Disposable {
  readonly #folder: string;
  readonly #dist: string;
  readonly #log: vscode.LogOutputChannel;

  /**
   * @param folder absolute folder of the installation
   * @param dist absolute folder of the built bundles
   */
  constructor(folder: string, dist: string, log: vscode.LogOutputChannel) {
    super();
    this.#folder = folder;
    this.#dist = dist;
    this.#log = log;
    const register = (id: string, work: () => Promise<void>) =>
      this.register(vscode.commands.registerCommand(id, () => this.#guard(work)));
    register(commands.installNative, () => this.#install());
    register(commands.uninstallNative, () => this.#uninstall());
  }

  async #install(): Promise<void> {
    assertTrusted();
    const found = await readInstallation(this.#folder);
    if (found) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('Native TensorFlow {0} is installed already.', found.tensorflow),
      );
      return;
    }
    const node = await realNode();
    if (!(await consent())) return;
    const installation = await this.#withProgress(node);
    if (!installation) return;
    this.#log.info(`native TensorFlow ${installation.tensorflow} (${installation.way}) in ${this.#folder}`);
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Native TensorFlow {0} is installed. Labs whose backend is “auto” use it from their next start on; a lab that runs needs Restart Kernel.',
        installation.tensorflow,
      ),
    );
  }

  /** Resolves with nothing when it was stopped. */
  async #withProgress(node: string): Promise<Installation | undefined> {
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Native TensorFlow'),
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (progress, token) => {
      const stop = new AbortController();
      const listener = token.onCancellationRequested(() => stop.abort());
      let last = '';
      const report = (message: string, fraction?: number) => {
        const text = fraction === undefined ? message : `${message} ${Math.floor(fraction * 100)} %`;
        // A download reports every few kilobytes.
        if (text !== last) progress.report({ message: text });
        last = text;
      };
      try {
        const { installNative } = await import('../native/install.ts');
        const [folder, dist, signal] = [this.#folder, this.#dist, stop.signal];
        return await installNative({ folder, node, dist, signal, report });
      } catch (error) {
        if (!stop.signal.aborted) throw error;
        void vscode.window.showInformationMessage(
          vscode.l10n.t('The installation was stopped. Started again, it goes on where it was.'),
        );
        return undefined;
      } finally {
        listener.dispose();
      }
    });
  }

  async #uninstall(): Promise<void> {
    const remove = vscode.l10n.t('Remove');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Remove native TensorFlow?'),
      { modal: true, detail: vscode.l10n.t('{0} is deleted. Labs then run on WASM.', this.#folder) },
      remove,
    );
    if (answer !== remove) return;
    const { uninstallNative } = await import('../native/install.ts');
    await uninstallNative(this.#folder);
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Native TensorFlow is removed: labs run on WASM from their next start on.'),
    );
  }

  /** Shows what is the user's to mend; the rest is ours and goes to the log as well. */
  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof UserError)) this.#log.error(error instanceof Error ? error : messageOf(error));
      void vscode.window.showErrorMessage(messageOf(error));
    }
  }
}

async function realNode(): Promise<string> {
  const nodePath = vscode.workspace.getConfiguration().get<string>(settings.nodePath, '');
  const runtime = await chooseRuntime(nodePath);
  if (isRealNode(runtime)) return runtime.path;
  throw new UserError(
    'no-node',
    vscode.l10n.t(
      'Native TensorFlow does not run on VS Code’s own Node.js. Install Node.js {0} or newer, with npm, and try again.',
      minimumNode.join('.'),
    ),
  );
}

async function consent(): Promise<boolean> {
  const install = vscode.l10n.t('Install');
  const detail = vscode.l10n.t(
    'Labs run on WASM without it; with it, convolution networks train faster.\n\nDownloads up to 280 MB and keeps about 860 MB in the extension’s storage: TensorFlow’s library from storage.googleapis.com, or from the Python package tensorflow-cpu by pip; the sources of @tensorflow/tfjs-node by npm. Every file is checked against a known checksum. The sources are compiled here, which needs a C++ compiler.',
  );
  const question = vscode.l10n.t('Install native TensorFlow?');
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, install)) === install;
}
