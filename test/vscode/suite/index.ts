import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { outputMark } from '../mark.ts';

/** What VS Code calls in the extension host: runs every suite beside this file, rejects when a test failed. */
export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => {
    for (const line of format(...values).split('\n')) console.log(`${outputMark} ${line}`);
  };
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 30_000,
    reporter: join(__dirname, '..', '..', 'tools', 'reporter.cjs'),
  });
  const only = process.env.MLOPS_LAB_SUITE ?? '';
  for (const file of readdirSync(__dirname))
    if (file.endsWith('.test.js') && file.includes(only)) mocha.addFile(join(__dirname, file));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures) throw new Error(`${failures} tests failed.`);
}
