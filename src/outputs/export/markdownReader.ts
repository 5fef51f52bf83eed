/** The Markdown of labs as exports read it: markup in it is text, but for folded answers. */
import MarkdownIt from 'markdown-it';
import { foldedRule } from '../text/foldedRule.ts';
import { mathRule } from '../text/mathRule.ts';
import { highlight } from './highlight.ts';
import { formula } from './math.ts';

/** Languages that cells of a lab are written in. */
const typescript = /^(ts|typescript|js|javascript)$/;

/** Where links may lead, and pictures that the text itself holds. */
export const leads = /^(https?:|mailto:|#)/i;
export const holds = /^data:image\/(png|jpeg|gif|webp);base64,/i;

/** Links to slides and labs lead somewhere within VS Code alone: elsewhere their words are shown. */
const withinCourse = /^mlops-lab:/i;

/** Reads relative addresses, too: which of them are shown is decided when they are drawn. */
export function reader(): InstanceType<typeof MarkdownIt> {
  const markdown = new MarkdownIt({
    html: false,
    linkify: false,
    highlight: (code, language) => (typescript.test(language) ? highlight(code) : ''),
  });
  mathRule(markdown, formula);
  foldedRule(markdown);
  markdown.validateLink = (url) =>
    leads.test(url) || holds.test(url) || withinCourse.test(url) || !/^[a-z][a-z\d+.-]*:/i.test(url);
  return markdown;
}

const shared = reader();

/** The addresses of the images in a text that it does not hold itself, as often as they stand there. */
export function pictureAddresses(source: string): string[] {
  return shared
    .parse(source, {})
    .flatMap(({ children }) => children ?? [])
    .filter(({ type }) => type === 'image')
    .map((token) => String(token.attrGet('src') ?? ''))
    .filter((address) => address !== '' && !holds.test(address));
}

/** An address of Markdown as `pictureAddresses` gives it. @param written with its angle brackets, where it has some */
export function normalizedAddress(written: string): string {
  return shared.normalizeLink(shared.utils.unescapeAll(written.replace(/^<(.*)>$/s, '$1')));
}

/** The lines, zero-based, on which a text holds blocks of code. */
export function codeLines(source: string): Set<number> {
  const blocks = shared.parse(source, {}).filter(({ type }) => type === 'fence' || type === 'code_block');
  return new Set(blocks.flatMap(({ map }) => (map ? range(map[0], map[1]) : [])));
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}
