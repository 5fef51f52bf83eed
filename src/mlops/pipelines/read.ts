/** What artifacts of standard types hold, for those who look at a run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Anomalies } from '../data-validation/anomalies.ts';
import type { Statistics } from '../data-validation/statistics/statistics.ts';
import type { StoredArtifact } from '../metadata/model.ts';
import { TransformGraph } from '../transform/graph.ts';
import { PipelineError } from './errors.ts';
import { type Examples, readExamples as examplesOf, readData, splitFolder } from './files.ts';

/** The rows of a split. @throws {PipelineError} `damaged-artifact` */
export const readExamples = (artifact: StoredArtifact, split: string): Examples =>
  examplesOf({ artifact, folder: artifact.uri ?? '' }, split);

/** The statistics of a split. @throws {PipelineError} `damaged-artifact` */
export const readStatistics = (artifact: StoredArtifact, split: string): Statistics =>
  readData(splitFolder(artifact.uri ?? '', split), 'statistics.json');

/** What in a split did not fit its schema. @throws {PipelineError} `damaged-artifact` */
export const readAnomalies = (artifact: StoredArtifact, split: string): Anomalies =>
  readData(splitFolder(artifact.uri ?? '', split), 'anomalies.json');

/** The graph that a Transform has made. @throws {PipelineError} `damaged-artifact` */
export function readTransformGraph({ uri = '' }: StoredArtifact): TransformGraph {
  const file = join(uri, 'transform_graph.json');
  try {
    return TransformGraph.fromJSON(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new PipelineError('damaged-artifact', `${file} cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
