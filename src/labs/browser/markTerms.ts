/** A plug-in of markdown-it: terms of the glossary become `<abbr title="…">`. */
import type { MarkdownIt, Token } from 'markdown-it';
import type { TermFinder } from '../../shared/glossary.ts';

type TokenClass = new (type: string, tag: string, nesting: -1 | 0 | 1) => Token;

/** Headings name what the cell is about, and links lead there: neither is explained. */
export function markTerms(markdown: MarkdownIt, finder: TermFinder): void {
  markdown.core.ruler.push('mlops-lab-terms', ({ tokens, Token }) => {
    const known = new Set<string>();
    for (const [at, token] of tokens.entries())
      if (token.type === 'inline' && tokens[at - 1]?.type !== 'heading_open')
        token.children = explained(token.children ?? [], finder, known, Token);
  });
}

function explained(pieces: readonly Token[], finder: TermFinder, known: Set<string>, make: TokenClass): Token[] {
  let links = 0;
  return pieces.flatMap((piece) => {
    if (piece.type === 'link_open') links++;
    if (piece.type === 'link_close') links--;
    return piece.type === 'text' && links === 0 ? textOf(piece, finder, known, make) : [piece];
  });
}

function textOf(piece: Token, finder: TermFinder, known: Set<string>, make: TokenClass): Token[] {
  const text = (content: string) => Object.assign(new make('text', '', 0), { content });
  const out: Token[] = [];
  let from = 0;
  for (const place of finder.in(piece.content)) {
    const { term, means } = place.term;
    if (known.has(term)) continue;
    known.add(term);
    const open = new make('abbr_open', 'abbr', 1);
    open.attrSet('title', means);
    out.push(text(piece.content.slice(from, place.from)), open);
    out.push(text(piece.content.slice(place.from, place.to)), new make('abbr_close', 'abbr', -1));
    from = place.to;
  }
  return from === 0 ? [piece] : [...out, text(piece.content.slice(from))];
}
