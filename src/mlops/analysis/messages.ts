/** Results as the messages that TFMA keeps in its files. Source: metrics_for_slice.proto and validation_result.proto, 0.47.1. */
import { bytesField, doubleField, type Field, floatField, intField, message } from '../tensorflow/node/protobuf.ts';
import type { MetricThreshold, SlicingSpec } from './config/config.ts';
import type { EvalResult, MetricValue, SliceMetrics } from './result.ts';
import type { SliceKey, SliceValue } from './slices.ts';
import type { ValidationFailure, ValidationResult } from './validate.ts';

/** Wrapped numbers: `google.protobuf.DoubleValue` and its like. */
const double = (value: number) => message(doubleField(1, value));
const integer = (value: number) => message(intField(1, value));
const metricValue = (value: number) => message(bytesField(1, double(value)));

function sliceValue(value: SliceValue): Field {
  if (typeof value === 'string') return bytesField(2, value);
  return Number.isInteger(value) ? intField(4, value) : floatField(3, value);
}
const sliceKey = (key: SliceKey) =>
  message(...key.map(([column, value]) => bytesField(1, message(bytesField(1, column), sliceValue(value)))));

const slicingSpec = ({ featureKeys = [], featureValues = {} }: SlicingSpec) =>
  message(
    ...featureKeys.map((key) => bytesField(1, key)),
    ...Object.entries(featureValues).map(([key, value]) =>
      bytesField(2, message(bytesField(1, key), bytesField(2, value))),
    ),
  );

/** @param name with `_diff` where it is a difference */
function metricKey(name: string, model: string): Uint8Array {
  const isDiff = name.endsWith('_diff');
  return message(
    bytesField(1, isDiff ? name.slice(0, -'_diff'.length) : name),
    ...(model ? [bytesField(4, model)] : []),
    ...(isDiff ? [intField(5, 1)] : []),
  );
}

function metricEntry(name: string, model: string, { value, interval }: MetricValue): Field {
  const bounds = interval && [
    bytesField(
      3,
      message(
        bytesField(1, metricValue(interval.high)),
        bytesField(2, metricValue(interval.low)),
        bytesField(3, metricValue(interval.standardError)),
        bytesField(4, integer(interval.degreesOfFreedom)),
      ),
    ),
  ];
  const fields = [bytesField(1, metricKey(name, model)), bytesField(2, metricValue(value)), ...(bounds ?? [])];
  return bytesField(51, message(...fields));
}

/** A `MetricsForSlice`. One that is hidden as too small says why, under TFMA's name for errors. */
export function metricsForSlice({ key, models, error }: SliceMetrics): Uint8Array {
  const metrics = Object.entries(models).flatMap(([model, held]) =>
    Object.entries(held).map(([name, value]) => metricEntry(name, model, value)),
  );
  const errors = error
    ? [bytesField(2, message(bytesField(1, '__ERROR__'), bytesField(2, bytesField(10, error))))]
    : [];
  return message(bytesField(1, sliceKey(key)), ...metrics, ...errors);
}

/** A `PlotsForSlice`, where a slice has plots. */
export function plotsForSlice({ key, calibration }: SliceMetrics): Uint8Array | undefined {
  if (!calibration) return undefined;
  const plots = Object.entries(calibration).map(([model, buckets]) => {
    const drawn = buckets.map(({ from, to, rows, labels, predictions }) =>
      bytesField(
        1,
        message(
          ...[doubleField(1, from), doubleField(2, to), bytesField(3, double(rows))],
          ...[bytesField(4, double(labels)), bytesField(5, double(predictions))],
        ),
      ),
    );
    const plotKey = message(...(model ? [bytesField(4, model)] : []));
    return bytesField(8, message(bytesField(1, plotKey), bytesField(2, bytesField(1, message(...drawn)))));
  });
  return message(bytesField(1, sliceKey(key)), ...plots);
}

function threshold({ valueThreshold, changeThreshold }: MetricThreshold): Uint8Array {
  const wrapped = (number: number, value: number | undefined) =>
    value === undefined ? [] : [bytesField(number, double(value))];
  const fields: Field[] = [];
  if (valueThreshold) {
    const { lowerBound, upperBound } = valueThreshold;
    fields.push(bytesField(1, message(...wrapped(1, lowerBound), ...wrapped(2, upperBound))));
  }
  if (changeThreshold) {
    const { absolute, relative, direction } = changeThreshold;
    const way = intField(3, direction === 'LOWER_IS_BETTER' ? 1 : 2);
    fields.push(bytesField(2, message(...wrapped(1, absolute), ...wrapped(2, relative), way)));
  }
  return message(...fields);
}

const validationFailure = ({ metric, model, isDiff, value, message: words, threshold: asked }: ValidationFailure) =>
  message(
    bytesField(1, metricKey(isDiff ? `${metric}_diff` : metric, model)),
    bytesField(2, threshold(asked)),
    ...(value === undefined ? [] : [bytesField(3, metricValue(value))]),
    ...(words ? [bytesField(4, words)] : []),
  );

/** A `ValidationResult`. */
export function validationMessage(validation: ValidationResult): Uint8Array {
  const bySlice = new Map<string, ValidationFailure[]>();
  for (const failure of validation.failures) {
    const list = bySlice.get(failure.sliceName);
    if (list) list.push(failure);
    else bySlice.set(failure.sliceName, [failure]);
  }
  const failures = [...bySlice.values()].map((list) =>
    message(bytesField(2, sliceKey(list[0]!.slice)), ...list.map((each) => bytesField(3, validationFailure(each)))),
  );
  const details = validation.checked.map(({ slicingSpec: spec, numMatchingSlices }) =>
    bytesField(1, message(bytesField(1, slicingSpec(spec)), intField(2, numMatchingSlices))),
  );
  return message(
    intField(1, Number(validation.validationOk)),
    ...failures.map((each) => bytesField(2, each)),
    ...validation.missingSlices.map((spec) => bytesField(3, slicingSpec(spec))),
    bytesField(4, message(...details)),
    intField(6, Number(validation.missingThresholds)),
    intField(7, Number(validation.rubberStamp)),
  );
}

/** The `EvalRun` that stands in eval_config.json, as JSON. @param config as JSON */
export const evalRun = (config: string, { candidates, baseline }: EvalResult) => ({
  evalConfig: JSON.parse(config) as unknown,
  version: '0.47.1',
  dataLocation: '<user provided PCollection>',
  fileFormat: '<unknown>',
  modelLocations: Object.fromEntries(
    [...candidates, ...(baseline === undefined ? [] : [baseline])].map((name) => [name, '<unknown>']),
  ),
});
