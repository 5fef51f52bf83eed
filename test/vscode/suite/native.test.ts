import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commands } from '../../../src/platform/ids.ts';

type Show = (message: string, options: vscode.MessageOptions, ...items: string[]) => Thenable<string | undefined>;

/** A message that was shown, with its buttons. */
interface Shown {
  readonly message: string;
  readonly detail: string;
  readonly modal: boolean;
}

describe('native TensorFlow by command', () => {
  const { showInformationMessage, showWarningMessage, showErrorMessage } = vscode.window;
  const { PATH, CXX } = process.env;
  let shown: Shown[];
  /** Whether to press the first button of a modal question; asked before it is pressed. */
  let press: (question: Shown) => boolean;

  beforeEach(() => {
    shown = [];
    const show: Show = async (message, options, ...items) => {
      const said = { message, detail: options?.detail ?? '', modal: options?.modal ?? false };
      shown.push(said);
      return said.modal && press(said) ? items[0] : undefined;
    };
    // No one can press a button of VS Code's own dialogs here.
    Object.assign(vscode.window, { showInformationMessage: show, showWarningMessage: show, showErrorMessage: show });
  });
  afterEach(() => {
    Object.assign(vscode.window, { showInformationMessage, showWarningMessage, showErrorMessage });
    process.env.PATH = PATH;
    if (CXX !== undefined) process.env.CXX = CXX;
  });

  it('asks first, saying what, how much and from where; without consent nothing happens', async () => {
    press = () => false;
    await vscode.commands.executeCommand(commands.installNative);
    assert.equal(shown.length, 1);
    const [{ modal, detail }] = shown as [Shown];
    assert.ok(modal);
    assert.match(detail, /\d+ MB/);
    assert.match(detail, /storage\.googleapis\.com.* pip.* npm.* checksum/s);
  });

  it('shows one sentence when it cannot be', async () => {
    press = () => true;
    delete process.env.CXX;
    process.env.PATH = '/nowhere';
    await vscode.commands.executeCommand(commands.installNative);
    assert.match(
      shown.at(-1)!.message,
      /^Native TensorFlow (could not be installed: .+\. Labs go on with WASM|does not run on VS Code’s own Node\.js\. .+)\.$/,
    );
  });

  it('removes what is there after asking, and only then', async () => {
    let leftover = '';
    press = ({ detail }) => {
      const folder = /^(.*) is deleted\./.exec(detail)![1]!;
      mkdirSync(folder, { recursive: true });
      leftover = join(folder, 'native.json');
      writeFileSync(leftover, '{}');
      return false;
    };
    await vscode.commands.executeCommand(commands.uninstallNative);
    assert.ok(existsSync(leftover));
    press = () => true;
    await vscode.commands.executeCommand(commands.uninstallNative);
    assert.equal(existsSync(leftover), false);
    assert.match(shown.at(-1)!.message, /^Native TensorFlow is removed/);
  });
});
