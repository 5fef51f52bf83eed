import { t } from '../../platform/l10n.ts';
import { codeLines, normalizedAddress } from './markdownReader.ts';
import type { Pictures } from './pictures.ts';

/** `![words](address "title")`: what stands before the address, the address, and what stands after it. */
const inlinePicture = /(!\[(?:[^[\]\\]|\\.)*\]\(\s*)(<[^<>\n]*>|[^\s<>()]+(?:\([^\s()]*\)[^\s()]*)*)([^()\n]*\))/g;
/** `[words]: address`, which pictures elsewhere may name. */
const definition = /^( {0,3}\[[^\]\n]+\]:\s*)(<[^<>\n]*>|\S+)(.*)$/gm;

/**
 * A Markdown cell whose pictures are those of the export. What its code shows stays as it is, and so do pictures of
 * the web: a reader's program decides on these.
 * @param copied the address of a picture's copy, by the address that the cell gives it
 */
export function withPictures(source: string, pictures: Pictures, copied: (address: string) => string): string {
  const replaced = (text: string) =>
    text
      .replaceAll(inlinePicture, (whole, before: string, address: string, after: string) => {
        const key = normalizedAddress(address);
        const picture = pictures.get(key);
        if (!picture || isOfWeb(key)) return whole;
        if ('data' in picture) return `${before}${copied(key)}${after}`;
        const words = before.slice(2, before.lastIndexOf(']')) || address;
        return `*\\[${t('{0}: not included, {1}', words, picture.absent)}\\]*`;
      })
      .replaceAll(definition, (whole, before: string, address: string, after: string) => {
        const key = normalizedAddress(address);
        const picture = pictures.get(key);
        return picture && 'data' in picture ? `${before}${copied(key)}${after}` : whole;
      });
  return proseParts(source)
    .map(({ text, isCode }) => (isCode ? text : replaced(text)))
    .join('\n');
}

function isOfWeb(address: string): boolean {
  return /^https?:/i.test(address);
}

/** Runs of lines that are code, and of lines that are not. */
function proseParts(source: string): { readonly text: string; readonly isCode: boolean }[] {
  const code = codeLines(source);
  const parts: { lines: string[]; isCode: boolean }[] = [];
  for (const [index, line] of source.split('\n').entries()) {
    const last = parts.at(-1);
    if (last?.isCode === code.has(index)) last.lines.push(line);
    else parts.push({ lines: [line], isCode: code.has(index) });
  }
  return parts.map(({ lines, isCode }) => ({ text: lines.join('\n'), isCode }));
}
