/** Results in the files of TFMA and TFX: an evaluation in its folder, and the blessing of a model. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { framed } from '../data/tfRecordFrame.ts';
import { oneInt, readMessage } from '../tensorflow/node/protobuf.ts';
import { evalConfigToJson } from './config/text.ts';
import { AnalysisError } from './errors.ts';
import { evalRun, metricsForSlice, plotsForSlice, validationMessage } from './messages.ts';
import type { EvalResult } from './result.ts';
import type { ValidationResult } from './validate.ts';

const shard = (name: string) => `${name}-00000-of-00001.tfrecord`;

/**
 * Writes an evaluation into a folder, from which `tfma.load_eval_result` and `tfma.load_validation_result` read it:
 * `eval_config.json`, the metrics of each slice, and what failed.
 * @throws {AnalysisError} `no-file`
 */
export function writeEvaluation(folder: string, result: EvalResult, validation?: ValidationResult): void {
  write(folder, 'eval_config.json', JSON.stringify(evalRun(evalConfigToJson(result.config), result), undefined, 2));
  write(folder, shard('metrics'), Buffer.concat(result.slices.map((slice) => framed(metricsForSlice(slice)))));
  const plots = result.slices.map(plotsForSlice).filter((plot) => plot !== undefined);
  write(folder, shard('plots'), Buffer.concat(plots.map(framed)));
  write(folder, shard('attributions'), '');
  if (validation) write(folder, 'validations.tfrecord', framed(validationMessage(validation)));
}

/**
 * Whether an evaluation's folder says that its model may go on. Reads what TFMA has written, too.
 * @throws {AnalysisError} `no-file`
 */
export function readValidationOk(folder: string): boolean {
  const file = join(folder, 'validations.tfrecord');
  try {
    const bytes = readFileSync(file);
    const length = Number(bytes.readBigUInt64LE(0));
    if (bytes.length < length + 16 || !bytes.subarray(0, length + 16).equals(framed(bytes.subarray(12, 12 + length))))
      throw new RangeError('its first record is damaged');
    return oneInt(readMessage(bytes.subarray(12, 12 + length)), 1) === 1;
  } catch (cause) {
    throw noFile(file, 'read', cause);
  }
}

const [yes, no] = ['BLESSED', 'NOT_BLESSED'];

/** Leaves TFX's mark in a folder: an empty file `BLESSED` or `NOT_BLESSED`. @throws {AnalysisError} `no-file` */
export function writeBlessing(folder: string, validationOk: boolean): void {
  rmSync(join(folder, validationOk ? no : yes), { force: true });
  write(folder, validationOk ? yes : no, '');
}

/** What mark a folder has. @throws {AnalysisError} `no-file` for one with none, or both */
export function readBlessing(folder: string): boolean {
  const [blessed, refused] = [yes, no].map((name) => existsSync(join(folder, name)));
  if (blessed !== refused) return blessed!;
  const words = blessed ? `holds both ${yes} and ${no}` : `holds neither ${yes} nor ${no}`;
  throw new AnalysisError('no-file', `${folder} ${words}: write one of them with writeBlessing.`);
}

/** All of a file or nothing. */
function write(folder: string, name: string, content: string | Uint8Array): void {
  const file = join(folder, name);
  const half = `${file}.${process.pid}.tmp`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(half, content);
    renameSync(half, file);
  } catch (cause) {
    throw noFile(file, 'written', cause);
  }
}

const noFile = (file: string, act: 'read' | 'written', cause: unknown) =>
  new AnalysisError('no-file', `${file} cannot be ${act}: ${(cause as Error).message}`, {}, { cause });
