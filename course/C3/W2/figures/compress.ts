// Rounding and cutting the weights of the reader's net, and what that does to its answers and its file.
import { gzipSync } from 'node:zlib';
import { mean, range, rounded, shuffled, uniform } from '../../W1/figures/chance.ts';
import { drawDigits } from './digits.ts';
import { accuracy, Net, named, type Rows } from './net.ts';

export const sizes = [64, 64, 10] as const;
export const seeds = [1, 2, 3];
const rows = drawDigits(1500, 1);
export const test = drawDigits(2000, 2, true);
const dense = { epochs: 8, rate: 0.004 };
const tuning = { epochs: 5, rate: 0.004 };

/** Hidden units of the narrow net. */
const half = 32;

export type Scale = 'tensor' | 'channel';

/** Symmetric rounding to `bits`: whole multiples of one scale for the tensor, or of one for each unit's weights. */
export function quantized(weights: Float64Array, units: number, bits: number, scale: Scale) {
  const top = 2 ** (bits - 1) - 1;
  const largest = new Float64Array(units);
  for (const [i, w] of weights.entries()) largest[i % units] = Math.max(largest[i % units]!, Math.abs(w));
  if (scale === 'tensor') largest.fill(Math.max(...largest));
  const scales = largest.map((value) => value / top || 1);
  const integers = Int8Array.from(weights, (w, i) => Math.round(w / scales[i % units]!));
  return { integers, scales, values: Float64Array.from(integers, (q, i) => q * scales[i % units]!) };
}

function withWeights(net: Net, change: (weights: Float64Array, units: number) => Float64Array): Net {
  const twin = net.copy();
  for (const [l, w] of net.weights.entries()) twin.weights[l]!.set(change(w, net.sizes[l + 1]!));
  return twin;
}
const round = (net: Net, bits: number, scale: Scale) =>
  withWeights(net, (w, units) => quantized(w, units, bits, scale).values);

/** The same function: all that enters one hidden unit times `factor`, all that leaves it divided by it. */
export function stretched(net: Net, unit: number, factor: number): Net {
  const twin = net.copy();
  const [first, second] = twin.weights as [Float64Array, Float64Array];
  for (let i = 0; i < sizes[0]; i++) first[i * sizes[1] + unit]! *= factor;
  twin.biases[0]![unit]! *= factor;
  for (let k = 0; k < sizes[2]; k++) second[unit * sizes[2] + k]! /= factor;
  return twin;
}

/** Sets the smallest weights of each layer to zero. */
function cut(net: Net, share: number): Net {
  return withWeights(net, (w) => {
    const least = w.map(Math.abs).sort()[Math.round(share * w.length)]!;
    return w.map((value) => (Math.abs(value) < least ? 0 : value));
  });
}

/** Share of zeros when a share `t` of the schedule is over. Source: Zhu and Gupta 2017, equation 1. */
export const schedule = (t: number, from: number, to: number) => to + (from - to) * (1 - t) ** 3;

/** Goes on training; in the first half of it the share of zeros rises from 0.5 (from half of `to` if that is 0.5) to `to`. */
function pruned(net: Net, to: number, seed: number): Net {
  return net.copy().fit(rows, {
    ...tuning,
    seed,
    afterStep: (now, done) => {
      const zeros = schedule(Math.min(1, 2 * done), to > 0.5 ? 0.5 : to / 2, to);
      for (const [l, w] of cut(now, zeros).weights.entries()) now.weights[l]!.set(w);
    },
  });
}

/** Trains with only the weights of `mask` that are not zero. */
function ticket(start: Net, mask: Net, seed: number): Net {
  const hold = (net: Net) => {
    for (const [l, w] of mask.weights.entries()) for (const [i, m] of w.entries()) if (m === 0) net.weights[l]![i] = 0;
  };
  const net = start.copy();
  hold(net);
  return net.fit(rows, { ...dense, seed, afterStep: hold });
}

/** A net without the hidden units that weigh least, trained on. */
function narrowed(net: Net, keep: number, seed: number): Net {
  const [first, second] = net.weights as [Float64Array, Float64Array];
  const norm = (u: number) =>
    Math.sqrt(range(sizes[0]).reduce((sum, i) => sum + first[i * sizes[1] + u]! ** 2, 0)) *
    Math.sqrt(range(sizes[2]).reduce((sum, k) => sum + second[u * sizes[2] + k]! ** 2, 0));
  const kept = range(sizes[1])
    .sort((a, b) => norm(b) - norm(a))
    .slice(0, keep);
  const small = new Net([sizes[0], keep, sizes[2]], 0);
  for (const [at, u] of kept.entries()) {
    for (let i = 0; i < sizes[0]; i++) small.weights[0]![i * keep + at] = first[i * sizes[1] + u]!;
    small.biases[0]![at] = net.biases[0]![u]!;
    for (let k = 0; k < sizes[2]; k++) small.weights[1]![at * sizes[2] + k] = second[u * sizes[2] + k]!;
  }
  small.biases[1]!.set(net.biases[1]!);
  return small.fit(rows, { ...tuning, seed });
}

/** Bytes of all weights, as they are and after gzip: float32, or int8 with a scale for each unit. */
function bytes(net: Net, integers: boolean) {
  const parts = net.weights.map((w, l) => {
    if (!integers) return Buffer.from(Float32Array.from(w).buffer);
    const q = quantized(w, net.sizes[l + 1]!, 8, 'channel');
    return Buffer.concat([Buffer.from(q.integers.buffer), Buffer.from(Float32Array.from(q.scales).buffer)]);
  });
  const file = Buffer.concat(parts);
  return { raw: file.length, gzip: gzipSync(file, { level: 9 }).length };
}

