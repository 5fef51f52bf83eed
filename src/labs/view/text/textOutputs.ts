import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Output } from '../../../kernel/protocol/outputs.ts';
import type { CellEnd } from '../../../outputs/cellEnd.ts';
import { parsePageState, replay } from '../../../outputs/panel/contract.ts';
import {
  type BlockCell,
  emptyPanel,
  type PanelEvent,
  type PanelState,
  reducePanel,
  replacedBy,
} from '../../../outputs/panel/state.ts';
import { keepBlocks } from '../../../outputs/panel/store.ts';
import { storedBlocks } from '../../../outputs/panel/storedBlocks.ts';
import { panelText } from '../../../outputs/panel/text.ts';
import { OutputStore } from '../../../outputs/store/store.ts';
import type { OutputHost } from '../../../outputs/view/outputHost.ts';
import { OutputPanel, type PanelSource } from '../../../outputs/view/outputPanel.ts';
import { Disposable } from '../../../platform/disposable.ts';
import { messageOf } from '../../../platform/errors.ts';
import { editors } from '../../../platform/ids.ts';
import { parseLab } from '../../file.ts';
import { isCode, type TextCell, textCells } from '../../text/cells.ts';
import { isLab, labFolder, openNotebook, openText } from '../openLabs.ts';
import { cellsOf } from './document.ts';

/** Where the outputs of a lab's text view go. */
export interface LabOutputSink {
  /**
   * Cells are about to run.
   * @param cells of the file as it stands
   * @param all whether a whole lab begins, and what was there is out of date
   */
  begin(cells: readonly TextCell[], all: boolean): void;
  started(cell: TextCell): void;
  output(cell: TextCell, output: Output): void;
  ended(cell: TextCell, end: CellEnd): void;
  /** Brings it, and what a cell showed, into view; the editor keeps the focus. */
  reveal(cell?: TextCell): void;
}

/** @param panel one that VS Code brought back */
type MakePanel = (source: PanelSource, panel?: vscode.WebviewPanel) => OutputPanel;

/** Milliseconds after the end of a cell until its outputs are written. */
const quiet = 1000;

/** The outputs of one lab: their state, the panel while that is open, and what of them is kept. */
class LabOutputs extends Disposable implements LabOutputSink, PanelSource {
  readonly lab: vscode.Uri;
  readonly #makePanel: MakePanel;
  readonly #log: vscode.LogOutputChannel;
  readonly #store: OutputStore;
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onChanged = this.#changed.event;
  #state: PanelState = emptyPanel;
  #panel: OutputPanel | undefined;
  /** By cell key: its newest block. */
  readonly #ids = new Map<string, number>();
  #keys: readonly string[] = [];
  #nextId = 1;
  #saving: NodeJS.Timeout | undefined;

