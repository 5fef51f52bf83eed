// Mocha's spec reporter, which also counts for `npm test`: writes `{passed, failed, failures: [{title, message}],
// skipped: [{title, reason}], seconds: {file: seconds}}` to the file named by MLOPS_LAB_REPORT. A test that is skipped without a reason
// (test/skip.ts) counts as failed.
const { writeFileSync } = require('node:fs');
const { join, relative, sep } = require('node:path');
const { EVENT_RUN_END, EVENT_SUITE_BEGIN, EVENT_SUITE_END, EVENT_TEST_FAIL, EVENT_TEST_PASS, EVENT_TEST_PENDING } =
  require('mocha').Runner.constants;
const { Spec } = require('mocha').reporters;

const root = join(__dirname, '../..');

/** The file of tests below the project, also where a bundle of it runs (test/vscode/run.ts). */
function sourceOf(file) {
  const path = relative(root, file).split(sep).join('/');
  return path.replace(/^\.cache\/suite\/(.+)\.js$/, 'test/vscode/suite/$1.ts');
}

module.exports = class CountingReporter extends Spec {
  constructor(runner, options) {
    super(runner, options);
    const report = { passed: 0, failed: 0, failures: [], skipped: [], seconds: {} };
    const fail = (title, message) => {
      report.failed++;
      report.failures.push({ title, message });
    };
    runner.on(EVENT_TEST_PASS, () => {
      report.passed++;
    });
    // A hook that fails is reported here too, in place of the tests that it kept from running.
    runner.on(EVENT_TEST_FAIL, (test, error) => {
      const [message] = String(error?.message ?? error).split('\n');
      fail(test.fullTitle(), message);
    });
    runner.on(EVENT_TEST_PENDING, (test) => {
      const title = test.fullTitle();
      if (test.skipReason) report.skipped.push({ title, reason: test.skipReason });
      else {
        fail(title, 'skipped without a reason');
        Spec.consoleLog(`FAILED: “${title}” is skipped without a reason.`);
      }
    });
    // Of a file's outermost suites, so hooks count as well.
    let began = 0;
    runner.on(EVENT_SUITE_BEGIN, ({ parent }) => {
      if (parent?.root) began = Date.now();
    });
    runner.on(EVENT_SUITE_END, ({ parent, file }) => {
      if (!parent?.root || !file) return;
      const name = sourceOf(file);
      report.seconds[name] = (report.seconds[name] ?? 0) + (Date.now() - began) / 1000;
    });
    runner.once(EVENT_RUN_END, () => {
      if (process.env.MLOPS_LAB_REPORT) writeFileSync(process.env.MLOPS_LAB_REPORT, JSON.stringify(report));
    });
  }
};
