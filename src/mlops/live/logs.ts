import type { Callback } from '@tensorflow/tfjs';
import type { Logged } from './liveOutput.ts';

type Logs = Parameters<Callback['onBatchEnd']>[1];

/** Losses and metrics; the rest of the logs counts. Those of a batch are tensors that `fit` disposes of itself. */
export function metricsOf(logs: Logs): Logged {
  const metrics: Record<string, number> = {};
  for (const name of Object.keys(logs ?? {})) {
    if (name === 'batch' || name === 'size' || name === 'num_steps') continue;
    const value = numberOf(logs?.[name]);
    if (value !== undefined) metrics[name] = value;
  }
  return metrics;
}

/** A number, or what a scalar tensor holds. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'object' || value === null || !('dataSync' in value)) return undefined;
  return (value as { dataSync(): ArrayLike<number> }).dataSync()[0];
}
