import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { numberText, sixDigits } from '../../../src/mlops/data-validation/numberText.ts';
import {
  anomalyRows,
  anomalyTable,
  compareStatistics,
  DataValidationError,
  type DataValidationErrorCode,
  datasetOf,
  domainRows,
  featureDistances,
  generateStatistics,
  getDomain,
  getFeature,
  getStatistics,
  inferSchema,
  jensenShannonOfCounts,
  lInfinity,
  loadSchemaText,
  parseSchemaText,
  type Schema,
  StatisticsCounter,
  schemaRows,
  schemaToText,
  setDomain,
  validateStatistics,
  writeSchemaText,
} from '../../../src/mlops/data-validation.ts';
import { censusRows } from '../../../src/mlops/datasets/census.ts';
import { uniform } from '../../../src/mlops/datasets/chance.ts';

const rows = [
  { age: 30, sex: 'Male', city: 'Oslo' },
  { age: 40, sex: 'Female', city: null },
  { age: 50, sex: 'Male', city: 'Bonn' },
];

/** Asserts what is refused, and gives the error. */
function refused(code: DataValidationErrorCode, act: () => unknown): DataValidationError {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof DataValidationError, String(error));
    assert.equal(error.code, code, error.message);
    return error;
  }
  return assert.fail(`nothing was refused, ${code} is expected`);
}

describe('data-validation: statistics', () => {
  it('count what is there, of rows and of columns', () => {
    const statistics = generateStatistics(rows);
    const columns = generateStatistics({
      age: [30, 40, 50],
      sex: ['Male', 'Female', 'Male'],
      city: ['Oslo', null, 'Bonn'],
    });
    assert.deepEqual(columns, statistics);
    const { numStats } = getStatistics(statistics, 'age');
    assert.deepEqual([numStats!.mean, numStats!.median, numStats!.min, numStats!.max], [40, 40, 30, 50]);
    assert.equal(getStatistics(statistics, 'city').stringStats!.commonStats.numMissing, 1);
  });

  it('tell whole numbers from others, and take truth values for numbers and dates for texts', () => {
    const typesOf = (column: unknown[]) => getStatistics(generateStatistics({ column }), 'column').type;
    assert.deepEqual([[1, 2], [1, 2.5], [1e308], [true, false], [new Date(0)], [3n]].map(typesOf), [
      ...['INT', 'FLOAT', 'FLOAT', 'INT', 'STRING', 'INT'],
    ]);
    assert.equal(typesOf([undefined, new Date(Number.NaN)]), 'STRING');
  });

  it('stream rows, and skip features that are not asked for', () => {
    const counter = new StatisticsCounter({ features: ['sex', 'height'] });
    for (const row of rows) counter.add(row);
    const [dataset] = counter.statistics().datasets;
    assert.deepEqual(
      dataset!.features.map(({ name }) => name),
      ['sex', 'height'],
    );
    assert.equal(getStatistics(counter.statistics(), 'height').stringStats!.commonStats.numMissing, 3);
  });

  it('of slices add up, but for rows without the value', () => {
    const statistics = generateStatistics(rows, {
      slices: [{ sex: undefined }, { city: ['Oslo'] }, { city: undefined, sex: ['Male'] }],
    });
    const sizes = statistics.datasets.map(({ name, numExamples }) => [name, numExamples]);
    assert.deepEqual(sizes, [
      ...[
        ['All Examples', 3],
        ['sex_Male', 2],
        ['city_Oslo', 1],
        ['city_Oslo_sex_Male', 1],
      ],
      ...[
        ['sex_Female', 1],
        ['city_Bonn_sex_Male', 1],
      ],
    ]);
    assert.equal(getStatistics(statistics, 'age', 'sex_Male').numStats!.mean, 40);
    assert.equal(datasetOf(statistics).numExamples, 3);
    refused('no-default-slice', () => datasetOf(statistics, 'sex_male'));
    refused('no-default-slice', () => inferSchema({ datasets: statistics.datasets.slice(1) }));
  });

  it('count whole numbers that a schema calls categorical as texts', () => {
    const schema = inferSchema(generateStatistics(rows));
    setDomain(schema, 'age', { intDomain: { isCategorical: true } });
    const { type, stringStats, numStats } = getStatistics(generateStatistics(rows, { schema }), 'age');
    assert.deepEqual([type, stringStats!.unique, numStats], ['INT', 3, undefined]);
  });

  it('refuse what is mixed, with feature and row', () => {
    const error = refused('wrong-type', () => generateStatistics([{ age: 1 }, { age: 2 }, { age: 'old' }]));
    assert.deepEqual([error.feature, error.row], ['age', 2]);
    refused('wrong-type', () => generateStatistics([{ age: 'old' }, { age: 1 }]));
    refused('wrong-type', () => generateStatistics([{ age: 1.5 }], { types: { age: 'INT' } }));
    refused('wrong-type', () => generateStatistics([{ age: 'x' }], { types: { age: 'FLOAT' } }));
    refused('wrong-type', () => generateStatistics([{ age: { years: 3 } }]));
    refused('bad-row', () => new StatisticsCounter().add(null as never));
    refused('bad-argument', () => generateStatistics(rows, { numQuantilesHistogramBuckets: 0.5 }));
    const mixed = generateStatistics([{ age: 1 }, { age: 'old' }], { types: { age: 'STRING' } });
    assert.equal(getStatistics(mixed, 'age').stringStats!.unique, 2);
  });
});

