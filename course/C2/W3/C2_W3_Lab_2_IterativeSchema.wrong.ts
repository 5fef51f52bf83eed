import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const guesses = (greens: number, steps: number) => `const myGreens = ${greens}; const mySteps = ${steps};`;
const environments = (body: string) =>
  `const withEnvironments = (schema: Schema, label: string): Schema => { const changed = structuredClone(schema); ${body} return changed; };`;
const listed = "changed.defaultEnvironment = ['TRAINING', 'SERVING'];";
const ofLabel = (change: string, name = 'label') =>
  `for (const feature of changed.feature) if (feature.name === ${name}) ${change}`;
const edits = (...letters: string[]) =>
  `const accepted: Edit[] | undefined = [${letters.map((letter) => `'${letter}'`).join(', ')}] as Edit[] | undefined;`;
const prove = (body: string) => `const schemaRead: Prove = (store, report) => { ${body} };`;

export const wrong: WrongAnswers = {
  green: [
    { code: guesses(8, 2), says: 'made from these very rows' },
    { code: guesses(0, 5), says: 'their results are taken from the store' },
    { code: guesses(0, 1), says: 'whoever reads what it has imported' },
  ],
  environments: [
    { code: environments(ofLabel("feature.notInEnvironment = ['SERVING'];")), says: 'does not list its environments' },
    {
      code: `const withEnvironments = (changed: Schema, label: string): Schema => { ${listed} ${ofLabel("feature.notInEnvironment = ['SERVING'];")} return changed; };`,
      says: 'changes the schema that it is given',
    },
    {
      code: environments(`${listed} changed.feature = changed.feature.filter(({ name }) => name !== label);`),
      says: 'gone from the schema',
    },
    {
      code: environments(
        `${listed} ${ofLabel('{ feature.presence = { minFraction: 0, minCount: 0 }; delete feature.shape; }')}`,
      ),
      says: 'optional everywhere',
    },
    {
      code: environments(`${listed} ${ofLabel("feature.notInEnvironment = ['TRAINING'];")}`),
      says: 'The wrong way round',
    },
    {
      code: environments(`${listed} for (const feature of changed.feature) feature.notInEnvironment = ['SERVING'];`),
      says: 'every feature is left out',
    },
    {
      code: environments(`${listed} ${ofLabel("feature.notInEnvironment = ['SERVING'];", "'label'")}`),
      says: 'is typed in',
    },
  ],
  edits: [
    { code: edits('A'), says: 'refuses a person of 93' },
    { code: edits('B', 'C'), says: 'any word passes' },
    { code: edits('B', 'D'), says: 'Half is far too little' },
    { code: edits(), says: 'Without a range' },
  ],
  'which-schema': [
    { code: prove("return store.getArtifactsByType('Schema').at(-1)?.id;"), says: 'the newest schema' },
    {
      code: prove("return store.getArtifactsByUri('/root/schema.pbtxt')[0]?.id;"),
      says: 'A name is no identity',
    },
    {
      code: prove(`const made = store.getEventsByArtifactIds([report]).find(({ type }) => type === 'OUTPUT')!;
        return store.getEventsByExecutionIds([made.executionId]).find(({ type }) => type === 'INPUT')?.artifactId;`),
      says: 'a validator reads statistics as well',
    },
    {
      code: prove(`const context = store.getContextsByArtifact(report)[0];
        return context && store.getArtifactsByContext(context.id).find(({ type }) => type === 'Schema')?.id;`),
      says: 'ask the run of the report',
    },
  ],
};
