import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cleanText } from '../../../src/slides/cleanText.ts';
import { emptyHistory, jumped, travel } from '../../../src/slides/history.ts';
import { classifyLink } from '../../../src/slides/links.ts';
import { currentRow, pageTitles, treeMove, visibleRows } from '../../../src/slides/outline.ts';

describe('links in slides', () => {
  const followed: readonly (readonly [string, object])[] = [
    ['https://mlflow.org/docs?a=1#b', { kind: 'web', address: 'https://mlflow.org/docs?a=1#b', place: 'mlflow.org' }],
    ['HTTP://Example.com:8080', { kind: 'web', address: 'http://example.com:8080/', place: 'example.com:8080' }],
    ['https://аpple.com', { kind: 'web', address: 'https://xn--pple-43d.com/', place: 'xn--pple-43d.com' }],
    ['mailto:a@b.org?subject=x&attach=/etc/passwd', { kind: 'mail', address: 'mailto:a@b.org', place: 'a@b.org' }],
    ['mlops-lab:lab/C1_W1_Lab_1#cell-3', { kind: 'item', link: { kind: 'lab', item: 'C1_W1_Lab_1', cell: 'cell-3' } }],
    [
      'mlops-lab:slides/C1_W1_Slides#page=5',
      { kind: 'item', link: { kind: 'slides', item: 'C1_W1_Slides', place: { page: 5 } } },
    ],
    ['other.pdf#page=3', { kind: 'file', path: 'other.pdf', fragment: 'page=3' }],
    ['./a%20b.md', { kind: 'file', path: 'a b.md', fragment: '' }],
    ['../W2/deck.pdf', { kind: 'file', path: '../W2/deck.pdf', fragment: '' }],
    ['notes.lab.ts', { kind: 'file', path: 'notes.lab.ts', fragment: '' }],
  ];
  for (const [href, target] of followed) it(`follows ${href}`, () => assert.deepEqual(classifyLink(href), target));

  const refused = [
    ...[
      '',
      ' ',
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'java\nscript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
    ],
    ...[
      'vscode://x',
      'command:workbench.action.quit',
      'ftp://example.com/a',
      'tel:+1',
      'C:\\Windows\\calc.exe',
      'c:/x.pdf',
    ],
    ...[
      '/etc/passwd.md',
      '\\\\server\\share\\a.pdf',
      '//server/a.pdf',
      '%2Fetc%2Fa.pdf',
      '%5C%5Cserver%5Ca.pdf',
      'a%00.pdf',
    ],
    ...[
      'run.exe',
      'run.sh',
      'deck.pdf.lnk',
      'install.js',
      'folder/',
      'https://',
      'https://user:pass@evil.example',
      'mailto:',
      'mailto:a@b,c@d',
    ],
    ...[
      'mlops-lab:',
      'mlops-lab:run/rm',
      'https://a.example/\u202Efdp.exe',
      `https://a.example/${'x'.repeat(5000)}`,
      '#',
    ],
  ];
  for (const href of refused)
    it(`refuses “${encodeURI(href).slice(0, 60)}” with a sentence`, () => {
      const target = classifyLink(href);
      assert.equal(target.kind, 'refused');
      assert.match(target.kind === 'refused' ? target.reason : '', /^.+\.$/s);
    });

  it('never throws, and lets nothing through but what it knows', () => {
    const schemes = fc.constantFrom(
      '',
      'http:',
      'https://',
      'mailto:',
      'file:',
      'mlops-lab:',
      'javascript:',
      '//',
      'x',
    );
    fc.assert(
      fc.property(schemes, fc.string({ unit: 'binary' }), (scheme, rest) => {
        const target = classifyLink(scheme + rest);
        if (target.kind === 'web') assert.match(target.address, /^https?:\/\//);
        if (target.kind === 'mail') assert.match(target.address, /^mailto:[^?]+$/);
        if (target.kind === 'file') assert.doesNotMatch(target.path, /^[/\\]|^[a-z]:|[\p{Cc}\\]/iu);
      }),
    );
  });
});

describe('a deck’s outline', () => {
  const leaf = (title: string, page: number) => ({ title, target: { page }, children: [] });
  const outline = [
    { title: 'One', target: { page: 1 }, children: [leaf('One a', 2), leaf('One b', 4)] },
    leaf('Two', 5),
  ];
  const rows = visibleRows(outline, new Set());

  it('lists what can be seen, as ARIA counts it', () => {
    assert.deepEqual(
      rows.map(({ path, level, position, siblings, expanded }) => [path, level, position, siblings, expanded]),
      [
        ['0', 1, 1, 2, true],
        ['0.0', 2, 1, 2, undefined],
        ['0.1', 2, 2, 2, undefined],
        ['1', 1, 2, 2, undefined],
      ],
    );
    assert.deepEqual(
      visibleRows(outline, new Set(['0'])).map(({ path }) => path),
      ['0', '1'],
    );
  });

  it('knows the section of a page, collapsed or not, and the pages’ titles', () => {
    assert.equal(currentRow(rows, 3)?.path, '0.0');
    assert.equal(currentRow(visibleRows(outline, new Set(['0'])), 4)?.path, '0');
    assert.equal(currentRow([], 4), undefined);
    assert.deepEqual(
      [...pageTitles(outline)],
      [
        [1, 'One'],
        [2, 'One a'],
        [4, 'One b'],
        [5, 'Two'],
      ],
    );
  });

  it('moves as a tree does', () => {
    assert.deepEqual(treeMove(rows, '0', 'ArrowLeft'), { kind: 'collapse', path: '0' });
    assert.deepEqual(treeMove(rows, '0', 'ArrowRight'), { kind: 'focus', path: '0.0' });
    assert.deepEqual(treeMove(rows, '0.1', 'ArrowLeft'), { kind: 'focus', path: '0' });
    assert.deepEqual(treeMove(visibleRows(outline, new Set(['0'])), '0', 'ArrowRight'), { kind: 'expand', path: '0' });
    assert.deepEqual(treeMove(rows, '0', 'End'), { kind: 'focus', path: '1' });
    assert.equal(treeMove(rows, '0', 'ArrowUp'), undefined);
    assert.equal(treeMove(rows, '1', 'ArrowRight'), undefined);
    assert.equal(treeMove(rows, 'gone', 'Home'), undefined);
  });
});

describe('the way back', () => {
  it('goes back and on again, and a new jump gives up what lay ahead', () => {
    const history = jumped(jumped(emptyHistory, { page: 1 }), { page: 5, top: 20 });
    const back = travel(history, -1, { page: 9 })!;
    assert.deepEqual(back.to, { page: 5, top: 20 });
    assert.deepEqual(travel(back.history, 1, { page: 5, top: 20 })!.to, { page: 9 });
    assert.equal(travel(jumped(back.history, { page: 5 }), 1, { page: 2 }), undefined);
    assert.equal(travel(emptyHistory, -1, { page: 1 }), undefined);
  });
});

describe('copied text', () => {
  const lines = (...texts: readonly string[]) =>
    texts.map((text, index) => ({ text, top: index * 12, bottom: index * 12 + 10 }));

  it('joins the lines of a paragraph, and the words that they split', () => {
    assert.equal(
      cleanText(lines('What serving computes from  other', 'data is train-', 'ing-serving skew.')),
      'What serving computes from other data is training-serving skew.',
    );
    assert.equal(cleanText(lines('con\u00ADfidence e\u0301', '機械', '学習')), 'confidence é 機械学習');
    assert.equal(cleanText(lines('Use the F1-', 'Score')), 'Use the F1- Score', 'a capital begins a word of its own');
  });

  it('keeps paragraphs, titles, list items and columns apart', () => {
    assert.equal(
      cleanText([
        { text: 'Title', top: 0, bottom: 20 },
        { text: 'text', top: 22, bottom: 32 },
      ]),
      'Title\ntext',
    );
    assert.equal(
      cleanText([
        { text: 'a', top: 0, bottom: 10 },
        { text: 'b', top: 30, bottom: 40 },
      ]),
      'a\nb',
    );
    assert.equal(cleanText(lines('• one', 'goes on', '• two', '3. three')), '• one goes on\n• two\n3. three');
    assert.equal(
      cleanText([
        { text: 'left', top: 100, bottom: 110 },
        { text: 'right', top: 0, bottom: 10 },
      ]),
      'left\nright',
    );
    assert.equal(cleanText([]), '');
  });
});
