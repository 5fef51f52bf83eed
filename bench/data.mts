/** Our side of data.bench.mjs: TFRecords of tf.Examples, and a transform of many rows. Prints JSON, in seconds. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { normal, uniform } from '../src/mlops/datasets/chance.ts';
import {
  decodeExample,
  encodeExample,
  exampleFromRow,
  readTfRecords,
  streamTfRecords,
  writeTfRecords,
} from '../src/mlops/tabular.ts';
import { analyzeAndTransform } from '../src/mlops/transform.ts';

const [what, ...args] = process.argv.slice(2) as [string, ...string[]];
const next = uniform(1);
const rowOf = () => ({ x: 50 + 12 * normal(next), y: next(), city: `city ${Math.floor(50 * next())}` });

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function records(folder: string, count: number): Promise<Record<string, number>> {
  const examples = Array.from({ length: count }, () => exampleFromRow({ ...rowOf(), text: 'words '.repeat(30) }));
  let encoded: Uint8Array[] = [];
  const found: Record<string, number> = { encode: await timed(() => (encoded = examples.map(encodeExample))) };
  writeFileSync(
    join(folder, 'records.json'),
    JSON.stringify(encoded.map((each) => Buffer.from(each).toString('latin1'))),
  );
  for (const compression of ['none', 'gzip'] as const) {
    const name = compression === 'none' ? 'plain' : 'gzip';
    const path = join(folder, `ours-${name}`);
    found[`write ${name}`] = await timed(() => writeTfRecords(path, encoded, { compression }));
    let read = 0;
    found[`read ${name}`] = await timed(async () => {
      for await (const record of streamTfRecords(path)) read += record.length > 0 ? 1 : 0;
    });
    found[`count ${name}`] = await timed(async () => {
      read -= (await readTfRecords(path)).length;
    });
    if (read !== 0) throw new Error(`${read} records too many were read`);
  }
  found.decode = await timed(() => encoded.forEach(decodeExample));
  found.bytes = encoded.reduce((sum, { length }) => sum + length + 16, 0);
  return found;
}

async function transform(count: number): Promise<Record<string, number>> {
  const rows = Array.from({ length: count }, rowOf);
  const seconds = await timed(() =>
    analyzeAndTransform(rows, ({ x, y, city }, tft) => ({
      z: tft.scaleToZScore(x),
      unit: tft.scaleTo01(y),
      bucket: tft.bucketize(x, 10),
      city: tft.computeAndApplyVocabulary(city),
    })),
  );
  return { transform: seconds };
}

/** The second time is told: by then the code is compiled and the disk awake, here as in Python. */
async function twice(work: () => Promise<Record<string, number>>): Promise<Record<string, number>> {
  await work();
  return work();
}

const [first, second] = args;
const found = what === 'records' ? twice(() => records(first!, Number(second))) : transform(Number(first));
console.log(JSON.stringify(await found));
