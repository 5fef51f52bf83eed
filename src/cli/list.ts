import { readFile } from 'node:fs/promises';
import { bundledLabs } from '../course/bundledLabs.ts';
import { copyPath } from '../labs/copies.ts';
import { starterText } from '../labs/exercise.ts';
import { frontMatter, parseLab } from '../labs/file.ts';
import { systemCode } from '../platform/errors.ts';
import { t } from '../platform/l10n.ts';
import type { AvailableLab } from '../shared/labs.ts';
import { existingFolder } from './labs.ts';
import { columns } from './text.ts';

/** A lab as `list --json` shows it. */
export interface ListedLab {
  readonly id: string;
  readonly title: string;
  /** How long a learner takes. */
  readonly minutes?: number;
  /** Which file `run` takes, and its absolute path. */
  readonly where: 'bundled' | 'workspace';
  readonly file: string;
  /** Cells marked `check="…"`. */
  readonly checks: number;
  /**
   * What the learner has done: `new` without a copy, `opened` with one that is as it was made, `edited` with one that
   * is not, `unreadable` with one that is no lab file any more.
   */
  readonly state: 'new' | 'opened' | 'edited' | 'unreadable';
}

/** Lists the labs that `run` knows by id, in the course's order. */
export async function listCommand(args: { workspace: string; json: boolean; root: string }): Promise<void> {
  const workspace = await existingFolder(args.workspace);
  const labs = await Promise.all((await bundledLabs(args.root)).map((lab) => describe(lab, workspace)));
  if (args.json) console.log(JSON.stringify({ schemaVersion: 1, labs }));
  else console.log(columns([titles(), ...labs.map(row)]));
}

async function describe(lab: AvailableLab, workspace: string): Promise<ListedLab> {
  const bundled = await readFile(lab.path, 'utf8');
  const copy = copyPath(workspace, lab.path);
  const own = await readFile(copy, 'utf8').catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined;
    // Something lies there that `run` will refuse, e.g. a folder: no lab file, like an empty one.
    return '';
  });
  const file = parseLab(own ?? bundled);
  const place =
    own === undefined ? ({ where: 'bundled', file: lab.path } as const) : ({ where: 'workspace', file: copy } as const);
  const checks = file.cells.filter(({ metadata }) => metadata.check !== undefined).length;
  const listed = { id: lab.id, title: lab.title, ...place, checks } as const;
  try {
    const { minutes } = frontMatter(file, place.file);
    const state = own === undefined ? 'new' : own === starterText(bundled) ? 'opened' : 'edited';
    return { ...listed, ...(minutes === undefined ? {} : { minutes }), state };
  } catch {
    return { ...listed, state: 'unreadable' };
  }
}

function titles(): string[] {
  return [t('Lab'), t('Minutes'), t('Checks'), t('From'), t('State'), t('Title')];
}

function row({ id, title, minutes, where, checks, state }: ListedLab): string[] {
  return [id, String(minutes ?? ''), String(checks), where, state, title];
}
