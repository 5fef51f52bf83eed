import { randomInt } from 'node:crypto';

const qualities = [
  'able',
  'bold',
  'calm',
  'clear',
  'deft',
  'early',
  'fair',
  'glad',
  'keen',
  'kind',
  'light',
  'neat',
  'quick',
  'quiet',
  'sharp',
  'warm',
] as const;
const things = [
  'alder',
  'birch',
  'cedar',
  'finch',
  'heron',
  'larch',
  'lark',
  'maple',
  'otter',
  'plover',
  'raven',
  'rowan',
  'spruce',
  'swift',
  'willow',
  'wren',
] as const;

/** A name for a run that nobody named, in the manner of MLflow's: easy to say and to tell apart. */
export function randomName(): string {
  return `${pick(qualities)}-${pick(things)}-${randomInt(100, 1000)}`;
}

function pick(words: readonly string[]): string {
  return words[randomInt(words.length)]!;
}
