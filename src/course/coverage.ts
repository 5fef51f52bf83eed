/** Which objectives are covered: by pages, cells and questions that are really there. */
import { t } from '../platform/l10n.ts';
import { itemsOf } from '../shared/find.ts';
import { type CourseItem, fileOf, type Objective, type Specialization } from '../shared/model.ts';

/**
 * The names in an item's file that evidence can stand for: pages of a deck, cells and checks of a lab, questions of a
 * quiz. @param path absolute
 */
export type NamesIn = (item: CourseItem, path: string) => Promise<ReadonlySet<string>>;

export interface Coverage {
  readonly weeks: readonly CoveredWeek[];
  /** Keys of the seed that objectives claim, and of those the ones that have evidence that is there. */
  readonly seed: { readonly claimed: readonly string[]; readonly covered: readonly string[] };
}

export interface CoveredWeek {
  readonly title: string;
  readonly objectives: readonly CoveredObjective[];
}

export interface CoveredObjective {
  readonly objective: Objective;
  /** `ITEM#NAME` of what is there, and of what is not yet. */
  readonly found: readonly string[];
  readonly missing: readonly string[];
}

export async function coverageOf(course: Specialization, namesIn: NamesIn): Promise<Coverage> {
  const names = new Map<string, Promise<ReadonlySet<string>>>();
  for (const { item } of itemsOf(course)) {
    const path = item.state === 'resolved' ? fileOf(course, item) : undefined;
    if (item.id !== undefined && path !== undefined) names.set(item.id, namesIn(item, path));
  }
  const isThere = async (evidence: string) => {
    const [item = '', name = ''] = evidence.split('#');
    return (await names.get(item))?.has(name) ?? false;
  };
  const weeks = await Promise.all(
    course.courses
      .flatMap((each) => each.weeks.map((week) => ({ title: `${each.title}, ${week.title}`, week })))
      .map(async ({ title, week }) => {
        const objectives = await Promise.all(week.objectives.map((objective) => covered(objective, isThere)));
        return { title, objectives };
      }),
  );
  const all = weeks.flatMap(({ objectives }) => objectives);
  const keys = (of: readonly CoveredObjective[]) =>
    [...new Set(of.flatMap(({ objective }) => objective.seed ?? []))].sort();
  return { weeks, seed: { claimed: keys(all), covered: keys(all.filter(({ found }) => found.length > 0)) } };
}

async function covered(
  objective: Objective,
  isThere: (evidence: string) => Promise<boolean>,
): Promise<CoveredObjective> {
  const evidence = await Promise.all(
    (objective.evidence ?? []).map(async (each) => ({ each, there: await isThere(each) })),
  );
  const of = (wanted: boolean) => evidence.filter(({ there }) => there === wanted).map(({ each }) => each);
  return { objective, found: of(true), missing: of(false) };
}

/** The coverage as Markdown: each week's objectives, with what shows them and what is not there yet. */
export function coverageMarkdown({ weeks, seed }: Coverage): string {
  const all = weeks.flatMap(({ objectives }) => objectives);
  const evidence = all.reduce((sum, { found, missing }) => sum + found.length + missing.length, 0);
  const there = all.reduce((sum, { found }) => sum + found.length, 0);
  const shown = all.filter(({ found }) => found.length > 0).length;
  const lines = [
    `# ${t('Coverage')}`,
    '',
    t('{0} of {1} objectives have evidence that is here; {2} of {3} places are.', shown, all.length, there, evidence),
    t('{0} of {1} objectives of the original course are among them.', seed.covered.length, seed.claimed.length),
    '',
  ];
  for (const { title, objectives } of weeks) {
    if (objectives.length === 0) continue;
    lines.push(
      `## ${escaped(title)}`,
      '',
      `| ${t('Objective')} | ${t('Here')} | ${t('Not here yet')} |`,
      '| --- | --- | --- |',
    );
    for (const { objective, found, missing } of objectives) {
      const places = (list: readonly string[]) => list.map((each) => `\`${each}\``).join(', ');
      lines.push(`| ${escaped(objective.text)} | ${places(found)} | ${places(missing)} |`);
    }
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

/** A text of a course is anybody's: nothing in it becomes a link, HTML, or a table's cell. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#]/g, (character) => `\\${character}`).replace(/\s+/g, ' ');
}
