import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { dropLogs, hasLog, logPath, OutputLog } from '../../../src/outputs/store/log.ts';
import { OutputRecord } from '../../../src/outputs/store/record.ts';
import { BoundedText, recordBounds } from '../../../src/outputs/text/streams.ts';

const lines = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => `line ${first + i}\n`).join('');

describe('a text of which both ends are kept', () => {
  const of = (pieces: readonly string[], bounds = { lines: 3, characters: 100 }) => {
    const text = new BoundedText(bounds);
    for (const piece of pieces) text.add(piece);
    return text;
  };

  it('is itself where it fits, however it came', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 20 })), (pieces) => {
        const text = of(pieces, { lines: 1000, characters: 10_000 });
        assert.equal(text.text(), pieces.join(''));
        assert.equal(text.isCut, false);
      }),
    );
  });

  it('shows the first and the last lines, and says how many it leaves out between them', () => {
    const text = of([lines(1, 1000)]);
    assert.equal(text.text(), `${lines(1, 3)}⋯ 994 lines (9 kB) are not shown here.\n${lines(998, 1000)}`);
    assert.equal(text.text('See the log.').split('\n')[3], '⋯ 994 lines (9 kB) are not shown here. See the log.');
    assert.deepEqual(text.total, { lines: 1000, characters: lines(1, 1000).length });
  });

  it('is the same, whatever pieces it comes in, and never longer than its bounds', () => {
    const piece = fc.oneof(fc.string({ maxLength: 40 }), fc.constant('\n'), fc.constant('\u001b[31mred\u001b[0m😀\n'));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 100 }), fc.nat(7), (pieces, size) => {
        const bounds = { lines: 4, characters: 60 };
        const whole = pieces.join('');
        const parts = Array.from({ length: Math.ceil(whole.length / (size + 1)) }, (_, i) =>
          whole.slice(i * (size + 1), (i + 1) * (size + 1)),
        );
        const text = of(parts, bounds);
        const { characters, lines } = text.hidden;
        const rest = whole.length - characters;
        assert.ok(rest <= 2 * bounds.characters + 64, `${rest} characters are kept`);
        assert.ok((whole.match(/\n/g)?.length ?? 0) - lines <= 2 * bounds.lines);
        if (!text.isCut) assert.equal(text.text(), whole);
        else assert.ok(whole.endsWith(text.text().split(/are not shown here\.\n/)[1]!));
      }),
    );
  });

  it('cuts a line that is too long, but no character and no colour in two', () => {
    const long = of(['😀'.repeat(1000)], { lines: 3, characters: 11 }).text();
    assert.equal(long, `${'😀'.repeat(5)}\n⋯ 2 kB are not shown here.\n${'😀'.repeat(6)}`);
    const coloured = of([`aaaaaaa\u001b[31mred${'b'.repeat(100)}`], { lines: 3, characters: 9 }).text();
    assert.ok(coloured.startsWith('aaaaaaa\n⋯'), JSON.stringify(coloured));
    const left = of([`\u001b[31maaaa${'b'.repeat(100)}`], { lines: 3, characters: 9 }).text();
    assert.ok(left.startsWith('\u001b[31maaaa\u001b[0m\n⋯'), JSON.stringify(left));
  });
});

