import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { Disposable } from '../../platform/disposable.ts';
import { messageOf } from '../../platform/errors.ts';
import { commands, notebook as ids } from '../../platform/ids.ts';
import { activeLab, isLab, openNotebook, openText } from './openLabs.ts';

/** How a lab is open. */
type Kind = 'text' | 'notebook';

/** How long VS Code may take to close the editor that another has replaced. */
const reopeningMilliseconds = 200;

interface LabTab {
  readonly kind: Kind;
  readonly lab: vscode.Uri;
  readonly tab: vscode.Tab;
}

/**
 * One lab, one document. Text and notebook are two working copies of one file in VS Code, of which the second that
 * is saved loses. So opening one closes the other, after asking to save it where it has unsaved edits.
 *
 * VS Code opens labs as notebooks by itself. Who has a lab open as text chose that, so a click on its file, or Quick
 * Open, leads to the text; our commands, the course and “Reopen Editor With…” switch.
 *
 * Only editors count: a diff editor, a peek view and what extensions open in the background are left alone.
 */
export class OneDocument extends Disposable {
  readonly #log: vscode.LogOutputChannel;
  /** Labs that are being switched: the tabs opened and closed thereby are no news. */
  readonly #switching = new Set<string>();

  constructor(log: vscode.LogOutputChannel) {
    super();
    this.#log = log;
    const { commands: registry, window } = vscode;
    this.register(window.tabGroups.onDidChangeTabs(({ opened }) => this.#settleAll(opened)));
    const open = (kind: Kind) => async (argument?: unknown) => {
      const lab = argument instanceof vscode.Uri ? argument : activeLab();
      if (lab) await this.#switch(lab, kind);
    };
    this.register(registry.registerCommand(commands.openAsText, open('text')));
    this.register(registry.registerCommand(commands.openAsNotebook, open('notebook')));
    // The editor that woke this extension was opened before anyone listened.
    this.#settleAll(window.tabGroups.all.flatMap(({ activeTab }) => (activeTab ? [activeTab] : [])));
  }

  #settleAll(tabs: readonly vscode.Tab[]): void {
    for (const tab of tabs) {
      const opened = labTab(tab);
      if (!opened || tabsOf(opened.lab, other(opened.kind)).length === 0) continue;
      if (opened.kind === 'text') void this.#switch(opened.lab, 'text');
      else void this.#keepText(opened.lab);
    }
  }

  /** A notebook was opened beside the text. “Reopen Editor With…” opens it so, too, and then closes the text itself. */
  async #keepText(lab: vscode.Uri): Promise<void> {
    do await sleep(reopeningMilliseconds);
    while (this.#switching.has(lab.toString()));
    const [text] = tabsOf(lab, 'text');
    const notebooks = tabsOf(lab, 'notebook');
    if (notebooks.length === 0) return;
    if (!text) return this.#switch(lab, 'notebook');
    const hadFocus = notebooks.some((tab) => tab.isActive && tab.group.isActive);
    await this.#switch(lab, 'text');
    if (hadFocus) await open(lab, 'text', text.group.viewColumn);
  }

  /**
   * Opens a lab as a notebook, in place of its text where it is open as that.
   * @param column where it is not open already
   */
  async show(lab: vscode.Uri, column: vscode.ViewColumn): Promise<void> {
    if (tabsOf(lab, 'text').length > 0) await this.#switch(lab, 'notebook');
    else await open(lab, 'notebook', tabsOf(lab, 'notebook')[0]?.group.viewColumn ?? column);
  }

  /** Makes `kind` the one way in which a lab is open. Without the person's consent nothing that is unsaved is closed. */
  async #switch(lab: vscode.Uri, kind: Kind): Promise<void> {
    const key = lab.toString();
    if (this.#switching.has(key)) return;
    this.#switching.add(key);
    try {
      await this.#replace(lab, kind);
    } catch (error) {
      this.#log.error(`${lab.fsPath} could not be opened as ${kind}: ${messageOf(error)}`);
    } finally {
      this.#switching.delete(key);
    }
  }

  async #replace(lab: vscode.Uri, kind: Kind): Promise<void> {
    const before = other(kind);
    const column = [...tabsOf(lab, before), ...tabsOf(lab, kind)][0]?.group.viewColumn;
    if (isDirty(lab, before)) {
      if (isDirty(lab, kind)) return warnOfBoth(lab);
      const saved = await this.#saveFirst(lab, before);
      // “Reopen Editor With…” has closed the editor of what is not saved: nobody would see it again.
      if (!saved && tabsOf(lab, before).length === 0) await open(lab, before, column);
      // What was opened meanwhile shows the file as it was.
      await close(tabsOf(lab, kind));
      if (!saved) return;
    }
    if (tabsOf(lab, kind).length === 0) await open(lab, kind, column);
    await close(tabsOf(lab, before).filter((tab) => !tab.isDirty));
  }

