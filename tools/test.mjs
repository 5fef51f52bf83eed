// npm test: every layer in order, or the named ones (`node tools/test.mjs unit ui`), or of a layer what lies below a
// path (`unit labs/`, `ui slides.test.ts`; `labs` alone is a layer). Closes with `N passed, N failed`.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root, run, runTool, runUnseen, ToolError } from './process.mjs';
import { ensure, reexec } from './setup.mjs';
import { inLanes, tryAgain } from './testing/jobs.mjs';

/**
 * How each layer runs its files, as a list of commands that need nothing of each other. All report through
 * tools/testing/reporter.cjs.
 */
const layers = {
  unit: {
    what: 'plain Node.js',
    // A process a folder, so that no core waits.
    commands: (files) => [...Map.groupBy(files, folderOf).values()].map((some) => mocha('10s', some)),
  },
  labs: { what: 'each lab teaches what it claims', commands: (files) => [mocha('600s', files)] },
  parity: { what: 'against the Python systems', commands: (files) => [mocha('600s', files)] },
  vscode: {
    what: 'in the extension host of a real VS Code',
    commands: (files) => [['test/vscode/run.ts', ...files]],
    again: true,
  },
  ui: {
    what: 'a browser on a real VS Code with the VSIX',
    prepare: prepareWindows,
    // Windows wait a lot, so several files go at once, each in a process of its own.
    commands: (files) => files.map((file) => mocha('120s', [file])),
    // It measures how long a window stands still.
    alone: (args) => args.includes('test/ui/outputs/floods.test.ts'),
    again: true,
  },
};

/** What a command reports that ran no test. */
const nothing = { passed: 0, failed: 0, failures: [], skipped: [], seconds: {} };

/** How many commands of a layer run at once. A window takes a core or so, and more than 1 GB. */
const lanes = Math.min(availableParallelism(), 4);

await runTool(async () => {
  const wanted = wantedLayers(process.argv.slice(2));
  const installed = await attempt('install', () => ensure({ dev: true }));
  if (installed.failed) return summarize([installed]);
  await reexec();
  const reports = [await attempt('build', buildVsix)];
  if (reports[0].failed === 0) for (const { name, files } of wanted) reports.push(await runLayer(name, files));
  return summarize(reports);
});

/** What is tested. */
async function buildVsix() {
  const { vsix } = await import('./build.mjs');
  await vsix();
}

/** What every window needs, had once before several ask for it. */
async function prepareWindows() {
  const { ensureVSCode } = await import('./vscode.mjs');
  const { browserProgram } = await import('../test/ui/browser.ts');
  await ensureVSCode();
  await browserProgram();
}

/** A step before the tests that fails is counted, so that the last line always tells. */
async function attempt(name, step) {
  const report = { name, ...nothing };
  try {
    await step();
    return report;
  } catch (error) {
    return { ...report, failed: 1, note: `failed: ${error.message}` };
  }
}

/** The layers that the arguments name, each with its files: all of them, or those below the paths that follow its name. */
function wantedLayers(args) {
  const wanted = [];
  for (const arg of args) {
    if (arg in layers) wanted.push({ name: arg, paths: [] });
    else if (wanted.length) wanted.at(-1).paths.push(arg);
    else throw new ToolError(`There is no test layer “${arg}”: the layers are ${Object.keys(layers).join(', ')}.`);
  }
  const named = wanted.length ? wanted : Object.keys(layers).map((name) => ({ name, paths: [] }));
  return named.map(({ name, paths }) => ({ name, files: testFiles(name, paths) }));
}

/** @param paths folders or files below the layer's folder, or whole paths; none for all of the layer */
function testFiles(layer, paths) {
  const folder = `test/${layer}/`;
  const names = readdirSync(join(root, folder), { recursive: true }).map((name) => folder + name.replaceAll('\\', '/'));
  const all = names.filter((name) => name.endsWith('.test.ts')).sort();
  if (paths.length === 0) return all;
  const below = (file, path) => file === path || file.startsWith(`${path}/`);
  return paths.flatMap((path) => {
    const whole = folder + path.replace(folder, '').replace(/\/$/, '');
    const found = all.filter((file) => below(file, whole) || below(file, `${folder}suite/${path}`));
    if (found.length === 0) throw new ToolError(`No test of the layer “${layer}” lies at “${path}”.`);
    return found;
  });
}

/** The folder of its layer that a file of tests lies in, at whatever depth. */
function folderOf(file) {
  return file.split('/').slice(0, 3).join('/');
}

