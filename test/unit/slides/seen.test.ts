import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Look, look, nextSeen, nothingSeen, seenAfter } from '../../../src/slides/seen.ts';

const run = (...looks: Look[]) => looks.reduce(look, nothingSeen);
const at = (at: number, ...pages: number[]): Look => ({ at, pages, attentive: true });
const away = (at: number, ...pages: number[]): Look => ({ at, pages, attentive: false });

describe('slides: pages seen', () => {
  it('are those that were on screen long enough', () => {
    assert.deepEqual([...run(at(0, 1), at(seenAfter, 1)).seen], [1]);
    assert.deepEqual([...run(at(0, 1), at(seenAfter - 1, 2)).seen], []);
    assert.deepEqual([...run(at(0, 1, 2), at(1000, 2, 3), at(2000, 2, 3), at(3000)).seen], [2, 3]);
  });

  it('are not those of a window that nobody looks at, or that were gone in between', () => {
    assert.deepEqual([...run(away(0, 1), away(9000, 1)).seen], []);
    assert.deepEqual([...run(at(0, 1), away(1500, 1), at(1600, 1), at(3500, 1)).seen], []);
    assert.deepEqual([...run(at(0, 1), at(1500, 2), at(1600, 1), at(3500, 1)).seen], []);
    assert.deepEqual([...run(at(0, 1), at(1500, 2), at(1600, 1), at(3600, 1)).seen], [1]);
  });

  it('tells when the next one will be', () => {
    assert.equal(nextSeen(nothingSeen), undefined);
    assert.equal(nextSeen(run(at(100, 1), at(300, 1, 2))), 100 + seenAfter);
    assert.equal(nextSeen(run(at(100, 1), at(100 + seenAfter, 1))), undefined);
  });

  it('are never taken back, and never any that was not on screen', () => {
    const looks = fc.array(
      fc.record({ at: fc.nat(1500), pages: fc.uniqueArray(fc.integer({ min: 1, max: 6 })), attentive: fc.boolean() }),
    );
    fc.assert(
      fc.property(looks, (steps) => {
        let [state, time] = [nothingSeen, 0];
        const shown = new Set<number>();
        for (const step of steps) {
          time += step.at;
          const next = look(state, { ...step, at: time });
          assert.ok([...state.seen].every((page) => next.seen.has(page)));
          assert.ok([...next.seen].every((page) => shown.has(page)));
          if (step.attentive) for (const page of step.pages) shown.add(page);
          state = next;
        }
      }),
    );
  });
});
