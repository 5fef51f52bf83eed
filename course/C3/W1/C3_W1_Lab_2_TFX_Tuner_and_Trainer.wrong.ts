import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const guesses = (early: number, late: number, budget: number) =>
  `const myEarly = ${early}; const myLate = ${late}; const myBudget = ${budget};`;
const runs = (same: number, other: number) => `const mySame = ${same}; const myOther = ${other};`;
const rhythm = (each: string) => `const rhythm = '${each}' as Rhythm | undefined;`;

/** A reader that passes over what is named. */
function reader({
  width = "typeof units !== 'number' || !Number.isInteger(units) || units < 8 || units > 48",
  rate = "typeof learning_rate !== 'number' || !(learning_rate >= 0.0001 && learning_rate <= 1)",
  unknown = true,
  gives = '{ units, learning_rate }',
  names = true,
} = {}): string {
  const say = (key: string) => (names ? `\`${key} is \${${key}}\`` : "'The values are not as they should be.'");
  return `const fromTuner = (values: Handed): Built => {
    const { units, learning_rate, ...others } = values as any;
    const [strange] = Object.keys(others);
    if (${unknown} && strange !== undefined) throw new Error(${say('strange')});
    if (${width}) throw new Error(${say('units')});
    if (${rate}) throw new Error(${say('learning_rate')});
    return ${gives};
  };`;
}

const proven = (body: string) => `const proven: Proven = (store, read) => { ${body} };`;
/** Models for which a condition holds on what was handed over, and what the log says. */
const where = (condition: string) =>
  proven(`return store.getArtifactsByType('Model').flatMap(({ id }) => {
    const made = store.getEventsByArtifactIds([id]).filter(({ type }) => !isInput(type));
    const near = store.getArtifactsById(store.getEventsByExecutionIds(made.map(({ executionId }) => executionId)).map(({ artifactId }) => artifactId));
    const handed = near.find(({ type }) => type === 'HyperParameters');
    const log = near.find(({ type }) => type === 'ModelRun');
    const [given, built] = [handed && read(handed).values, log && read(log).values];
    return ${condition} ? [id] : [];
  });`);
const ofAll = `const logs = store.getArtifactsByType('ModelRun').sort((a, b) => (read(b).accuracy ?? 0) - (read(a).accuracy ?? 0));`;

export const wrong: WrongAnswers = {
  hare: [
    { code: guesses(5, -6, 20), says: 'Fifty small steps' },
    { code: guesses(40, 30, 20), says: 'The early lead has turned round' },
    { code: guesses(40, -6, 2), says: 'The tortoise needs longer' },
  ],
  'from-tuner': [
    {
      code: 'const fromTuner = ({ units = 16, learning_rate = 0.01 }: Handed): Built => ({ units: Number(units), learning_rate: Number(learning_rate) });',
      says: 'A rate that is missing becomes a default',
    },
    {
      code: reader({ width: 'false', gives: '{ units: units ?? 16, learning_rate }' }),
      says: 'A width that is missing',
    },
    { code: reader({ unknown: false }), says: 'passed over' },
    {
      code: reader({ width: '!(Number.isInteger(Number(units)) && units >= 8 && units <= 48)' }),
      says: 'is taken for a number',
    },
    {
      code: reader({
        width: "typeof units !== 'number' || !Number.isInteger(units)",
        gives: '{ units: Math.min(48, Math.max(8, units)), learning_rate }',
      }),
      says: 'It clips 500 units',
    },
    { code: reader({ width: "typeof units !== 'number' || !Number.isInteger(units)" }), says: 'outside of the space' },
    { code: reader({ width: "typeof units !== 'number' || units < 8 || units > 48" }), says: 'no half unit' },
    { code: reader({ rate: "typeof learning_rate !== 'number'" }), says: 'A rate of 0' },
    { code: reader({ names: false }), says: 'does not name the key' },
    { code: reader({ width: 'units !== 16' }), says: 'It refuses values' },
    { code: reader({ gives: '{ units: 32, learning_rate: 0.003 }' }), says: 'The same values' },
  ],
  'which-model': [
    {
      code: proven("return store.getArtifactsByType('Model').slice(-1).map(({ id }) => id);"),
      says: 'The newest model was built by hand',
    },
    {
      code: proven(
        `${ofAll} const [run] = store.getEventsByArtifactIds([logs[0]!.id]); return store.getArtifactsById(store.getEventsByExecutionIds([run!.executionId]).map(({ artifactId }) => artifactId)).filter(({ type }) => type === 'Model').map(({ id }) => id);`,
      ),
      says: 'The most accurate model',
    },
    { code: where('given'), says: 'The link shows what was handed over' },
    { code: where('given && built'), says: 'compare the log with what was handed over' },
    {
      code: proven(
        `const tuned = store.getArtifactsByType('HyperParameters').map((each) => JSON.stringify(Object.entries(read(each).values).sort()));
        return store.getArtifactsByType('ModelRun').filter((log) => tuned.includes(JSON.stringify(Object.entries(read(log).values).sort())) || !store.getEventsByExecutionIds(store.getEventsByArtifactIds([log.id]).map(({ executionId }) => executionId)).some(({ type }) => isInput(type)))
          .flatMap((log) => store.getEventsByExecutionIds(store.getEventsByArtifactIds([log.id]).map(({ executionId }) => executionId)).map(({ artifactId }) => artifactId)).filter((id) => store.getArtifactsById([id])[0]!.type === 'Model');`,
      ),
      says: 'A model without a link is named',
    },
    {
      code: where('given && built && Object.entries(built).every(([name, value]) => given[name] === value)'),
      says: 'all keys must be there',
    },
    { code: where('given && built && JSON.stringify(given) === JSON.stringify(built)'), says: 'in another order' },
    { code: proven('return [];'), says: 'Nothing is proven' },
  ],
  import: [
    { code: runs(0, 2), says: 'so it runs' },
    { code: runs(6, 2), says: 'are taken as they are' },
    { code: runs(2, 2), says: 'and not where that came from' },
    { code: runs(1, 1), says: 'what the trainer reads' },
    { code: runs(1, 6), says: 'Only what depends on the file' },
  ],
  again: [
    { code: rhythm('each day'), says: 'Fresh is not free' },
    { code: rhythm('each quarter'), says: 'waits six weeks' },
    { code: rhythm('never'), says: 'Values are not stable' },
  ],
};