describe('data-validation: schemas', () => {
  const clean = generateStatistics(rows);

  it('are changed by hand', () => {
    const schema = inferSchema(clean);
    setDomain(schema, 'age', { intDomain: { min: 35 } });
    assert.deepEqual(getDomain(schema, 'age'), { min: 35 });
    setDomain(schema, 'city', 'sex');
    assert.equal(getDomain(schema, 'city'), getDomain(schema, 'sex'));
    const anomalies = validateStatistics(clean, schema);
    assert.deepEqual(anomalyRows(anomalies)[0], {
      'Feature name': "'age'",
      'Anomaly short description': 'Out-of-range values',
      'Anomaly long description': 'Unexpectedly small value: 30.',
    });
    refused('unknown-feature', () => getFeature(schema, 'height'));
    refused('unknown-domain', () => setDomain(schema, 'age', 'ages'));
    refused('bad-argument', () => setDomain(schema, 'age', { domain: 'sex' } as never));
    refused('no-domain', () => getDomain(inferSchema(clean), 'age'));
    refused('unknown-environment', () => validateStatistics(clean, schema, { environment: 'MOON' }));
  });

  it('are left alone by a validation', () => {
    const schema = inferSchema(clean);
    const before = schemaToText(schema);
    validateStatistics(generateStatistics([{ age: 'x', sex: 'y' }]), schema);
    assert.equal(schemaToText(schema), before);
  });

  it('are shown as by display_schema and display_anomalies', () => {
    const schema = inferSchema(clean);
    setDomain(schema, 'age', { intDomain: { min: 17, max: 90 } });
    assert.deepEqual(schemaRows(schema)[0], {
      ...{ 'Feature name': "'age'", Type: 'INT', Presence: 'required', Valency: '', Domain: 'min: 17; max: 90' },
    });
    assert.deepEqual(schemaRows(schema)[2], {
      ...{ 'Feature name': "'city'", Type: 'STRING', Presence: 'optional', Valency: 'single', Domain: "'city'" },
    });
    assert.deepEqual(domainRows(schema)[0], { Domain: "'sex'", Values: "'Female', 'Male'" });
    assert.match(
      anomalyTable(validateStatistics(clean, schema)).toMimeBundle()['text/plain'] as string,
      /No anomalies found/,
    );
  });

  it('keep what is not checked here', () => {
    const text =
      'feature {\n  name: "a"\n  type: BYTES\n  annotation {\n    tag: "x"\n  }\n  url_domain { }\n}\n' +
      'tensor_representation_group { key : "" value { tensor_representation { key : "a" } } }\n';
    assert.equal(schemaToText(parseSchemaText(text)), text);
  });

  it('are written whole or not at all', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'schema-'));
    const file = join(folder, 'schema.pbtxt');
    await writeSchemaText(inferSchema(clean), file);
    assert.deepEqual(await loadSchemaText(file), inferSchema(clean));
    assert.deepEqual(await readdir(folder), ['schema.pbtxt']);
    await assert.rejects(loadSchemaText(join(folder, 'none')), { code: 'no-file' });
    await assert.rejects(writeSchemaText({ feature: [] }, join(folder, 'no', 'folder')), { code: 'no-file' });
    await rm(folder, { recursive: true });
  });
});

