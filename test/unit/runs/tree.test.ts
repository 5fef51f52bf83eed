import assert from 'node:assert/strict';
import type { Run } from '../../../src/runs/model.ts';
import { experimentsOf, type RunBranch } from '../../../src/runs/tree.ts';

const run = (id: string, experimentId: string, parent?: string): Run => ({
  ...{ id, name: id, experiment: `e${experimentId}`, experimentId, status: 'FINISHED', startTime: 0, artifactUri: '' },
  ...{ params: {}, metrics: {}, tags: parent === undefined ? {} : { 'mlflow.parentRunId': parent } },
});
const words = ({ run, nested }: RunBranch): string =>
  run.id + (nested.length > 0 ? `(${nested.map(words).join(' ')})` : '');
const tree = (...runs: Run[]) => experimentsOf(runs).map(({ name, runs }) => `${name}: ${runs.map(words).join(' ')}`);

describe('runs: the tree', () => {
  it('has each experiment with its runs, in the order in which they came', () => {
    assert.deepEqual(tree(run('a', '2'), run('b', '1'), run('c', '2')), ['e2: a c', 'e1: b']);
    assert.deepEqual(tree(), []);
  });

  it('has runs below the run that they were started in, to any depth', () => {
    assert.deepEqual(tree(run('d', '1', 'b'), run('c', '1', 'a'), run('b', '1', 'a'), run('a', '1')), [
      'e1: a(c b(d))',
    ]);
  });

  it('keeps a run whose parent is not there, and runs that name each other', () => {
    assert.deepEqual(tree(run('a', '1', 'gone')), ['e1: a']);
    const circle = tree(run('a', '1', 'b'), run('b', '1', 'a'), run('c', '1', 'c'));
    assert.deepEqual(circle, ['e1: b(a) c']);
  });
});
