import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import { markTerms } from '../../../src/labs/browser/markTerms.ts';
import { TermFinder } from '../../../src/shared/glossary.ts';

describe('terms in the Markdown of a lab', () => {
  const markdown = new MarkdownIt();
  const drift = { term: 'drift', also: ['drifts'], means: 'Other inputs than "before".', see: 'mlops-lab:slides/S' };
  markdown.use(markTerms, new TermFinder([drift]));
  const marked = '<abbr title="Other inputs than &quot;before&quot;.">';

  it('say what they mean at their first use', () => {
    assert.equal(
      markdown.render('The data drift. It drifts.\n\nMore drift.'),
      `<p>The data ${marked}drift</abbr>. It drifts.</p>\n<p>More drift.</p>\n`,
    );
  });

  it('do so in lists and between other marks', () => {
    assert.equal(
      markdown.render('- *no* drift **at all**'),
      `<ul>\n<li><em>no</em> ${marked}drift</abbr> <strong>at all</strong></li>\n</ul>\n`,
    );
  });

  it('stay as they are in headings, links and code', () => {
    const text = '# Drift\n\n[drift](x.md) and `drift`\n\n    drift\n';
    assert.doesNotMatch(markdown.render(text), /abbr/);
  });
});
