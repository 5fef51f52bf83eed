import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { type MimeBundle, mime } from '../../../src/mlops/payloads/mime.ts';
import { codeTypes, wrapped } from '../../../src/outputs/forms.ts';
import { storedOutput } from '../../../src/outputs/inert.ts';
import { outputItems } from '../../../src/outputs/items.ts';
import { boundCells, matchCells, OutputStore, type SavedCell, textHash } from '../../../src/outputs/store/store.ts';
import { silentLog } from '../../../src/platform/log.ts';

const cell = (source: string, text: string, end = 0): SavedCell => ({
  source: textHash(source),
  order: 1,
  success: true,
  start: 0,
  end,
  outputs: [[{ mime: 'text/plain', text }]],
});

describe('stored outputs', () => {
  let workspace: string;
  let warnings: string[];
  const lab = () => join(workspace, 'labs', 'Demo.lab.ts');
  const open = () => new OutputStore(workspace, lab(), { ...silentLog, warn: (message) => warnings.push(message) });

  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-outputs-'));
    warnings = [];
  });
  afterEach(() => rm(workspace, { recursive: true }));

  it('come back as they were written, from a folder that git ignores', async () => {
    const cells: SavedCell[] = [
      cell('a', 'one'),
      { source: textHash('b'), outputs: [[{ mime: 'image/png', base64: 'iVBORw0KGgo=' }]] },
    ];
    await open().write(cells);
    assert.deepEqual(await open().read(), cells);
    assert.match(await readFile(join(workspace, '.mlops-lab', '.gitignore'), 'utf8'), /^outputs\/$/m);
    assert.deepEqual(warnings, []);
  });

  it('are those of one lab: two of the same name in different folders do not meet', async () => {
    await open().write([cell('a', 'one')]);
    const other = new OutputStore(workspace, join(workspace, 'solutions', 'Demo.lab.ts'), silentLog);
    assert.deepEqual(await other.read(), []);
  });

  it('are nothing, without a word, for a lab that never ran', async () => {
    assert.deepEqual(await open().read(), []);
    assert.deepEqual(warnings, []);
  });

  it('make no file for a lab that never showed anything, and an empty one where they were cleared', async () => {
    const store = open();
    await store.write([]);
    assert.deepEqual(await readdir(workspace), []);
    await Promise.all([store.write([cell('a', 'one')]), store.write([])]);
    assert.deepEqual(await readdir(dirname(store.path)), ['Demo.lab.ts.json']);
    assert.deepEqual(await open().read(), []);
    assert.deepEqual(warnings, []);
  });

  const foreign = {
    'half a file': '{"schemaVersion":1,"cells":[',
    'another version': '{"schemaVersion":2,"cells":[]}',
    'another shape': '{"schemaVersion":1,"cells":[{"source":1,"outputs":[]}]}',
    'an item that is both': `{"schemaVersion":1,"cells":[{"source":"","outputs":[[{"mime":"a/b","text":"","base64":""}]]}]}`,
    'no JSON at all': '<script>alert(1)</script>',
  };
  for (const [what, text] of Object.entries(foreign)) {
    it(`show nothing for ${what}, say so in one line, and set it aside when the lab runs`, async () => {
      const store = open();
      await mkdir(dirname(store.path), { recursive: true });
      await writeFile(store.path, text);
      assert.deepEqual(await store.read(), []);
      assert.equal(warnings.length, 1);
      assert.doesNotMatch(warnings[0]!, /\n/);
      assert.equal(await readFile(store.path, 'utf8'), text);

      await store.write([cell('a', 'new')]);
      assert.equal(await readFile(`${store.path}.bak`, 'utf8'), text);
      assert.deepEqual(await open().read(), [cell('a', 'new')]);
    });
  }

  it('are never half a file, however many windows write', async () => {
    const stores = Array.from({ length: 8 }, open);
    await Promise.all(
      stores.flatMap((store, window) =>
        [1, 2, 3].map((n) => store.write([cell('a', `${window}-${n}`.repeat(10_000))])),
      ),
    );
    const [kept] = await open().read();
    assert.ok(kept, warnings.join());
    assert.deepEqual(await readdir(dirname(open().path)), ['Demo.lab.ts.json']);
  });

  it('of equal cells keep their order, and a changed cell gets none', () => {
    const saved = [cell('same', 'first'), cell('other', 'x'), cell('same', 'second')];
    const matched = matchCells(saved, ['same', 'changed', 'same', 'same'].map(textHash));
    assert.deepEqual(
      matched.map((found) => found?.outputs[0]?.[0]),
      [{ mime: 'text/plain', text: 'first' }, undefined, { mime: 'text/plain', text: 'second' }, undefined],
    );
  });

  it('fit the limit: the oldest big one goes first, with a word', () => {
    const cells = [cell('new', 'n'.repeat(3000), 3), cell('old', 'o'.repeat(3000), 1), cell('small', 's', 0)];
    const bounded = boundCells(cells, 4500);
    assert.deepEqual([bounded[0], bounded[2]], [cells[0], cells[2]]);
    assert.match(JSON.stringify(bounded[1]!.outputs), /too big to keep\. Run the cell again/);
    assert.deepEqual({ ...bounded[1], outputs: [] }, { ...cells[1], outputs: [] });
  });

  it('fit the limit whatever they are, and are untouched where they fit', () => {
    const sizes = fc.array(fc.tuple(fc.nat(60_000), fc.nat(5)), { maxLength: 30 });
    fc.assert(
      fc.property(sizes, (list) => {
        const cells = list.map(([size, end], index) => cell(String(index), 'x'.repeat(size), end));
        const whole = JSON.stringify(cells).length;
        const bounded = boundCells(cells, 100_000);
        assert.ok(JSON.stringify(bounded).length <= 100_000 + cells.length + 1);
        assert.deepEqual(
          bounded.map(({ source }) => source),
          cells.map(({ source }) => source),
        );
        if (whole <= 100_000) assert.deepEqual(bounded, cells);
      }),
    );
  });

  const error = (stack: unknown) => ({
    mime: 'application/vnd.code.notebook.error',
    text: JSON.stringify({ name: 'Error', message: 'no', stack }),
  });
  const bolted = '<a href="x"><img src=x onerror=alert(1)></a>';

  it('are shown as they are where VS Code makes no HTML of them', () => {
    const items = [
      { mime: 'text/plain', text: '<b>1</b>' },
      { mime: codeTypes.stderr, text: '<b>1</b>' },
      { mime: wrapped, text: JSON.stringify({ mime: 'text/html', data: '<script>1</script>' }) },
      { mime: mime.table, text: '{"rows":1}' },
      error('Error: no\n    at file:///labs/x.lab.ts:1:1\nCell In[3], line 2'),
      error(undefined),
    ];
    assert.deepEqual(storedOutput(items), items);
  });

  it('in standard forms come back wrapped, for the renderer that makes them harmless', () => {
    const stored = [
      [{ mime: 'text/html', text: bolted }, bolted],
      [{ mime: 'text/markdown', text: bolted }, bolted],
      [{ mime: 'image/svg+xml', base64: 'PHN2Zy8+' }, '<svg/>'],
      [{ mime: 'image/svg+xml', text: '<svg/>' }, '<svg/>'],
      [{ mime: 'image/png', base64: 'iVBORw0KGgo=' }, 'iVBORw0KGgo='],
      [{ mime: 'application/json', text: '{"a": "```"}' }, { a: '```' }],
    ] as const;
    for (const [item, data] of stored)
      assert.deepEqual(storedOutput([item]), [{ mime: wrapped, text: JSON.stringify({ mime: item.mime, data }) }]);
  });

  it('are not shown where they are no payload, or of a type that others would draw', () => {
    const items = [
      { mime: 'application/json', text: '1\n```\n\n<img src=x onerror=alert(1)>' },
      { mime: 'application/javascript', text: 'alert(1)' },
      { mime: 'text/latex', text: 'x' },
      { mime: 'application/vnd.plotly.v1+json', text: '{}' },
      { mime: mime.table, text: 'no JSON' },
      { mime: mime.table, base64: 'e30=' },
      { mime: wrapped, text: '' },
      { mime: codeTypes.error, text: 'no JSON' },
      error([bolted]),
    ];
    assert.deepEqual(storedOutput(items), []);
  });

  it('show the stack of an error that holds a link, or what becomes one, as text alone', () => {
    for (const stack of [bolted, '<\u001b[41ma href="x">', "File x' onmouseover='alert(1):1\n-> 1"])
      assert.deepEqual(storedOutput([error(stack)]), [{ mime: codeTypes.stderr, text: stack }]);
  });
});

