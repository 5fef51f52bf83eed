/**
 * Colours for TypeScript on a page that has no editor. A scanner, not a parser: where it errs, a colour is wrong and no
 * character is lost.
 */
import { escapeHtml } from './escape.ts';

const keywords = `abstract any as async await boolean break case catch class const continue debugger declare default
delete do else enum export extends false finally for from function get if implements import in infer instanceof interface
is keyof let namespace never new null number object of override private protected public readonly return satisfies set
static string super switch symbol this throw true try type typeof undefined unknown using var void while yield`;

/** The first that matches at a place counts. A regular expression stands where an operand may. */
const tokens = [
  ['comment', String.raw`\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)`],
  ['string', String.raw`"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|${'`'}(?:[^${'`'}\\]|\\[\s\S])*${'`'}?`],
  ['regexp', String.raw`(?<=[(,=:[!&|?{};\n]\s*)\/(?![*\/])(?:[^\/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*`],
  ['number', String.raw`(?<![\w$])(?:0[xob][\da-f_]+|\d[\d_]*(?:\.[\d_]+)?(?:e[+-]?\d+)?)n?`],
  ['keyword', String.raw`(?<![\w$.])(?:${keywords.split(/\s+/).join('|')})(?![\w$])`],
  ['function', String.raw`(?<![\w$])[A-Za-z_$][\w$]*(?=\()`],
  ['type', String.raw`(?<![\w$])[A-Z][\w$]*(?![\w$])`],
] as const;

const scanner = new RegExp(tokens.map(([name, pattern]) => `(?<${name}>${pattern})`).join('|'), 'g');

/** Code as HTML: each token in a `<span class="token-…">`. */
export function highlight(code: string): string {
  let html = '';
  let at = 0;
  for (const match of code.matchAll(scanner)) {
    const [name] = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) ?? [];
    html += escapeHtml(code.slice(at, match.index));
    html += `<span class="token-${name}">${escapeHtml(match[0])}</span>`;
    at = match.index + match[0].length;
  }
  return html + escapeHtml(code.slice(at));
}
