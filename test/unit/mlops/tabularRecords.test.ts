import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import {
  decodeExample,
  encodeExample,
  encodeTfRecords,
  exampleFromRow,
  parseTfRecords,
  readTfRecords,
  rowFromExample,
  streamTfRecords,
  TabularError,
  type TabularErrorCode,
  writeTfRecords,
} from '../../../src/mlops/tabular.ts';

async function refused(code: TabularErrorCode, act: () => unknown): Promise<TabularError> {
  try {
    await act();
  } catch (error) {
    assert.ok(error instanceof TabularError, String(error));
    assert.equal(error.code, code, error.message);
    return error;
  }
  return assert.fail(`nothing was refused, ${code} is expected`);
}

const texts = (...list: string[]) => list.map((each) => new TextEncoder().encode(each));
const three = encodeTfRecords(texts('one', '', 'three'));

describe('tabular: TFRecord', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mlops-lab-records-'));
  });
  after(() => rm(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);

  it('streams what it wrote, packed or not, across the borders of pieces', async () => {
    const records = Array.from({ length: 400 }, (_, i) => new Uint8Array((i * 7919) % 30_000).fill(i));
    records.push(new Uint8Array(3_000_000).fill(9));
    for (const compression of ['none', 'gzip'] as const) {
      await writeTfRecords(at(compression), records, { compression });
      let count = 0;
      for await (const record of streamTfRecords(at(compression)))
        assert.ok(Buffer.from(record).equals(records[count++]!), `record ${count}`);
      assert.equal(count, records.length);
    }
    assert.deepEqual([...(await readFile(at('gzip'))).subarray(0, 2)], [0x1f, 0x8b]);
    await writeTfRecords(at('empty'), []);
    assert.deepEqual(await readTfRecords(at('empty')), []);
  });

  it('tells a record whose length looks like gzip from gzip', () => {
    const record = new Uint8Array(0x088b1f);
    assert.equal(parseTfRecords(encodeTfRecords([record]))[0]!.length, record.length);
  });

  it('names record and byte of what is cut off or damaged', async () => {
    const second = 16 + 3;
    const cut = await refused('truncated-file', () => parseTfRecords(three.subarray(0, second + 14)));
    assert.deepEqual([cut.row, cut.offset], [2, second]);
    assert.match(cut.message, /Record 2, at byte 19: the file ends within its 0 bytes/);
    const head = await refused('truncated-file', () => parseTfRecords(three.subarray(0, second + 5)));
    assert.match(head.message, /within its length/);
    const damaged = three.slice();
    damaged[second + 16 + 13]! ^= 1;
    const data = await refused('bad-checksum', () => parseTfRecords(damaged));
    assert.deepEqual([data.row, data.offset], [3, second + 16]);
    const text = await refused('bad-checksum', () => parseTfRecords(Buffer.from('id,name\n1,Ann\n2,Bob\n')));
    assert.deepEqual([text.row, text.offset], [1, 0]);
    await refused('bad-compression', () => parseTfRecords(gzipSync(three).subarray(0, 20)));
    await writeFile(at('cut.gz'), gzipSync(three).subarray(0, 30));
    await refused('bad-compression', () => readTfRecords(at('cut.gz')));
    await writeFile(at('cut'), three.subarray(0, 30));
    await refused('truncated-file', () => readTfRecords(at('cut')));
    await refused('no-file', () => readTfRecords(at('missing')));
    await refused('no-file', () => writeTfRecords(at('no/folder'), []));
  });

  it('a byte that is changed anywhere, or a cut anywhere, is never read as data', () => {
    fc.assert(
      fc.property(fc.nat(three.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const damaged = three.slice();
        damaged[place]! ^= change;
        assert.throws(() => parseTfRecords(damaged), TabularError);
      }),
    );
    const borders = [0, 19, 35, three.length];
    for (let end = 0; end < three.length; end++) {
      if (borders.includes(end)) assert.ok(parseTfRecords(three.subarray(0, end)));
      else assert.throws(() => parseTfRecords(three.subarray(0, end)), TabularError);
    }
  });
});

