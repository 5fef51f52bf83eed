import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version of the package in a folder. */
export function versionOf(root: string): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}
