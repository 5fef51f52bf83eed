import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AnalysisError,
  type AnalysisErrorCode,
  analyze,
  type EvalConfig,
  evalConfigToText,
  latestBlessedModel,
  parseEvalConfigJson,
  parseEvalConfigText,
  readBlessing,
  readValidationOk,
  recordBlessing,
  slicePlot,
  validate,
  writeBlessing,
  writeEvaluation,
} from '../../../src/mlops/analysis.ts';
import { MetadataStore } from '../../../src/mlops/metadata.ts';

const rows = [
  { sex: 'F', age: 30, label: 1, prediction: 0.9, old: 0.2 },
  { sex: 'F', age: 30, label: 0, prediction: 0.4, old: 0.1 },
  { sex: 'M', age: 40, label: 1, prediction: 0.3, old: 0.8 },
  { sex: 'M', age: 30, label: 0, prediction: 0.2, old: 0.7 },
  { sex: null, age: 40, label: 1, prediction: 0.6, old: 0.6 },
];
const accuracy: EvalConfig = { metricsSpecs: [{ metrics: [{ className: 'BinaryAccuracy' }] }] };

const refuses = (code: AnalysisErrorCode, message: RegExp, act: () => unknown) =>
  assert.throws(act, (error) => {
    assert.ok(error instanceof AnalysisError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });

describe('analyze', () => {
  it('judges all rows where no slice is named', () => {
    const result = analyze(rows, accuracy);
    assert.equal(result.slices.length, 1);
    assert.equal(result.metric('binary_accuracy').value, 0.8);
  });

  it('leaves a row without a value out of the slices of that feature', () => {
    const result = analyze(rows, {
      ...accuracy,
      slicingSpecs: [{ featureKeys: ['sex'] }, { featureKeys: ['sex', 'age'] }],
    });
    assert.deepEqual(
      result.slices.map(({ name, rows: count }) => [name, count]),
      [
        ['sex:F', 2],
        ['sex:M', 2],
        ['age_X_sex:30_X_F', 2],
        ['age_X_sex:30_X_M', 1],
        ['age_X_sex:40_X_M', 1],
      ],
    );
    assert.equal(result.metric('binary_accuracy', { sex: 'M' }).value, 0.5);
  });

  it('tells of a slicing spec that no row fits, and counts a slice once', () => {
    const slicingSpecs = [
      {},
      { featureValues: { sex: 'X' } },
      { featureKeys: ['sex'] },
      { featureValues: { sex: 'F' } },
    ];
    const result = analyze(rows, { ...accuracy, slicingSpecs });
    assert.deepEqual(result.emptySlices, [{ featureValues: { sex: 'X' } }]);
    assert.equal(result.slices.length, 3);
  });

  it('compares two models on the same rows', () => {
    const config: EvalConfig = {
      ...accuracy,
      modelSpecs: [{ name: 'new' }, { name: 'old', predictionKey: 'old', isBaseline: true }],
      options: { computeConfidenceIntervals: true },
    };
    const result = analyze(rows, config);
    assert.equal(result.metric('binary_accuracy', {}, 'old').value, 0.6);
    assert.ok(Math.abs(result.metric('binary_accuracy_diff').value - 0.2) < 1e-12);
    assert.ok(result.metric('binary_accuracy_diff').interval);
  });

  it('gives a pair of equal models a difference without any spread', () => {
    const many = Array.from({ length: 300 }, (_, i) => ({ label: i % 2, prediction: (i % 7) / 7 }));
    for (const method of ['JACKKNIFE', 'POISSON_BOOTSTRAP'] as const) {
      const { interval } = analyze(many, {
        ...accuracy,
        modelSpecs: [{ name: 'new' }, { name: 'old', isBaseline: true }],
        options: { computeConfidenceIntervals: true, confidenceIntervals: { method } },
      }).metric('binary_accuracy_diff');
      assert.deepEqual([interval?.low, interval?.high], [0, 0]);
    }
  });

  it('makes the same intervals from the same seed', () => {
    const config: EvalConfig = { ...accuracy, options: { computeConfidenceIntervals: true } };
    const of = (seed: number) => analyze(rows, config, { seed }).metric('binary_accuracy').interval;
    assert.deepEqual(of(3), of(3));
    assert.notDeepEqual(of(3), of(4));
  });

  it('refuses what it cannot judge, and says where it is', () => {
    refuses('no-rows', /no rows/, () => analyze([], accuracy));
    refuses('unknown-column', /no column “target”.*sex, age/, () =>
      analyze(rows, { ...accuracy, modelSpecs: [{ labelKey: 'target' }] }),
    );
    refuses('bad-value', /Row 2 holds nothing in “prediction”/, () =>
      analyze(rows.with(2, { ...rows[2]!, prediction: null as unknown as number }), accuracy),
    );
    refuses('bad-value', /Row 1 holds 3 in “label”.*from 0 to 1/, () =>
      analyze(rows.with(1, { ...rows[1]!, label: 3 }), accuracy),
    );
    const metric = (className: string, config?: string) => ({
      metricsSpecs: [{ metrics: [{ className, ...(config && { config }) }] }],
    });
    refuses('unknown-metric', /“BinaryAcuracy”.*BinaryAccuracy meant/, () => analyze(rows, metric('BinaryAcuracy')));
    refuses('bad-text', /config of Recall is no JSON/, () => analyze(rows, metric('Recall', '{"thresholds": }')));
    refuses('not-supported', /one threshold/, () => analyze(rows, metric('Recall', '{"thresholds": [0.1, 0.2]}')));
    refuses('not-supported', /“top_k”/, () => analyze(rows, metric('Recall', '{"top_k": 3}')));
    refuses('bad-argument', /No metric is asked for/, () => analyze(rows, {}));
    refuses('bad-argument', /“num_buckets” is 0/, () => analyze(rows, metric('CalibrationPlot', '{"num_buckets": 0}')));
    refuses('not-supported', /“left”/, () => analyze(rows, metric('CalibrationPlot', '{"left": 0.2}')));
    refuses('bad-argument', /called “recall”/, () =>
      analyze(rows, { metricsSpecs: [{ metrics: [{ className: 'Recall' }, { className: 'Recall', config: '{}' }] }] }),
    );
    refuses('bad-argument', /“name” of its own/, () => analyze(rows, { ...accuracy, modelSpecs: [{}, {}] }));
    refuses('not-supported', /“sliceKeysSql”/, () =>
      analyze(rows, { ...accuracy, slicingSpecs: [{ sliceKeysSql: 'SELECT 1' } as object] }),
    );
    refuses('unknown-slice', /no slice sex:Q. There are: Overall/, () => analyze(rows, accuracy).slice({ sex: 'Q' }));
    refuses('unknown-metric', /no “auc”.*binary_accuracy/, () => analyze(rows, accuracy).metric('auc'));
  });
});

describe('slicePlot', () => {
  const config: EvalConfig = {
    ...accuracy,
    modelSpecs: [{ name: 'new' }, { name: 'old', predictionKey: 'old', isBaseline: true }],
    slicingSpecs: [{}, { featureKeys: ['sex'] }, { featureKeys: ['age', 'sex'] }],
    options: { computeConfidenceIntervals: true, minSliceSize: 2 },
  };
  const drawn = (options: Parameters<typeof slicePlot>[2]) =>
    slicePlot(analyze(rows, config), 'binary_accuracy', options).spec as {
      readonly description: string;
      readonly data: { readonly values: readonly Record<string, unknown>[] };
    };

  it('draws each slice with its interval, marks small ones, and counts what is hidden', () => {
    const { description, data } = drawn({ small: 5 });
    assert.deepEqual(
      data.values.map(({ slice, x, series }) => [slice, x, series]),
      [
        ['Overall', 5, '5 rows or more'],
        ['sex:F', 2, 'fewer than 5 rows'],
        ['sex:M', 2, 'fewer than 5 rows'],
        ['age_X_sex:30_X_F', 2, 'fewer than 5 rows'],
      ],
    );
    assert.ok(data.values.every(({ low, y, high }) => Number(low) <= Number(y) && Number(y) <= Number(high)));
    assert.match(description, /Lowest: sex:M 0.500 \(2 rows\).*2 more have no such number/);
  });

  it('compares two models', () => {
    const { data } = drawn({ against: 'baseline' });
    assert.deepEqual(
      data.values.map(({ x, y }) => [x, y]),
      [
        [0.6, 0.8],
        [0.5, 1],
        [0.5, 0.5],
        [0.5, 1],
      ],
    );
  });

  it('refuses what no slice has', () => {
    refuses('unknown-metric', /No slice has “auc”/, () => slicePlot(analyze(rows, accuracy), 'auc'));
    refuses('no-baseline', /“isBaseline”/, () =>
      slicePlot(analyze(rows, accuracy), 'binary_accuracy', { against: 'baseline' }),
    );
  });
});

describe('validate', () => {
  const bound = (lowerBound: number): EvalConfig => ({
    slicingSpecs: [{}, { featureKeys: ['sex'] }],
    metricsSpecs: [{ metrics: [{ className: 'BinaryAccuracy', threshold: { valueThreshold: { lowerBound } } }] }],
  });

  it('turns when the bound goes below the worst slice', () => {
    assert.equal(validate(analyze(rows, bound(0.5))).validationOk, true);
    const found = validate(analyze(rows, bound(0.51)));
    assert.equal(found.validationOk, false);
    assert.deepEqual(
      found.failures.map(({ sliceName, value }) => [sliceName, value]),
      [['sex:M', 0.5]],
    );
  });

  it('does not let a slice pass that is hidden as too small', () => {
    const found = validate(analyze(rows, { ...bound(0), options: { minSliceSize: 3 } }));
    assert.deepEqual(
      found.failures.map(({ sliceName, message }) => [sliceName, message]),
      ['sex:F', 'sex:M'].map((name) => [name, 'It has 2 rows, and the config asks for 3 at least.']),
    );
  });

  it('wants a baseline for a change, or a rubber stamp', () => {
    const threshold = { changeThreshold: { absolute: 0, direction: 'HIGHER_IS_BETTER' } } as const;
    const result = analyze(rows, { metricsSpecs: [{ metrics: [{ className: 'BinaryAccuracy', threshold }] }] });
    refuses('no-baseline', /“isBaseline”/, () => validate(result));
    assert.deepEqual(
      [validate(result, { rubberStamp: true })].map(({ validationOk, rubberStamp }) => [validationOk, rubberStamp]),
      [[true, true]],
    );
  });

  it('never lets NaN pass, nor a relative change against 0', () => {
    const none = rows.map((row) => ({ ...row, label: 0, prediction: 0, old: 0 }));
    const modelSpecs = [{ name: 'new' }, { name: 'old', predictionKey: 'old', isBaseline: true }];
    const passes = (className: string, threshold: object) =>
      validate(analyze(none, { modelSpecs, metricsSpecs: [{ metrics: [{ className, threshold }] }] })).validationOk;
    assert.equal(passes('Recall', { valueThreshold: { upperBound: 1 } }), false);
    assert.equal(passes('FPR', { changeThreshold: { relative: 1, direction: 'LOWER_IS_BETTER' } }), false);
    assert.equal(passes('FPR', { changeThreshold: { absolute: 0, direction: 'LOWER_IS_BETTER' } }), true);
  });
});

describe('configs', () => {
  it('keep what only TFMA computes', () => {
    const text =
      'metrics_specs {\n  binarize {\n    class_ids {\n      values: 1\n    }\n  }\n  aggregate {\n' +
      '    class_weights {\n      key: 1\n      value: 0.5\n    }\n  }\n}\n';
    const config = parseEvalConfigText(text);
    assert.equal(evalConfigToText(config), text);
    refuses('not-supported', /“binarize” in “metricsSpecs”/, () => analyze(rows, config));
  });

  it('say where they are wrong', () => {
    refuses('unknown-field', /Line 1, column 18: ModelSpec has no field “labell”/, () =>
      parseEvalConfigText('  model_specs {  labell: "x" }'),
    );
    refuses('bad-text', /no JSON/, () => parseEvalConfigJson('{'));
    refuses('unknown-field', /EvalConfig has no field “metricSpecs”.*metricsSpecs/, () =>
      parseEvalConfigJson('{"metricSpecs": []}'),
    );
    refuses('bad-field', /EvalConfig.options.minSliceSize is "3", where a whole number/, () =>
      parseEvalConfigJson('{"options": {"minSliceSize": "3"}}'),
    );
    refuses('bad-field', /one of UNKNOWN, LOWER_IS_BETTER/, () =>
      analyze(rows, {
        metricsSpecs: [
          { metrics: [{ className: 'AUC', threshold: { changeThreshold: { direction: 'UP' as 'LOWER_IS_BETTER' } } }] },
        ],
      }),
    );
  });
});

describe('files and blessings', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'analysis-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const bound = (lowerBound: number): EvalConfig => ({
    metricsSpecs: [{ metrics: [{ className: 'BinaryAccuracy', threshold: { valueThreshold: { lowerBound } } }] }],
  });

  it('keep what was found, and whether it passed', () => {
    for (const lowerBound of [0.5, 0.9]) {
      const result = analyze(rows, bound(lowerBound));
      writeEvaluation(folder, result, validate(result));
      assert.equal(readValidationOk(folder), lowerBound === 0.5);
      const run = JSON.parse(readFileSync(join(folder, 'eval_config.json'), 'utf8'));
      assert.deepEqual(run.evalConfig, bound(lowerBound));
    }
    writeFileSync(join(folder, 'validations.tfrecord'), Buffer.alloc(40, 7));
    refuses('no-file', /validations.tfrecord cannot be read/, () => readValidationOk(folder));
  });

  it('leave one mark', () => {
    refuses('no-file', /neither BLESSED nor NOT_BLESSED/, () => readBlessing(folder));
    for (const blessed of [true, false, true]) {
      writeBlessing(folder, blessed);
      assert.equal(readBlessing(folder), blessed);
    }
    writeFileSync(join(folder, 'NOT_BLESSED'), '');
    refuses('no-file', /both/, () => readBlessing(folder));
  });

  it('name the newest model that was blessed', () => {
    const store = new MetadataStore();
    assert.equal(latestBlessedModel(store), undefined);
    const typeId = store.putArtifactType({ name: 'Model' });
    const [a, b, c] = store.putArtifacts(['a', 'b', 'c'].map((uri) => ({ typeId, uri }))) as [number, number, number];
    const latest = () => latestBlessedModel(store)?.model.uri;
    recordBlessing(store, { model: a, validationOk: false });
    assert.equal(latest(), undefined);
    recordBlessing(store, { model: b, baseline: a, validationOk: true });
    recordBlessing(store, { model: c });
    assert.equal(latest(), 'b');
    recordBlessing(store, { model: a, validationOk: true });
    assert.equal(latest(), 'b', 'b was stored after a, so it is the newer model');
    assert.equal(latestBlessedModel(store)!.blessing.customProperties.baseline_model, 'a');
    assert.deepEqual(
      store.getExecutions().map(({ lastKnownState }) => lastKnownState),
      ['COMPLETE', 'COMPLETE', 'FAILED', 'COMPLETE'],
    );
    refuses('bad-argument', /no artifact 99/, () => recordBlessing(store, { model: 99, validationOk: true }));
    store.close();
  });
});
