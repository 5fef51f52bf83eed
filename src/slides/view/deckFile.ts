/** Reads a deck's file, by VS Code's file systems: remote ones too. */
import * as vscode from 'vscode';
import { messageOf, UserError } from '../../platform/errors.ts';
import type { ToViewer } from '../contract.ts';
import { type Part, readBeginning, readPart } from '../fileParts.ts';
import { assertPdf } from '../pdf.ts';
import { parseSpeakerNotes, speakerNotesName } from '../speakerNotes.ts';

/** A larger file on this machine is read in the parts that are needed: it would be held twice, here and in the page. */
const largestWhole = 16 * 1024 * 1024;
/** A larger file of another file system, which VS Code reads only whole, is read when the reader says so. */
const largestUnasked = 200 * 1024 * 1024;
/** pdf.js holds a file in one array, filled as far as it was read; Chromium makes none that is longer. */
const largest = 2_000_000_000;

type Read = Extract<ToViewer, { type: 'deck' | 'large' | 'failed' }>;
type AnswerToRead = Extract<ToViewer, { type: 'part' | 'failed' }>;
type Content = Pick<Extract<ToViewer, { type: 'deck' }>, 'bytes' | 'parts'>;

/**
 * What the viewer is told of a file.
 * @param anyway however large it is.
 */
export async function readDeck(uri: vscode.Uri, anyway: boolean): Promise<Read> {
  const name = nameOf(uri);
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    if (size > largest) return { type: 'failed', message: tooLargeMessage(name, size) };
    const inParts = uri.scheme === 'file' && size > largestWhole;
    if (!inParts && size > largestUnasked && !anyway) return { type: 'large', message: largeMessage(name, size) };
    const content = await (inParts ? begin(uri) : readWhole(uri));
    assertPdf(content.bytes, name);
    const speakerNotes = await readSpeakerNotes(uri);
    return { type: 'deck', name, ...content, ...(speakerNotes && { speakerNotes }) };
  } catch (error) {
    return { type: 'failed', message: sentence(error, name) };
  }
}

/**
 * A part of a deck that is read so.
 * @returns `undefined` where the file is not of that version any more: it is to be read anew.
 */
export async function readDeckPart(uri: vscode.Uri, part: Part): Promise<AnswerToRead | undefined> {
  try {
    const bytes = await readPart(uri.fsPath, part);
    return bytes && { type: 'part', version: part.version, begin: part.begin, bytes };
  } catch (error) {
    return { type: 'failed', message: sentence(error, nameOf(uri)) };
  }
}

async function begin(uri: vscode.Uri): Promise<Content> {
  const { bytes, ...parts } = await readBeginning(uri.fsPath);
  return { bytes, parts };
}

async function readWhole(uri: vscode.Uri): Promise<Content> {
  return { bytes: ownBytes(await vscode.workspace.fs.readFile(uri)) };
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

function tooLargeMessage(name: string, size: number): string {
  return vscode.l10n.t(
    '{0} has {1} MB, and up to {2} MB can be shown. Open it in another program.',
    name,
    megabytes(size),
    megabytes(largest),
  );
}

const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024);

function largeMessage(name: string, size: number): string {
  return vscode.l10n.t(
    '{0} has {1} MB, and showing it takes more than twice as much memory. Open it if there is enough, or open it in another program.',
    name,
    megabytes(size),
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