  constructor(lab: vscode.Uri, makePanel: MakePanel, log: vscode.LogOutputChannel) {
    super();
    this.lab = lab;
    this.#makePanel = makePanel;
    this.#log = log;
    this.#store = new OutputStore(labFolder(lab), lab.fsPath, log);
    this.register({ dispose: () => clearTimeout(this.#saving) });
    this.register({ dispose: () => this.#panel?.dispose() });
  }

  get text(): string {
    return panelText(this.#state);
  }

  begin(cells: readonly TextCell[], all: boolean): void {
    this.#keys = cells.filter(isCode).map(({ key }) => key);
    if (all) this.clear();
    this.reveal();
  }

  started(cell: TextCell): void {
    const id = this.#nextId++;
    const { key, index, top, source } = cell;
    const shown: BlockCell = { key, index, line: top + 1, source };
    const replaces = replacedBy(this.#state, shown, this.#keys);
    this.#ids.set(key, id);
    this.#apply({ type: 'begin', id, cell: shown, started: Date.now(), replaces });
  }

  output({ key }: TextCell, output: Output): void {
    const id = this.#ids.get(key);
    if (id !== undefined) this.#apply({ type: 'output', id, output });
  }

  ended({ key }: TextCell, end: CellEnd): void {
    const id = this.#ids.get(key);
    if (id === undefined) return;
    this.#apply({ type: 'end', id, end });
    clearTimeout(this.#saving);
    this.#saving = setTimeout(() => void this.flush(), quiet);
  }

  reveal(cell?: TextCell): void {
    this.#panel ??= this.#open();
    this.#panel.reveal(cell && this.#ids.get(cell.key));
  }

  /**
   * Takes a panel that VS Code brought back, with what is kept of the lab's outputs. Rejects with a system error when
   * the lab is gone.
   */
  async restore(panel: vscode.WebviewPanel): Promise<void> {
    const text = openText(this.lab)?.getText() ?? (await readFile(this.lab.fsPath, 'utf8'));
    const saved = await this.#store.read();
    // The lab may have been opened as a notebook, or run, meanwhile.
    if (this.#panel || openNotebook(this.lab)) {
      panel.dispose();
      return;
    }
    if (this.#state.blocks.length === 0) {
      for (const event of storedBlocks(textCells(parseLab(text)), saved, this.#nextId)) this.#apply(event);
      for (const { id, cell } of this.#state.blocks) this.#ids.set(cell.key, id);
      this.#nextId += this.#state.blocks.length;
    }
    this.#panel = this.#open(panel);
  }

  closePanel(): void {
    this.#panel?.dispose();
  }

  /** Writes the outputs that are not yet kept. Never rejects. */
  async flush(): Promise<void> {
    if (this.#saving === undefined) return;
    clearTimeout(this.#saving);
    this.#saving = undefined;
    // A lab that was opened as a notebook meanwhile keeps its own.
    if (!vscode.workspace.isTrusted || openNotebook(this.lab)) return;
    try {
      await keepBlocks(this.#store, this.#state);
    } catch (error) {
      this.#log.warn(`the outputs of ${basename(this.lab.fsPath)} could not be kept: ${messageOf(error)}`);
    }
  }

  replay(): ReturnType<PanelSource['replay']> {
    return replay(this.#state);
  }

  cellOf(id: number): BlockCell | undefined {
    return this.#state.blocks.find((block) => block.id === id)?.cell;
  }

  lineOf(key: string, document: vscode.TextDocument): number | undefined {
    return cellsOf(document).find((cell) => cell.key === key)?.first;
  }

  clear(): void {
    this.#apply({ type: 'clear' });
  }

  #apply(event: PanelEvent): void {
    this.#state = reducePanel(this.#state, event);
    this.#panel?.tell(event);
    this.#changed.fire();
  }

  #open(restored?: vscode.WebviewPanel): OutputPanel {
    const panel = this.#makePanel(this, restored);
    panel.onClosed(() => {
      if (this.#panel === panel) this.#panel = undefined;
    });
    return panel;
  }
}

/** The outputs of every lab that was run as text in this window. */
export class TextOutputs extends Disposable {
  readonly #labs = new Map<string, LabOutputs>();
  readonly #log: vscode.LogOutputChannel;
  readonly #create: (lab: vscode.Uri) => LabOutputs;
  readonly #changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  /** Fires with the lab whose outputs have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(extensionUri: vscode.Uri, host: OutputHost, log: vscode.LogOutputChannel) {
    super();
    this.#log = log;
    const makePanel: MakePanel = (source, panel) => new OutputPanel(extensionUri, source, host, panel);
    this.#create = (lab) => {
      const outputs = this.register(new LabOutputs(lab, makePanel, log));
      this.register(outputs.onChanged(() => this.#changed.fire(lab)));
      return outputs;
    };
    this.register(
      vscode.window.registerWebviewPanelSerializer(editors.outputs, {
        deserializeWebviewPanel: (panel, state: unknown) => this.#restore(panel, state),
      }),
    );
    // The notebook shows the outputs itself.
    this.register(
      vscode.workspace.onDidOpenNotebookDocument(({ uri }) => this.#labs.get(uri.toString())?.closePanel()),
    );
  }

  /** Never rejects: a panel whose lab cannot be read any more is closed. */
  async #restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const address = parsePageState(state)?.lab;
    try {
      const lab = vscode.Uri.parse(address ?? '', true);
      if (lab.scheme !== 'file' || !isLab(lab)) throw new Error('it does not belong to a lab');
      await this.of(lab).restore(panel);
    } catch (error) {
      this.#log.warn(`the outputs' panel of ${address} does not come back: ${messageOf(error)}`);
      panel.dispose();
    }
  }

  of(lab: vscode.Uri): LabOutputs {
    const key = lab.toString();
    const outputs = this.#labs.get(key) ?? this.#create(lab);
    this.#labs.set(key, outputs);
    return outputs;
  }

  /** Nothing for a lab of which no cell was run. */
  find(lab: string): LabOutputs | undefined {
    return this.#labs.get(lab);
  }

  /** Writes the outputs that are not yet kept. Never rejects. */
  async flush(): Promise<void> {
    await Promise.all([...this.#labs.values()].map((outputs) => outputs.flush()));
  }
}
