/**
 * The cell that measures what a training pays for being watched. Prints one JSON object: milliseconds of processor time
 * of one epoch, medians, and the batches in it. Each pair of epochs is one with and one without, in turn, so that a slow
 * moment of the machine hits both alike.
 */
import * as tf from '@tensorflow/tfjs-node';

const batchSize = 32;
const rows = 2048;
const pairs = 40;

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

/** Epochs of one network, in turn with and without what `set` turns on and off. */
async function measure(set: (on: boolean) => void, verbose: (on: boolean) => 0 | 1) {
  const model = net();
  const x = tf.randomNormal([rows, 20]);
  const y = tf.oneHot(tf.randomUniform([rows], 0, 2, 'int32'), 2);
  const times = { on: [] as number[], off: [] as number[] };
  for (let pair = -3; pair < pairs; pair++) {
    for (const on of pair % 2 === 0 ? [true, false] : [false, true]) {
      set(on);
      const before = computed();
      await model.fit(x, y, { epochs: 1, batchSize, verbose: verbose(on) });
      // The first ones compile.
      if (pair >= 0) times[on ? 'on' : 'off'].push(computed() - before);
    }
  }
  set(true);
  return { on: median(times.on), off: median(times.off), batches: Math.ceil(rows / batchSize) };
}

const engine = Reflect.get(globalThis, '_tfengine') as Record<string, unknown>;
/** The kernel's functions stand on the engine itself, TensorFlow.js's own on its prototype. */
function hooks(names: readonly string[]): (on: boolean) => void {
  const ours = names.map((name) => [name, engine[name]] as const);
  if (!names.every((name) => Object.hasOwn(engine, name))) throw new Error(`none of ours: ${names}`);
  return (on) => {
    for (const [name, hook] of ours) {
      if (on) engine[name] = hook;
      else delete engine[name];
    }
  };
}

const leaks = await measure(hooks(['trackTensor', 'disposeTensor', 'keep']), () => 0);
const all = await measure(hooks(['trackTensor', 'disposeTensor', 'keep', 'runKernelFunc']), () => 0);
const chart = await measure(
  () => undefined,
  (on) => (on ? 1 : 0),
);
// A chart that was shown before it ends in no line break.
console.log(`\n${JSON.stringify({ leaks, all, chart })}`);
