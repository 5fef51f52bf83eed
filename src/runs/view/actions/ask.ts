import * as vscode from 'vscode';
import { messageOf } from '../../../platform/errors.ts';

export interface Question {
  readonly title: string;
  readonly prompt: string;
  readonly value?: string;
  /** Throws, with a sentence, what cannot be taken. */
  readonly validate?: (text: string) => unknown;
}

/** The text that the user types; nothing when that is broken off. */
export function ask({ validate, ...question }: Question): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    ...question,
    ignoreFocusOut: true,
    ...(validate && {
      validateInput: (text) => {
        try {
          validate(text);
          return undefined;
        } catch (error) {
          return messageOf(error);
        }
      },
    }),
  });
}
