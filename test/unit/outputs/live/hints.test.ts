import assert from 'node:assert/strict';
import { initialState, type LiveState } from '../../../../src/mlops/payloads/live.ts';
import { sentenceText } from '../../../../src/mlops/payloads/liveFormat.ts';
import { hintsOf } from '../../../../src/mlops/payloads/liveHints.ts';
import { addPoint, emptySeries, liveNumber } from '../../../../src/mlops/payloads/liveSeries.ts';

type Curve = (epoch: number) => number;

/** A training of some epochs with these curves. */
function trained(epochs: number, loss: Curve, valLoss?: Curve): LiveState {
  const points = emptySeries();
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const values = { loss: loss(epoch), ...(valLoss ? { val_loss: valLoss(epoch) } : {}) };
    addPoint(points, epoch, Object.fromEntries(Object.entries(values).map(([name, v]) => [name, liveNumber(v)])), 5000);
  }
  return { ...initialState({ id: 'a', kind: 'training', title: 'T', unit: 'epoch', total: epochs }), points };
}

const kinds = (state: LiveState) => hintsOf(state).map(({ kind }) => kind);

/** Numbers that look normally distributed, the same each time (mulberry32, Box-Muller). */
function noise(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) + 1) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

const falling: Curve = (epoch) => 0.1 + Math.exp(-epoch / 10);

describe('hints on a training', () => {
  it('say where a loss became NaN, and what to do', () => {
    const state: LiveState = { ...trained(3, falling), broken: { name: 'loss', value: 'NaN', x: 2, step: 41 } };
    assert.deepEqual(hintsOf(state).map(sentenceText), [
      'loss became NaN by batch 41. Lower the learning rate, and check the data for missing or very large values.',
    ]);
  });

  it('see a loss that rises well above its start', () => {
    assert.deepEqual(kinds(trained(6, (epoch) => 1.6 ** epoch)), ['divergence']);
    assert.deepEqual(kinds(trained(10, (epoch) => (epoch < 5 ? falling(epoch) : 2 ** (epoch - 4)))), ['divergence']);
  });

  it('see overfitting, and name the best epoch', () => {
    const state = trained(30, falling, (epoch) => 0.3 + 0.5 * Math.exp(-epoch / 5) + 0.01 * Math.max(0, epoch - 12));
    const [hint] = hintsOf(state);
    assert.equal(hint?.kind, 'overfitting');
    assert.match(sentenceText(hint!), /since epoch 1[23] the validation loss has risen/);
  });

  it('see overfitting through noise', () => {
    const next = noise(1);
    const valLoss: Curve = (epoch) => 0.3 + 0.5 * Math.exp(-epoch / 5) + 0.02 * Math.max(0, epoch - 12) + 0.01 * next();
    assert.deepEqual(kinds(trained(40, falling, valLoss)), ['overfitting']);
  });

  it('see a plateau', () => {
    assert.deepEqual(kinds(trained(30, (epoch) => 0.5 + Math.exp(-epoch))), ['plateau']);
    const next = noise(2);
    const flat = trained(60, (epoch) => 0.5 + Math.exp(-epoch) + 0.0005 * next());
    assert.deepEqual(kinds(flat), ['plateau']);
  });

  it('have nothing to say of a few epochs, or of none', () => {
    for (const epochs of [0, 1, 2, 3]) assert.deepEqual(kinds(trained(epochs, falling, falling)), []);
  });

  it('say nothing of fine curves, however noisy, at any of their epochs', () => {
    const fine: Record<string, (next: () => number) => [Curve, Curve]> = {
      'exponential decay': (next) => [
        (e) => falling(e) * (1 + 0.03 * next()),
        (e) => (falling(e) + 0.05) * (1 + 0.05 * next()),
      ],
      'slow decay': (next) => [(e) => (1 / e) * (1 + 0.05 * next()), (e) => (1.2 / e) * (1 + 0.1 * next())],
      'steady fall': (next) => [(e) => 2 - e / 50 + 0.02 * next(), (e) => 2.1 - e / 50 + 0.1 * next()],
      'a spike': (next) => [(e) => (e === 7 ? 3 : falling(e) * (1 + 0.01 * next())), (e) => (e === 9 ? 4 : falling(e))],
      'towards zero': (next) => [
        (e) => Math.exp(-e / 3) * (1 + 0.2 * next()),
        (e) => Math.exp(-e / 3) * (1 + 0.2 * next()),
      ],
    };
    const alarms: string[] = [];
    for (const [name, curves] of Object.entries(fine)) {
      for (let seed = 1; seed <= 40; seed++) {
        const [loss, valLoss] = curves(noise(seed));
        const lossValues = Array.from({ length: 30 }, (_, index) => loss(index + 1));
        const valValues = Array.from({ length: 30 }, (_, index) => valLoss(index + 1));
        for (let epochs = 1; epochs <= 30; epochs++) {
          const found = kinds(
            trained(
              epochs,
              (e) => lossValues[e - 1]!,
              (e) => valValues[e - 1]!,
            ),
          );
          alarms.push(...found.map((kind) => `${name}, seed ${seed}, epoch ${epochs}: ${kind}`));
        }
      }
    }
    assert.deepEqual(alarms, []);
  });
});
