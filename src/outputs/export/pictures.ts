/**
 * The pictures of a lab's own words. Its Markdown may be anybody's, and an export is handed on: only what lies in the
 * lab's folder or its workspace, and is a picture by its first bytes, goes with it.
 */
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { mime } from '../../mlops/payloads/mime.ts';
import { systemCode, UserError } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import type { LabDocument } from './document.ts';
import { pictureAddresses } from './markdownReader.ts';

export type Picture =
  | { readonly type: string; readonly data: Uint8Array }
  /** Why it is left out, to follow its words. */
  | { readonly absent: string };

/** By address, as Markdown writes it. */
export type Pictures = ReadonlyMap<string, Picture>;

export interface PictureFolders {
  /** Absolute path of the lab's file, where relative addresses begin. */
  readonly lab: string;
  /** Absolute; without it only the lab's own folder is read. */
  readonly workspace?: string;
}

/** Bytes of one picture, and of all together, each as often as it is shown. */
const limits = { one: 5_000_000, all: 50_000_000 };

/** Reads the pictures that the Markdown cells show, but those that they hold themselves. */
export async function labPictures({ cells }: LabDocument, folders: PictureFolders): Promise<Pictures> {
  const times = new Map<string, number>();
  for (const { kind, source } of cells) {
    if (kind !== 'markdown') continue;
    for (const address of pictureAddresses(source)) times.set(address, (times.get(address) ?? 0) + 1);
  }
  const pictures = new Map<string, Picture>();
  let left = limits.all;
  for (const [address, count] of times) {
    const picture = await readPicture(address, folders, left / count);
    if ('data' in picture) left -= picture.data.length * count;
    pictures.set(address, picture);
  }
  return pictures;
}

/** @param room bytes that it may take in what is left for all */
async function readPicture(address: string, folders: PictureFolders, room: number): Promise<Picture> {
  try {
    const data = await readInside(pathOf(address), folders, room);
    const type = typeOf(data);
    if (!type) throw refusal(t('it is no PNG, JPEG, GIF or WebP picture'));
    return { type, data };
  } catch (error) {
    if (error instanceof UserError) return { absent: error.message };
    return { absent: systemCode(error) === 'ENOENT' ? t('there is no such file') : t('it cannot be read') };
  }
}

/** The relative path that an address of Markdown means. */
function pathOf(address: string): string {
  if (/^[a-z][a-z\d+.-]*:|^[\\/]{2}/i.test(address)) throw refusal(t('only pictures beside the lab are taken'));
  const path = decoded(address.replace(/[?#].*$/s, ''));
  if (isAbsolute(path)) throw refusal(t('only pictures beside the lab are taken'));
  return path;
}

function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}

/** Asks the file system for nothing outside, and for nothing behind a link that leads there. */
async function readInside(path: string, { lab, workspace }: PictureFolders, room: number): Promise<Uint8Array> {
  const folder = dirname(lab);
  const folders = workspace === undefined ? [folder] : [folder, workspace];
  const file = resolve(folder, path);
  const outside = () => refusal(t('it lies outside the folder of the lab'));
  if (!folders.some((each) => isInside(file, each))) throw outside();
  const real = await realpath(file);
  const realFolders = await Promise.all(folders.map((each) => realpath(each)));
  if (!realFolders.some((each) => isInside(real, each))) throw outside();
  const { size, isFile } = await statOf(real);
  if (!isFile) throw refusal(t('it is no file'));
  if (size > limits.one) throw refusal(t('it takes more than {0} MB', limits.one / 1e6));
  if (size > room) throw refusal(t('all pictures together take more than {0} MB', limits.all / 1e6));
  return readFile(real);
}

async function statOf(path: string): Promise<{ size: number; isFile: boolean }> {
  const found = await stat(path);
  return { size: found.size, isFile: found.isFile() };
}

function isInside(file: string, folder: string): boolean {
  const way = relative(folder, file);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function refusal(why: string): UserError {
  return new UserError('picture-left-out', why);
}

/** What a file is, by its first bytes. */
function typeOf(data: Uint8Array): string | undefined {
  const start = Buffer.from(data.subarray(0, 12)).toString('latin1');
  if (start.startsWith('\x89PNG\r\n\x1a\n')) return mime.png;
  if (start.startsWith('\xff\xd8\xff')) return mime.jpeg;
  if (/^GIF8[79]a/.test(start)) return mime.gif;
  return /^RIFF.{4}WEBP$/s.test(start) ? mime.webp : undefined;
}