/** Share of rows of each kind named rightly. */
const byKind = (net: Net, of: Rows) => {
  const names = named(net, of);
  return range(10).map((kind) =>
    mean(
      range(of.y.length)
        .filter((i) => of.y[i] === kind)
        .map((i) => +(names[i] === kind)),
    ),
  );
};
const over = (nets: readonly Net[], score: (net: Net, i: number) => number) => rounded(mean(nets.map(score)));

export function compression() {
  const starts = seeds.map((seed) => new Net(sizes, seed));
  const nets = starts.map((net, i) => net.copy().fit(rows, { ...dense, seed: seeds[i]! }));
  // Nets are compared that have trained as long: the full ones go on, as those do that are rounded or cut.
  const longer = nets.map((one, i) => one.copy().fit(rows, { ...tuning, seed: seeds[i]! }));
  const twins = longer.map((one) => stretched(one, 5, 1000));
  const [net, twin] = [longer[0]!, twins[0]!];
  const outputs = [net, twin].map((one) => one.outputs(test));
  const names = [net, twin].map((one) => named(one, test));
  const largest = (of: Net) => {
    const w = of.weights[0]!;
    return range(sizes[1]).map((u) =>
      rounded(Math.max(...range(sizes[0]).map((i) => Math.abs(w[i * sizes[1] + u]!))), 3),
    );
  };
  const bits = [8, 4, 3, 2].map((count) => ({
    bits: count,
    after: over(longer, (one) => accuracy(round(one, count, 'tensor'), test)),
    aware: over(nets, (one, i) => {
      const roundAll = (w: Float64Array, units: number) => quantized(w, units, count, 'tensor').values;
      return accuracy(
        round(one.copy().fit(rows, { ...tuning, seed: seeds[i]!, rounded: roundAll }), count, 'tensor'),
        test,
      );
    }),
  }));
  const shares = [0.5, 0.8, 0.9];
  const tuned = shares.map((share) => nets.map((one, i) => pruned(one, share, seeds[i]!)));
  const zeros = shares.map((share, s) => ({
    share,
    cut: over(longer, (one) => accuracy(cut(one, share), test)),
    tuned: over(tuned[s]!, (one) => accuracy(one, test)),
  }));
  // The same zeros from the start: with the weights that the net began with, or with others.
  const tickets = {
    share: shares[1]!,
    own: over(tuned[1]!, (one, i) => accuracy(ticket(starts[i]!, one, seeds[i]!), test)),
    other: over(tuned[1]!, (one, i) => accuracy(ticket(new Net(sizes, 70 + i), one, seeds[i]!), test)),
  };
  const kinds = (of: readonly Net[]) => {
    const each = of.map((one) => byKind(one, test));
    return range(10).map((kind) => rounded(mean(each.map((shares) => shares[kind]!))));
  };
  const small = longer.map((one, i) => narrowed(one, half, seeds[i]!));
  const [thin, mild] = [tuned[1]!, tuned[0]!];
  // Answers that differ between the full net and one with half its weights.
  const flips = over(longer, (one, i) => {
    const others = named(mild[i]!, test);
    return mean(named(one, test).map((kind, r) => +(kind !== others[r])));
  });
  return {
    sizes,
    puzzle: {
      float: seeds.map((_, i) => rounded(accuracy(longer[i]!, test))),
      plain: seeds.map((_, i) => rounded(accuracy(round(longer[i]!, 8, 'tensor'), test))),
      stretched: seeds.map((_, i) => rounded(accuracy(round(twins[i]!, 8, 'tensor'), test))),
      channel: seeds.map((_, i) => rounded(accuracy(round(twins[i]!, 8, 'channel'), test))),
      same: mean(names[0]!.map((kind, i) => +(kind === names[1]![i]))),
      apart:
        Math.max(...outputs[0]!.flatMap((out, i) => [...out].map((v, k) => Math.abs(v - outputs[1]![i]![k]!)))) < 1e-9,
      largest: largest(net),
      unit: 5,
      factor: 1000,
    },
    example: exampleWeights(net),
    bits,
    zeros,
    tickets,
    longer: over(longer, (one) => accuracy(one, test)),
    bytes: {
      float: bytes(net, false),
      int8: bytes(net, true),
      zeros: bytes(tuned[1]![0]!, false),
      both: bytes(tuned[1]![0]!, true),
    },
    kinds: { full: kinds(longer), half: kinds(mild), thin: kinds(thin) },
    small: {
      units: half,
      accuracy: over(small, (one) => accuracy(one, test)),
      int8: over(small, (one) => accuracy(round(one, 8, 'channel'), test)),
      weights: small[0]!.weights.reduce((sum, w) => sum + w.length, 0),
    },
    int8: over(longer, (one) => accuracy(round(one, 8, 'channel'), test)),
    both: over(tuned[1]!, (one) => accuracy(round(one, 8, 'channel'), test)),
    flips,
    pictures: range(10).map((k) => [...drawDigits(10, 5, true).x.slice(k * 64, k * 64 + 64)].map((v) => rounded(v, 2))),
  };
}

/** Some weights of the first layer, for the picture of a grid, and the widest error of all against half a scale. */
function exampleWeights(net: Net) {
  const w = net.weights[0]!;
  const picked = shuffled(range(w.length), uniform(4))
    .slice(0, 24)
    .map((i) => rounded(w[i]!, 4));
  const errors = (bits: number) => {
    const q = quantized(w, sizes[1], bits, 'tensor');
    return {
      bits,
      scale: rounded(q.scales[0]!, 5),
      widest: rounded(Math.max(...w.map((v, i) => Math.abs(v - q.values[i]!))), 5),
    };
  };
  return { weights: picked, errors: [4, 8].map(errors) };
}
