import assert from 'node:assert/strict';
import type { TextColumn } from '../../../../src/runs/compare/columns.ts';
import { exportRuns } from '../../../../src/runs/compare/exports.ts';
import { groupedRows, rowsLeft, sortedRows, summaryOf } from '../../../../src/runs/compare/rows.ts';
import {
  cellText,
  differs,
  isLessBetter,
  nameColumn,
  type TableColumn,
  tableColumns,
} from '../../../../src/runs/compare/table.ts';
import {
  moved,
  parseView,
  pinnedCount,
  shownColumns,
  sortedBy,
  togglePin,
  usualView,
  withColumn,
} from '../../../../src/runs/compare/view.ts';
import { columnsFrom } from '../../../ui/runs/compared.ts';

const runs = columnsFrom([
  {
    id: 'a',
    name: 'run 10',
    params: { lr: '0.1', net: 'small' },
    metrics: { loss: 0.5 },
    tags: { 'mlflow.note.content': 'good' },
  },
  { id: 'b', name: 'run 9', params: { lr: '1e-2', net: 'small' }, metrics: { loss: Number.NaN } },
  { id: 'c', name: 'run 1', params: { lr: '0.1', net: 'small' }, metrics: { loss: 0.25, acc: 1 }, status: 'RUNNING' },
  { id: 'd', name: 'run 2', params: { lr: '1', net: 'small' } },
]);
const now = 1.75e12;
const extremes = new Map([
  ['a', { id: 'a', keys: ['loss'], least: Float64Array.of(0.4), greatest: Float64Array.of(2) }],
]);
const columns = tableColumns(runs, extremes, now);
const byId = new Map(columns.map((column) => [column.id, column]));
const column = (id: string): TableColumn => byId.get(id) ?? assert.fail(`there is no ${id}`);
const all = Uint32Array.from(runs.ids.keys());
const namesOf = (rows: ArrayLike<number>) => Array.from(rows, (row) => runs.ids[row]).join('');

