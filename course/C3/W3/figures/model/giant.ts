/** What fits on no machine: the bytes of a training, the cost of an all-reduce, and the idle share of a pipeline. */
import { range } from '../../../W1/figures/chance.ts';

/** Bytes a parameter: weights and gradients in 16 bits, and a 32-bit copy with two moments for Adam. */
export const bytes = { weights: 2, gradients: 2, optimizer: 12 };

/** Gigabytes of a model's training state on each of so many machines, by what is sharded. */
export function memory(billions: number) {
  const { weights, gradients, optimizer } = bytes;
  const whole = billions * (weights + gradients + optimizer);
  return {
    billions,
    ...bytes,
    whole,
    sharded: [1, 2, 4, 8, 16, 64].map((machines) => ({
      machines,
      optimizer: Number((billions * (weights + gradients + optimizer / machines)).toFixed(1)),
      all: Number((whole / machines).toFixed(1)),
    })),
  };
}

/** Megabytes of gradients, megabytes a millisecond over the network, milliseconds to compute the whole batch alone. */
export const net = { size: 100, speed: 1.25, latency: 0.05, compute: 800 };

/** Milliseconds to add up and hand back the gradients: around a ring, and by one server. */
export function reduceTime(workers: number) {
  const { size, speed, latency } = net;
  return {
    ring: (2 * (workers - 1) * size) / workers / speed + 2 * (workers - 1) * latency,
    server: workers > 1 ? (2 * workers * size) / speed : 0,
  };
}

/** A step of one fixed batch for a number of workers: each computes its share, then all add up. */
export function steps() {
  return [1, 2, 4, 8, 16, 32].map((workers) => {
    const { ring, server } = reduceTime(workers);
    const share = net.compute / workers;
    const time = { ring: share + ring, server: share + server };
    return {
      workers,
      compute: Number(share.toFixed(1)),
      ring: Number(ring.toFixed(1)),
      server: Number(server.toFixed(1)),
      speedup: Number((net.compute / time.ring).toFixed(2)),
      byServer: Number((net.compute / time.server).toFixed(2)),
    };
  });
}

/** When each of `parts` machines works on each of `micro` batches, forward and back, in units of one forward pass. */
export function pipeline(parts: number, micro: number) {
  const forward = range(parts).map((p) => range(micro).map((m) => p + m));
  const turn = parts + micro - 1;
  // Back from the last part to the first, in the same beat.
  const back = range(parts).map((p) => range(micro).map((m) => turn + (parts - 1 - p) + m));
  const length = 2 * turn;
  const busy = 2 * micro;
  return { parts, micro, length, forward, back, idle: Number(((length - busy) / length).toFixed(4)) };
}

export const giant = () => ({
  memory: memory(7),
  net,
  steps: steps(),
  drawn: pipeline(4, 4),
  idle: [1, 2, 4, 8, 16, 32].map((micro) => ({ micro, idle: pipeline(4, micro).idle })),
});
