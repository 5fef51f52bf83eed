import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Output } from '../../../src/kernel/protocol/outputs.ts';
import { parseLab } from '../../../src/labs/file.ts';
import { textCells } from '../../../src/labs/text/cells.ts';
import { applyChange, initialState, type LiveChange } from '../../../src/mlops/payloads/live.ts';
import { mime } from '../../../src/mlops/payloads/mime.ts';
import {
  condensed,
  parseFromPanel,
  parsePageState,
  replay,
  streamWindow,
} from '../../../src/outputs/panel/contract.ts';
import {
  type BlockCell,
  emptyPanel,
  type PanelEvent,
  type PanelState,
  reducePanel,
  replacedBy,
} from '../../../src/outputs/panel/state.ts';
import { keepBlocks } from '../../../src/outputs/panel/store.ts';
import { storedBlocks } from '../../../src/outputs/panel/storedBlocks.ts';
import { panelText } from '../../../src/outputs/panel/text.ts';
import { OutputStore, textHash } from '../../../src/outputs/store/store.ts';
import { silentLog } from '../../../src/platform/log.ts';

const cell = (index: number, source = `cell ${index}`): BlockCell => ({
  key: `0 ${source}`,
  index,
  line: index * 10 + 1,
  source,
});
const begin = (id: number, of = cell(id)): PanelEvent => ({
  type: 'begin',
  id,
  cell: of,
  started: 1000 * id,
  replaces: [],
});
const print = (id: number, text: string, name: 'stdout' | 'stderr' = 'stdout'): PanelEvent => ({
  type: 'output',
  id,
  output: { kind: 'stream', name, text },
});
const show = (id: number, data: Record<string, unknown>): PanelEvent => ({
  type: 'output',
  id,
  output: { kind: 'display', data },
});
const end = (id: number): PanelEvent => ({ type: 'end', id, end: { status: 'succeeded', seconds: 0.5 } });
const stateOf = (...events: PanelEvent[]): PanelState =>
  events.reduce((state, event) => reducePanel(state, event), emptyPanel);
const textsOf = (state: PanelState, id: number) =>
  state.blocks
    .find((block) => block.id === id)!
    .outputs.map((output) => (output.kind === 'stream' ? output.text : output.kind));

