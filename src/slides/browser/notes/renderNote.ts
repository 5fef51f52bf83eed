/** A note as it is read. Loaded with the first of them. */
import createDOMPurify, { type Config } from 'dompurify';
import MarkdownIt from 'markdown-it';

/** Notes come with a folder, which may be anybody's: no HTML, no pictures, and what remains is made harmless again. */
const markdownIt = new MarkdownIt({ html: false, linkify: true }).disable('image');
const config: Config & { RETURN_DOM_FRAGMENT: true } = {
  ALLOWED_TAGS:
    'a blockquote br code del em h3 h4 h5 h6 hr li ol p pre s strong table tbody td th thead tr ul #text'.split(' '),
  ALLOWED_ATTR: ['href', 'start'],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|mlops-lab:|[^a-z]|[a-z+.-]+(?:[^a-z+.\-:]|$))/i,
  RETURN_DOM_FRAGMENT: true,
};

/**
 * Markdown as elements that run and load nothing.
 * @param open follows a link; the editor asks, or refuses with a sentence.
 */
export function renderNote(markdown: string, open: (href: string) => void): DocumentFragment {
  const content = createDOMPurify(window).sanitize(markdownIt.render(markdown), config);
  for (const link of content.querySelectorAll<HTMLAnchorElement>('a[href]')) {
    const href = link.getAttribute('href')!;
    // Not an address: VS Code would follow that by itself, without our checks.
    link.href = '#';
    link.title = href;
    link.addEventListener('click', (event) => {
      event.preventDefault();
      event.stopPropagation();
      open(href);
    });
  }
  return content;
}
