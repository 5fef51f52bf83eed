import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TensorUse } from '../../../../src/kernel/protocol/outputs.ts';
import {
  initialState,
  type QueuedCell,
  reduce,
  type SessionEffect,
  type SessionEvent,
  type SessionState,
} from '../../../../src/labs/session/state.ts';

const use: TensorUse = { backend: 'wasm', leaked: 1, bytes: 4, ops: { Add: 1 } };

/** A world that carries out the effects: what a session and a kernel would do, without either. */
class World {
  state: SessionState = initialState;
  /** What the outside knows: is a kernel process alive, is one starting, which cell does it run? */
  kernel: 'none' | 'starting' | 'alive' | 'dying' = 'none';
  running: string | undefined;
  readonly ended = new Map<string, number>();
  /** Cells whose end said that they made tensors, and what was told of these: once, be it that nothing is known. */
  readonly due: QueuedCell[] = [];
  readonly told: { readonly cell: QueuedCell; readonly use: TensorUse | undefined }[] = [];
  submitted = 0;
  again = 0;

  send(event: SessionEvent): void {
    const step = reduce(this.state, event);
    this.state = step.state;
    for (const effect of step.effects) this.#carryOut(effect);
  }

  #carryOut(effect: SessionEffect): void {
    switch (effect.type) {
      case 'startKernel':
        assert.equal(this.kernel, 'none', 'one kernel at a time');
        this.kernel = 'starting';
        return;
      case 'interruptCell':
        assert.equal(this.kernel, 'alive', 'only a live kernel can be asked');
        assert.notEqual(this.running, undefined, 'only what runs is interrupted');
        return;
      case 'endKernel':
        assert.ok(this.kernel === 'starting' || this.kernel === 'alive', 'only what lives is ended');
        this.kernel = 'dying';
        return;
      case 'execute':
        assert.equal(this.kernel, 'alive', 'a cell runs only in a live kernel');
        assert.equal(this.running, undefined, 'one cell at a time');
        this.running = effect.cell.cellId;
        return;
      case 'end':
        this.end(effect.cell.cellId);
        return;
      case 'tell':
        this.told.push({ cell: effect.cell, use: effect.use });
    }
  }

  end(cellId: string): void {
    this.ended.set(cellId, (this.ended.get(cellId) ?? 0) + 1);
  }

  kernelStarts(): void {
    if (this.kernel !== 'starting') return;
    this.kernel = 'alive';
    this.send({ type: 'kernelStarted' });
  }

  kernelDies(): void {
    if (this.kernel === 'none') return;
    this.kernel = 'none';
    this.send({ type: 'kernelEnded' });
    this.cellEnds(true);
  }

  cellEnds(failed: boolean, madeTensors = false): void {
    const cell = this.state.running;
    if (this.running === undefined || !cell) return;
    this.running = undefined;
    this.end(cell.cellId);
    if (madeTensors) this.due.push(cell);
    this.send({ type: 'cellEnded', cellId: cell.cellId, failed, madeTensors });
  }

  /** News of the tensors of one of the cells that made some, be it due or not. */
  tensorsTold(which: number): void {
    const cell = this.due[which % this.due.length];
    if (cell && this.kernel !== 'none') this.send({ type: 'tensorsTold', cell, use });
  }

  submit(count: number): void {
    const batch = this.submitted;
    const cells = Array.from({ length: count }, () => ({ cellId: `c${this.submitted++}`, batch }));
    this.send({ type: 'submit', cells });
  }

  /** Runs a cell of before once more. */
  submitAgain(which: number): void {
    if (this.submitted === 0) return;
    const cellId = `c${which % this.submitted}`;
    // It has to end once more than before.
    this.ended.set(cellId, (this.ended.get(cellId) ?? 0) - 1);
    this.send({ type: 'submit', cells: [{ cellId, batch: 1_000_000 + this.again++ }] });
  }

  /** Lets everything come to its end. */
  settle(): void {
    const busy = () =>
      this.state.queue.length > 0 || this.state.running || this.kernel === 'starting' || this.kernel === 'dying';
    for (let guard = 0; guard < 1000 && busy(); guard++) {
      if (this.kernel === 'dying') this.kernelDies();
      this.kernelStarts();
      this.cellEnds(false);
    }
  }
}

type Action = (world: World) => void;