describe('the side panel of a lab’s outputs', () => {
  it('joins what a program prints in pieces, and keeps the streams apart', () => {
    const state = stateOf(begin(1), print(1, 'a'), print(1, 'b\n'), print(1, 'oh', 'stderr'), print(1, 'c'));
    assert.deepEqual(textsOf(state, 1), ['ab\n', 'oh', 'c']);
  });

  it('puts a cell that runs again at the end, and lets go of its older block, also where its text was changed', () => {
    const before = stateOf(begin(1), end(1), begin(2), end(2));
    assert.deepEqual(replacedBy(before, cell(1), ['0 cell 1', '0 cell 2']), [1]);
    assert.deepEqual(replacedBy(before, cell(2, 'changed'), ['0 cell 1', '0 changed']), [2]);
    // A cell that was put in above has the place of another one, and not its outputs.
    assert.deepEqual(replacedBy(before, cell(1, 'new'), ['0 new', '0 cell 1', '0 cell 2']), []);
    const event: PanelEvent = { type: 'begin', id: 3, cell: cell(1), started: 1, replaces: [1] };
    const after = reducePanel(before, event);
    assert.deepEqual(
      after.blocks.map(({ id }) => id),
      [2, 3],
    );
  });

  it('clears what has ended; a cell that runs goes on', () => {
    const cleared = reducePanel(stateOf(begin(1), end(1), begin(2), print(2, 'x')), { type: 'clear' });
    assert.deepEqual(textsOf(reducePanel(cleared, print(2, 'y')), 2), ['y']);
    assert.equal(cleared.blocks.length, 1);
  });

  it('keeps a live output as it is now, in its words too, for a page that comes later', () => {
    const live = initialState({ id: 'fit', kind: 'training', title: 'Fit', unit: 'epoch', total: 3 });
    const change: LiveChange = { type: 'end', status: 'stopped', reason: 'You stopped it.' };
    const update: Output = { kind: 'update', id: 'fit', change };
    const state = stateOf(begin(1), show(1, { [mime.live]: live }), { type: 'output', id: 1, output: update });
    const [, shown] = replay(state);
    assert.ok(shown?.type === 'output' && shown.output.kind === 'display');
    assert.deepEqual(shown.output.data, { [mime.live]: applyChange(live, change) });
    assert.match(panelText(state), /You stopped it/);
  });

  it('takes only so much memory: the oldest goes first, then the beginning of what still prints, and both say so', () => {
    const limit = 1000;
    let state = emptyPanel;
    for (const event of [begin(1), print(1, 'x'.repeat(900)), end(1), begin(2), print(2, 'y'.repeat(900))])
      state = reducePanel(state, event, limit);
    assert.match(textsOf(state, 1).join(), /let go to save memory/);
    assert.deepEqual(textsOf(state, 2), ['y'.repeat(900)]);
    for (let piece = 0; piece < 50; piece++) state = reducePanel(state, print(2, 'z'.repeat(99)), limit);
    const texts = textsOf(state, 2);
    assert.match(texts[0]!, /^The first \d+ characters were let go/);
    assert.ok(texts.join('').endsWith('z'.repeat(500)));
    assert.ok(texts.join('').length < 2 * limit);
  });

  it('tells the page the end of a flood, and how much was left out', () => {
    const flood = Array.from({ length: 60 }, (_, at) => print(1, String(at % 10).repeat(streamWindow / 10)));
    const events = condensed(flood);
    assert.equal(events.length, 1);
    const [event] = events;
    assert.ok(event?.type === 'output' && event.output.kind === 'stream');
    assert.equal(event.output.text.length, streamWindow);
    assert.equal(event.skipped, 5 * streamWindow);
  });

  it('tells a page that is built later the same as one that listened all the time', () => {
    const event = fc.oneof(
      fc.constantFrom(1, 2).map((id) => print(id, 'text')),
      fc.constantFrom(1, 2).map((id) => print(id, 'text', 'stderr')),
      fc.constantFrom(1, 2).map((id) => show(id, { [mime.text]: 'x' })),
      fc.constantFrom(1, 2).map(end),
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const state = stateOf(begin(1), begin(2), ...events);
        const again = stateOf(...(replay(state) as PanelEvent[]));
        assert.deepEqual(again, state);
        assert.deepEqual(stateOf(...(condensed([begin(1), begin(2), ...events]) as PanelEvent[])), state);
      }),
    );
  });

  it('is there as plain text, each cell under its line', () => {
    const check = { id: 'a', name: 'two', passed: true };
    const state = stateOf(
      begin(1, cell(1, '\nconst one = 1;\none')),
      print(1, 'no line end'),
      show(1, { [mime.text]: '1' }),
      { type: 'output', id: 1, output: { kind: 'check', check } },
      end(1),
      begin(2),
    );
    assert.equal(
      panelText(state),
      '── Line 11: const one = 1;\nno line end\n1\n✔ Check passed: two\nSucceeded in 500 ms\n\n── Line 21: cell 2\nRunning\n',
    );
    assert.match(panelText(emptyPanel), /No cell/);
  });

  it('takes from its page only messages that it knows', () => {
    assert.deepEqual(parseFromPanel({ type: 'openCell', id: 3, more: 1 }), { type: 'openCell', id: 3 });
    assert.deepEqual(parseFromPanel({ type: 'copy', requestId: 1, text: 'x' }), {
      type: 'copy',
      requestId: 1,
      text: 'x',
    });
    for (const message of [
      undefined,
      {},
      { type: 'openPlace', url: 'file:///x', line: 0, column: 1 },
      { type: 'openCell' },
    ])
      assert.equal(parseFromPanel(message), undefined);
  });

  it('comes back from what is kept: the same blocks, in the order of their runs, but none of a changed cell', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mlops-lab-panel-'));
    try {
      const store = new OutputStore(folder, join(folder, 'labs', 'a.lab.ts'), silentLog);
      const check = { id: 'a', name: 'two', passed: false, hint: 'Count again.' };
      const error = { name: 'TypeError', message: 'no', stack: 'TypeError: no\n    at file:///a.lab.ts:1:1' };
      const ran = [
        begin(3, cell(3, 'first')),
        print(3, 'a line\n'),
        print(3, 'oh', 'stderr'),
        show(3, { [mime.markdown]: '**x**', [mime.text]: 'x' }),
        { type: 'output', id: 3, output: { kind: 'check', check } },
        { type: 'end', id: 3, end: { status: 'failed', seconds: 0.25, error } },
        begin(4, cell(1, 'second')),
        end(4),
        begin(5, cell(2, 'before its change')),
        end(5),
      ] satisfies PanelEvent[];
      await keepBlocks(store, stateOf(...ran));
      const lab = parseLab('// %%\nsecond\n\n// %%\nafter its change\n\n// %%\nfirst\n');
      const restored = stateOf(...storedBlocks(textCells(lab), await store.read(), 7));
      assert.deepEqual(
        restored.blocks.map(({ id, cell, started }) => ({ id, ...cell, started })),
        [
          { id: 7, key: '0 first', index: 2, line: 7, source: 'first', started: 3000 },
          { id: 8, key: '0 second', index: 0, line: 1, source: 'second', started: 4000 },
        ],
      );
      const [first, second] = restored.blocks;
      assert.deepEqual([first!.status, first!.end!.seconds, first!.end!.error], ['failed', 0.25, error]);
      assert.deepEqual(first!.outputs, stateOf(...ran).blocks[0]!.outputs);
      assert.deepEqual([second!.status, second!.outputs], ['succeeded', []]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('comes back without what is not shown whoever wrote it, and without a cell that never ended', () => {
    const lab = parseLab('// %%\none\n\n// %%\ntwo\n');
    const at = { success: true, start: 1, end: 2 };
    const outputs = [[{ mime: 'application/x-evil', text: '<script>' }], [{ mime: mime.check, text: '{"name": 1}' }]];
    const saved = [
      { source: textHash('one'), ...at, outputs },
      { source: textHash('two'), start: 1, outputs },
    ];
    const { blocks } = stateOf(...storedBlocks(textCells(lab), saved, 1));
    assert.deepEqual(
      blocks.map((block) => block.outputs),
      [[{ kind: 'display', data: { [mime.check]: { name: 1 } } }]],
    );
  });

  it('knows its lab again only by what a page of ours kept', () => {
    assert.deepEqual(parsePageState({ lab: 'file:///a.lab.ts', more: 1 }), { lab: 'file:///a.lab.ts' });
    for (const state of [undefined, null, {}, { lab: 3 }, 'file:///a.lab.ts']) {
      assert.equal(parsePageState(state), undefined);
    }
  });

  it('keeps what it shows for the notebook, over what was kept of the same cells', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'mlops-lab-panel-'));
    try {
      const store = new OutputStore(folder, join(folder, 'labs', 'a.lab.ts'), silentLog);
      const old = {
        source: textHash('cell 1'),
        order: 4,
        start: 10,
        end: 20,
        outputs: [[{ mime: 'text/plain', text: 'old' }]],
      };
      const other = { source: textHash('other'), order: 7, outputs: [[{ mime: 'text/plain', text: 'other' }]] };
      await store.write([old, other]);
      await keepBlocks(
        store,
        stateOf(begin(1), show(1, { [mime.text]: 'new', 'application/x-unknown': 'new' }), end(1), begin(2)),
      );
      assert.deepEqual(await store.read(), [
        other,
        {
          source: textHash('cell 1'),
          order: 8,
          success: true,
          start: 1000,
          end: 1500,
          outputs: [[{ mime: 'text/plain', text: 'new' }]],
        },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
