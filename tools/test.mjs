// npm test: every layer in order, or the named ones (`node tools/test.mjs unit ui`). Closes with `N passed, N failed`.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run, runTool, ToolError } from './process.mjs';
import { ensure, reexec } from './setup.mjs';

/** How each layer runs. All report through tools/reporter.cjs. */
const layers = {
  unit: { what: 'plain Node.js', args: () => mocha('unit', '10s') },
  parity: { what: 'against the Python systems', args: () => mocha('parity', '600s') },
  vscode: { what: 'in the extension host of a real VS Code', args: () => ['test/vscode/run.ts'] },
  ui: { what: 'a browser on a real VS Code with the VSIX', args: () => mocha('ui', '120s') },
};

await runTool(async () => {
  const names = layerNames(process.argv.slice(2));
  const installed = await attempt('install', () => ensure({ dev: true }));
  if (installed.failed) return summarize([installed]);
  await reexec();
  const reports = [await attempt('build', buildVsix)];
  if (reports[0].failed === 0) for (const name of names) reports.push(await runLayer(name));
  return summarize(reports);
});

/** What is tested. */
async function buildVsix() {
  const { vsix } = await import('./build.mjs');
  await vsix();
}

/** A step before the tests that fails is counted, so that the last line always tells. */
async function attempt(name, step) {
  const report = { name, passed: 0, failed: 0, skipped: [] };
  try {
    await step();
    return report;
  } catch (error) {
    return { ...report, failed: 1, note: `failed: ${error.message}` };
  }
}

function layerNames(args) {
  const unknown = args.find((name) => !(name in layers));
  if (unknown)
    throw new ToolError(`There is no test layer “${unknown}”: the layers are ${Object.keys(layers).join(', ')}.`);
  return args.length ? args : Object.keys(layers);
}

function mocha(layer, timeout) {
  const names = readdirSync(join(root, 'test', layer)).filter((name) => name.endsWith('.test.ts'));
  const files = names.sort().map((name) => `test/${layer}/${name}`);
  return ['node_modules/mocha/bin/mocha.js', '--reporter', 'tools/reporter.cjs', '--timeout', timeout, ...files];
}

async function runLayer(name) {
  const { what, args } = layers[name];
  const file = join(root, '.cache', `report-${name}.json`);
  mkdirSync(join(root, '.cache'), { recursive: true });
  rmSync(file, { force: true });
  console.log(`\n── ${name}: ${what}`);
  const code = await run(process.execPath, args(), { env: { ...process.env, MLOPS_LAB_REPORT: file } });
  return { name, ...counted(file, code) };
}

/** A layer that broke off, or found nothing to test, has failed, whatever its tests said. */
function counted(file, code) {
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 0, skipped: [] };
  const ran = report.passed + report.failed + report.skipped.length;
  if (ran === 0) return { ...report, failed: 1, note: `ran no test (exit code ${code})` };
  if (code !== 0 && report.failed === 0) return { ...report, failed: 1, note: `ended with exit code ${code}` };
  return report;
}

function summarize(reports) {
  console.log('');
  for (const { name, passed, failed, skipped, note } of reports) {
    if (name === 'build' && failed === 0) continue;
    console.log(`${name}: ${tally(passed, failed)}${note ? `: ${note}` : ''}`);
    for (const { title, reason } of skipped) console.log(`  skipped “${title}”: ${reason}`);
  }
  const sum = (count) => reports.reduce((total, report) => total + count(report), 0);
  const skipped = sum((report) => report.skipped.length);
  const failed = sum((report) => report.failed);
  if (skipped) console.log(`${skipped} skipped, for the reasons above`);
  console.log(
    tally(
      sum((report) => report.passed),
      failed,
    ),
  );
  return failed ? 1 : 0;
}

function tally(passed, failed) {
  return `${passed} passed, ${failed} failed`;
}
