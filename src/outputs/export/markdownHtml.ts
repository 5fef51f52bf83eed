import { t } from '../../platform/l10n.ts';
import { escapeHtml } from './escape.ts';
import { holds, leads, reader } from './markdownReader.ts';
import type { Pictures } from './pictures.ts';

/** A heading, for the page's outline. */
export interface Heading {
  /** 1 to 6. */
  readonly level: number;
  readonly text: string;
  /** The id of its element. */
  readonly id: string;
}

/**
 * Makes HTML of Markdown that may be anybody's: markup in it is shown as text, links lead by http and mailto alone, and
 * no image is loaded: it shows those that the text itself holds, or that are handed to it.
 */
export class MarkdownPage {
  readonly headings: Heading[] = [];
  readonly #markdown = reader();
  /** Those of the text that is being rendered. */
  #pictures: Pictures = new Map();
  readonly #ids = new Map<string, number>();

  constructor() {
    const { rules } = this.#markdown.renderer;
    rules.image = (tokens, index) =>
      image(String(tokens[index]!.attrGet('src') ?? ''), tokens[index]!.content, this.#pictures);
    rules.link_open = (tokens, index, options, _env, self) => {
      // A page that is handed on stands beside other files than the lab.
      if (!leads.test(String(tokens[index]!.attrGet('href')))) tokens[index]!.attrs = null;
      tokens[index]!.attrSet('rel', 'noopener noreferrer');
      return self.renderToken(tokens, index, options);
    };
  }

  /** @param pictures those that it does not hold itself */
  render(source: string, pictures: Pictures = new Map()): string {
    const env = {};
    this.#pictures = pictures;
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

function image(src: string, alt: string, pictures: Pictures): string {
  const picture = pictures.get(src);
  const data = picture && 'data' in picture ? picture : undefined;
  const shown = data ? `data:${data.type};base64,${Buffer.from(data.data).toString('base64')}` : src;
  if (data || holds.test(src)) return `<img src="${escapeHtml(shown)}" alt="${escapeHtml(alt)}">`;
  const why = picture && 'absent' in picture ? t('{0}: not included, {1}', alt || src, picture.absent) : alt || src;
  return `<span class="absent">[${escapeHtml(why)}]</span>`;
}

function textOf(tokens: readonly { readonly content: string; readonly type: string }[]): string {
  return tokens.map(({ type, content }) => (type === 'text' || type === 'code_inline' ? content : '')).join('');
}