describe('data-validation: the text of a schema', () => {
  const at = (text: string, code: DataValidationErrorCode) => {
    const { line, column } = refused(code, () => parseSchemaText(text));
    return [line, column];
  };

  it('is read in each of its forms', () => {
    const text = `# a comment
      feature: < name: 'a' "b\\x41\\101\\u00fc" type: 2, presence { min_count: 0x10; min_fraction: 1e-1 }
        float_domain { min: -inf max: 1.5f disallow_nan: t } >
      default_environment: ["A", "B"] default_environment: "C"`;
    assert.deepEqual(parseSchemaText(text), {
      feature: [
        {
          name: 'abAAü',
          type: 'INT',
          presence: { minCount: 16, minFraction: 0.1 },
          floatDomain: { min: Number.NEGATIVE_INFINITY, max: 1.5, disallowNan: true },
        },
      ],
      defaultEnvironment: ['A', 'B', 'C'],
    } satisfies Schema);
    const wide = parseSchemaText('feature { name: "a" int_domain { min: -9223372036854775808 max: 017 } }');
    assert.deepEqual(getDomain(wide, 'a'), { min: -(2n ** 63n), max: 15 });
    assert.deepEqual(parseSchemaText(''), { feature: [] });
  });

  it('is refused with line and column', () => {
    assert.deepEqual(at('feature {\n  name: "a"\n  colour: "red"\n}', 'unknown-field'), [3, 3]);
    assert.deepEqual(at('feature {\n  name: "a', 'bad-text'), [2, 9]);
    assert.deepEqual(at('feature { name: 5 }', 'bad-field'), [1, 17]);
    assert.deepEqual(at('feature { name: "a" name: "b" }', 'bad-field'), [1, 21]);
    assert.deepEqual(at('feature { domain: "a" int_domain { } }', 'bad-field'), [1, 23]);
    assert.deepEqual(at('feature { type: NUMBER }', 'bad-field'), [1, 17]);
    assert.deepEqual(at('feature { presence { min_count: 1.5 } }', 'bad-field'), [1, 33]);
    assert.deepEqual(at('feature { presence { min_count: 9223372036854775808 } }', 'bad-field'), [1, 33]);
    assert.deepEqual(at('feature { presence { min_count: 089 } }', 'bad-field'), [1, 33]);
    assert.deepEqual(at('feature { deprecated: "true" }', 'bad-field'), [1, 23]);
    assert.deepEqual(at('feature {', 'bad-text'), [1, 10]);
    assert.deepEqual(at('feature { name "a" }', 'bad-text'), [1, 16]);
    assert.deepEqual(at('feature { name: "\\q" }', 'bad-text'), [1, 17]);
    assert.deepEqual(at('feature { name: "\\377" }', 'bad-text'), [1, 17]);
    assert.deepEqual(at('feature } ', 'bad-text'), [1, 9]);
    assert.deepEqual(at('\u0000', 'bad-text'), [1, 1]);
    refused('bad-text', () => parseSchemaText('feature { struct_domain { '.repeat(5000)));
  });

  it('is read, or refused with its place, whatever was done to it', () => {
    const text = schemaToText(inferSchema(generateStatistics(rows)));
    const next = uniform(5);
    const pieces = ['{', '}', '"', ':', '\\', 'name', '-', '9', '\n', '[', '\u0000', 'ü', '#', '<'];
    let read = 0;
    for (let i = 0; i < 3000; i++) {
      const from = Math.floor(next() * text.length);
      const piece = pieces[Math.floor(next() * pieces.length)]!;
      const broken = text.slice(0, from) + (next() < 0.7 ? piece : '') + text.slice(from + Math.floor(next() * 3));
      try {
        parseSchemaText(broken);
        read++;
      } catch (error) {
        assert.ok(error instanceof DataValidationError && error.line! > 0 && error.column! > 0, `${error}\n${broken}`);
      }
    }
    assert.ok(read > 0 && read < 3000, `${read} of 3000 were read`);
  });

  it('has numbers as C and Python print them', () => {
    assert.deepEqual([0, -0, 1, 123456.7, 1234567, 0.0001, 0.00001234567, 1e308, -2.5].map(sixDigits), [
      ...['0', '-0', '1', '123457', '1.23457e+06', '0.0001', '1.23457e-05', '1e+308', '-2.5'],
    ]);
    assert.deepEqual(
      [1, 0.1, 1e16, 1e15, 1e-7, 0.00012, -0, Number.NaN].map((value) => numberText(value)),
      [...['1.0', '0.1', '1e+16', '1000000000000000.0', '1e-07', '0.00012', '-0.0', 'nan']],
    );
    assert.equal(numberText(Math.fround(0.1), 'float'), '0.1');
  });
});

