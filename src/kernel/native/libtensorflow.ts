import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { t } from '../../platform/l10n.ts';
import { download } from './download.ts';
import { runTar } from './packages.ts';
import { downloadsOf, librariesOf, type Work } from './work.ts';

/** The usual download: TensorFlow's archive of its C library, with `lib/` and `include/`. @throws Obstacle */
export async function fetchLibtensorflow({ folder, recipe, signal, report }: Work): Promise<void> {
  const { url, file, sha256, version } = recipe.libtensorflow;
  const message = t('Downloading libtensorflow {0}', version);
  report(message);
  const downloads = downloadsOf(folder);
  await mkdir(downloads, { recursive: true });
  const archive = join(downloads, file);
  const onProgress = (received: number, total: number) => report(message, total ? received / total : undefined);
  await download(url, archive, sha256, { signal, onProgress });
  const target = librariesOf(folder, 'libtensorflow');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  report(t('Unpacking libtensorflow {0}', version));
  await runTar(archive, target, [], signal);
}
