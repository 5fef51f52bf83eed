import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createModule } from '../../../tools/new.mjs';

const root = join(import.meta.dirname, '..', '..', '..');
const run = promisify(execFile);

describe('npm run new -- module NAME', function () {
  this.timeout(60_000);
  let copy: string;
  let made: string[];

  before(async () => {
    copy = await mkdtemp(join(tmpdir(), 'mlops-lab-new-'));
    await mkdir(join(copy, 'src/mlops'), { recursive: true });
    const needed = ['package.json', 'biome.json', 'biome.layers.json', 'src/mlops/codedError.ts'];
    for (const file of needed) await cp(join(root, file), join(copy, file));
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
    made = await createModule(copy, 'an-example');
  });
  after(() => rm(copy, { recursive: true }));

  it('makes files that the linter passes', async () => {
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const check = ['check', '--vcs-enabled=false', ...made.filter((file) => file.endsWith('.ts'))];
    await run(process.execPath, [biome, ...check], { cwd: copy });
  });

  it('makes a module that runs, and a test that passes', async () => {
    const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
    const test = join(copy, 'test/unit/mlops/an-example.test.ts');
    const { stdout } = await run(process.execPath, [mocha, test], { cwd: copy });
    assert.match(stdout, /1 passing/);
  });

  it('enters it in the list of modules, which the build reads', async () => {
    const { exports } = JSON.parse(await readFile(join(copy, 'package.json'), 'utf8'));
    assert.equal(exports['./an-example'], './dist/mlops/an-example.mjs');
  });

  it('writes over nothing, and takes no odd name', async () => {
    await assert.rejects(createModule(copy, 'an-example'), /is there already/);
    await assert.rejects(createModule(copy, 'Feature'), /no name in kebab case/);
    await assert.rejects(createModule(copy, '../x'), /no name in kebab case/);
  });
});
