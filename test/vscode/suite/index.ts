import { join } from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';
import { outputMark } from '../mark.ts';

/** What VS Code calls in the extension host: runs the suites that run.ts names, rejects when a test failed. */
export async function run(): Promise<void> {
  Mocha.reporters.Base.consoleLog = (...values: unknown[]) => {
    for (const line of format(...values).split('\n')) console.log(`${outputMark} ${line}`);
  };
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 30_000,
    reporter: join(__dirname, '..', '..', 'tools', 'testing', 'reporter.cjs'),
  });
  for (const file of JSON.parse(process.env.MLOPS_LAB_SUITE ?? '[]') as string[]) mocha.addFile(join(__dirname, file));
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures) throw new Error(`${failures} tests failed.`);
}