  /** Whether the lab's edits are on disk now. */
  async #saveFirst(lab: vscode.Uri, kind: Kind): Promise<boolean> {
    const save = vscode.l10n.t('Save and Switch');
    const [question, detail] =
      kind === 'notebook'
        ? [
            vscode.l10n.t('{0} is open as a notebook and has unsaved edits.', basename(lab.fsPath)),
            vscode.l10n.t('A lab is open as text or as a notebook, not as both. Save it to go on as text.'),
          ]
        : [
            vscode.l10n.t('{0} is open as text and has unsaved edits.', basename(lab.fsPath)),
            vscode.l10n.t('A lab is open as text or as a notebook, not as both. Save it to go on as a notebook.'),
          ];
    const choice = await vscode.window.showWarningMessage(question, { modal: true, detail }, save);
    // “Reopen Editor With…” has VS Code ask first, before this question is seen.
    if (!isDirty(lab, kind)) return true;
    if (choice !== save) return false;
    // VS Code itself says why it cannot save, e.g. that the file has changed on disk.
    return (await (kind === 'notebook' ? openNotebook(lab) : openText(lab))?.save()) === true;
  }
}

function labTab(tab: vscode.Tab): LabTab | undefined {
  const { input } = tab;
  if (input instanceof vscode.TabInputText && isLab(input.uri)) return { kind: 'text', lab: input.uri, tab };
  const isNotebook = input instanceof vscode.TabInputNotebook && input.notebookType === ids.type;
  return isNotebook ? { kind: 'notebook', lab: input.uri, tab } : undefined;
}

function tabsOf(lab: vscode.Uri, kind: Kind): vscode.Tab[] {
  const key = lab.toString();
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter((tab) => {
      const found = labTab(tab);
      return found?.kind === kind && found.lab.toString() === key;
    });
}

/** A text may have been edited in a diff editor; a tab that was not yet looked at has no document. */
function isDirty(lab: vscode.Uri, kind: Kind): boolean {
  const document = kind === 'notebook' ? openNotebook(lab) : openText(lab);
  return document?.isDirty === true || tabsOf(lab, kind).some((tab) => tab.isDirty);
}

function other(kind: Kind): Kind {
  return kind === 'text' ? 'notebook' : 'text';
}

async function open(lab: vscode.Uri, kind: Kind, viewColumn: vscode.ViewColumn | undefined): Promise<void> {
  const options: vscode.TextDocumentShowOptions = { preview: false, ...(viewColumn ? { viewColumn } : {}) };
  await vscode.commands.executeCommand('vscode.openWith', lab, kind === 'text' ? 'default' : ids.type, options);
}

async function close(tabs: readonly vscode.Tab[]): Promise<void> {
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}

/** VS Code opens a lab as text by itself when another command has edited it so. Neither editor may then be closed. */
function warnOfBoth(lab: vscode.Uri): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t(
      '{0} has unsaved edits both as text and as a notebook. Save one, copy what you need from the other, and close it.',
      basename(lab.fsPath),
    ),
  );
}
