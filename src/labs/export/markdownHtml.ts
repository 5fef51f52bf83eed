import MarkdownIt from 'markdown-it';
import { mathRule } from '../mathRule.ts';
import { escapeHtml } from './escape.ts';
import { highlight } from './highlight.ts';
import { formula } from './math.ts';

/** A heading, for the page's outline. */
export interface Heading {
  /** 1 to 6. */
  readonly level: number;
  readonly text: string;
  /** The id of its element. */
  readonly id: string;
}

/** Languages that cells of a lab are written in. */
const typescript = /^(ts|typescript|js|javascript)$/;

/**
 * Makes HTML of Markdown that may be anybody's: markup in it is shown as text, links lead by http and mailto alone, and
 * no image is loaded but one that the text itself holds.
 */
export class MarkdownPage {
  readonly headings: Heading[] = [];
  readonly #markdown = new MarkdownIt({
    html: false,
    linkify: false,
    highlight: (code, language) => (typescript.test(language) ? highlight(code) : ''),
  });
  readonly #ids = new Map<string, number>();

  constructor() {
    mathRule(this.#markdown, formula);
    this.#markdown.validateLink = (url) => /^(https?:|mailto:|#|data:image\/(png|jpeg|gif|webp);base64,)/i.test(url);
    const { rules } = this.#markdown.renderer;
    rules.image = (tokens, index) => image(String(tokens[index]!.attrGet('src') ?? ''), tokens[index]!.content);
    rules.link_open = (tokens, index, options, _env, self) => {
      tokens[index]!.attrSet('rel', 'noopener noreferrer');
      return self.renderToken(tokens, index, options);
    };
  }

  render(source: string): string {
    const env = {};
    const tokens = this.#markdown.parse(source, env);
    for (const [index, token] of tokens.entries()) {
      if (token.type !== 'heading_open') continue;
      const text = textOf(tokens[index + 1]?.children ?? []);
      const heading = { level: Number(token.tag.slice(1)), text, id: this.#idOf(text) };
      token.attrSet('id', heading.id);
      this.headings.push(heading);
    }
    return this.#markdown.renderer.render(tokens, this.#markdown.options, env);
  }

  /** As GitHub makes them, so that links of the lab to its own headings work. */
  #idOf(text: string): string {
    const slug =
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(/\s/g, '-') || 'section';
    const times = this.#ids.get(slug) ?? 0;
    this.#ids.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  }
}

function image(src: string, alt: string): string {
  if (/^data:image\//i.test(src)) return `<img src="${escapeHtml(src)}" alt="${escapeHtml(alt)}">`;
  return `<span class="absent">[${escapeHtml(alt || src)}]</span>`;
}

function textOf(tokens: readonly { readonly content: string; readonly type: string }[]): string {
  return tokens.map(({ type, content }) => (type === 'text' || type === 'code_inline' ? content : '')).join('');
}
