/** Reads a deck's file, by VS Code's file systems: remote ones too. */
import * as vscode from 'vscode';
import { messageOf, UserError } from '../../platform/errors.ts';
import type { ToViewer } from '../contract.ts';
import { assertPdf } from '../pdf.ts';
import { parseSpeakerNotes, speakerNotesName } from '../speakerNotes.ts';

/** A larger file is read only when the reader says so: it is held in memory twice, here and in the page. */
export const largestUnasked = 200 * 1024 * 1024;

type Read = Extract<ToViewer, { type: 'deck' | 'large' | 'failed' }>;

/**
 * What the viewer is told of a file.
 * @param anyway however large it is.
 */
export async function readDeck(uri: vscode.Uri, anyway: boolean): Promise<Read> {
  const name = nameOf(uri);
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largestUnasked && !anyway) return { type: 'large', message: largeMessage(name, size) };
    const bytes = ownBytes(await vscode.workspace.fs.readFile(uri));
    assertPdf(bytes, name);
    const speakerNotes = await readSpeakerNotes(uri);
    return { type: 'deck', name, bytes, ...(speakerNotes && { speakerNotes }) };
  } catch (error) {
    return { type: 'failed', message: sentence(error, name) };
  }
}

/**
 * As a plain array that fills its buffer: VS Code may give a Node `Buffer`, which a message to a webview turns into
 * JSON, or a part of a larger buffer, all of which would be sent. Copied only where it must be.
 */
function ownBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.byteLength !== bytes.buffer.byteLength) return new Uint8Array(bytes);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function readSpeakerNotes(uri: vscode.Uri): Promise<Record<string, string> | undefined> {
  const notes = vscode.Uri.joinPath(uri, '..', speakerNotesName(nameOf(uri)));
  try {
    return parseSpeakerNotes(await vscode.workspace.fs.readFile(notes));
  } catch {
    return undefined; // Most decks have none.
  }
}

export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

function largeMessage(name: string, size: number): string {
  const megabytes = Math.round(size / 1024 / 1024);
  return vscode.l10n.t(
    '{0} has {1} MB, and showing it takes more than twice as much memory. Open it if there is enough, or open it in another program.',
    name,
    megabytes,
  );
}

function sentence(error: unknown, name: string): string {
  if (error instanceof UserError) return error.message;
  return vscode.l10n.t(
    '{0} cannot be read: {1} It is shown as soon as the file can be read again.',
    name,
    messageOf(error),
  );
}
