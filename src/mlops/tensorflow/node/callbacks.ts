/** A callback for `model.fit`: TensorBoard's logs. */
import { join } from 'node:path';
import { CustomCallback, type LayersModel, type Logs } from '@tensorflow/tfjs';
import { badArgument } from './errors.ts';
import { type SummaryFileWriter, summaryFileWriter } from './summary.ts';

export interface TensorBoardCallbackArgs {
  /** When losses and metrics are written: after every epoch, or after every batch as well. */
  updateFreq?: 'batch' | 'epoch';
  /** After how many epochs the weights' histograms are written; 0 for never. */
  histogramFreq?: number;
}

/** Made by `tf.node.tensorBoard`. */
class TensorBoardCallback extends CustomCallback {
  private readonly logdir: string;
  private model: LayersModel | undefined;
  private batches = 0;
  private validated = false;

  constructor(logdir: string, { updateFreq = 'epoch', histogramFreq = 0 }: TensorBoardCallbackArgs) {
    super({
      onBatchEnd: async (_batch, logs) => {
        this.batches += 1;
        if (updateFreq === 'batch') this.logMetrics(logs, 'batch_', this.batches);
      },
      onEpochEnd: async (epoch, logs) => {
        this.logMetrics(logs, 'epoch_', epoch + 1);
        if (histogramFreq > 0 && epoch % histogramFreq === 0) this.logWeights(epoch);
      },
      onTrainEnd: async () => {
        this.writer('train').flush();
        if (this.validated) this.writer('val').flush();
      },
    });
    if (!['batch', 'epoch'].includes(updateFreq)) {
      throw badArgument(`updateFreq must be 'batch' or 'epoch', and is '${updateFreq}'.`);
    }
    if (!(Number.isInteger(histogramFreq) && histogramFreq >= 0)) {
      throw badArgument(`histogramFreq must be a whole number of epochs, and is ${histogramFreq}.`);
    }
    this.logdir = logdir;
  }

  override setModel(model: Parameters<CustomCallback['setModel']>[0]): void {
    this.model = model as unknown as LayersModel;
  }

  private logMetrics(logs: Logs | undefined, prefix: string, step: number): void {
    for (const [key, value] of metricsOf(logs)) {
      const isValidation = key.startsWith('val_');
      this.validated ||= isValidation;
      const tag = prefix + (isValidation ? key.slice('val_'.length) : key);
      this.writer(isValidation ? 'val' : 'train').scalar(tag, value, step);
    }
  }

  private logWeights(step: number): void {
    for (const weight of this.model?.weights ?? []) this.writer('train').histogram(weight.name, weight.read(), step);
  }

  private writer(part: 'train' | 'val'): SummaryFileWriter {
    return summaryFileWriter(join(this.logdir, part));
  }
}

/**
 * A callback that logs losses and metrics to `logdir/train` and `logdir/val`, for `tensorboard --logdir`.
 * @throws NodeError
 */
export function tensorBoard(logdir = './logs', args: TensorBoardCallbackArgs = {}): TensorBoardCallback {
  return new TensorBoardCallback(logdir, args);
}

/** Losses and metrics; the rest of the logs counts batches. */
function metricsOf(logs: Logs = {}): [string, number][] {
  return Object.entries(logs).filter(([key]) => !['batch', 'size', 'num_steps'].includes(key));
}