const action: fc.Arbitrary<Action> = fc.oneof(
  fc.integer({ min: 1, max: 4 }).map(
    (count): Action =>
      (world) =>
        world.submit(count),
  ),
  fc.constant<Action>((world) => world.kernelStarts()),
  fc.constant<Action>((world) => world.kernelDies()),
  fc.tuple(fc.boolean(), fc.boolean()).map(
    ([failed, madeTensors]): Action =>
      (world) =>
        world.cellEnds(failed, madeTensors),
  ),
  fc.nat(20).map(
    (which): Action =>
      (world) =>
        world.tensorsTold(which),
  ),
  fc.nat(20).map(
    (which): Action =>
      (world) =>
        world.submitAgain(which),
  ),
  fc.constant<Action>((world) => world.send({ type: 'stop' })),
  fc.constant<Action>((world) => world.send({ type: 'restart' })),
  // Late and foreign news must change nothing.
  fc.constant<Action>((world) => world.send({ type: 'cellEnded', cellId: 'nobody', failed: true })),
);

describe('session state', () => {
  it('ends each cell exactly once and never leaves one running without a live kernel', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60, size: 'max' }), (actions) => {
        const world = new World();
        for (const act of actions) {
          act(world);
          assert.equal(world.state.running?.cellId, world.running);
          if (world.running !== undefined) assert.ok(world.kernel === 'alive' || world.kernel === 'dying');
        }
        world.settle();
        assert.equal(world.ended.size, world.submitted, 'every cell has ended');
        for (const times of world.ended.values()) assert.equal(times, 1);
        assert.equal(
          world.told.length + world.state.untold.length,
          world.due.length,
          'no news are lost, or told twice',
        );
        world.kernelDies();
        const cells = new Set(world.told.map(({ cell }) => cell));
        assert.deepEqual([world.told.length, cells.size], [world.due.length, world.due.length]);
      }),
      { numRuns: 10_000 },
    );
  });

  it('tells what became of the tensors of a cell, though others have run since', () => {
    const world = new World();
    world.submit(2);
    world.kernelStarts();
    world.cellEnds(false, true);
    world.cellEnds(false);
    assert.deepEqual(world.told, []);
    world.tensorsTold(0);
    world.tensorsTold(0);
    assert.deepEqual(world.told, [{ cell: { cellId: 'c0', batch: 0 }, use }]);
  });

  it('drops what comes late of a cell that was run again, and what nobody can tell any more', () => {
    const world = new World();
    world.submit(2);
    world.kernelStarts();
    world.cellEnds(false, true);
    world.cellEnds(false, true);
    world.submitAgain(0);
    world.tensorsTold(0);
    world.kernelDies();
    assert.deepEqual(
      world.told.map(({ cell, use: known }) => [cell.cellId, known]),
      [
        ['c0', undefined],
        ['c1', undefined],
      ],
    );
    assert.deepEqual(world.state.untold, []);
  });

  it('skips the rest of the failed batch only', () => {
    const world = new World();
    world.submit(3);
    world.submit(1);
    world.kernelStarts();
    world.cellEnds(true);
    assert.equal(world.running, 'c3');
    assert.deepEqual([...world.ended.keys()].sort(), ['c0', 'c1', 'c2']);
  });

  it('runs what was submitted after a stop, in the same kernel', () => {
    const world = new World();
    world.submit(2);
    world.kernelStarts();
    world.send({ type: 'stop' });
    world.submit(1);
    assert.deepEqual([world.kernel, world.running, [...world.ended.keys()]], ['alive', 'c0', ['c1']]);
    world.cellEnds(true);
    assert.deepEqual([world.kernel, world.running], ['alive', 'c2']);
  });

  it('runs what was submitted after a stop that took the kernel along, in a new one', () => {
    const world = new World();
    world.submit(2);
    world.kernelStarts();
    world.send({ type: 'stop' });
    world.submit(1);
    world.kernelDies();
    world.kernelStarts();
    assert.equal(world.running, 'c2');
  });

  it('forgets what waits on restart, and runs what comes after it in a new kernel', () => {
    const world = new World();
    world.submit(2);
    world.kernelStarts();
    world.send({ type: 'restart' });
    assert.deepEqual([world.kernel, [...world.ended.keys()]], ['dying', ['c1']]);
    world.submit(1);
    world.kernelDies();
    world.kernelStarts();
    assert.deepEqual([world.running, [...world.ended.keys()]], ['c2', ['c1', 'c0']]);
  });

  it('runs what was submitted after a stop during the start, in a new kernel', () => {
    const world = new World();
    world.submit(2);
    world.send({ type: 'stop' });
    assert.equal(world.kernel, 'dying', 'it had not even started');
    world.submit(1);
    world.kernelDies();
    world.kernelStarts();
    assert.equal(world.running, 'c2');
    assert.deepEqual([...world.ended.keys()], ['c0', 'c1']);
  });
});
