import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import fc from 'fast-check';
import { type Fact, factSchema } from '../../../../src/course/progress/facts.ts';
import { type ParsedProgress, parseProgress, printProgress } from '../../../../src/course/progress/format.ts';
import { currentVersion, type Migration, migrate, migrations } from '../../../../src/course/progress/migrations.ts';
import { join, noProgress, type Progress, progressOf } from '../../../../src/course/progress/progress.ts';
import { UserError } from '../../../../src/platform/errors.ts';
import { fact, facts, read } from '../../progressFacts.ts';

const parse = (text: string): ParsedProgress => parseProgress(text, 'progress.json');
const same = (a: Progress, b: Progress) => assert.equal(printProgress(a), printProgress(b));

describe('progress.json', () => {
  it('has a line for each fact, sorted, each ending in a comma', () => {
    const text = printProgress(progressOf([read('T', '1', 2), read('S', '1-5,8', 30)]));
    assert.deepEqual(text.split('\n'), [
      '{"version": 3,',
      '"facts": [',
      '{"kind":"pages","item":"S","pages":"1-5,8","of":30,"at":"2026-01-01T00:00:01.000Z"},',
      '{"kind":"pages","item":"T","pages":"1","of":2,"at":"2026-01-01T00:00:01.000Z"},',
      'null]}',
      '',
    ]);
    assert.deepEqual(JSON.parse(printProgress(noProgress)), { version: 3, facts: [null] });
  });

  it('is read as it was written', () => {
    fc.assert(
      fc.property(facts, (list) => {
        const progress = progressOf(list);
        const { progress: again, damaged } = parse(printProgress(progress));
        same(again, progress);
        assert.deepEqual(damaged, []);
      }),
    );
  });

  it('of two, any union of the lines is one, and says what both say', () => {
    fc.assert(
      fc.property(facts, facts, fc.infiniteStream(fc.boolean()), (a, b, turns) => {
        const [x, y] = [progressOf(a), progressOf(b)];
        const body = (progress: Progress) => printProgress(progress).split('\n').slice(2, -2);
        const left = body(x);
        const right = body(y);
        const merged: string[] = [];
        while (left.length || right.length) {
          const from = (turns.next().value && left.length) || !right.length ? left : right;
          merged.push(from.shift()!);
        }
        const text = [`{"version": ${currentVersion},`, '"facts": [', ...merged, 'null]}', ''].join('\n');
        JSON.parse(text);
        const { progress, damaged } = parse(text);
        same(progress, join(x, y));
        assert.deepEqual(damaged, []);
      }),
    );
  });

  it('with the marks of a conflict, other line ends or two heads gives every fact', () => {
    const [a, b] = [progressOf([read('S', '1', 9)]), progressOf([read('T', '2', 9)])];
    const [one, two] = [printProgress(a), printProgress(b)];
    const line = (text: string) => text.split('\n')[2];
    const conflict = `{"version": 1,\n"facts": [\n<<<<<<< HEAD\n${line(one)}\n=======\n${line(two)}\n>>>>>>> b\nnull]}\n`;
    for (const text of [conflict, one + two, `\uFEFF${(one + two).replaceAll('\n', '\r\n')}`]) {
      same(parse(text).progress, join(a, b));
    }
    assert.deepEqual(parse(one.replaceAll('\n', '\r\n')).damaged, []);
    assert.deepEqual(parse(one + two).damaged, []);
    assert.equal(parse(conflict).damaged.length, 3);
  });

  it('damaged anywhere, gives every line that is whole, and never throws', () => {
    const broken = fc.record({ list: facts, from: fc.nat(), length: fc.nat({ max: 60 }), noise: fc.string() });
    fc.assert(
      fc.property(broken, ({ list, from, length, noise }) => {
        const progress = progressOf(list);
        const text = printProgress(progress);
        const start = from % text.length;
        const damaged = text.slice(0, start) + noise + text.slice(start + length);
        const whole = new Set(damaged.split(/\r\n|\r|\n/).map((line) => line.trim().replace(/,$/, '')));
        const survivors = [...progress.values()].filter((each) => whole.has(JSON.stringify(each)));
        const parsed = attempt(damaged);
        // Noise may spell a later version: then the file is left alone.
        if (parsed instanceof UserError) return assert.equal(parsed.code, 'progress-newer');
        const expected = progressOf(survivors);
        same(join(parsed.progress, expected), parsed.progress);
      }),
      { numRuns: 1000 },
    );
  });

  it('of any text at all is read without a fault', () => {
    const hostile = ['[]', 'null', '1', '{"version":1}', '{"version":"1","facts":[]}', '\0', '[['.repeat(50_000)];
    for (const text of hostile) assert.ok(!(attempt(text) instanceof UserError), text.slice(0, 20));
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void attempt(text)));
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.jsonValue(), fact)), (values) => {
        const { progress, damaged } = parse(JSON.stringify({ version: 1, facts: values }));
        const lines = values.filter((value) => value !== null).length;
        assert.ok(progress.size <= lines + 1 + values.length);
        assert.equal(damaged.length, values.filter((value) => value !== null && !isFact(value)).length);
      }),
    );
  });

  it('that is empty says nothing and is not damaged', () => {
    assert.deepEqual(parse(''), { progress: noProgress, damaged: [] });
  });

  it('refuses facts that no VS Code of ours would write', () => {
    const good = { kind: 'pages', item: 'S', pages: '1', of: 3, at: '2026-01-01T00:00:01.000Z' };
    const wrong = [
      { ...good, pages: '0' },
      { ...good, of: -1 },
      { ...good, item: '' },
      { ...good, at: 'yesterday' },
      { ...good, at: '2026-01-01T00:00:01Z' },
      { ...good, kind: 'unheard-of' },
      { ...good, more: 1 },
    ];
    const { progress, damaged } = parse(JSON.stringify({ version: 1, facts: [good, ...wrong] }));
    assert.equal(progress.size, 1);
    assert.equal(damaged.length, wrong.length);
  });

  it('of a later version is refused with a sentence, also where a merge left two versions or the rest is damaged', () => {
    const newer = printProgress(progressOf([read('S', '1', 9)])).replace('"version": 3', '"version": 99');
    for (const text of [newer, printProgress(noProgress) + newer, newer.slice(0, -20)]) {
      const error = attempt(text);
      assert.ok(error instanceof UserError);
      assert.equal(error.code, 'progress-newer');
      assert.match(error.message, /progress\.json was written by a newer MLOps Lab/);
    }
  });
});

