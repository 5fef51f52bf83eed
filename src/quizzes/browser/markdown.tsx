/** A quiz's Markdown as elements, made from its pieces: no text ever becomes markup by itself. */

import { createContext, Fragment } from 'preact';
import { useContext } from 'preact/hooks';
import { t } from '../../platform/l10n.ts';
import { termFinder } from '../../shared/terms.ts';
import { type Block, type Inline, parseInline, parseMarkdown } from '../markdown.ts';

/** Follows a link into the course. */
export const Follow = createContext<(href: string) => void>(() => undefined);

export function Markdown({ text }: { readonly text: string }) {
  return (
    <>
      {parseMarkdown(text).map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </>
  );
}

/** Whether terms of the field say what they mean: beside a question that is open it would help too much. */
export const ExplainTerms = createContext(false);

/** A text, with what its terms mean on hover. */
function Explained({ text }: { readonly text: string }) {
  const places = termFinder.in(text);
  const ends = [0, ...places.map(({ to }) => to)];
  return (
    <>
      {places.map(({ term, from, to }, index) => (
        <Fragment key={from}>
          {text.slice(ends[index], from)}
          <abbr title={term.means}>{text.slice(from, to)}</abbr>
        </Fragment>
      ))}
      {text.slice(ends.at(-1))}
    </>
  );
}

/** One line, for a place where no paragraph may stand. */
export function Line({ text }: { readonly text: string }) {
  return <Pieces line={parseInline(text.trim())} />;
}

function BlockView({ block }: { readonly block: Block }) {
  if (block.kind === 'code') return <Output text={block.text} label={t('Code')} />;
  if (block.kind === 'paragraph') return <p>{<Pieces line={block.line} />}</p>;
  return (
    <ul>
      {block.items.map((item, index) => (
        <li key={index}>
          <Pieces line={item} />
        </li>
      ))}
    </ul>
  );
}

function Pieces({ line }: { readonly line: readonly Inline[] }) {
  return (
    <>
      {line.map((piece, index) => (
        <Piece key={index} piece={piece} />
      ))}
    </>
  );
}

function Piece({ piece }: { readonly piece: Inline }) {
  const explain = useContext(ExplainTerms);
  switch (piece.kind) {
    case 'strong':
      return <strong>{piece.text}</strong>;
    case 'emphasis':
      return <em>{piece.text}</em>;
    case 'code':
      return <code>{piece.text}</code>;
    case 'link':
      return <CourseLink href={piece.href}>{piece.text}</CourseLink>;
    default:
      return explain ? <Explained text={piece.text} /> : piece.text;
  }
}

/** A button that looks like a link: the page itself leads nowhere, the extension opens what is meant. */
export function CourseLink({ href, children }: { readonly href: string; readonly children: string }) {
  const follow = useContext(Follow);
  return (
    <button type="button" class="link" onClick={() => follow(href)}>
      {children}
    </button>
  );
}

/** A table, chart or log as it is. It can be scrolled by keys where it is wider than the page. */
export function Output({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section class="output" tabIndex={0} aria-label={label}>
      <pre>{text.trimEnd()}</pre>
    </section>
  );
}