describe('data-validation: distances', () => {
  const counts = (...values: number[]) => new Map(values.map((count, i) => [`v${i}`, count]));

  it('are those of the definitions', () => {
    assert.deepEqual(lInfinity(counts(4, 4, 8), counts(4, 8, 4)), { value: 'v2', distance: 0.25 });
    assert.equal(jensenShannonOfCounts(counts(1, 0.5), counts(1, 0.5)), 0);
    assert.equal(jensenShannonOfCounts(new Map([['a', 1]]), new Map([['b', 1]])), 1);
    assert.equal(jensenShannonOfCounts(counts(), counts(1)), undefined);
  });

  it('rank a rare value that grows and a large one that shifts the other way round', () => {
    const [before, grown, moved] = [counts(600, 398, 2), counts(590, 390, 20), counts(560, 438, 2)];
    assert.ok(lInfinity(before, grown).distance < lInfinity(before, moved).distance);
    assert.ok(jensenShannonOfCounts(before, grown)! > jensenShannonOfCounts(before, moved)!);
  });
});

describe('data-validation: two data sets beside each other', () => {
  const people = censusRows(2000, { seed: 1 });
  const [train, later] = [people.slice(0, 1000), people.slice(1000)].map((part) => generateStatistics(part));
  const broken = generateStatistics(
    people
      .slice(1000)
      .map(({ race, ...row }, i) => ({ ...row, age: i % 2 ? 0 : row.age, sex: i % 3 ? row.sex : null })),
  );

  it('are ordered by how far they lie apart', () => {
    const distances = featureDistances(train!, broken);
    assert.deepEqual([distances[0], distances[1]!.feature], [{ feature: 'race', distance: 1 }, 'age']);
    const most = Math.max(...featureDistances(train!, later!).map(({ distance }) => distance));
    assert.ok(most < 0.06, `two halves of the same data: ${most}`);
  });

  it('are drawn, words with what is missing, and numbers in common bins', () => {
    const { spec } = compareStatistics({ train: train!, broken }, { features: ['sex', 'age'] });
    const charts = spec.concat as { title: string; data: { values: Record<string, unknown>[] } }[];
    assert.match(charts.map(({ title }) => title).join(), /^age \(distance 0\.\d{3}\),sex \(distance 0\.000\)$/);
    const [age, sex] = charts.map(({ data }) => data.values);
    const sum = (series: string) =>
      age!.filter((row) => row.series === series).reduce((total, row) => total + Number(row.share), 0);
    assert.ok(Math.abs(sum('train') - 1) < 1e-9 && Math.abs(sum('broken') - 1) < 1e-9);
    const zeros = age!.filter((row) => row.series === 'broken' && Number(row.to) <= 9);
    assert.ok(zeros.reduce((total, row) => total + Number(row.share), 0) > 0.45);
    const missing = sex!.find((row) => row.category === '(missing)' && row.series === 'broken');
    assert.ok(Math.abs(Number(missing?.value) - 1 / 3) < 0.001);
    assert.match(String(spec.description), /from 0 to/);
    const legends = (chart: unknown) => JSON.stringify(chart).match(/"legend":\{/g)?.length ?? 0;
    assert.deepEqual([legends(charts[0]) > 0, legends(charts[1])], [true, 0], 'one legend for all');
  });

  it('are drawn where one lacks a feature, or has it in another type', () => {
    const texts = generateStatistics(people.slice(0, 50).map((row) => ({ ...row, age: `${row.age}` })));
    const { spec } = compareStatistics({ train: train!, texts }, { features: ['age'] });
    assert.match(JSON.stringify(spec), /numbers in train/);
    assert.match(String(compareStatistics({ train: train!, broken }, { limit: 1 }).spec.title), /train and broken/);
    assert.equal(
      (compareStatistics({ train: train!, later: later! }, { sortBy: 'order' }).spec.concat as []).length,
      12,
    );
  });

  it('are refused unless they are two', () => {
    refused('bad-argument', () => compareStatistics({ train: train! }));
    refused('bad-argument', () => compareStatistics({ train: train!, broken }, { features: ['height'] }));
  });
});
