/** The files of an export, for the command line and the editor alike. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import type { SavedCell } from '../../outputs/store/store.ts';
import { writeFileAtomic } from '../../platform/files.ts';
import type { LabFile } from '../file.ts';

export type ExportFormat = 'html' | 'markdown';

export interface ExportedLab {
  readonly file: LabFile;
  /** Path of the lab's file. */
  readonly name: string;
  /** Absolute path of the folder that the learner has open: pictures may lie there, too. */
  readonly workspace: string;
  readonly saved: readonly SavedCell[];
  readonly backend?: string;
}

export type Exporter = typeof import('./export.ts');

/** Loads what makes exports. */
export function loadExporter(): Promise<Exporter> {
  return import('./export.ts');
}

/**
 * By absolute path, the main file first.
 * @param path absolute, of the main file
 * @param dist absolute folder of what was built: it holds the page's script
 */
export async function exportFiles(
  exporter: Exporter,
  format: ExportFormat,
  path: string,
  { file, name, workspace, saved, backend }: ExportedLab,
  dist: string,
): Promise<Map<string, string | Uint8Array>> {
  const lab = exporter.labDocument(file, saved, { name, ...(backend ? { backend } : {}) });
  const pictures = await exporter.labPictures(lab, { lab: resolve(name), workspace });
  if (format === 'html') {
    return new Map([[path, exporter.labPage(lab, await readFile(join(dist, 'page.js'), 'utf8'), pictures)]]);
  }
  const folder = `${basename(path, extname(path))}_files`;
  // Loaded for the first chart.
  const chartSvg = async (spec: unknown) => (await import('../../platform/chart/image.ts')).chartSvg(spec);
  const { text, images } = await exporter.labMarkdown(lab, folder, { pictures, chartSvg });
  const parts = [...images].map(([image, data]) => [join(dirname(path), folder, image), data] as const);
  return new Map<string, string | Uint8Array>([[path, text], ...parts]);
}

/** Rejects with a system error. The main file comes last: where it is, its images are. */
export async function writeFiles(files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  for (const [path, data] of [...files].reverse()) await writeFileAtomic(path, data);
}
