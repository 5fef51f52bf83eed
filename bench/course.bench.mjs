// How long a course of one's own takes to be loaded and checked, by its items: each lies in a file of its own.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { checkCourse } from '../src/course/author/author.ts';
import { loadCourse } from '../src/course/load.ts';
import { median, print } from './rows.mjs';

const root = join(import.meta.dirname, '..');
const perWeek = 50;

async function courseOf(count) {
  const folder = await mkdtemp(join(tmpdir(), 'mlops-lab-bench-'));
  let yaml = 'courses:\n  - title: A\n    weeks:\n';
  for (let i = 0; i < count; i++) {
    const week = `W${Math.floor(i / perWeek)}`;
    if (i % perWeek === 0) {
      await mkdir(join(folder, week));
      yaml += `      - title: ${week}\n        objectives: []\n        items:\n`;
    }
    yaml += `          - { id: L_${i}, kind: lab, title: Lab ${i}, file: ${week}/L_${i}.lab.ts }\n`;
    await writeFile(join(folder, week, `L_${i}.lab.ts`), `// ---\n// id: L_${i}\n// title: T\n// ---\n`);
  }
  await writeFile(join(folder, 'course.yaml'), yaml);
  return folder;
}

/** Milliseconds, the median of five. */
async function time(work) {
  const times = [];
  for (let run = 0; run < 5; run++) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return median(times);
}

const rows = [];
for (const count of [10, 1000, 5000]) {
  const folder = await courseOf(count);
  try {
    const of = `${count.toLocaleString('en')} items`;
    rows.push({ what: `load ${of}`, measured: await time(() => loadCourse(folder, root)), unit: 'ms' });
    rows.push({ what: `check ${of}`, measured: await time(() => checkCourse(folder, root)), unit: 'ms' });
  } finally {
    await rm(folder, { recursive: true });
  }
}
print('A course of one’s own', rows);
