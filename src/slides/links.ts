/**
 * What a link in a deck leads to. A deck may come from anywhere: what starts a program, runs a script or reaches into
 * the disk is refused, and the web is left to a question. Both the page and the editor ask here: the page to say what
 * a link is, the editor because it does not trust the page.
 */

import { t } from '../platform/l10n.ts';
import { type DeepLink, parseDeepLink } from '../shared/deepLink.ts';

export type LinkTarget =
  /** An address outside; `place` is what a reader should judge it by: its host, or whom a letter goes to. */
  | { readonly kind: 'web' | 'mail'; readonly address: string; readonly place: string }
  /** An item of the course. */
  | { readonly kind: 'item'; readonly link: Exclude<DeepLink, { kind: 'deck' }> }
  /** A file beside the deck; `path` is relative, with “/”, decoded, and may begin with “../”. */
  | { readonly kind: 'file'; readonly path: string; readonly fragment: string }
  /** `reason` is a whole sentence. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Longer ones are attacks or mistakes, and no message could show them. */
const longestAddress = 4096;

export function classifyLink(href: string): LinkTarget {
  const address = href.trim();
  if (address === '') return refused(t('This link leads nowhere.'));
  if (address.length > longestAddress)
    return refused(t('This link is {0} characters long, which no address needs; it is not opened.', address.length));
  if (hasHiddenCharacters(address))
    return refused(
      t('This link holds characters that cannot be seen, so it may not be what it seems; it is not opened.'),
    );
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return classifyPath(address);
    case 'http':
    case 'https':
      return classifyWeb(address);
    case 'mailto':
      return classifyMail(address);
    case 'mlops-lab':
      return classifyItem(address);
    default:
      return refused(t('Links that begin with “{0}:” are not opened: they can run programs or read files.', scheme));
  }
}

/** Control characters, and those that turn the direction of writing or have no width: an address could hide behind them. */
function hasHiddenCharacters(text: string): boolean {
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text);
}

function classifyWeb(address: string): LinkTarget {
  const url = URL.parse(address);
  if (!url?.host) return refused(t('“{0}” is not a web address.', address));
  if (url.username || url.password)
    return refused(
      t('This link carries a name or a password before “{0}”, which hides where it leads; it is not opened.', url.host),
    );
  return { kind: 'web', address: url.href, place: url.host };
}

/** Only whom the letter goes to is taken: headers could attach files or copy others in. */
function classifyMail(address: string): LinkTarget {
  const recipient = decoded(address.slice('mailto:'.length).split(/[?#]/)[0] ?? '').trim();
  if (!/^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(recipient)) return refused(t('“{0}” is not an e-mail address.', recipient));
  return { kind: 'mail', address: `mailto:${encodeURIComponent(recipient).replace('%40', '@')}`, place: recipient };
}

function classifyItem(address: string): LinkTarget {
  const link = parseDeepLink(address);
  if (link && link.kind !== 'deck') return { kind: 'item', link };
  return refused(t('“{0}” names neither a lab nor slides of the course.', address));
}

/** What the editor shows without running it; all else could be a program. */
const shown = /\.(pdf|md|lab\.ts|ipynb|ya?ml|json|csv|txt|svg|png|jpe?g|gif|webp)$/i;

function classifyPath(address: string): LinkTarget {
  const [whole = '', fragment = ''] = splitOnce(address, '#');
  const path = decoded(splitOnce(whole, '?')[0] ?? '');
  // Decoded only now, so that “%2F” and “%5C” do not slip by.
  if (hasHiddenCharacters(path) || /^[/\\]|^[a-z]:|\\/i.test(path))
    return refused(t('“{0}” does not lie beside these slides; it is not opened.', address));
  if (path === '') return refused(t('This link leads nowhere.'));
  if (!shown.test(path)) return refused(t('“{0}” is a kind of file that slides do not open.', path));
  return { kind: 'file', path: path.replace(/^(\.\/)+/, ''), fragment };
}

function refused(reason: string): LinkTarget {
  return { kind: 'refused', reason };
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** A stray “%” is part of the name. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
