import assert from 'node:assert/strict';
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { type Json, keyed, openAtFirst, preview, treeRows } from '../../../src/outputs/browser/standard/jsonTree.ts';
import { parseFromRenderer } from '../../../src/outputs/contract.ts';
import { ansiSpans } from '../../../src/outputs/text/ansi.ts';
import { mathRule } from '../../../src/outputs/text/mathRule.ts';
import { belowMessage, shortStack, stackParts } from '../../../src/outputs/text/stack.ts';
import { lastStyle, plainText, terminalText } from '../../../src/outputs/text/terminal.ts';

const esc = '\u001b';

describe('text as a terminal shows it', () => {
  const cases: readonly (readonly [what: string, printed: string, seen: string])[] = [
    ['a line that is written over', 'epoch 1\repoch 2', 'epoch 2'],
    ['the end of a longer line that was there before', '100%\r7', '700%'],
    ['a line that is erased first', `100%\r${esc}[K7`, '7'],
    ['a whole line erased', `abc${esc}[2K\rx`, 'x'],
    ['line ends of Windows', 'a\r\nb', 'a\nb'],
    ['a backspace', 'ab\bc', 'ac'],
    ['each line by itself', 'a\nb\rc\nd', 'a\nc\nd'],
    ['no cursor moves, titles, links or other controls', `a${esc}[2Jb${esc}]0;title\u0007c${esc}(B\u0000d`, 'abcd'],
    ['a link as its words', `${esc}]8;;https://example.com${esc}\\here${esc}]8;;${esc}\\`, 'here'],
    ['all but the line of a title that does not end', `${esc}]0;title\nnext`, '\nnext'],
    ['nothing of private modes', `${esc}[?25lx${esc}[?25h${esc}[>4;2m`, 'x'],
  ];
  for (const [what, printed, seen] of cases) it(what, () => assert.equal(terminalText(printed), seen));

  it('keeps colours where characters are written over', () => {
    const spans = ansiSpans(`${esc}[31mred${esc}[0m\r${esc}[32mgo`);
    assert.deepEqual(
      spans.map(({ text }) => text),
      ['go', 'd'],
    );
    assert.match(spans[0]!.color!, /ansiGreen/);
    assert.match(spans[1]!.color!, /ansiRed/);
  });

  it('never shows a control character, whatever is printed', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(esc, `${esc}[`, '31m', '\r', '\b', '\u009b', `${esc}]8;;`, '\n', 'K'),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const shown = ansiSpans(pieces.join(''))
          .map(({ text }) => text)
          .join('');
        assert.ok(
          ![...shown].some((char) => (char < ' ' && !'\n\t'.includes(char)) || (char >= '\u007f' && char < '\u00a0')),
          JSON.stringify(shown),
        );
      }),
    );
  });
});

describe('ANSI colours', () => {
  const styled = (codes: string) => ansiSpans(`${esc}[${codes}mx`)[0]!;

  it("are those of the editor's terminal, of the palette, or their own", () => {
    assert.deepEqual(styled('31'), { text: 'x', color: 'var(--vscode-terminal-ansiRed, red)' });
    assert.match(styled('93').color!, /ansiBrightYellow/);
    assert.match(styled('44').background!, /ansiBlue/);
    assert.equal(styled('38;5;208').color, 'rgb(255,135,0)');
    assert.equal(styled('48;5;232').background, 'rgb(8,8,8)');
    assert.match(styled('38;5;9').color!, /ansiBrightRed/);
    assert.equal(styled('38;2;1;2;3').color, 'rgb(1, 2, 3)');
  });

  it('come with bold, italic, underline and the rest, until they are reset', () => {
    assert.deepEqual(styled('1;3;4;9'), { text: 'x', bold: true, italic: true, underline: true, strikethrough: true });
    assert.deepEqual(ansiSpans(`${esc}[1mx${esc}[22my`)[1], { text: 'y' });
  });

  it('change places when reversed', () => {
    assert.deepEqual(styled('7'), {
      text: 'x',
      color: 'var(--vscode-editor-background, #fff)',
      background: 'var(--vscode-foreground, #3b3b3b)',
    });
    assert.match(styled('31;42;7').color!, /Green/);
  });
});