describe('migrations', () => {
  it('lead from every older version to the current one', () => {
    const from = Array.from({ length: currentVersion - 1 }, (_, index) => String(index + 1));
    assert.deepEqual(Object.keys(migrations), from);
  });

  it('read what version 1 wrote', async () => {
    const path = joinPath(import.meta.dirname, '..', '..', '..', 'fixtures', 'progress', 'version-1.json');
    const { progress, damaged } = parse(await readFile(path, 'utf8'));
    assert.deepEqual(damaged, []);
    const kinds = [...progress.values()].map(({ kind }) => kind);
    assert.deepEqual(
      [...new Set(kinds)].sort(),
      ['answer', 'cell', 'check', 'mark', 'objective', 'pages', 'place', 'reset', 'total'],
      'the fixture holds each kind',
    );
  });

  it('are taken one after the other, and only those that are needed', () => {
    const add =
      (mark: string): Migration =>
      (list) =>
        list.map((each) => `${String(each)}${mark}`);
    const steps = { 1: add('a'), 2: add('b'), 3: add('c') };
    assert.deepEqual(migrate(['x'], 1, 4, steps), ['xabc']);
    assert.deepEqual(migrate(['x'], 3, 4, steps), ['xc']);
    assert.deepEqual(migrate(['x'], 4, 4, steps), ['x']);
    assert.throws(() => migrate(['x'], 1, 3, { 1: add('a') }), /version 2/);
  });
});

function attempt(text: string): ParsedProgress | UserError {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}

function isFact(value: unknown): value is Fact {
  return factSchema.safeParse(value).success;
}
