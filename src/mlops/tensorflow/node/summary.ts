import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { Scalar, Tensor } from '@tensorflow/tfjs';
import { framed } from '../../data/tfRecordFrame.ts';
import { badArgument, fromSystem } from './errors.ts';
import { histogramValue, type SummaryValue, scalarValue, summaryEvent, versionEvent } from './events.ts';
import { bucketsOf } from './histogram.ts';

/** Writes TensorBoard's summaries to one event file. Made by `tf.node.summaryFileWriter`. */
export class SummaryFileWriter {
  private readonly file: string;
  private readonly maxQueue: number;
  private readonly flushMillis: number;
  private queue: Uint8Array[] = [];
  private flushed = Date.now();

  constructor(file: string, maxQueue: number, flushMillis: number) {
    this.file = file;
    this.maxQueue = maxQueue;
    this.flushMillis = flushMillis;
    this.flush();
  }

  /**
   * @param name the tag in TensorBoard
   * @param step a whole number, growing
   * @param description not supported, as in the native package
   * @throws NodeError
   */
  scalar(name: string, value: Scalar | number, step: number, description?: string): void {
    if (description !== undefined && description !== null) throw badArgument('scalar() takes no description yet.');
    if (typeof value !== 'number' && value.rank !== 0) {
      throw badArgument(`scalar() takes a number or a tensor of rank 0, not one of rank ${value.rank}.`);
    }
    this.write(step, scalarValue(name, typeof value === 'number' ? value : Number(value.dataSync()[0])));
  }

  /**
   * The distribution of all elements of a tensor, for TensorBoard's histograms and distributions.
   * @param data any shape; values that are not finite have no place in a histogram and are left out
   * @param step a whole number, growing
   * @param buckets how many; 30 unless said
   * @param description Markdown
   * @throws NodeError
   */
  histogram(name: string, data: Tensor, step: number, buckets = 30, description?: string): void {
    if (!(Number.isInteger(buckets) && buckets > 0)) {
      throw badArgument(`The number of buckets must be a positive whole number, and is ${buckets}.`);
    }
    const values = Float32Array.from(data.dataSync<'float32'>());
    this.write(step, histogramValue(name, bucketsOf(values, buckets), description));
  }

  /**
   * Writes what is queued to the file. Begins it anew where somebody deleted it, as one does between two trainings.
   * @throws NodeError
   */
  flush(): void {
    this.flushed = Date.now();
    try {
      const isNew = !existsSync(this.file);
      if (isNew) mkdirSync(dirname(this.file), { recursive: true });
      const version = isNew ? [framed(versionEvent(Date.now() / 1000))] : [];
      appendFileSync(this.file, Buffer.concat([...version, ...this.queue]));
      this.queue = [];
    } catch (error) {
      throw fromSystem(error, this.file);
    }
  }

  private write(step: number, value: SummaryValue): void {
    if (!Number.isSafeInteger(step)) throw badArgument(`step must be a whole number, and is ${step}.`);
    this.queue.push(framed(summaryEvent(Date.now() / 1000, step, value)));
    if (this.queue.length > this.maxQueue || Date.now() - this.flushed >= this.flushMillis) this.flush();
  }
}

/** By folder: two writers of one would write two files at once, of which TensorBoard reads one. */
const writers = new Map<string, SummaryFileWriter>();

function flushAll(): void {
  for (const writer of writers.values()) {
    try {
      writer.flush();
    } catch (error) {
      console.warn(error instanceof Error ? error.message : error);
    }
  }
}

/**
 * A writer of TensorBoard summaries, the same one for the same folder.
 * @param logdir made with its parents
 * @param maxQueue events that wait before they are written
 * @param flushMillis after which time the next event writes those that wait
 * @param filenameSuffix how the event file's name ends
 * @throws NodeError
 */
export function summaryFileWriter(
  logdir: string,
  maxQueue = 10,
  flushMillis = 120_000,
  filenameSuffix = '.v2',
): SummaryFileWriter {
  if (typeof logdir !== 'string' || !logdir) throw badArgument(`logdir must be a path, and is ${String(logdir)}.`);
  const folder = resolve(logdir);
  const known = writers.get(folder);
  if (known) return known;
  const seconds = String(Math.floor(Date.now() / 1000)).padStart(10, '0');
  const name = `events.out.tfevents.${seconds}.${hostname()}.${process.pid}.${writers.size}${filenameSuffix}`;
  const writer = new SummaryFileWriter(join(folder, name), maxQueue, flushMillis);
  if (!writers.size) process.on('exit', flushAll);
  writers.set(folder, writer);
  return writer;
}
