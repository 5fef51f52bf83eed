import * as vscode from 'vscode';
import type { KernelQuery } from '../../../kernel/protocol/messages.ts';
import type { VariableOrder, VariablePage, VariablePath } from '../../../kernel/protocol/variables.ts';
import { Disposable, type DisposableLike } from '../../../platform/disposable.ts';
import { messageOf } from '../../../platform/errors.ts';
import { contexts, views } from '../../../platform/ids.ts';
import type { LabSession } from '../../session/session.ts';
import { mostRows, partsOf, type Range } from '../../variableText.ts';
import { activeLab, isOpen } from '../openLabs.ts';
import type { LabSessions } from '../sessions.ts';
import { type VariableNode, variableItem } from './items.ts';

/** Why the view lists nothing, or that it does. */
type State = 'noLab' | 'notRun' | 'empty' | 'listed';

/** Milliseconds: cells that end one after the other are one change; a cell shorter than that is not said to run. */
const delays = { refresh: 100, busy: 400 };

/** The variables of the lab in the active editor, as they stood when a cell last ended. */
export class VariablesView extends Disposable implements vscode.TreeDataProvider<VariableNode> {
  readonly #sessions: LabSessions;
  readonly #tree: vscode.TreeView<VariableNode>;
  readonly #changed = this.register(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  #lab: vscode.Uri | undefined;
  #session: LabSession | undefined;
  #listening: DisposableLike[] = [];
  #order: VariableOrder = 'declared';
  #roots: readonly VariableNode[] = [];
  /** Counts what was asked for: an answer that comes late is dropped. */
  #asked = 0;
  #refreshTimer: NodeJS.Timeout | undefined;
  #busyTimer: NodeJS.Timeout | undefined;

  constructor(sessions: LabSessions) {
    super();
    this.#sessions = sessions;
    this.#tree = this.register(
      vscode.window.createTreeView(views.variables, { treeDataProvider: this, showCollapseAll: true }),
    );
    this.register(sessions.onDidChange(() => this.#follow()));
    this.register(vscode.window.onDidChangeActiveNotebookEditor(() => this.#follow()));
    this.register(vscode.window.onDidChangeActiveTextEditor(() => this.#follow()));
    this.register(this.#tree.onDidChangeVisibility(() => this.refresh()));
    this.register({ dispose: () => this.#leave() });
    this.setOrder('declared');
    this.#follow();
  }

  setOrder(order: VariableOrder): void {
    this.#order = order;
    void vscode.commands.executeCommand('setContext', contexts.variableOrder, order);
    this.refresh();
  }

  /** Reads the variables anew, soon. */
  refresh(): void {
    this.#refreshTimer ??= setTimeout(() => {
      this.#refreshTimer = undefined;
      void this.#read();
    }, delays.refresh);
  }

  getTreeItem(node: VariableNode): vscode.TreeItem {
    return variableItem(node);
  }

  async getChildren(node?: VariableNode): Promise<VariableNode[]> {
    if (!node) return [...this.#roots];
    try {
      return await this.#below(node);
    } catch (error) {
      this.#tree.message = messageOf(error);
      return [];
    }
  }

  /** A lab stays shown while another kind of editor is in front, such as a table of its own, until it is closed. */
  #follow(): void {
    const lab = activeLab() ?? (this.#lab && isOpen(this.#lab) ? this.#lab : undefined);
    const session = lab && this.#sessions.find(lab);
    if (lab?.toString() === this.#lab?.toString() && session === this.#session) return;
    this.#leave();
    this.#lab = lab;
    this.#session = session;
    if (session) {
      const activity = () => {
        this.#showBusy();
        if (session.kernel) this.refresh();
      };
      this.#listening = [session.onActivity(activity), session.onKernelEnded(() => this.refresh())];
    }
    this.#showBusy();
    this.refresh();
  }

  #leave(): void {
    clearTimeout(this.#refreshTimer);
    clearTimeout(this.#busyTimer);
    this.#refreshTimer = undefined;
    for (const listening of this.#listening) listening.dispose();
    this.#listening = [];
  }

  #showBusy(): void {
    clearTimeout(this.#busyTimer);
    if (!this.#session?.isBusy) {
      this.#tree.message = '';
      return;
    }
    this.#busyTimer = setTimeout(() => {
      if (this.#session?.isBusy) {
        this.#tree.message = vscode.l10n.t('A cell is running. These are the values as the last cell left them.');
      }
    }, delays.busy);
  }

  /** What is listed stays until the new list is there. */
  async #read(): Promise<void> {
    // Nobody sees it: it is read when it is opened.
    if (!this.#tree.visible || this.isDisposed) return;
    const asked = ++this.#asked;
    const lab = this.#lab;
    let state: State = lab ? 'notRun' : 'noLab';
    let roots: VariableNode[] = [];
    if (lab && this.#session?.kernel) {
      try {
        roots = await this.#all(lab);
        state = roots.length > 0 ? 'listed' : 'empty';
      } catch {
        // The kernel ended meanwhile.
      }
    }
    if (asked !== this.#asked) return;
    this.#roots = roots;
    await vscode.commands.executeCommand('setContext', contexts.variables, state);
    this.#changed.fire(undefined);
  }

  async #all(lab: vscode.Uri): Promise<VariableNode[]> {
    const page = { op: 'variables', order: this.#order, offset: 0 } as const;
    const [data, code] = await Promise.all([
      this.#ask({ ...page, scope: 'data', count: mostRows }),
      this.#ask({ ...page, scope: 'code', count: 0 }),
    ]);
    const parts = partsOf({ from: 0, to: data.total });
    const listed = parts.length > 0 ? parts.map((range) => partOf(lab, range)) : rows(lab, data);
    return code.total > 0 ? [...listed, { kind: 'code', lab, total: code.total }] : listed;
  }

  async #below(node: VariableNode): Promise<VariableNode[]> {
    const { lab } = node;
    const path = node.kind === 'code' ? undefined : node.path;
    const range =
      node.kind === 'part' ? node.range : { from: 0, to: node.kind === 'code' ? node.total : node.info.members };
    const parts = node.kind === 'code' ? [] : partsOf(range);
    if (parts.length > 0) return parts.map((part) => partOf(lab, part, path));
    const part = { offset: range.from, count: range.to - range.from };
    if (path) return rows(lab, await this.#ask({ op: 'members', of: path, ...part }), path, range.from);
    const scope = node.kind === 'code' ? 'code' : 'data';
    return rows(lab, await this.#ask({ op: 'variables', scope, order: this.#order, ...part }));
  }

  async #ask(query: KernelQuery): Promise<VariablePage> {
    if (!this.#session) throw new Error(vscode.l10n.t('The lab was closed. Open it again to see its variables.'));
    return (await this.#session.query(query)) as VariablePage;
  }
}

function rows(lab: vscode.Uri, page: VariablePage, path?: VariablePath, offset = 0): VariableNode[] {
  return page.items.map((info, index) => ({
    kind: 'variable',
    lab,
    path: path ? [...path, offset + index] : [info.name],
    info,
  }));
}

function partOf(lab: vscode.Uri, range: Range, path?: VariablePath): VariableNode {
  return { kind: 'part', lab, range, ...(path && { path }) };
}
