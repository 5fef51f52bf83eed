import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { extensionRoot } from '../../courseFolder.ts';
import { nodesOf } from './deckFile.ts';

const course = join(extensionRoot, 'course');

/** Typesets a small deck on the theme; the compiler's own words where that fails. */
function typeset(pages: string) {
  const compiler = NodeCompiler.create({ workspace: course });
  const mainFileContent = `#import "/theme.typ": *\n#show: deck.with(title: "Sample", place: "Here", sections: false)\n${pages}`;
  const compiled = compiler.compile({ mainFileContent });
  const document = compiled.result;
  if (!document) {
    const error = compiled.takeError()!;
    throw new Error(JSON.stringify(compiler.fetchDiagnostics(error)));
  }
  const notes: { page: number; kind: string; markdown: string }[] = compiler.query(document, {
    selector: '<note>',
    field: 'value',
  });
  const pdf = compiler.pdf(document, { pdfStandard: 'ua-1' });
  return { pages: document.numOfPages, notes, pdf };
}

/** WCAG 2.2's relative luminance of `#rrggbb`. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

describe('the theme of the decks', () => {
  it('has colours for text that keep 4.5:1 on all that lies below them', () => {
    const source = readFileSync(join(course, 'theme', 'palette.typ'), 'utf8');
    const named = [...source.matchAll(/^#let ([\w-]+) = rgb\("(#[0-9a-f]{6})"\)$/gm)].map(([, name, color]) => [
      name,
      color,
    ]);
    const palette: Record<string, string> = Object.fromEntries(named);
    assert.equal(source.match(/^#let /gm)?.length, named.length);
    const washes = Object.keys(palette).filter((name) => name.endsWith('-wash'));
    const text = Object.keys(palette).filter((name) => !['ground', 'rule', ...washes].includes(name));
    assert.ok(text.length >= 5 && washes.length >= 2);
    const pairs = [
      ...text.flatMap((name) => [
        [name, 'ground'],
        [name, 'white'],
      ]),
      ...washes.flatMap((wash) => [
        [wash.replace('-wash', ''), wash],
        ['ink', wash],
        ['muted', wash],
      ]),
    ];
    for (const [above, below] of pairs) {
      const ratio = contrast(palette[above!]!, palette[below!] ?? '#ffffff');
      assert.ok(ratio >= 4.5, `${above} on ${below}: ${ratio.toFixed(2)}`);
    }
  });

  it('makes one page, one note and one kind of each call', () => {
    const { pages, notes } = typeset(`
      #title-page([T], [s], drawing(alt: "A dot", circle()), notes: "n")
      #section([S], [q?], notes: "n")
      #section([S2], [q?], notes: "n", picture: drawing(alt: "A dot", circle()))
      #slide([A], lead: [l], notes: "n")[body]
      #statement([B], notes: "n")[One thing.]
      #quiz((title: [Q], notes: "n"), (title: [R], notes: "n"), (([yes], true, [why]), ([no], false, [why])))[#v(0pt)]
      #summary([C], ([one], [two]), notes: "n")`);
    assert.deepEqual(
      notes.map(({ kind }) => kind),
      ['title', 'section', 'section', 'slide', 'statement', 'question', 'answer', 'summary'],
    );
    assert.deepEqual(
      notes.map(({ page }) => page),
      Array.from({ length: pages }, (_, index) => index + 1),
    );
  });

  it('keeps the paragraphs of a note, and drops what indents them', () => {
    const { notes } = typeset('#slide([A], notes: "One\n      line.\n\n      - and *a* list")[]');
    assert.equal(notes[0]?.markdown, 'One\nline.\n\n- and *a* list');
  });

  it('refuses a page without notes, and figures without words', () => {
    assert.throws(() => typeset('#slide([A])[]'), /A page needs notes/);
    assert.throws(() => typeset('#slide([A], notes: "n", drawing[x])'), /A drawing needs its alternative text/);
    assert.throws(() => typeset('#slide([A], notes: "n")[$x^2$]'), /missing alt text/);
    assert.throws(
      () => typeset('#slide([A], notes: "n")[#cited((a: ("A", [t], "https://a.example")), "b")]'),
      /no source “b”/,
    );
  });

  it('hands the words of a drawing to pdf.js, also of one that holds shapes alone', async () => {
    const { pdf } = typeset('#slide([A], notes: "n", drawing(alt: "A dot", circle()))');
    const document = await getDocument({ data: new Uint8Array(pdf) }).promise;
    const figures = await nodesOf(document, 1, 'Figure');
    await document.loadingTask.destroy();
    assert.deepEqual(
      figures.map(({ alt }) => alt),
      ['A dot'],
    );
  });

  it('shows a slide that runs over as a page without a note', () => {
    const { pages, notes } = typeset('#slide([A], notes: "n")[#block(height: 280pt)[] #block(height: 40pt)[x]]');
    assert.equal(pages, 2);
    assert.deepEqual(
      notes.map(({ page }) => page),
      [1],
    );
  });
});
