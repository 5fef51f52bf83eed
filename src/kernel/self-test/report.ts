/** What a self-test came to: for programs, and as Markdown that can stand in a bug report as it is. */
import { t } from '../../platform/l10n.ts';
import { fallbackOf, type Probes, probeNames, probeTitles } from '../probes.ts';

export interface CaseReport {
  readonly name: string;
  /** `skipped`: this Node.js lacks what the case is about, or the self-test ended before it. */
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly seconds: number;
  /** A sentence: what was expected and what came, or why it was skipped. Without paths of the user's. */
  readonly message?: string;
}

/** Its shape changes only together with `schemaVersion`: other programs read it. */
export interface SelfTestReport {
  readonly schemaVersion: 1;
  /** No case failed, and at least one passed. */
  readonly passed: boolean;
  /** Versions by name: MLOps Lab, Node.js, and what it all runs in. */
  readonly versions: Readonly<Record<string, string>>;
  /** Operating system and processor, e.g. `linux x64`. */
  readonly platform: string;
  /** What TensorFlow.js ran on; `none` when it did not get so far. */
  readonly backend: string;
  /** What the kernel found of what it stands on; absent when none started. */
  readonly probes?: Probes;
  readonly seconds: number;
  readonly cases: readonly CaseReport[];
}

/** A folder, and the word that stands for it in a report. */
export type Place = readonly [folder: string, word: string];

/** The text without the names of the machine's folders: a report is for strangers to read. */
export function withoutPaths(text: string, places: readonly Place[]): string {
  return places
    .filter(([folder]) => folder.length > 1)
    .flatMap(([folder, word]) => spellings(folder).map((spelling) => [spelling, word] as const))
    .reduce((result, [spelling, word]) => result.replaceAll(anyCase(spelling), () => word), text);
}

/** A folder as it stands in a message, in a string that a message quotes, and in a URL. */
function spellings(folder: string): string[] {
  const slashed = folder.replaceAll('\\', '/');
  return [folder, folder.replaceAll('\\', '\\\\'), slashed, encodeURI(slashed)];
}

/** Windows, and a Mac as a rule, do not tell capitals apart: the same folder comes as `C:` and as `c:`. */
function anyCase(text: string): RegExp {
  return new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'gi');
}

const marks = { passed: '✔', failed: '✘', skipped: '–' } as const;

export function selfTestMarkdown(report: SelfTestReport): string {
  const { versions, platform, backend, probes, cases, seconds } = report;
  const count = (status: CaseReport['status']) => cases.filter((each) => each.status === status).length;
  const facts = [...Object.entries(versions), [t('Platform'), platform], [t('Backend'), backend]];
  return [
    `# ${t('MLOps Lab: Self-Test')}`,
    t('{0} passed, {1} failed, {2} skipped in {3} s.', ...counts(count), seconds.toFixed(1)),
    facts.map(([name, value]) => `- ${name}: ${value}`).join('\n'),
    table(
      [t('Case'), t('Result'), t('Seconds'), ''],
      cases.map((each) => [
        each.name,
        `${marks[each.status]} ${resultWord(each.status)}`,
        each.seconds.toFixed(2),
        each.message ?? '',
      ]),
    ),
    ...(probes ? [probeTable(probes)] : []),
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

function counts(count: (status: CaseReport['status']) => number): [number, number, number] {
  return [count('passed'), count('failed'), count('skipped')];
}

function resultWord(status: CaseReport['status']): string {
  switch (status) {
    case 'passed':
      return t('passed');
    case 'failed':
      return t('FAILED');
    case 'skipped':
      return t('skipped');
  }
}

function probeTable(probes: Probes): string {
  const rows = probeNames.map((name) => [
    probeTitles[name],
    probes[name] ? `${marks.passed} ${t('there')}` : `${marks.failed} ${t('missing')}`,
    probes[name] ? '' : fallbackOf(name),
  ]);
  return table([t('The kernel stands on'), t('Found'), t('Without it')], rows);
}

/** Columns are padded, so that the text reads well without being rendered. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(cellText));
  const widths = head.map((_, column) => Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    `| ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [first = [], ...rest] = cells;
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n');
}

function cellText(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
}
