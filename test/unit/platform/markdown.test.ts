import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { plainMarkdown } from '../../../src/platform/markdown.ts';

const markdown = new MarkdownIt({ html: true, linkify: true });

/** What a reader sees, where it is one paragraph of words and nothing else; else the HTML. */
function shown(text: string): string {
  const html = markdown.render(plainMarkdown(text)).trim();
  const words = /^(?:<p>([^<]*)<\/p>)?$/.exec(html);
  const entities = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"' } as const;
  return words ? (words[1] ?? '').replace(/&(?:lt|gt|amp|quot);/g, (each) => entities[each as '&lt;']) : html;
}

describe('plain text as Markdown', () => {
  it('shows every text word for word, on lines that may break at its blanks', () => {
    const marks = fc.constantFrom(...' \n#*_`[]()!<>&\\-+1.|~:/@"$', 'http://a.example', '<b>', '&nbsp;', 'word');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(marks).map((parts) => parts.join('')),
          fc.string(),
        ),
        (text) => {
          fc.pre(!text.includes('\0'));
          assert.equal(shown(text), text.replace(/\s+/g, ' ').trim());
        },
      ),
    );
  });
});