describe('what a report keeps of outputs', () => {
  const printed = (name: 'stdout' | 'stderr', text: string) => ({ kind: 'stream', name, text }) as const;
  const displayed = (text: string) => ({ kind: 'display', data: { 'text/plain': text } }) as const;

  it('is all of them in their order, neighbours of one stream as one', () => {
    const record = new OutputRecord();
    for (const output of [printed('stdout', 'a'), printed('stdout', 'b'), displayed('c'), printed('stderr', 'd')])
      record.add(output);
    assert.deepEqual(record.outputs, [printed('stdout', 'ab'), displayed('c'), printed('stderr', 'd')]);
  });

  it('is bounded where a cell prints without end, and says so', () => {
    const record = new OutputRecord();
    for (let i = 0; i < 1000; i++) record.add(printed('stdout', `${'x'.repeat(9_999)}\n`));
    const [only, ...others] = record.outputs;
    assert.ok(only?.kind === 'stream' && only.text.length < 2.1 * recordBounds.characters);
    assert.match(only.text, /⋯ \d+ lines \(\d\.\d MB\) are not shown here\./);
    assert.deepEqual(others, []);
  });

  it('is bounded where streams take turns or outputs never end; checks are kept', () => {
    const record = new OutputRecord();
    for (let i = 0; i < 50_000; i++) {
      record.add(printed('stdout', `out ${i}\n`));
      record.add(printed('stderr', `err ${i}\n`));
      record.add(displayed(`display ${i}`));
    }
    const check = { kind: 'check', check: { id: 'last', name: 'last', passed: true } } as const;
    record.add(check);
    const { outputs } = record;
    assert.ok(outputs.length < 2100);
    assert.deepEqual(
      outputs.filter(({ kind }) => kind === 'check'),
      [check],
    );
    const text = outputs.map((output) => (output.kind === 'stream' ? output.text : '')).join('');
    for (const last of ['out 49999\n', 'err 49999\n']) assert.ok(text.includes(last), last);
    assert.match(text, /⋯ \d+ more outputs are not kept here\./);
  });
});

describe('the log of a cell', () => {
  let workspace: string;
  const lab = () => join(workspace, 'labs', 'Flood.lab.ts');
  const logOf = (source: string, options: { limit?: number; kept?: () => void } = {}) =>
    new OutputLog({ workspace, path: logPath(workspace, lab(), source), ...options });

  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'mlops-lab-log-'));
  });
  afterEach(() => rm(workspace, { recursive: true }));

  it('is no file as long as nobody misses anything', async () => {
    const log = logOf('1');
    log.add('a few words\n');
    await log.close();
    assert.deepEqual(await readdir(workspace), []);
    assert.equal(log.isKept, false);
  });

  it('holds every character that was added, before and after it became a file, and no colours', async () => {
    let kept = 0;
    const log = logOf('2', { kept: () => kept++ });
    log.add(lines(1, 10));
    log.keep();
    for (let i = 0; i < 100; i++) {
      log.add(`\u001b[31m${lines(11 + i * 100, 110 + i * 100)}\u001b[39m`);
      if (i % 10 === 0) await log.written();
    }
    await log.written();
    assert.equal(await readFile(log.path, 'utf8'), lines(1, 10_010));
    await log.close();
    assert.equal(kept, 1);
    assert.match(await readFile(join(workspace, '.mlops-lab', '.gitignore'), 'utf8'), /^outputs\/$/m);
  });

  it('becomes a file by itself before it takes much memory', async () => {
    const log = logOf('3');
    const text = lines(1, 200_000);
    log.add(text);
    await log.written();
    assert.equal(await readFile(log.path, 'utf8'), text);
    await log.close();
  });

  it('ends with a word where it would fill the disk', async () => {
    const log = logOf('4', { limit: 1000 });
    log.keep();
    for (let i = 0; i < 50; i++) {
      log.add('x'.repeat(99));
      await log.written();
    }
    await log.close();
    const text = await readFile(log.path, 'utf8');
    assert.equal(log.isFull, true);
    assert.match(text, /^x{1000}\n⋯ The output goes on, but this file ends/);
    assert.ok(text.length < 1200);
  });

  it('tells why it could not be written', async () => {
    await writeFile(join(workspace, '.mlops-lab'), 'a file where the folder should be');
    const log = logOf('5');
    log.add('text');
    log.keep();
    await assert.rejects(log.written(), /ENOTDIR|EEXIST/);
    log.add('more');
    await log.close();
  });

  it('goes when no cell of the lab has its text any more', async () => {
    const [kept, gone] = [logOf('kept'), logOf('gone')];
    for (const log of [kept, gone]) {
      log.keep();
      log.add('text');
      await log.close();
    }
    await dropLogs(workspace, lab(), ['kept']);
    assert.deepEqual([await hasLog(kept.path), await hasLog(gone.path)], [true, false]);
    assert.equal((await readdir(dirname(kept.path))).length, 1);
  });
});