describe('a terminal’s text', () => {
  it('has none of its colours where there are none', () => {
    assert.equal(plainText(`${esc}[31mred${esc}[0m and 10%\r20`), '20d and 10%');
  });

  it('says which colours go on after it', () => {
    assert.equal(lastStyle(`${esc}[31mred`), `${esc}[31m`);
    assert.equal(lastStyle(`${esc}[31m${esc}[1mred${esc}[0m`), '');
    assert.equal(lastStyle(`${esc}[31m${esc}[0m${esc}[4mx`), `${esc}[4m`);
  });
});

describe('math in Markdown', () => {
  const formulas = (text: string) => {
    const found: string[][] = [];
    const markdown = new MarkdownIt();
    mathRule(markdown, (tex, isDisplay) => {
      found.push([isDisplay ? 'display' : 'inline', tex]);
      return '';
    });
    markdown.render(text);
    return found;
  };

  const cases: readonly (readonly [string, readonly (readonly string[])[]])[] = [
    ['The mean $\\bar x$ of it', [['inline', '\\bar x']]],
    [
      '$a$ and $b$',
      [
        ['inline', 'a'],
        ['inline', 'b'],
      ],
    ],
    ['in a line $$x^2$$ it is', [['display', 'x^2']]],
    ['$$\nx = 1\n\\\\ y\n$$', [['display', 'x = 1\n\\\\ y']]],
    ['- $$x$$', [['display', 'x']]],
    ['$x < y$', [['inline', 'x < y']]],
    ['it costs $5 or $10', []],
    ['between $5 and 10$', [['inline', '5 and 10']]],
    ['an escaped \\$x$', []],
    ['`$x$` in code', []],
    ['$ x$', []],
    ['$$\nno end\n\nhere', []],
    ['$$', []],
    ['$', []],
  ];
  for (const [text, expected] of cases) it(JSON.stringify(text), () => assert.deepEqual(formulas(text), expected));
});

describe('the tree of a JSON value', () => {
  const labels = (root: Json, ...open: string[]) =>
    treeRows(root, new Set(['$', ...open])).map(({ label, level }) => `${level} ${label ?? ''}`.trim());

  it('has a row for each entry of what is open', () => {
    const root = { a: 1, b: { c: [1, 2] } };
    assert.deepEqual(labels(root), ['1', '2 a', '2 b']);
    assert.deepEqual(labels(root, '$.b', '$.b.c'), ['1', '2 a', '2 b', '3 c', '4 0', '4 1']);
  });

  it('puts many entries into groups, and only opens what is asked for', () => {
    const root = Array.from({ length: 100_000 }, (_, index) => index);
    const rows = treeRows(root, new Set(['$']));
    assert.equal(rows.length, 11);
    assert.equal(rows[1]!.label, '0 … 9999');
    const opened = treeRows(root, new Set(['$', rows[2]!.id, `${rows[2]!.id.replace('10000-20000', '10100-10200')}`]));
    assert.equal(opened.length, 11 + 100 + 100);
    assert.deepEqual(opened.find(({ value }) => value === 10_150)?.path, '[10150]');
  });

  it('every value of any JSON is reached once, under a name of its own and a path that leads to it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const root = value as Json;
        let open: ReadonlySet<string> = new Set(['$']);
        let rows = treeRows(root, open);
        for (let before = 0; before < rows.length; ) {
          before = rows.length;
          open = new Set(rows.map(({ id }) => id));
          rows = treeRows(root, open);
        }
        assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
        for (const { path, value: found, isGroup } of rows)
          if (!isGroup) assert.deepEqual(new Function('root', `return root${path}`)(root), found);
      }),
    );
  });

  it('opens small values at first, and no big ones', () => {
    assert.deepEqual([...openAtFirst({ a: { b: 1 }, c: Array(50).fill(0) })], ['$', '$.a', '$.a.b'].slice(0, 2));
    assert.deepEqual([...openAtFirst(Array(1000).fill({}))], ['$']);
  });

  it('is walked by the arrow keys', () => {
    const rows = treeRows({ a: { b: 1 }, c: 2 }, new Set(['$', '$.a']));
    assert.deepEqual(keyed(rows, '$.a.b', 'ArrowLeft'), { active: '$.a' });
    assert.deepEqual(keyed(rows, '$.a', 'ArrowLeft'), { active: '$.a', toggle: '$.a' });
    assert.deepEqual(keyed(rows, '$.a', 'ArrowRight'), { active: '$.a.b' });
    assert.deepEqual(keyed(rows, '$.c', 'ArrowRight'), { active: '$.c' });
    assert.deepEqual(keyed(rows, '$.c', 'ArrowDown'), { active: '$.c' });
    assert.deepEqual(keyed(rows, '$.c', 'Home'), { active: '$' });
    assert.deepEqual(keyed(rows, '$', 'End'), { active: '$.c' });
  });

  it('previews a closed value on one line', () => {
    assert.equal(preview({ name: 'a', at: [1, 2], of: {} }, 3), '{name: "a", at: [2], of: {…}}');
    assert.equal(preview(Array(20).fill(1), 20), '[1, 1, 1, 1, 1, 1, 1, 1, …]');
    assert.equal(preview(['x'.repeat(100)], 1), `["${'x'.repeat(30)}…"]`);
  });
});

