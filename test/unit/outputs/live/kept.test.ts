import assert from 'node:assert/strict';
import type { Output } from '../../../../src/kernel/protocol/outputs.ts';
import { initialState, type LiveChange, type LiveState } from '../../../../src/mlops/payloads/live.ts';
import { type MimeBundle, mime } from '../../../../src/mlops/payloads/mime.ts';
import { LiveOutputs, liveForms, liveStateOf } from '../../../../src/outputs/live/liveOutputs.ts';

const made = (id: string): MimeBundle =>
  liveForms(initialState({ id, kind: 'chart', title: id, unit: 'step', total: 9 }));

const progress: LiveChange = {
  type: 'progress',
  done: 5,
  elapsed: 1,
  values: { loss: 0.5 },
  points: { x: [1, 5], y: { loss: [1, 0.5] }, stride: 1, count: 2 },
};
const finished: LiveChange = { type: 'end', status: 'finished' };

describe('live outputs that a lab keeps', () => {
  /** A lab whose cell `c` shows, and all that it was told to show. */
  function lab() {
    const live = new LiveOutputs();
    const shown: Output[] = [];
    const show = (output: Output) => {
      live.see('c', output);
      shown.push(output);
    };
    live.cellBegins('c', show);
    const display = (id: string) => show({ kind: 'display', data: made(id) });
    const change = (id: string, change: LiveChange) => show({ kind: 'update', id, change });
    const now = (id: string): LiveState => liveStateOf(live.current(made(id)))!;
    const updates = () => shown.filter((output) => output.kind === 'update');
    return { live, show, display, change, now, updates };
  }

  it('are 200 whole; of those before them that are over the words are kept, and why there are no more', () => {
    const { live, display, change, now, updates } = lab();
    for (let index = 0; index < 250; index++) {
      display(`o${index}`);
      change(`o${index}`, progress);
      change(`o${index}`, finished);
    }
    assert.equal(updates().length, 500, 'nothing is said of what is over, and stands where it was shown');
    assert.equal(live.get('o49'), undefined);
    assert.deepEqual(live.get('o50')?.points.x, [1, 5]);
    const { status, done, values, points, reason } = now('o49');
    assert.deepEqual([status, done, values.loss, points.x], ['finished', 5, 0.5, []]);
    assert.equal(
      reason,
      'Its curves were let go, as those of the 200 newest live outputs are kept. Run the cell again.',
    );
    assert.match(String(live.current(made('o49'))[mime.text]), /let go/, 'its words say so, too');
    assert.equal(now('o50').reason, undefined);
  });

  it('give way when they are over, though others are older', () => {
    const { live, display, change } = lab();
    for (let index = 0; index < 200; index++) display(`o${index}`);
    change('o7', finished);
    display('o200');
    assert.equal(live.get('o7'), undefined);
    assert.equal(live.get('o0')?.status, 'running');
  });

  it('say in their place that they are followed no more, where more than 200 run at once', () => {
    const { live, display, change, now, updates } = lab();
    for (let index = 0; index < 201; index++) display(`o${index}`);
    const reason = 'It goes on unseen: only the 200 newest live outputs of a lab are followed.';
    assert.deepEqual(updates(), [{ kind: 'update', id: 'o0', change: { type: 'end', status: 'stopped', reason } }]);
    assert.equal(live.get('o0'), undefined);
    change('o0', progress);
    assert.deepEqual([now('o0').status, now('o0').done, now('o0').reason], ['stopped', 0, reason]);
    change('o0', finished);
    assert.equal(now('o0').status, 'stopped', 'what comes later changes nothing');
  });

  it('are recorded as they stand, be they kept whole, in words, or not at all', () => {
    const { live, display, change } = lab();
    const count = 10_300;
    for (let index = 0; index < count; index++) {
      display(`o${index}`);
      change(`o${index}`, finished);
    }
    const outputs: Output[] = [0, 200, count - 1].map((index) => ({ kind: 'display', data: made(`o${index}`) }));
    const states = live
      .settled([...outputs, { kind: 'update', id: 'o0', change: finished }])
      .map((output) => output.kind === 'display' && liveStateOf(output.data));
    assert.deepEqual(
      states.map((state) => state && [state.status, state.reason]),
      [
        ['stopped', 'How it went on is not known any more. Run the cell again.'],
        ['finished', undefined],
        ['finished', undefined],
      ],
    );
  });

  it('go with their cell, when that is run again', () => {
    const { live, display, now } = lab();
    for (let index = 0; index < 205; index++) display(`o${index}`);
    live.cellBegins('c', () => undefined);
    for (const id of ['o0', 'o204']) {
      assert.equal(live.get(id), undefined);
      assert.match(now(id).reason ?? '', /not known any more/);
    }
  });

  it('leave alone what is no live output', () => {
    const bundle = { [mime.text]: 'words' };
    assert.equal(new LiveOutputs().current(bundle), bundle);
  });
});
