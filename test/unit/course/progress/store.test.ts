import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Fact } from '../../../../src/course/progress/facts.ts';
import { printProgress } from '../../../../src/course/progress/format.ts';
import { noProgress, type Progress, progressOf } from '../../../../src/course/progress/progress.ts';
import { ProgressStore } from '../../../../src/course/progress/store.ts';
import { ProgressWriter } from '../../../../src/course/progress/writer.ts';
import { folderOf, remove } from '../../courseFolder.ts';
import { at, read } from '../../progressFacts.ts';

const run = promisify(execFile);
const cell = (n: number): Fact => ({ kind: 'cell', item: 'L', cell: `cell-${n}`, at: at(1) });

describe('the progress of a folder', () => {
  const made: string[] = [];
  const folder = async (files: Record<string, string> = {}) => {
    made.push(await folderOf(files));
    return made.at(-1)!;
  };
  after(() => Promise.all(made.map(remove)));
  const own = '.mlops-lab/progress.json';

  it('is nothing where there is no file, and looking makes none', async () => {
    const path = await folder();
    assert.deepEqual(await new ProgressStore(path).read(), { progress: noProgress, damaged: [] });
    assert.deepEqual(await readdir(path), []);
  });

  it('is written with what git is to be told, and says nothing twice', async () => {
    const path = await folder();
    const store = new ProgressStore(path);
    await store.add([read('S', '1-3', 9)]);
    assert.equal(await readFile(join(path, own), 'utf8'), printProgress(progressOf([read('S', '1-3', 9)])));
    assert.match(await readFile(join(path, '.mlops-lab/.gitattributes'), 'utf8'), /^progress\.json merge=union$/m);
    assert.match(await readFile(join(path, '.mlops-lab/.gitignore'), 'utf8'), /^cache\/$/m);
    const { mtimeMs } = await stat(join(path, own));
    await store.add([read('S', '2', 9, 8)]);
    assert.equal((await stat(join(path, own))).mtimeMs, mtimeMs, 'nothing new, not written');
    assert.deepEqual((await readdir(join(path, '.mlops-lab'))).sort(), [
      '.gitattributes',
      '.gitignore',
      'cache',
      'progress.json',
    ]);
    assert.deepEqual(await readdir(join(path, '.mlops-lab/cache')), [], 'the lock is gone');
  });

  it('loses nothing when many write at once, in one process', async () => {
    const path = await folder();
    const stores = Array.from({ length: 12 }, () => new ProgressStore(path));
    await Promise.all(stores.map((store, n) => store.add([cell(n), read('S', String(n + 1), 20)])));
    const { progress } = await stores[0]!.read();
    assert.equal([...progress.values()].filter(({ kind }) => kind === 'cell').length, 12);
    assert.deepEqual(pagesIn(progress), '1-12');
  });

  it('loses nothing when two processes write at once', async () => {
    const path = await folder();
    const store = JSON.stringify(join(import.meta.dirname, '../../../../src/course/progress/store.ts'));
    const script = (from: number) => `
      import { ProgressStore } from ${store};
      const store = new ProgressStore(${JSON.stringify(path)});
      for (let n = ${from}; n < ${from + 20}; n++)
        await store.add([{ kind: 'cell', item: 'L', cell: 'cell-' + n, at: ${JSON.stringify(at(1))} }]);`;
    const write = (from: number) => run(process.execPath, ['--input-type=module', '--eval', script(from)]);
    await Promise.all([write(0), write(20)]);
    assert.equal((await new ProgressStore(path).read()).progress.size, 40);
  });

  it('does not wait for a lock whose process has died', async () => {
    const path = await folder({ '.mlops-lab/cache/progress.lock': '1 of a process that is gone' });
    const lock = join(path, '.mlops-lab/cache/progress.lock');
    const long = new Date(Date.now() - 60_000);
    await utimes(lock, long, long);
    assert.equal((await new ProgressStore(path).add([cell(1)])).size, 1);
    assert.deepEqual(await readdir(join(path, '.mlops-lab/cache')), []);
  });

  it('of a damaged file keeps every whole line, and the file beside it', async () => {
    const damaged = printProgress(progressOf([cell(1), cell(2)])).replace('"cell-2"', '"cel');
    const path = await folder({ [own]: damaged });
    const store = new ProgressStore(path);
    assert.equal((await store.read()).damaged.length, 1);
    assert.equal((await store.add([cell(3)])).size, 2);
    const kept = (await readdir(join(path, '.mlops-lab'))).filter((name) => name.startsWith('progress.json.damaged-'));
    assert.equal(kept.length, 1);
    assert.equal(await readFile(join(path, '.mlops-lab', kept[0]!), 'utf8'), damaged);
    assert.deepEqual((await store.read()).damaged, []);
  });

  it('of a later version is left as it is', async () => {
    const newer = printProgress(progressOf([cell(1)])).replace('"version": 3', '"version": 2000');
    const path = await folder({ [own]: newer });
    const store = new ProgressStore(path);
    await assert.rejects(store.add([cell(2)]), { code: 'progress-newer' });
    await assert.rejects(store.read(), { code: 'progress-newer' });
    assert.equal(await readFile(join(path, own), 'utf8'), newer);
  });

  it('says whole sentences where it cannot be read or written', async () => {
    const path = await folder({ '.mlops-lab/progress.json/x': '' });
    await assert.rejects(new ProgressStore(path).read(), { code: 'progress-unreadable' });
    const blocked = await folder({ '.mlops-lab': 'a file where a folder should be' });
    await assert.rejects(new ProgressStore(blocked).add([cell(1)]), { code: 'progress-unwritable' });
  });

  it('is copied before a reset, and a copy put back is all there was', async () => {
    const path = await folder();
    const store = new ProgressStore(path);
    assert.equal(await store.backUp(), undefined);
    await store.add([cell(1)]);
    const copy = await store.backUp();
    assert.ok(copy?.startsWith(join(path, '.mlops-lab', 'backups', 'progress-')));
    await store.add([{ kind: 'reset', item: 'L', at: at(5) }]);
    assert.deepEqual(
      [...(await store.read()).progress.values()].map(({ kind }) => kind),
      ['reset'],
    );
    await writeFile(store.path, await readFile(copy!));
    assert.deepEqual([...(await store.read()).progress.values()], [cell(1)]);
  });

  describe('as facts come', () => {
    const collect = async (held: boolean, path?: string) => {
      const store = new ProgressStore(path ?? (await folder()));
      const wrote: Progress[] = [];
      const failed: string[] = [];
      const writer = new ProgressWriter(
        store,
        held,
        (each) => wrote.push(each),
        (each) => failed.push(each),
      );
      return { store, wrote, failed, writer };
    };

    it('gathers them, and writes them together', async () => {
      const { store, wrote, writer } = await collect(false);
      writer.add([read('S', '1', 9)], noProgress);
      writer.add([read('S', '2', 9)], noProgress);
      assert.equal(pagesIn(writer.pending), '1-2');
      await writer.flush();
      assert.equal(wrote.length, 1);
      assert.equal(writer.pending.size, 0);
      assert.equal(pagesIn((await store.read()).progress), '1-2');
    });

    it('writes them by itself after a while', async () => {
      const { wrote, writer } = await collect(false);
      writer.add([cell(1)], noProgress);
      for (const end = Date.now() + 15_000; wrote.length === 0; await new Promise((r) => setTimeout(r, 50))) {
        assert.ok(Date.now() < end, 'written within 15 s');
      }
    });

    it('gathers nothing that is known', async () => {
      const { writer } = await collect(false);
      writer.add([read('S', '1', 9, 5)], progressOf([read('S', '1-3', 9)]));
      assert.equal(writer.pending.size, 0);
      await writer.flush();
    });

    it('holds them back in a folder that is not trusted, until it is', async () => {
      const { store, wrote, writer } = await collect(true);
      writer.add([cell(1)], noProgress);
      await writer.flush();
      assert.equal(wrote.length, 0);
      await assert.rejects(stat(store.path), { code: 'ENOENT' });
      await writer.release();
      assert.equal((await store.read()).progress.size, 1);
    });

    it('tells a failure once, keeps the facts, and writes them when it can again', async () => {
      const path = await folder();
      await mkdir(join(path, own), { recursive: true });
      const { wrote, failed, writer } = await collect(false, path);
      writer.add([cell(1)], noProgress);
      await writer.flush();
      writer.add([cell(2)], noProgress);
      await writer.flush();
      assert.equal(failed.length, 1);
      await remove(join(path, own));
      writer.add([cell(3)], noProgress);
      await writer.flush();
      assert.equal(wrote[0]?.size, 3);
    });

    it('has a reset come after all that was gathered before', async () => {
      const { store, writer } = await collect(false);
      writer.add([cell(1)], noProgress);
      const copy = await writer.reset([{ kind: 'reset', item: 'L', at: at(9) }]);
      assert.match(await readFile(copy!, 'utf8'), /cell-1/);
      assert.deepEqual(
        [...(await store.read()).progress.values()].map(({ kind }) => kind),
        ['reset'],
      );
    });
  });
});

function pagesIn(progress: Progress): string | undefined {
  return [...progress.values()].find((fact) => fact.kind === 'pages')?.pages;
}