describe('a request to open a place', () => {
  it('is one for a file alone, of no other machine', () => {
    const asked = (file: string) => parseFromRenderer({ type: 'open', file, line: 1, column: 1 });
    assert.ok(asked('file:///labs/A.lab.ts'));
    for (const file of ['file://server/share/x', 'https://example.com/x', 'command:x', 'vscode://x/y', ''])
      assert.equal(asked(file), undefined);
    assert.equal(parseFromRenderer({ type: 'open', file: 'file:///x', line: -1, column: 1 }), undefined);
  });
});

describe('a stack', () => {
  const stack =
    'Error: no\n    at f (file:///labs/My%20Lab.lab.ts:3:7)\n    at file:///labs/x.ts:1:2\n    at <anonymous>';

  it('names places', () => {
    assert.deepEqual(stackParts(stack), [
      'Error: no\n    at f (',
      { file: 'file:///labs/My%20Lab.lab.ts', line: 3, column: 7, shown: 'My Lab.lab.ts:3:7' },
      ')\n    at ',
      { file: 'file:///labs/x.ts', line: 1, column: 2, shown: 'x.ts:1:2' },
      '\n    at <anonymous>',
    ]);
    assert.match(shortStack(stack), /^Error: no\n {4}at f \(My Lab\.lab\.ts:3:7\)\n {4}at x\.ts:1:2\n/);
  });

  it('names no place on another machine, and nothing but files', () => {
    for (const where of ['file://server/share/x.ts:1:1', 'https://example.com/x.js:1:1', 'javascript:alert(1):1:1'])
      assert.deepEqual(stackParts(`at f (${where})`), [`at f (${where})`]);
  });

  it('has its frames and causes below name and message', () => {
    const frames = '    at f (x:1:1)\nCaused by: RangeError: far\n    at g (x:2:1)';
    assert.equal(belowMessage(`Error: two\nlines\n${frames}`, 'Error', 'two\nlines'), frames);
    assert.equal(belowMessage(`Error\n${frames}`, 'Error', ''), frames);
    assert.equal(belowMessage(`Error: before it was changed\n${frames}`, 'MyError', 'after'), frames);
    assert.equal(belowMessage('Uncaught 7', 'Uncaught', '7'), '');
  });
});
