/** How checks came out, as JUnit XML: what a CI shows as a table of tests. */
import type { CheckReport } from '../labs/session/report.ts';
import type { CheckResult } from '../mlops/host.ts';
import { failureText } from '../outputs/text/checkWords.ts';
import { t } from '../platform/l10n.ts';

/** A suite a lab, a case a check; an error that kept checks from running is a case of its own. */
export function junitXml(reports: readonly CheckReport[]): string {
  const suites = reports.map(suiteXml);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

function suiteXml({ lab, checks, error, seconds, status }: CheckReport): string {
  const failures = checks.filter(({ passed }) => !passed).length;
  const cases = checks.map((check) => caseXml(lab, check));
  // Also what was stopped has no error, and must not look like a success.
  const isBroken = error !== undefined || (status !== 'succeeded' && failures === 0);
  if (isBroken) {
    const text = error ? error.stack || `${error.name}: ${error.message}` : t('The lab was stopped.');
    const message = error ? `${error.name}: ${error.message}` : text;
    cases.push(
      `    <testcase${attributes({ classname: lab, name: t('runs to its last check') })}>\n` +
        `      <error${attributes({ message })}>${escaped(text)}</error>\n    </testcase>\n`,
    );
  }
  const counts = { tests: cases.length, failures, errors: isBroken ? 1 : 0, time: seconds.toFixed(3) };
  return `  <testsuite${attributes({ name: lab, ...counts })}>\n${cases.join('')}  </testsuite>\n`;
}

function caseXml(lab: string, check: CheckResult): string {
  const head = `    <testcase${attributes({ classname: `${lab}.${check.id}`, name: check.name })}`;
  if (check.passed) return `${head}/>\n`;
  const { expected, actual } = check;
  const details = expected === undefined ? '' : `${t('expected {0}', expected)}\n${t('actual {0}', actual ?? '')}`;
  const message = failureText(check) ?? t('failed');
  return `${head}>\n      <failure${attributes({ message })}>${escaped(details)}</failure>\n    </testcase>\n`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escaped(String(value)).replaceAll('\n', '&#10;')}"`)
    .join('');
}

const marks: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to write most control characters, nor half of a surrogate pair. */
function escaped(text: string): string {
  return (
    text
      .replace(/\p{Surrogate}/gu, '\ufffd')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML refuses.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[&<>"]/g, (mark) => marks[mark] ?? mark)
  );
}
