import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gitCommit } from '../../../../src/mlops/tracking/environment.ts';
import { Store } from '../../../../src/mlops/tracking/store.ts';
import { query, refuses, useWorkspace } from '../../trackingWorkspace.ts';

const library = new URL('../../../../src/mlops/tracking.ts', import.meta.url).href;

describe('tracking: databases that are not ours', () => {
  const workspace = useWorkspace();
  const open = () => new Store(workspace());
  const bytes = () => readFileSync(join(workspace(), 'mlflow.db'));

  it('refuses a file that is no database, and leaves it alone', () => {
    writeFileSync(join(workspace(), 'mlflow.db'), 'not a database, but a text of some length'.repeat(30));
    const before = bytes();
    assert.match(refuses('damaged-database', open).message, /mlflow\.db is damaged, or is no SQLite database/);
    assert.deepEqual(bytes(), before);
  });

  it('refuses a database of something else, and leaves it alone', () => {
    query(workspace(), 'CREATE TABLE runs (x)');
    const before = bytes();
    refuses('foreign-database', open);
    assert.deepEqual(bytes(), before);
  });

  it('refuses a column that it cannot fill, and writes beside one that has a default', () => {
    open().close();
    query(workspace(), `ALTER TABLE runs ADD COLUMN color TEXT NOT NULL DEFAULT 'red'`);
    const store = open();
    store.createRun('e', 'n', 'u', {}, {});
    store.close();
    query(workspace(), 'DROP TABLE tags');
    query(
      workspace(),
      'CREATE TABLE tags (key TEXT, value TEXT, run_uuid TEXT, kind TEXT NOT NULL, PRIMARY KEY (key, run_uuid))',
    );
    assert.match(refuses('unsupported-schema', open).message, /tags\.kind must be filled/);
  });

  it('says which folder is missing', () => {
    assert.match(refuses('database-unusable', () => new Store(join(workspace(), 'gone'))).message, /gone/);
  });

  it('says when another process holds the database', () => {
    const store = new Store(workspace(), 20);
    const rival = new DatabaseSync(join(workspace(), 'mlflow.db'));
    rival.exec('BEGIN IMMEDIATE');
    refuses('database-busy', () => store.experiment('x'));
    rival.exec('ROLLBACK');
    rival.close();
    store.experiment('x');
    store.close();
  });

  it('leaves no probe file, and switches only its own databases to WAL', () => {
    const store = open();
    assert.equal(query(workspace(), 'PRAGMA journal_mode')[0]?.journal_mode, 'wal');
    assert.deepEqual(
      readdirSync(workspace()).filter((name) => name.includes('probe')),
      [],
    );
    store.close();
    query(workspace(), 'PRAGMA journal_mode = DELETE');
    open().close();
    assert.equal(query(workspace(), 'PRAGMA journal_mode')[0]?.journal_mode, 'delete');
  });
});

describe('tracking: processes', () => {
  const workspace = useWorkspace();
  const script = (body: string) => `
    const t = await import(${JSON.stringify(library)});
    t.configure({ workspace: ${JSON.stringify(workspace())}, flushMs: 60000 });
    ${body}`;
  const run = (body: string) =>
    spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script(body)], {
      encoding: 'utf8',
    });

  it('writes what is left and ends the run when the process exits', () => {
    const { stderr } = run(`t.logMetric('loss', 1); t.logMetric('loss', 0.5, 1);`);
    assert.equal(stderr, '');
    assert.deepEqual(query(workspace(), 'SELECT status FROM runs'), [{ status: 'FINISHED' }]);
    assert.equal(query(workspace(), 'SELECT count(*) AS n FROM metrics')[0]?.n, 2);
  });

  it('ends the run as failed when the process fails', () => {
    assert.notEqual(run(`t.logMetric('loss', 1); throw new Error('no');`).status, 0);
    assert.deepEqual(query(workspace(), 'SELECT status FROM runs'), [{ status: 'FAILED' }]);
  });

  it('loses nothing that flush acknowledged when it is killed', () => {
    const { signal } = run(`t.logMetric('loss', 1); await t.flush(); process.kill(process.pid, 'SIGKILL');`);
    assert.equal(signal, 'SIGKILL');
    assert.deepEqual(query(workspace(), 'SELECT value FROM metrics'), [{ value: 1 }]);
    assert.deepEqual(query(workspace(), 'SELECT status FROM runs'), [{ status: 'RUNNING' }]);
    const store = new Store(workspace());
    store.experiment('after');
    store.close();
  });

  it('lets several processes create and write at the same moment', async function () {
    this.timeout(20_000);
    const body = script(`for (let i = 0; i < 50; i++) { t.logMetric('m', i, i); await t.flush(); }`);
    const one = () =>
      new Promise<string>((resolve) => {
        const child = spawn(process.execPath, [
          '--disable-warning=ExperimentalWarning',
          '--input-type=module',
          '-e',
          body,
        ]);
        let said = '';
        child.stderr.on('data', (data) => {
          said += data;
        });
        child.on('close', () => resolve(said));
      });
    assert.deepEqual(await Promise.all([one(), one(), one(), one()]), ['', '', '', '']);
    assert.equal(query(workspace(), 'SELECT count(*) AS n FROM metrics')[0]?.n, 200);
    assert.equal(query(workspace(), `SELECT count(*) AS n FROM runs WHERE status = 'FINISHED'`)[0]?.n, 4);
  });
});

describe('tracking: the git commit', () => {
  const workspace = useWorkspace();

  it('is the one that git says, loose and packed', () => {
    const git = (...args: string[]) => {
      const identity = ['-c', 'user.name=n', '-c', 'user.email=e'];
      const { stdout, status, stderr } = spawnSync('git', [...identity, ...args], {
        cwd: workspace(),
        encoding: 'utf8',
      });
      assert.equal(status, 0, stderr);
      return stdout.trim();
    };
    git('init', '-q');
    assert.equal(gitCommit(workspace()), undefined);
    git('commit', '-q', '--allow-empty', '-m', 'x');
    const head = git('rev-parse', 'HEAD');
    assert.equal(gitCommit(join(workspace(), 'below')), head);
    git('pack-refs', '--all');
    assert.equal(gitCommit(workspace()), head);
    git('checkout', '-q', '--detach');
    assert.equal(gitCommit(workspace()), head);

    // A submodule, and a linked work tree, which says so in the same way.
    const linked = join(workspace(), 'linked');
    git('worktree', 'add', '-q', '--detach', linked);
    assert.equal(gitCommit(linked), undefined);
    mkdirSync(join(linked, 'below'));
    assert.equal(gitCommit(join(linked, 'below')), undefined);
  });
});