function mocha(timeout, files) {
  const color = process.stdout.isTTY ? ['--color'] : [];
  return [
    'node_modules/mocha/bin/mocha.js',
    '--reporter',
    'tools/testing/reporter.cjs',
    ...color,
    '--timeout',
    timeout,
    ...files,
  ];
}

async function runLayer(name, files) {
  const { what, commands, prepare = () => undefined, alone = () => false, again = false } = layers[name];
  console.log(`\n── ${name}: ${what}`);
  const prepared = await attempt(name, prepare);
  if (prepared.failed) return prepared;
  const began = Date.now();
  const jobs = commands(files).map((args, at, all) => ({ args, name: `${name}-${at + 1}`, isOnly: all.length === 1 }));
  const together = await inLanes(
    lanes,
    jobs.filter(({ args }) => !alone(args)),
    runJob,
  );
  const apart = await inLanes(
    1,
    jobs.filter(({ args }) => alone(args)),
    runJob,
  );
  const ran = [...together, ...apart];
  const report = complete(combined(name, again ? await tryAgain(ran, runJob) : ran), files);
  printSlowest(report.seconds, (Date.now() - began) / 1000);
  return report;
}

/** A file of tests that the layer was to run, and from which no test was heard, has failed. */
function complete(report, files) {
  const silent = files.filter((file) => !(file in report.seconds));
  if (silent.length === 0) return report;
  const failures = silent.map((file) => ({ title: file, message: 'no test of this file ran' }));
  return { ...report, failed: report.failed + silent.length, failures: [...report.failures, ...failures] };
}

/** The only one is seen while it runs; of several each one's words come when it has ended, so that they stay together. */
async function runJob({ args, name, isOnly }) {
  const file = join(root, '.cache', `report-${name}.json`);
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(file, { force: true });
  const options = { env: { ...process.env, MLOPS_LAB_REPORT: file } };
  if (isOnly) return counted(file, await run(process.execPath, args, options), args);
  const { code, output } = await runUnseen(process.execPath, args, options);
  console.log(`\n  ${output.trim()}`);
  return counted(file, code, args);
}

/** A command that broke off, or found nothing to test, has failed, whatever its tests said. */
function counted(file, code, args) {
  const what = args.findLast((arg) => arg.endsWith('.ts'));
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : nothing;
  const ran = report.passed + report.failed + report.skipped.length;
  if (ran === 0) return { ...report, failed: 1, note: `${what} ran no test (exit code ${code})` };
  if (code !== 0 && report.failed === 0) return { ...report, failed: 1, note: `${what} ended with exit code ${code}` };
  return report;
}

function combined(name, reports) {
  const sum = (count) => reports.reduce((total, report) => total + count(report), 0);
  return {
    name,
    passed: sum((report) => report.passed),
    failed: sum((report) => report.failed),
    failures: reports.flatMap((report) => report.failures),
    skipped: reports.flatMap((report) => report.skipped),
    unsteady: reports.flatMap((report) => report.unsteady ?? []),
    seconds: Object.assign({}, ...reports.map((report) => report.seconds)),
    note: reports.flatMap((report) => report.note ?? []).join('; '),
  };
}

function printSlowest(seconds, total) {
  const slowest = Object.entries(seconds).sort(([, a], [, b]) => b - a);
  console.log(`\n${Math.round(total)} s; the slowest files:`);
  for (const [file, each] of slowest.slice(0, 10)) console.log(`${each.toFixed(1).padStart(7)} s  ${file}`);
}

/** The last lines are what a log that is cut short still shows: the counts, and before them what failed, and where. */
function summarize(reports) {
  const { passed, failed, failures, skipped, unsteady } = combined('all', reports);
  printSkipped(skipped);
  for (const { title, message } of unsteady)
    console.log(`unsteady “${title}”, which passed when run again: ${message}`);
  for (const { title, message } of failures) console.log(`failed “${title}”: ${message}`);
  console.log('');
  for (const { name, passed, failed, note } of reports) {
    if (name === 'build' && failed === 0) continue;
    console.log(`${name}: ${tally(passed, failed)}${note ? `: ${note}` : ''}`);
  }
  if (unsteady.length) console.log(`${unsteady.length} unsteady, to be mended, named above`);
  if (skipped.length) console.log(`${skipped.length} skipped, for the reasons above`);
  console.log(tally(passed, failed));
  return failed ? 1 : 0;
}

/** Whole layers are skipped for one reason, so that it is said once. */
function printSkipped(skipped) {
  for (const reason of new Set(skipped.map((test) => test.reason))) {
    console.log(`\nSkipped, as ${reason}:`);
    for (const test of skipped) if (test.reason === reason) console.log(`  “${test.title}”`);
  }
}

function tally(passed, failed) {
  return `${passed} passed, ${failed} failed`;
}
