import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InstallOptions, installNative, uninstallNative } from '../../../../src/kernel/native/install.ts';
import { readInstallation, thisPlatform, writeInstallation } from '../../../../src/kernel/native/installation.ts';
import { Journal } from '../../../../src/kernel/native/journal.ts';
import { withLock } from '../../../../src/kernel/native/lock.ts';
import { recipes, tfjsNodeVersion } from '../../../../src/kernel/native/pins.ts';
import { missingSymbols, tensorflowSymbols } from '../../../../src/kernel/native/symbols.ts';
import { skip } from '../../../skip.ts';
import { dist } from '../../kernels.ts';

describe('native: an installation', () => {
  let root: string;
  let folder: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'mlops-lab native-'));
    folder = join(root, 'native');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const record = {
    schemaVersion: 1,
    way: 'wheel',
    tensorflow: '2.21.0',
    tfjsNode: tfjsNodeVersion,
    platform: thisPlatform,
    installed: '2026-01-01T00:00:00.000Z',
    sha256: {},
  } as const;

  it('is one only with a record that this version and this machine can use', async () => {
    assert.equal(await readInstallation(folder), undefined);
    await writeInstallation(folder, record);
    assert.deepEqual(await readInstallation(folder), record);
    for (const other of [{ platform: 'plan9-mips' }, { tfjsNode: '0.0.1' }]) {
      await writeInstallation(folder, { ...record, ...other });
      assert.equal(await readInstallation(folder), undefined);
    }
    writeFileSync(join(folder, 'native.json'), '{"schemaVersion": 1');
    assert.equal(await readInstallation(folder), undefined);
  });

  it('is removed with all that a try has left', async () => {
    mkdirSync(join(folder, 'downloads'), { recursive: true });
    await uninstallNative(folder);
    assert.equal(existsSync(folder), false);
    assert.equal(existsSync(`${folder}.lock`), false);
  });

  it('is not touched while another process works on it; one that died or hangs does not count', async () => {
    mkdirSync(folder);
    writeFileSync(`${folder}.lock`, String(process.pid));
    await assert.rejects(uninstallNative(folder), new RegExp(`process ${process.pid} is working on it already`));
    assert.ok(existsSync(folder));
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(`${folder}.lock`, String(pid));
    await uninstallNative(folder);
    assert.equal(existsSync(folder), false);
    mkdirSync(folder);
    writeFileSync(`${folder}.lock`, String(process.pid));
    const aMinuteAgo = new Date(Date.now() - 60_000);
    utimesSync(`${folder}.lock`, aMinuteAgo, aMinuteAgo);
    await uninstallNative(folder);
    assert.equal(existsSync(folder), false);
  });

  it('is not touched either by one who comes before the number is written, or after another has taken over', async () => {
    writeFileSync(`${folder}.lock`, '');
    await assert.rejects(uninstallNative(folder), /is working on it already/);
    rmSync(`${folder}.lock`);
    await withLock(folder, async () => writeFileSync(`${folder}.lock`, '1'));
    assert.equal(readFileSync(`${folder}.lock`, 'utf8'), '1', 'what is another’s by now stays');
  });

  it('says in a sentence where nothing can be written', async () => {
    writeFileSync(join(root, 'file'), '');
    await assert.rejects(
      uninstallNative(join(root, 'file', 'native')),
      /^UserError: Native TensorFlow could not be removed: .*native\.lock cannot be written \(E\w+\)\./,
    );
  });

  it('does a finished step once, whoever asks again, until the recipe changes', async () => {
    const done: string[] = [];
    const work = (name: string) => async () => {
      done.push(name);
    };
    const first = await Journal.open(folder, 'recipe 1');
    await first.step('a', work('a'));
    await assert.rejects(first.step('b', () => Promise.reject(new Error('no'))));
    const second = await Journal.open(folder, 'recipe 1');
    await second.step('a', work('a again'));
    await second.step('b', work('b'));
    assert.deepEqual(done, ['a', 'b']);
    writeFileSync(join(folder, 'leftover'), '');
    const third = await Journal.open(folder, 'recipe 2');
    assert.equal(third.has('a'), false);
    assert.equal(existsSync(join(folder, 'leftover')), false);
  });

  it('asks 55 functions of TensorFlow, and knows which of them a library lacks', async function () {
    assert.equal(new Set(tensorflowSymbols).size, 55);
    const missing = await missingSymbols([process.execPath], ['napi_create_object', 'TF_Version']);
    if (!missing) skip(this, 'there is no nm to read symbols with');
    assert.deepEqual(missing, ['TF_Version']);
    await assert.rejects(missingSymbols([join(root, 'none.so')], ['TF_Version']), /nm cannot read the libraries/);
  });

  describe('that cannot be made', () => {
    const install = (options: Partial<InstallOptions> = {}) =>
      installNative({ folder, node: process.execPath, dist, report: () => undefined, ...options });
    const { PATH, CXX } = process.env;
    afterEach(() => {
      process.env.PATH = PATH;
      if (CXX !== undefined) process.env.CXX = CXX;
    });

    it('says so in one sentence where no build is known to work', async () => {
      await assert.rejects(
        install({ recipe: undefined, platform: 'plan9-mips' }),
        sentence('no build for plan9-mips is known to work'),
      );
    });

    it('says so in one sentence where there is no compiler, before it fetches anything', async function () {
      if (!recipes[thisPlatform]) skip(this, `nothing is pinned for ${thisPlatform}`);
      delete process.env.CXX;
      process.env.PATH = root;
      await assert.rejects(install(), sentence('no C++ compiler was found: install g++ or clang++'));
      assert.equal(existsSync(folder), false);
    });

    it('says so where the C library is too old', async function () {
      const recipe = recipes[thisPlatform];
      if (!recipe) skip(this, `nothing is pinned for ${thisPlatform}`);
      await assert.rejects(install({ recipe: { ...recipe, glibc: [99, 0] } }), /it needs glibc 99\.0, this is \d/);
    });
  });
});

/** Matches the whole message of the error that an installation ends with. */
function sentence(reason: string) {
  const source = reason.replace(/[+.?()]/g, '\\$&');
  return new RegExp(`^UserError: Native TensorFlow could not be installed: ${source}\\. Labs go on with WASM\\.$`);
}
