/**
 * The cell that measures what a training pays for being watched. Prints one JSON object: milliseconds of processor time
 * of a training without, what it takes more with, both medians, and the batches in it. Each pair of trainings is one with
 * and one without, in turn, so that a slow moment of the machine hits both alike.
 */
import * as tf from '@tensorflow/tfjs-node';

const batchSize = 32;
const rows = 2048;
/** Of each training: its beginning and end cost the chart something, too, and are no part of a batch. */
const epochs = 4;
const pairs = 30;

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

/** Milliseconds that this thread has computed, whatever else the machine does. */
function computed(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function net(): tf.Sequential {
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ inputShape: [20], units: 64, activation: 'relu' }),
      tf.layers.dense({ units: 32, activation: 'relu' }),
      tf.layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
}

/** Trainings of one network, in turn with and without what `set` turns on and off. */
async function measure(set: (on: boolean) => void, verbose: (on: boolean) => 0 | 1) {
  const model = net();
  const x = tf.randomNormal([rows, 20]);
  const y = tf.oneHot(tf.randomUniform([rows], 0, 2, 'int32'), 2);
  const off: number[] = [];
  const more: number[] = [];
  for (let pair = -4; pair < pairs; pair++) {
    const times = { on: 0, off: 0 };
    for (const on of pair % 2 === 0 ? [true, false] : [false, true]) {
      set(on);
      const before = computed();
      await model.fit(x, y, { epochs, batchSize, verbose: verbose(on) });
      times[on ? 'on' : 'off'] = computed() - before;
    }
    // The first ones compile.
    if (pair < 0) continue;
    off.push(times.off);
    more.push(times.on - times.off);
  }
  set(true);
  return { off: median(off), more: median(more), batches: epochs * Math.ceil(rows / batchSize) };
}

const engine = Reflect.get(globalThis, '_tfengine') as Record<string, unknown>;
/** The kernel's functions stand on the engine itself, TensorFlow.js's own on its prototype. */
function hooks(names: readonly string[]): (on: boolean) => void {
  const own = Object.getPrototypeOf(engine) as Record<string, unknown>;
  const both = names.map((name) => ({ name, hook: engine[name], original: own[name] }));
  if (both.some(({ hook, original }) => hook === original)) throw new Error(`without a hook: ${names}`);
  return (on) => {
    // Deleted, a property would make the engine slower for good.
    for (const { name, hook, original } of both) engine[name] = on ? hook : original;
  };
}

const leaks = await measure(hooks(['trackTensor', 'track', 'disposeTensor', 'keep']), () => 0);
const all = await measure(hooks(['trackTensor', 'track', 'disposeTensor', 'keep', 'runKernelFunc']), () => 0);
const chart = await measure(
  () => undefined,
  (on) => (on ? 1 : 0),
);
// A chart that was shown before it ends in no line break.
console.log(`\n${JSON.stringify({ leaks, all, chart })}`);
