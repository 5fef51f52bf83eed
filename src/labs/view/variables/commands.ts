import * as vscode from 'vscode';
import type { ValueForm } from '../../../kernel/protocol/variables.ts';
import { type MimeBundle, mime } from '../../../mlops/payloads/mime.ts';
import type { ValuePanels } from '../../../outputs/view/valuePanel.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { messageOf } from '../../../platform/errors.ts';
import { commands } from '../../../platform/ids.ts';
import type { LabSessions } from '../sessions.ts';
import type { VariableNode } from './items.ts';
import type { VariablesView } from './variablesView.ts';

type Variable = Extract<VariableNode, { kind: 'variable' }>;

/** What can be done with a row of the Variables view, and with the view. */
export class VariableCommands extends Disposable {
  readonly #sessions: LabSessions;
  readonly #panels: ValuePanels;

  constructor(view: VariablesView, sessions: LabSessions, panels: ValuePanels) {
    super();
    this.#sessions = sessions;
    this.#panels = panels;
    const register = (id: string, run: (variable: Variable) => unknown) =>
      this.register(vscode.commands.registerCommand(id, (node?: VariableNode) => this.#on(node, run)));
    register(commands.openAsTable, (variable) => this.#open(variable, 'table'));
    register(commands.openAsChart, (variable) => this.#open(variable, 'chart'));
    register(commands.openAsTensor, (variable) => this.#open(variable, 'tensor'));
    register(commands.copyVariableName, ({ info }) => vscode.env.clipboard.writeText(info.name));
    register(commands.copyVariableValue, async (variable) => {
      const text = (await this.#ask(variable, 'text'))[mime.text];
      await vscode.env.clipboard.writeText(String(text));
    });
    this.register(vscode.commands.registerCommand(commands.refreshVariables, () => view.refresh()));
    this.register(vscode.commands.registerCommand(commands.sortVariables, () => view.setOrder('name')));
    this.register(vscode.commands.registerCommand(commands.sortVariablesAsDeclared, () => view.setOrder('declared')));
  }

  async #on(node: VariableNode | undefined, run: (variable: Variable) => unknown): Promise<void> {
    if (node?.kind !== 'variable') return;
    try {
      await run(node);
    } catch (error) {
      void vscode.window.showErrorMessage(messageOf(error));
    }
  }

  async #open(variable: Variable, form: Exclude<ValueForm, 'text'>): Promise<void> {
    const { lab, path, info } = variable;
    this.#panels.open(lab, {
      key: `${form} ${path.join('/')}`,
      title: info.name,
      bundle: await this.#ask(variable, form),
    });
  }

  async #ask({ lab, path }: Variable, form: ValueForm): Promise<MimeBundle> {
    const session = this.#sessions.find(lab);
    if (!session) throw new Error(vscode.l10n.t('The lab was closed. Open it again and run its cells.'));
    return (await session.query({ op: 'value', of: path, form })) as MimeBundle;
  }
}
