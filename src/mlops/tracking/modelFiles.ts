/** The part of TensorFlow.js' `ModelArtifacts` that is written. */
interface ModelArtifacts {
  readonly modelTopology?: unknown;
  readonly weightSpecs?: unknown;
  readonly weightData?: ArrayBuffer | readonly ArrayBuffer[];
  readonly trainingConfig?: unknown;
  readonly format?: string;
  readonly generatedBy?: string;
  readonly convertedBy?: string | null;
}

export interface Savable {
  save?: (handler: { save(artifacts: ModelArtifacts): Promise<object> }) => Promise<unknown>;
}

/**
 * A layers model as the files that `tf.loadLayersModel` reads: `model.json` and `weights.bin`. Nothing for what cannot be
 * saved.
 */
export async function modelFiles(model: Savable): Promise<Record<string, string | Uint8Array>> {
  const files: Record<string, string | Uint8Array> = {};
  await model.save?.({
    async save(artifacts) {
      const { weightData, weightSpecs, ...others } = artifacts;
      const parts = weightData === undefined ? [] : weightData instanceof ArrayBuffer ? [weightData] : weightData;
      files['weights.bin'] = Buffer.concat(parts.map((part) => new Uint8Array(part)));
      const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
      files['model.json'] = JSON.stringify({ ...others, weightsManifest });
      const modelArtifactsInfo = { dateSaved: new Date(), modelTopologyType: 'JSON' };
      return { modelArtifactsInfo };
    },
  });
  return files;
}
