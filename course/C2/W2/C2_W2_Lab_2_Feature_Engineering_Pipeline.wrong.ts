import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const all = ['CsvExampleGen', 'StatisticsGen', 'ImportSchemaGen', 'ExampleValidator', 'Transform', 'Trainer'];
const afterData = all.filter((name) => name !== 'ImportSchemaGen');
const afterSchema = ['ImportSchemaGen', 'ExampleValidator', 'Transform'];
const afterCode = ['Transform', 'Trainer'];
const runs = (data: string[], schema: string[], code: string[], comment: string[]) =>
  `const runs = ${JSON.stringify({ data, schema, code, comment })};`;
const sorted = 'Object.entries(parameters).sort(([a], [b]) => (a < b ? -1 : 1))';
const print = (body: string) => `const fingerprint = ({ name, version, code, parameters, inputs }) => ${body};`;
const contents = 'Object.keys(inputs).sort().map((input) => [input, inputs[input].content])';
const guilty = (...lines: string[]) =>
  `const guilty = ({ train, eval: later, counted, scaled }) => { ${lines.join(' ')} };`;
const split =
  "const known = new Set(train.map((row) => JSON.stringify(row))); if (later.some((row) => known.has(JSON.stringify(row)))) return 'CsvExampleGen';";
const count = "if (counted !== train.length) return 'StatisticsGen';";
const scale = "return Math.max(...scaled.train) < 1 ? 'Transform' : undefined;";
const tear = (body: string) => `const tear = (row) => { ${body} };`;

export const wrong: WrongAnswers = {
  'cache-table': [
    { code: runs(all, all, all, all), says: 'A pipeline is not one program' },
    {
      code: runs(['CsvExampleGen'], ['ImportSchemaGen'], ['Transform'], ['Transform']),
      says: 'something new to read',
    },
    { code: runs(afterData, afterSchema, afterCode, []), says: 'A comment changes the text' },
    { code: runs(afterData, [...afterSchema, 'Trainer'], afterCode, afterCode), says: 'wrote the same bytes' },
  ],
  fingerprint: [
    { code: print(`JSON.stringify([name, version, ${sorted}, ${contents}])`), says: 'The code is not in it' },
    {
      code: print(
        `JSON.stringify([name, version, code, ${sorted}, Object.keys(inputs).sort().map((input) => [input, inputs[input].path, inputs[input].modified])])`,
      ),
      says: 'A path does not identify its content',
    },
    { code: print(`JSON.stringify([name, version, code, parameters, ${contents}])`), says: 'the order in which names' },
    { code: 'const fingerprint = (job) => JSON.stringify(job);', says: 'A path is in it' },
    { code: print(`JSON.stringify([name, code, ${sorted}, ${contents}])`), says: 'The version is not in it' },
    {
      code: print(`[name, version, code, ...${sorted}, ...${contents}].flat().join('')`),
      says: 'glued together',
    },
    {
      code: print(
        `JSON.stringify([name, version, code, Object.values(parameters).sort(), Object.values(inputs).map(({ content }) => content).sort()])`,
      ),
      says: 'Values without their names',
    },
  ],
  guilty: [
    { code: guilty("return 'StatisticsGen';"), says: 'The same step for every pipeline' },
    { code: guilty(count, scale), says: 'The split itself is trusted' },
    {
      code: guilty(split, count, "return Math.max(...scaled.eval) <= 1 ? 'Transform' : undefined;"),
      says: 'An honest Transform is accused',
    },
    { code: guilty(split, count, 'return undefined;'), says: 'A leak in Transform is not seen' },
    { code: guilty(split, scale), says: 'A wrong count is not seen' },
  ],
  tear: [
    { code: tear('return { ...row };'), says: 'An exact duplicate has the same hash' },
    { code: tear('return { ...row, fnlwgt: row.fnlwgt + 1 };'), says: 'by luck' },
    {
      code: tear(
        'let age = row.age; while (exampleSplit({ ...row, age }) === exampleSplit(row)) age++; return { ...row, age };',
      ),
      says: 'That is somebody else',
    },
    {
      code: tear(
        'let copy = row; do copy = { ...copy, fnlwgt: copy.fnlwgt + 5000 }; while (exampleSplit(copy) === exampleSplit(row)); return copy;',
      ),
      says: 'more than 1000',
    },
  ],
};
