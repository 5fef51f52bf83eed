import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Output } from '../../kernel/protocol.ts';
import { Disposable } from '../../platform/disposable.ts';
import type { LiveOutputs } from '../liveOutputs.ts';
import { errorText, outputText } from '../outputText.ts';
import type { CellEnd } from '../session.ts';
import { endText } from '../textState.ts';

/** Where the outputs of a lab's text view go. */
export interface LabOutputSink {
  /** Whether a whole lab begins, and what was there is out of date. */
  begin(all: boolean): void;
  started(title: string): void;
  output(output: Output, live: LiveOutputs): void;
  ended(end: CellEnd): void;
  /** Brings it into view; the editor keeps the focus. */
  reveal(): void;
}

/**
 * One Output channel for each lab: it can be read, searched and copied like any editor, by a screen reader too, and
 * makes links of the `file:line:column` in a stack.
 */
export class OutputChannels extends Disposable {
  readonly #sinks = new Map<string, LabOutputSink>();

  of(uri: vscode.Uri): LabOutputSink {
    const key = uri.toString();
    const sink = this.#sinks.get(key) ?? this.#create(uri);
    this.#sinks.set(key, sink);
    return sink;
  }

  #create(uri: vscode.Uri): LabOutputSink {
    const name = basename(uri.path, '.lab.ts');
    return channelSink(this.register(vscode.window.createOutputChannel(vscode.l10n.t('Lab: {0}', name))));
  }
}

function channelSink(channel: vscode.OutputChannel): LabOutputSink {
  let lineOpen = false;
  const append = (text: string) => {
    if (text === '') return;
    channel.append(text);
    lineOpen = !text.endsWith('\n');
  };
  const appendLines = (text: string) => append(lineOpen ? `\n${text}` : text);
  return {
    begin: (all) => {
      if (all) channel.clear();
      channel.show(true);
    },
    started: (title) => appendLines(`── ${title}\n`),
    output: (output, live) => {
      const text = outputText(output, live);
      if (text !== '') (output.kind === 'stream' ? append : appendLines)(text);
    },
    ended: (end) => {
      if (end.error) appendLines(errorText(end.error));
      appendLines(`${endText(end)}\n\n`);
    },
    reveal: () => channel.show(true),
  };
}
