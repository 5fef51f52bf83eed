import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import { mime } from '../../../../src/mlops/payloads/mime.ts';
import { prose } from '../../../../src/mlops/payloads/prose.ts';

describe('sentences as an output', () => {
  it('are the same to the letter in words and in Markdown, whatever marks they hold', () => {
    const sentence = '1. It is -1: *a* `b` __c__ [d](e) <b> &amp; $x^2$ | # 5\\6 ~~g~~ {h} !';
    const { [mime.text]: text, [mime.markdown]: markdown } = prose(sentence, 'Then.');
    assert.equal(text, `${sentence}\nThen.`);
    const html = new MarkdownIt({ html: true, linkify: true }).render(String(markdown));
    const shown = html.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
    assert.equal(shown, `<p>${sentence}</p>\n<p>Then.</p>\n`);
  });
});
