// Files and features: TFRecords against TensorFlow, a transform of 1,000,000 rows against TensorFlow Transform on Beam.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, root } from '../tools/process.mjs';
import { tensorflowTransform } from './peers.mjs';
import { compare, median } from './rows.mjs';

const rounds = 3;
const rows = 1_000_000;
const records = 100_000;
const python = tensorflowTransform();
const folder = mkdtempSync(join(tmpdir(), 'mlops-lab-bench-'));
const parse = (printed) => JSON.parse(printed.trim().split('\n').at(-1));
const ours = async (...args) => parse(await capture(process.execPath, [join(root, 'bench/data.mts'), ...args]));
const theirs = async (...args) => python && parse(await capture(python, [join(root, 'bench/transform.py'), ...args]));

const found = { ours: [], theirs: [] };
try {
  for (let round = 0; round < rounds; round++) {
    found.ours.push({
      ...(await ours('records', folder, String(records))),
      ...(await ours('transform', String(rows))),
    });
    found.theirs.push({ ...(await theirs('records', folder)) });
  }
  // Beam takes minutes: once.
  if (python) found.theirs.push(await theirs('transform', String(rows)));
} finally {
  rmSync(folder, { recursive: true });
}

const secondsOf = (who, what) => median(found[who].map((each) => each[what]).filter((each) => each !== undefined));
const { bytes } = found.ours[0];
const speed = (what, name) => ({
  what,
  unit: 'MB/s',
  values: ['ours', 'theirs'].map((who) => {
    const seconds = secondsOf(who, name);
    return seconds && bytes / 1e6 / seconds;
  }),
});
compare(
  `TFRecords of ${records} tf.Examples, medians of ${rounds}: more is better`,
  ['mlops-lab', 'TensorFlow'],
  [
    speed('write', 'write plain'),
    speed('read, each record in the language', 'read plain'),
    speed('read, records as they lie', 'count plain'),
    speed('write, gzip', 'write gzip'),
    speed('read, gzip', 'read gzip'),
    speed('decode the examples', 'decode'),
  ],
);
compare(
  `Transform of ${rows} rows: less is better`,
  ['mlops-lab', 'TensorFlow Transform on DirectRunner'],
  [
    {
      what: 'analyze and map: z-score, range, 10 quantile buckets, vocabulary',
      unit: 's',
      values: ['ours', 'theirs'].map((who) => secondsOf(who, 'transform')),
    },
  ],
);
