/** What is wrong with a course.yaml: its text, and what it says of files. */
import { join, posix } from 'node:path';
import { UserError } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import { type ItemKind, itemKinds } from '../../shared/model.ts';
import { largest, type ReadText } from '../../shared/textFile.ts';
import type { Finding, Fix } from '../../shared/yaml/problem.ts';
import { keysAt, valuesAt } from '../../shared/yaml/schema.ts';
import { nearest, nextFreeId, replacement, wellFormedId } from '../../shared/yaml/suggest.ts';
import type { Path, Span } from '../../shared/yaml/yamlText.ts';
import type { Listing } from '../listing.ts';
import type { ReadmeCourse } from '../readme.ts';
import { pathOf, resolveFile } from '../resolve.ts';
import { type ExaminedCourse, type WrittenItem, writtenItems, writtenObjectives } from '../yaml.ts';
import type { CourseFiles } from './courseFiles.ts';
import { labFileId } from './labFileId.ts';
import { courseSchema } from './schema.ts';

/** What a course.yaml is held against. */
export interface Surroundings {
  /** Absolute path of the course's folder. */
  readonly folder: string;
  readonly listing: Listing;
  readonly files: CourseFiles;
  readonly read: ReadText;
  /** What the README in the same folder lists; empty where it lists no course. */
  readonly listed: readonly ReadmeCourse[];
}

export async function yamlFindings(course: ExaminedCourse, around: Surroundings): Promise<Finding[]> {
  const items = [...writtenItems(course.text)];
  const found = await Promise.all(items.map((item) => fileFindings(item, course, around)));
  return [
    ...withFixes(course, items),
    ...found.flat(),
    ...readmeNameFindings(items, course, around.listed),
    ...evidenceFindings(items, course),
  ];
}

/** The text's own faults, with what mends them. */
function withFixes({ text, faults }: ExaminedCourse, items: readonly WrittenItem[]): Finding[] {
  const ids = new Set(items.flatMap(({ fields: { id } }) => (typeof id === 'string' ? [id] : [])));
  return faults.map((fault) => {
    const fix = fault.path && fixOf(fault.code, fault.path);
    return fix ? { ...fault, fix } : fault;
  });

  function fixOf(code: string, path: Path): Fix | undefined {
    const written = code === 'unknown-key' ? path.at(-1) : text.at(path);
    if (typeof written !== 'string') return undefined;
    if (code === 'unknown-key') {
      const free = keysAt(courseSchema, path.slice(0, -1)).filter(
        (key) => text.keySpan([...path.slice(0, -1), key]) === undefined,
      );
      return replacement(nearest(written, free));
    }
    if (code === 'unknown-value') return replacement(nearest(written, valuesAt(courseSchema, path)));
    if (code === 'duplicate-id') return replacement(nextFreeId(written, ids));
    const id = code === 'id-format' ? wellFormedId(written) : undefined;
    return id === undefined || ids.has(id) ? undefined : replacement(id);
  }
}

async function fileFindings(item: WrittenItem, course: ExaminedCourse, around: Surroundings): Promise<Finding[]> {
  const { id, kind, file } = item.fields;
  if (typeof file !== 'string' || file === '' || !isKind(kind)) return [];
  const at = spanOf(course, item, 'file');
  const { state, target, note = '' } = await resolveFile(around.folder, file, kind, { listing: around.listing });
  if (state === 'misdirected') {
    return [{ ...at, severity: 'error', code: 'wrong-file', message: `${note} ${t('Correct the path or the kind.')}` }];
  }
  if (target === undefined) {
    return [
      {
        ...at,
        severity: 'error',
        code: 'outside-folder',
        message: `${note} ${t('Give a path below the folder of course.yaml.')}`,
      },
    ];
  }
  if (state === 'missing') {
    const message = t('There is no file “{0}” yet; add it, or correct the path.', target);
    return [
      { ...at, severity: 'warning', code: 'missing-file', message, ...fixed(around.files.nearest(target, kind)) },
    ];
  }
  return typeof id === 'string' && target.endsWith('.lab.ts')
    ? labFindings(id, target, spanOf(course, item, 'id'), around)
    : [];
}