describe('the items of an output', () => {
  const types = (bundle: MimeBundle) => outputItems(bundle).map((item) => item.mime);
  const payload = (bundle: MimeBundle) => JSON.parse(outputItems(bundle)[0]!.text);

  it('are its richest form and its words', () => {
    const bundle = { [mime.text]: 'words', [mime.html]: '<p>x', [mime.table]: { rows: 0, columns: [] } };
    assert.deepEqual(types(bundle), [mime.table, mime.text]);
    assert.deepEqual(payload(bundle), { rows: 0, columns: [] });
    assert.equal(outputItems(bundle)[1]!.text, 'words');
  });

  it('are the words alone where there is nothing else', () => {
    assert.deepEqual(outputItems({ [mime.text]: '<b>' }), [{ mime: mime.text, text: '<b>' }]);
  });

  it('wrap a standard form, a picture with its words', () => {
    assert.deepEqual(payload({ [mime.html]: '<p>', [mime.text]: 'p' }), { mime: mime.html, data: '<p>' });
    const picture = { [mime.png]: 'AA==', [mime.text]: 'a cat' };
    assert.deepEqual(types(picture), [wrapped, mime.text]);
    assert.deepEqual(payload(picture), { mime: mime.png, data: 'AA==', alt: 'a cat' });
  });

  it('leave out what other renderers would run, and say so', () => {
    const [item, ...others] = outputItems({ 'application/javascript': 'alert(1)', 'text/x-unknown': 'x' });
    assert.deepEqual(others, []);
    assert.equal(item!.mime, mime.text);
    assert.match(item!.text, /does not draw outputs of the type application\/javascript, text\/x-unknown/);
  });

  it('are the words of what JSON cannot hold', () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    assert.deepEqual(outputItems({ [mime.json]: cycle, [mime.text]: 'it' }), [{ mime: mime.text, text: 'it' }]);
  });
});