describe('tabular: tf.Example', () => {
  const row = { city: 'Köln', x: 0.5, n: 7, big: 2n ** 60n, none: null, raw: Uint8Array.of(1), many: [1, 2, 3] };

  it('makes an example of a row, and a row of an example', () => {
    const example = decodeExample(encodeExample(exampleFromRow(row)));
    const kinds = Object.entries(example).map(([name, { kind }]) => [name, kind]);
    assert.deepEqual(Object.fromEntries(kinds), {
      ...{ city: 'bytes', x: 'float', n: 'int64', big: 'int64', none: 'none', raw: 'bytes', many: 'int64' },
    });
    assert.deepEqual(rowFromExample(example), { ...row, raw: '\u0001' });
    const typed = exampleFromRow({ a: 1, b: null, c: null }, { a: 'FLOAT', b: 'INT', c: 'STRING' });
    assert.deepEqual(typed, {
      a: { kind: 'float', values: Float32Array.of(1) },
      b: { kind: 'int64', values: new BigInt64Array() },
      c: { kind: 'bytes', values: [] },
    });
  });

  it('refuses what it cannot hold, with the column', async () => {
    const column = async (act: () => unknown) => (await refused('wrong-type', act)).column;
    assert.equal(await column(() => exampleFromRow({ a: { b: 1 } })), 'a');
    assert.equal(await column(() => exampleFromRow({ a: ['x', 1] })), 'a');
    assert.equal(await column(() => exampleFromRow({ a: 1.5 }, { a: 'INT' })), 'a');
    assert.equal(await column(() => exampleFromRow({ a: 2n ** 64n })), 'a');
    const bytes = exampleFromRow({ picture: Uint8Array.of(0xff) });
    assert.equal((await refused('bad-encoding', () => rowFromExample(bytes))).column, 'picture');
    assert.deepEqual(rowFromExample(bytes, { text: false }), { picture: Uint8Array.of(0xff) });
    await refused('bad-argument', () => encodeExample({ a: { kind: 'text' } as never }));
  });

  it('keeps any example as it is', () => {
    const feature = fc.oneof(
      fc.array(fc.uint8Array()).map((values) => ({ kind: 'bytes' as const, values })),
      fc.float32Array().map((values) => ({ kind: 'float' as const, values })),
      fc.bigInt64Array().map((values) => ({ kind: 'int64' as const, values })),
      fc.constant({ kind: 'none' as const, values: [] as const }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string(), feature), (example) => {
        const read = decodeExample(encodeExample(example));
        assert.deepEqual(Object.keys(read), Object.keys(example));
        for (const [name, { kind, values }] of Object.entries(example)) {
          assert.equal(read[name]!.kind, kind);
          assert.deepEqual(Array.from<unknown>(read[name]!.values), Array.from<unknown>(values));
        }
      }),
    );
  });

  it('reads lists that are not packed, and skips fields of later versions', () => {
    // Features { feature { key: "n", value: int64_list { value: 1, value: -1 } } }, an unknown field before and after.
    const list = [8, 1, 8, ...Array<number>(9).fill(255), 1];
    const value = [26, list.length, ...list];
    const entry = [10, 1, 110, 18, value.length, ...value];
    const features = [0x20, 5, 10, entry.length, ...entry, 0x2d, 0, 0, 0, 0];
    const { n } = decodeExample(Uint8Array.of(10, features.length, ...features));
    assert.deepEqual(n, { kind: 'int64', values: BigInt64Array.of(1n, -1n) });
  });

  it('damaged bytes give an example or an error with its byte, and nothing else', async () => {
    const whole = encodeExample(exampleFromRow(row));
    const cut = await refused('bad-example', () => decodeExample(whole.subarray(0, 20)));
    assert.equal(cut.offset, 1);
    const act = (bytes: Uint8Array) => {
      try {
        decodeExample(bytes);
      } catch (error) {
        assert.ok(error instanceof TabularError && error.code === 'bad-example' && error.offset !== undefined);
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), act), { numRuns: 2000 });
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (place, byte) => {
        const damaged = whole.slice();
        damaged[place] = byte;
        act(damaged);
      }),
      { numRuns: 2000 },
    );
  });
});