/** A lab reports what was done in it under its own id: under another the course would never hear of it. */
async function labFindings(id: string, target: string, at: Span, { folder, read }: Surroundings): Promise<Finding[]> {
  const lab = await read(join(folder, target), largest.readme).catch((error: unknown) => {
    // What is no text has no id.
    if (error instanceof UserError) return undefined;
    throw error;
  });
  const own = lab === undefined ? undefined : labFileId(lab);
  if (own === id) return [];
  const [severity, code] = ['error', 'lab-id'] as const;
  if (own === undefined) {
    return [
      {
        ...at,
        severity,
        code,
        message: t('“{0}” has no id in its front matter; write “// id: {1}” there.', target, id),
      },
    ];
  }
  const message = t('The lab “{0}” has the id “{1}”; give both the same, or its progress is lost.', target, own);
  return [{ ...at, severity, code, message, ...fixed(wellFormedId(own) === own ? own : undefined) }];
}

/** Evidence that names an item which the course does not have. */
function evidenceFindings(items: readonly WrittenItem[], { text }: ExaminedCourse): Finding[] {
  const ids = new Set(items.flatMap(({ fields: { id } }) => (typeof id === 'string' ? [id] : [])));
  return [...writtenObjectives(text)].flatMap(({ path, fields: { evidence } }) => {
    if (!Array.isArray(evidence)) return [];
    return evidence.flatMap((written: unknown, index): Finding[] => {
      const item = typeof written === 'string' ? written.split('#')[0] : undefined;
      if (item === undefined || ids.has(item)) return [];
      const at = text.span([...path, 'evidence', index]);
      const message = t('The course has no item “{0}” that could show this.', item);
      return [{ ...at, severity: 'error', code: 'unknown-evidence', message }];
    });
  });
}

/** A name stands for one item of its kind in its week, and for a link of the README that is there. */
function readmeNameFindings(
  items: readonly WrittenItem[],
  { text }: ExaminedCourse,
  listed: readonly ReadmeCourse[],
): Finding[] {
  const seen = new Set<string>();
  return items.flatMap(({ path, course, week, fields: { kind, readme } }) => {
    if (!Array.isArray(readme) || !isKind(kind)) return [];
    const linked = linkNames(listed, course + 1, week + 1, kind);
    return readme.flatMap((name: unknown, index): Finding[] => {
      if (typeof name !== 'string') return [];
      const at = text.span([...path, 'readme', index]);
      const key = JSON.stringify([course, week, kind, name.toLowerCase()]);
      if (seen.has(key)) {
        const message = t('“{0}” stands for another item of this week already; a name can stand for one alone.', name);
        return [{ ...at, severity: 'warning', code: 'readme-name-twice', message }];
      }
      seen.add(key);
      const isLinked = linked.some((other) => other.toLowerCase() === name.toLowerCase());
      if (listed.length === 0 || isLinked) return [];
      const message = t('The README links no “{0}” in this week as {1}; correct the name, or remove it.', name, kind);
      return [{ ...at, severity: 'warning', code: 'readme-name-unknown', message, ...fixed(nearest(name, linked)) }];
    });
  });
}

/** The names of the files that a README links in a week; courses and weeks by their numbers. */
export function linkNames(listed: readonly ReadmeCourse[], course: number, week: number, kind: ItemKind): string[] {
  const weeks = listed.filter(({ number }) => number === course).flatMap(({ weeks }) => weeks);
  const links = weeks.filter(({ number }) => number === week).flatMap(({ links }) => links);
  return links.filter((link) => link.kind === kind).map(({ href }) => posix.basename(pathOf(href)));
}

export function isKind(value: unknown): value is ItemKind {
  return itemKinds.some((kind) => kind === value);
}

const spanOf = ({ text }: ExaminedCourse, { path }: WrittenItem, key: string) => text.span([...path, key]);

function fixed(text: string | undefined): { fix?: Fix } {
  const fix = replacement(text);
  return fix ? { fix } : {};
}
