/** The lab that a learner's copy came from. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { UserError } from '../../../platform/errors.ts';
import type { AvailableLab } from '../../../shared/labs.ts';
import { copiedVersion } from '../../copies.ts';
import { frontMatter, type LabFile, parseLab } from '../../file.ts';
import { labFolder } from '../openLabs.ts';
import type { ExercisesHost } from './exercises.ts';
import type { Work } from './targets.ts';

export interface Original extends AvailableLab {
  /** With its solutions. */
  readonly text: string;
  readonly file: LabFile;
  /** Whether the learner's copy was made from another version of it. */
  readonly isNewer: boolean;
}

/** @throws {UserError} `no-original` where no lab that came with the extension has this lab's id */
export async function originalOf({ lab, file }: Work, host: ExercisesHost): Promise<Original> {
  const { id } = frontMatter(file, vscode.workspace.asRelativePath(lab));
  const found = (await host.bundledLabs()).find((each) => each.id === id);
  if (!found) {
    throw new UserError(
      'no-original',
      vscode.l10n.t('{0} did not come with MLOps Lab, so there is no original to look at.', id),
    );
  }
  const text = await readFile(found.path, 'utf8');
  const version = await copiedVersion(labFolder(lab), id);
  const isNewer = version !== undefined && version !== createHash('sha256').update(text).digest('hex');
  return { ...found, text, file: parseLab(text), isNewer };
}
