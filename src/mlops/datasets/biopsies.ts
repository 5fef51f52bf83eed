// Cells under a microscope, measured: ten measures of their nuclei, each as mean, error and worst, for benign and
// malignant samples. What goes together, and what tells nothing, is planted.
import { normal, shuffled, uniform } from './chance.ts';
import { DatasetsError } from './errors.ts';

const measures = [
  ...['radius', 'texture', 'perimeter', 'area', 'smoothness'],
  ...['compactness', 'concavity', 'concave points', 'symmetry', 'fractal dimension'],
] as const;
type Measure = (typeof measures)[number];

/** Names of the 30 columns: first ten means, then ten errors, then ten of the worst nuclei. */
export const biopsyColumns: readonly string[] = ['mean', 'error', 'worst'].flatMap((kind) =>
  measures.map((measure) => `${measure} ${kind}`),
);

/** Five columns that tell nothing of the class. */
export const weakBiopsyColumns: readonly string[] = [
  ...['fractal dimension mean', 'texture error', 'smoothness error', 'symmetry error', 'fractal dimension error'],
];

/** Center and spread, in the unit of the measure. */
const units: Readonly<Record<Measure, readonly [center: number, spread: number]>> = {
  radius: [14, 2.6],
  texture: [19, 3.8],
  perimeter: [92, 17],
  area: [650, 210],
  smoothness: [0.096, 0.012],
  compactness: [0.1, 0.04],
  concavity: [0.09, 0.05],
  'concave points': [0.05, 0.025],
  symmetry: [0.18, 0.025],
  'fractal dimension': [0.063, 0.006],
};

export interface Biopsies {
  /** 30 numbers a sample, in the order of `biopsyColumns`. */
  readonly rows: Float64Array[];
  /** 1 is malignant. */
  readonly labels: number[];
}

export interface BiopsyOptions {
  /** A whole number from 0 on. */
  readonly seed: number;
  /** 357 and 212 by default. */
  readonly benign?: number;
  readonly malignant?: number;
}

/**
 * Samples in a random order. Size stands in three measures at once, shape in three others, so that many columns say the same.
 * @throws {DatasetsError}
 */
export function biopsies({ seed, benign = 357, malignant = 212 }: BiopsyOptions): Biopsies {
  for (const [name, value] of Object.entries({ seed, benign, malignant })) {
    if (!(Number.isSafeInteger(value) && value >= 0))
      throw new DatasetsError('bad-argument', `“${name}” must be a whole number from 0 on, not ${value}.`);
  }
  const next = uniform(seed);
  const labels = shuffled(benign + malignant, next).map((place) => (place < benign ? 0 : 1));
  return { rows: labels.map((label) => sample(label, () => normal(next))), labels };
}

function sample(label: number, chance: () => number): Float64Array {
  // What is behind the columns: size, shape, texture, smoothness, symmetry, and one that has no part in it.
  const common = chance();
  const size = 1.9 * label + 0.7 * common + 0.7 * chance();
  const shape = 2.2 * label + 0.7 * common + 0.7 * chance();
  const [texture, smooth, even, fractal] = [
    0.9 * label + chance(),
    0.7 * label + chance(),
    0.6 * label + chance(),
    chance(),
  ];
  const near = (value: number, noise: number) => (value + noise * chance()) / Math.hypot(1, noise);
  const of = (extra: number, noise: number): Record<Measure, number> => ({
    radius: near(size + extra, noise),
    texture: near(texture + extra, 2 * noise),
    perimeter: near(size + extra, 1.2 * noise),
    area: near(size + extra, 1.4 * noise),
    smoothness: near(smooth + extra, 2.5 * noise),
    compactness: near(0.8 * shape + extra, 3 * noise),
    concavity: near(shape + extra, 1.8 * noise),
    'concave points': near(0.8 * shape + 0.3 * size + extra, 1.2 * noise),
    symmetry: near(even + extra, 3 * noise),
    'fractal dimension': near(fractal + extra, 2 * noise),
  });
  const errors: Record<Measure, number> = {
    ...{ radius: near(0.9 * size, 0.8), perimeter: near(0.9 * size, 0.9), area: near(size, 0.8) },
    ...{
      compactness: near(0.5 * shape, 0.9),
      concavity: near(0.4 * shape, 0.9),
      'concave points': near(0.6 * shape, 0.8),
    },
    ...{ texture: chance(), smoothness: chance(), symmetry: chance(), 'fractal dimension': chance() },
  };
  const inUnits = (values: Record<Measure, number>, share: number) =>
    measures.map((measure) => {
      const [center, spread] = units[measure];
      return center * share + spread * share * values[measure];
    });
  return Float64Array.from([
    ...inUnits(of(0, 0.2), 1),
    ...inUnits(errors, 0.1),
    ...inUnits(of(0.45 * label, 0.2), 1.2),
  ]);
}
