import assert from 'node:assert/strict';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { CellError, Output } from '../../../../src/kernel/protocol/outputs.ts';
import { labDocument } from '../../../../src/labs/export/labDocument.ts';
import { parseLab } from '../../../../src/labs/file.ts';
import { table } from '../../../../src/mlops/lab/table.ts';
import { mime } from '../../../../src/mlops/payloads/mime.ts';
import { line } from '../../../../src/mlops/plot/line.ts';
import { scriptJson, scriptText } from '../../../../src/outputs/export/escape.ts';
import { highlight } from '../../../../src/outputs/export/highlight.ts';
import { labPage } from '../../../../src/outputs/export/html.ts';
import { labMarkdown } from '../../../../src/outputs/export/markdown.ts';
import { MarkdownPage } from '../../../../src/outputs/export/markdownHtml.ts';
import { formula } from '../../../../src/outputs/export/math.ts';
import { savedForms } from '../../../../src/outputs/store/savedForms.ts';
import { OutputStore, type SavedCell, textHash } from '../../../../src/outputs/store/store.ts';
import { silentLog } from '../../../../src/platform/log.ts';
import { cli as run } from '../../commandLine.ts';

/** A file with these cells: Markdown where a text begins with `#`. */
const labText = (...cells: string[]) =>
  `// ---\n// id: Lab_1\n// title: A lab & more\n// ---\n\n${cells
    .map((cell) => (cell.startsWith('#') ? `// %% [markdown]\n${cell.replaceAll(/^/gm, '// ')}\n` : `// %%\n${cell}\n`))
    .join('\n')}`;
const ran = (source: string, outputs: readonly Output[], error?: CellError): SavedCell => ({
  source: textHash(source),
  success: !error,
  start: Date.UTC(2026, 0, 2),
  end: Date.UTC(2026, 0, 2) + 250,
  outputs: savedForms(outputs, error),
});
const documentOf = (text: string, ...saved: SavedCell[]) => labDocument(parseLab(text), saved, { name: 'a.lab.ts' });
const display = (data: Record<string, unknown>): Output => ({ kind: 'display', data });
const textOf = (html: string) =>
  html.replaceAll(/<[^>]*>/g, '').replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
const chart = line({ title: 'Loss', xLabel: 'Epoch', yLabel: 'Loss', y: [3, 2, 1] }).toMimeBundle();
const program = 'draw("<!--", "<script>", "</SCRIPT>");';

describe('an exported lab', () => {
  it('holds the outputs of the cells that stand as they were run, and says of the others that they do not', () => {
    const lab = documentOf(
      labText('# Title', 'one', 'two'),
      ran('one', [display({ 'text/plain': '1' })]),
      ran('old', []),
    );
    assert.deepEqual(lab.facts, {
      ran: 1,
      cells: 2,
      checks: { passed: 0, all: 0 },
      seconds: 0.25,
      finished: Date.UTC(2026, 0, 2) + 250,
    });
    assert.deepEqual(lab.cells.at(-1), { kind: 'code', source: 'two', outputs: [] });
    assert.match(labPage(lab, program), /Not run/);
  });

  it('takes each output in its richest form, with its words', () => {
    const check = { id: 'a', name: 'two', passed: false, expected: '2', actual: '3' };
    const { cells } = documentOf(
      labText('one'),
      ran('one', [
        { kind: 'stream', name: 'stderr', text: 'oh\n' },
        display({ [mime.text]: 'x', [mime.json]: { a: 1n } }),
        display({ [mime.svg]: '<svg>é</svg>', [mime.text]: 'An accent' }),
        { kind: 'check', check },
      ]),
    );
    assert.deepEqual(cells[0]?.kind === 'code' && cells[0].outputs, [
      { kind: 'stream', name: 'stderr', text: 'oh\n' },
      { kind: 'value', form: { mime: mime.json, data: { a: '1n' } }, text: 'x' },
      { kind: 'value', form: { mime: mime.svg, data: '<svg>é</svg>', alt: 'An accent' }, text: 'An accent' },
      { kind: 'check', check },
    ]);
  });

  it('does not tell the folders of the machine on which an error came up', () => {
    const stack = 'TypeError: no\n    at f (file:///home/ada/secret/labs/a.lab.ts:12:3)';
    const lab = documentOf(labText('one'), ran('one', [], { name: 'TypeError', message: 'no', stack }));
    const page = labPage(lab, program);
    assert.match(page, /at f \(a\.lab\.ts:12:3\)/);
    assert.doesNotMatch(page, /secret/);
  });

  it('has the page’s script where something is to be drawn, and no script where nothing is', () => {
    const still = labPage(documentOf(labText('one'), ran('one', [display({ 'text/plain': '1' })])), program);
    assert.doesNotMatch(still, /<script|script-src/);
    const drawn = labPage(documentOf(labText('one'), ran('one', [display(chart)])), program);
    assert.equal(drawn.match(/<script/g)?.length, 2);
    assert.match(drawn, /script-src 'sha256-[\w+/]{43}='/);
    assert.match(drawn, /default-src 'none'/);
    assert.ok(drawn.includes(String(chart[mime.text]).split('\n')[0]!), 'its words stand there without a script');
  });

  it('puts programs and data into scripts that nothing in them can end', () => {
    assert.equal(scriptText(program), 'draw("\\x3C!--", "\\x3Cscript>", "\\x3C/SCRIPT>");');
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('</script>', '<!--', '\u2028'), (data, evil) => {
        const text = scriptJson([data, evil]);
        assert.doesNotMatch(text, /[<\u2028\u2029]/);
        assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify([data, evil])));
      }),
    );
  });

  it('leaves out the middle of what is very long, and says so, as a page and as Markdown', async () => {
    const flood = Array.from({ length: 20_000 }, (_, line) => `line ${line}\n`).join('');
    for (const [text, said] of [
      ['x'.repeat(5_000_000), /4\.9 MB\) are not shown here|4\.9 MB are not shown here/],
      [flood, /19600 lines|19,600 lines/],
    ] as const) {
      const lab = documentOf(labText('one'), ran('one', [{ kind: 'stream', name: 'stdout', text }]));
      const page = labPage(lab, program);
      assert.ok(page.length < 200_000);
      assert.match(page, said);
      const markdown = await labMarkdown(lab, 'x_files');
      assert.ok(markdown.text.length < 200_000);
      assert.match(markdown.text, said);
    }
  });

  it('prints in colours, and tells no folders', () => {
    const text = '\u001b[31mred\u001b[0m & 10%\r\u001b[31mblue\nat file:///home/ada/x.ts:1:2\n';
    const page = labPage(documentOf(labText('one'), ran('one', [{ kind: 'stream', name: 'stdout', text }])), program);
    assert.match(page, /<span style="color: var\(--vscode-terminal-ansiRed, red\)">blue/);
    assert.doesNotMatch(page, /ada/);
  });

  it('says how many rows of a large table it holds, as no kernel is behind it', () => {
    const data = { rows: 1_000_000, columns: [{ name: 'x', values: [1, 2] }], source: 'source-of-rows' };
    const lab = documentOf(labText('one'), ran('one', [display({ [mime.table]: data, [mime.text]: 'x' })]));
    assert.doesNotMatch(labPage(lab, program), /source-of-rows/);
  });

  describe('its code', () => {
    const classOf = (code: string, token: string) =>
      new RegExp(`<span class="token-(\\w+)">${token}</span>`).exec(highlight(code))?.[1];

    it('is coloured as a reader of TypeScript expects', () => {
      const code = `const a: Map = f(1.5e3, \`\${b}\`); // it's\nlet r = /[/"]+/g; x / y / z;`;
      const expected = { const: 'keyword', Map: 'type', f: 'function', '1.5e3': 'number', let: 'keyword' };
      for (const [token, name] of Object.entries(expected)) assert.equal(classOf(code, token), name, token);
      assert.equal(classOf(code, '&#96;\\$\\{b\\}&#96;') ?? classOf(code, '`\\$\\{b\\}`'), 'string');
      assert.match(highlight(code), /token-comment">\/\/ it&#39;s</);
      assert.match(highlight(code), /token-regexp">\/\[\/&#34;\]\+\/g</);
      assert.match(highlight(code), /x \/ y \/ z/);
    });

    it('loses no character, whatever it is', () => {
      const piece = fc.constantFrom(
        '"',
        "'",
        '`',
        '/',
        '*',
        '\\',
        '\n',
        '${',
        '}',
        'const ',
        'a',
        '(',
        '=',
        ' ',
        '<b>',
        '&',
      );
      fc.assert(
        fc.property(fc.array(piece), (pieces) => assert.equal(textOf(highlight(pieces.join(''))), pieces.join(''))),
      );
    });
  });

  describe('its Markdown cells', () => {
    const render = (source: string) => new MarkdownPage().render(source);

    it('have headings that can be linked to, each by a name of its own', () => {
      const page = new MarkdownPage();
      assert.match(page.render('## A `b` & c!\n\n## A b c'), /<h2 id="a-b--c">[\s\S]*<h2 id="a-b-c">/);
      page.render('## A b c');
      assert.deepEqual(
        page.headings.map(({ id }) => id),
        ['a-b--c', 'a-b-c', 'a-b-c-1'],
      );
    });

    it('fold answers below their questions, and leave all other markup as text', () => {
      const folded = '<details>\n<summary>What is *it*?</summary>\n\nIt is **so**.\n\n- a\n\n</details>';
      assert.equal(
        render(`before\n${folded}\n\nafter`),
        '<p>before</p>\n<details>\n<summary>What is <em>it</em>?</summary>\n<p>It is <strong>so</strong>.</p>\n<ul>\n<li>a</li>\n</ul>\n</details>\n<p>after</p>\n',
      );
      const nested = `<details>\n<summary>Out</summary>\n${folded}\n</details>`;
      assert.equal(render(nested).match(/<details>\s*<summary>/g)?.length, 2);
      assert.match(render(nested), /<\/details>\s*<\/details>\s*$/);
      for (const text of [
        '<details>\n<summary>no end</summary>\n\ntext',
        '<details>\nno question\n</details>',
        '<details onclick="x()">\n<summary>a</summary>\n</details>',
        '<details>\n<summary onclick="x()">a</summary>\n</details>',
      ])
        assert.doesNotMatch(render(text), /<(details|summary)/, text);
      const hostile = '<details>\n<summary><img src=x onerror=x()></summary>\n<script>x()</script>\n</details>';
      assert.doesNotMatch(render(hostile), /<(img|script)/);
    });

    it('show formulas, and leave prices alone', () => {
      assert.match(render('the $x^2$ of'), /<math.*<msup>/s);
      assert.match(render('$$\n\\frac{a}{b}\n$$'), /<math[^>]*display="block"/);
      assert.match(render('$$a$$\n\nb'), /<math[^>]*display="block".*<p>b/s);
      assert.equal(render('It costs $5, or $6.'), '<p>It costs $5, or $6.</p>\n');
      assert.equal(render('`$x$`'), '<p><code>$x$</code></p>\n');
      assert.match(formula('\\href{javascript:alert(1)}{x}\\notacommand', false), /^<code>/);
    });

    it('show markup as text, and neither load nor lead anywhere but to the web', () => {
      const html = render(
        '<img src=x onerror=alert(1)> ![a](https://example.com/a.png) [b](javascript:alert(1)) [c](https://example.com) [d](file:///etc/passwd)\n\n![e](data:image/svg+xml;base64,AAAA) ![f](data:image/png;base64,AAAA)',
      );
      assert.deepEqual(html.match(/<img[^>]*>/g), ['<img src="data:image/png;base64,AAAA" alt="f">']);
      assert.deepEqual(html.match(/href="[^"]*"/g), ['href="https://example.com"']);
    });
  });

  describe('as Markdown', () => {
    it('has images in a folder, tables and checks as Markdown, and fences that nothing ends', async () => {
      const rows = Array.from({ length: 30 }, (_, at) => ({ at, text: at === 1 ? 'a|b' : '<i>' }));
      const lab = documentOf(
        labText('# Own title\ntext', 'one'),
        ran('one', [
          { kind: 'stream', name: 'stdout', text: '```\nevil\n' },
          display({ [mime.png]: Buffer.from('png').toString('base64'), [mime.text]: 'a [picture]' }),
          display(table(rows).toMimeBundle()),
          display(chart),
          { kind: 'check', check: { id: 'a', name: 'two', passed: false, expected: '2', actual: '3', hint: 'Count.' } },
        ]),
      );
      const { text, images } = await labMarkdown(lab, 'a b_files');
      assert.match(
        text,
        /^# Own title\ntext\n\n\*Lab\\_1 · 1 of 1 cells run · 0 of 1 checks passed · 250 ms · 2026-01-02\*/,
      );
      assert.match(text, /\n````text\n```\nevil\n````\n/);
      assert.match(text, /!\[a {2}picture \]\(a%20b_files\/output-1\.png\)/);
      assert.equal(Buffer.from(images.get('output-1.png')!).toString(), 'png');
      assert.match(text, /\| at \| text \|\n\| --- \| --- \|\n\| 0 \| \\<i\\> \|\n\| 1 \| a\\\|b \|/);
      assert.match(text, /\*The first 20 of 30 rows\.\*/);
      assert.match(text, /- \[ \] two\n {2}- expected 2, got 3\n {2}- Count\./);
      assert.ok(text.includes(String(chart[mime.text]).split('\n')[0]!));
      const drawn = await labMarkdown(lab, 'f', { chartSvg: async () => '<svg/>' });
      assert.equal(Buffer.from(drawn.images.get('output-2.svg')!).toString(), '<svg/>');
    });
  });

  describe('by the command line', () => {
    let folder: string;
    const source = `import { check, equal, display } from 'mlops-lab/lab';\ndisplay('shown');\nawait check('one', () => equal(1, 1));`;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'mlops-lab-export-'));
      await writeFile(join(folder, 'a.lab.ts'), labText('# Title', source));
    });
    after(() => rm(folder, { recursive: true, force: true }));
    const lab = () => join(folder, 'a.lab.ts');

    it('asks for a run where no outputs are kept, and takes those that are', async () => {
      const args = ['export', lab(), '--html', join(folder, 'kept.html'), '--workspace', folder];
      const none = await run(...args);
      assert.equal(none.code, 2);
      assert.match(none.stderr, /No outputs of a\.lab\.ts are kept.*--run/);
      await new OutputStore(folder, lab(), silentLog).write([
        ran(source, [display({ 'text/plain': 'from the store' })]),
      ]);
      assert.equal((await run(...args)).code, 0);
      assert.match(await readFile(join(folder, 'kept.html'), 'utf8'), /from the store/);
    });

    it('runs a lab and writes both, and nothing over a file that is there', async () => {
      const [html, markdown] = [join(folder, 'ran.html'), join(folder, 'ran.md')];
      const args = ['export', lab(), '--run', '--html', html, '--markdown', markdown, '--workspace', folder];
      const first = await run(...args);
      assert.equal(first.code, 0, first.stderr);
      assert.match(await readFile(html, 'utf8'), /shown[\s\S]*Passed/);
      assert.match(await readFile(markdown, 'utf8'), /- \[x\] one/);
      await writeFile(html, 'mine');
      const second = await run(...args);
      assert.equal(second.code, 2);
      assert.match(second.stderr, /ran\.html is there already.*--force/);
      assert.equal(await readFile(html, 'utf8'), 'mine');
      assert.equal((await run(...args, '--force')).code, 0);
      assert.match(await readFile(html, 'utf8'), /^<!DOCTYPE html>/);
    });

    it('says in a sentence what it cannot write', async () => {
      const file = join(lab(), 'in-a-file.html');
      const { code, stderr } = await run('export', lab(), '--html', file, '--workspace', folder);
      assert.equal(code, 2);
      assert.match(stderr, /^mlops-lab: .*in-a-file\.html could not be written: /);
      await assert.rejects(access(file));
    });
  });
});