describe('runs: the columns of the comparison', () => {
  it('are attributes, last values, params, values over all steps, and tags', () => {
    const usual = columns.filter(({ usual }) => usual).map(({ id }) => id);
    assert.deepEqual(usual, [
      nameColumn,
      ...['status', 'start_time', 'duration', 'note'].map((key) => `attributes.${key}`),
      ...['metrics.loss', 'metrics.acc', 'params.lr', 'params.net'],
    ]);
    assert.ok(columns.some(({ id }) => id === 'metrics.loss#best'));
  });

  it('say what a run has, nothing where it has nothing, and how long one has run until now', () => {
    assert.equal(cellText(column('metrics.loss'), 1), 'NaN');
    assert.equal(cellText(column('metrics.acc'), 0), '');
    assert.equal(cellText(column('attributes.duration'), 0), '42 s');
    assert.equal(cellText(column('attributes.duration'), 2), '2 min');
    assert.equal(cellText(column('attributes.note'), 0), 'good');
    assert.equal(cellText(column('attributes.status'), 2), 'Running');
  });

  it('take as best the least of a loss and the greatest of a score', () => {
    assert.deepEqual(['val_loss', 'rmse', 'error_rate', 'accuracy', 'f1', 'auc'].map(isLessBetter), [
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    assert.equal(cellText(column('metrics.loss#best'), 0), '0.4');
    assert.equal(cellText(column('metrics.loss#greatest'), 0), '2');
    assert.equal(cellText(column('metrics.loss#best'), 1), '');
  });

  it('differ where one row has something else, or nothing', () => {
    assert.equal(differs(column('params.net'), all), false);
    assert.equal(differs(column('params.lr'), all), true);
    assert.equal(differs(column('metrics.acc'), [0, 1]), false);
    assert.equal(differs(column('metrics.acc'), [1, 2]), true);
  });
});

describe('runs: the rows of the comparison', () => {
  const sorted = (...orders: [string, boolean][]) =>
    namesOf(
      sortedRows(
        all,
        byId,
        orders.map(([column, descending]) => ({ column, descending })),
      ),
    );

  it('are sorted by numbers, also where they are texts; what is none comes last either way', () => {
    assert.equal(sorted(['metrics.loss', false]), 'cabd');
    assert.equal(sorted(['metrics.loss', true]), 'acbd');
    assert.equal(sorted(['params.lr', false]), 'bacd');
    assert.equal(sorted([nameColumn, false]), 'cdba');
  });

  it('are sorted among equals by the next column, and stay as they lie among all equals', () => {
    assert.equal(sorted(['params.lr', true], ['metrics.loss', false]), 'dcab');
    assert.equal(sorted(['params.net', false]), 'abcd');
    assert.equal(sorted(['params.gone', false]), 'abcd');
  });

  it('make groups, sorted by the mean of what the runs are sorted by', () => {
    const order = column('metrics.loss');
    const rows = groupedRows(all, column('params.lr'), order, true, new Set(['0.1']));
    const words = rows.map((row) => (row.of === 'group' ? `${row.label}:${row.rows.length}` : runs.ids[row.row]));
    assert.deepEqual(words, ['0.1:2', 'a', 'c', '1e-2:1', '1:1']);
  });

  it('have a mean and the deviation of a sample, of finite numbers alone', () => {
    assert.deepEqual(summaryOf(column('metrics.loss'), all), { mean: 0.375, deviation: Math.sqrt(0.03125), count: 2 });
    assert.equal(summaryOf(column('metrics.loss'), [1, 3]), undefined);
    assert.ok(Number.isNaN(summaryOf(column('metrics.loss'), [0])?.deviation));
  });

  it('are those that are left', () => {
    assert.deepEqual([...rowsLeft(Uint8Array.of(0, 1, 1, 0))], [1, 2]);
  });

  it('of 10,000 runs are found and sorted well within the time of a frame or two', () => {
    const many = columnsFrom(
      Array.from({ length: 10_000 }, (_, i) => ({
        id: String(i),
        name: `run ${i}`,
        metrics: { loss: (i * 7919) % 10_007 },
      })),
    );
    const wide = new Map(tableColumns(many, new Map(), now).map((each) => [each.id, each]));
    const rows = sortedRows(Uint32Array.from(many.ids.keys()), wide, [{ column: 'metrics.loss', descending: true }]);
    const { values } = many.columns.find(({ key }) => key === 'loss') as { values: Float64Array };
    for (let i = 1; i < rows.length; i++) assert.ok(values[rows[i - 1]!]! >= values[rows[i]!]!);
  });
});

describe('runs: how they are looked at', () => {
  it('a column is sorted by up, then down, then not; a further one comes after the others', () => {
    let view = sortedBy(usualView, 'x', false);
    assert.deepEqual(view.sort, [{ column: 'x', descending: false }]);
    view = sortedBy(view, 'y', true);
    view = sortedBy(view, 'x', true);
    assert.deepEqual(view.sort, [
      { column: 'x', descending: true },
      { column: 'y', descending: false },
    ]);
    view = sortedBy(view, 'x', true);
    assert.deepEqual(view.sort, [{ column: 'y', descending: false }]);
    assert.deepEqual(sortedBy(view, 'z', false).sort, [{ column: 'z', descending: false }]);
  });

  it('columns are hidden, pinned and moved; the names stay first', () => {
    const shown = (view = usualView, differing = () => true) =>
      shownColumns(columns, view, differing).map(({ id }) => id);
    let view = withColumn(withColumn(usualView, 'params.net', false), 'metrics.loss#best', true);
    view = togglePin(view, 'metrics.acc');
    assert.deepEqual(shown(view).slice(0, 2), [nameColumn, 'metrics.acc']);
    assert.equal(
      pinnedCount(
        shownColumns(columns, view, () => true),
        view,
      ),
      2,
    );
    assert.ok(!shown(view).includes('params.net') && shown(view).includes('metrics.loss#best'));
    const movedView = moved(view, shown(view), 'attributes.start_time', -1);
    assert.ok(shown(movedView).indexOf('attributes.start_time') < shown(movedView).indexOf('attributes.status'));
    assert.equal(moved(view, shown(view), nameColumn, 1), view);
    assert.equal(withColumn(view, nameColumn, false), view);
    assert.equal(togglePin(view, 'metrics.acc').pinned.length, 0);
  });

  it('only changed columns leaves those that differ, and pinned ones', () => {
    const view = togglePin({ ...usualView, onlyChanged: true }, 'params.net');
    const ids = shownColumns(columns, view, (each) => differs(each, all)).map(({ id }) => id);
    assert.ok(ids.includes('params.net') && ids.includes('params.lr'));
    assert.ok(
      !shownColumns(columns, { ...usualView, onlyChanged: true }, (each) => differs(each, all)).some(
        ({ id }) => id === 'params.net',
      ),
    );
  });

  it('is kept, and taken for the usual where it is of another form', () => {
    assert.deepEqual(parseView(JSON.parse(JSON.stringify(usualView))), usualView);
    assert.deepEqual(parseView({ filter: 3 }), usualView);
  });
});

describe('runs: as a file', () => {
  const chosen = [nameColumn, 'metrics.loss', 'params.lr', 'attributes.start_time'].map(column);

  it('CSV has exact values under ids, and no formula', () => {
    const sly = columnsFrom([{ id: 'a', name: '=1+1', params: { x: 'a "b", c', y: '-1' }, metrics: { m: 0.1 + 0.2 } }]);
    const made = tableColumns(sly, new Map(), now).filter(({ id }) => /name|params|metrics\.m$/.test(id));
    assert.equal(
      exportRuns('csv', made, [0]),
      'attributes.run_name,metrics.m,params.x,params.y\r\n\'=1+1,0.30000000000000004,"a ""b"", c",-1\r\n',
    );
  });

  it('JSON has numbers, NaN as a text, times in ISO 8601, and leaves out what is missing', () => {
    assert.deepEqual(JSON.parse(exportRuns('json', chosen, [1, 3])), [
      {
        [nameColumn]: 'run 9',
        'metrics.loss': 'NaN',
        'params.lr': '1e-2',
        'attributes.start_time': '2025-06-15T15:05:40.000Z',
      },
      { [nameColumn]: 'run 2', 'params.lr': '1', 'attributes.start_time': '2025-06-15T15:03:40.000Z' },
    ]);
  });

  it('Markdown is a table in which no value is markup', () => {
    const sly = columnsFrom([{ id: 'a', name: 'a|b <i>\nc' }]);
    const made = tableColumns(sly, new Map(), now).filter(({ id }) => id === nameColumn);
    assert.equal(exportRuns('md', made, [0]), '| Run |\n| --- |\n| a\\|b \\<i\\> c |\n');
  });

  it('texts are kept once each', () => {
    const lr = runs.columns.find(({ key }) => key === 'lr') as TextColumn;
    assert.deepEqual(
      [lr.values, [...lr.codes]],
      [
        ['0.1', '1e-2', '1'],
        [0, 1, 0, 2],
      ],
    );
  });
});
