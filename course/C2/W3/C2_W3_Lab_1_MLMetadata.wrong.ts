import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const types = (refused: string, slip = "{ split: 'trian' }") =>
  `const refused: string[] = [${[...refused].map((letter) => `'${letter}'`).join(', ')}]; const slip: Properties = ${slip};`;
const guesses = (parents: number, ancestors: number, models: number) =>
  `const myParents = ${parents}; const myAncestors = ${ancestors}; const myModels = ${models};`;

const reach = (body: string) => `const reach = (store: Ask, id: number, way: Way): number[] => { ${body} };`;
/** One step, as the lab's starter takes it. */
const step = (way: string, runs = '') => `(at: number) => {
  const events = store.getEventsByArtifactIds([at]).filter(({ type }) => isInput(type) === (${way} === 'forward'));
  const runs = events.map(({ executionId }) => executionId)${runs};
  return store.getEventsByExecutionIds(runs).filter(({ type }) => isInput(type) === (${way} === 'back')).map(({ artifactId }) => artifactId);
}`;
const whole = (one: string, end = 'found.delete(id);') =>
  `const one = ${one}; const found = new Set<number>([id]);
  for (const at of found) for (const next of one(at)) found.add(next); ${end} return [...found];`;

const find = (body: string) => `const undeclared: Find = (store, files) => { ${body} };`;
const tables = `const tables = store.getArtifacts().flatMap(({ id, uri = '' }) => {
  const lines = files.get(uri);
  const made = store.getEventsByArtifactIds([id]).find(({ type }) => !isInput(type));
  return lines && made ? [{ id, lines: new Set(lines), time: made.time, run: made.executionId }] : [];
});
const inputsOf = (run: number) => store.getEventsByExecutionIds([run]).filter(({ type }) => isInput(type)).map(({ artifactId }) => artifactId);`;
const pairs = (
  condition: string,
) => `${tables} return tables.flatMap((output) => tables.filter((file) => file.id !== output.id && ${condition})
  .map(({ id }): [number, number] => [output.run, id]));`;
const inside = '[...file.lines].every((line) => output.lines.has(line))';
const unknown =
  '![...file.lines].some((line) => tables.some((each) => inputsOf(output.run).includes(each.id) && each.lines.has(line)))';

export const wrong: WrongAnswers = {
  types: [
    { code: types('CE'), says: 'is not made into a number' },
    { code: types('AE'), says: 'an arrow to nothing' },
    { code: types('ABCE'), says: 'may begin with it' },
    { code: types('ACDE'), says: 'properties are optional' },
    { code: types('AC'), says: 'E is refused' },
    { code: types('ACE', "{ day: '64', split: 'train' }"), says: 'a value of the wrong kind' },
    { code: types('ACE', "{ day: 64, split: 'eval' }"), says: 'That keeps the rule' },
    { code: types('ACE', "{ day: Number.NaN, split: 'train' }"), says: 'NaN is no value' },
    { code: types('ACE', '{ dya: 64 }'), says: 'a property that the type does not have.' },
  ],
  'how-far': [
    { code: guesses(5, 9, 2), says: 'more than what the one run' },
    { code: guesses(2, 2, 2), says: 'Parents have parents' },
    { code: guesses(1, 9, 2), says: 'Count the arrows' },
    { code: guesses(2, 40, 2), says: 'what other models were made of' },
    { code: guesses(2, 9, 1), says: 'Follow each arrow' },
    { code: guesses(2, 9, 14), says: 'Only one data set says' },
  ],
  ancestors: [
    { code: reach(`return (${step('way')})(id);`), says: 'It takes one step' },
    {
      code: reach(`const one = ${step('way')}; return one(id).flatMap((next) => [next, ...reach(store, next, way)]);`),
      says: 'runs in a circle: a step',
    },
    {
      code: reach(`const one = ${step('way')}; const all: number[] = []; let edge = [id];
        for (let hop = 0; hop < 50 && edge.length > 0; hop++) { edge = edge.flatMap(one).filter((next) => next !== id && !all.slice(0, -edge.length).includes(next)); all.push(...edge); }
        return all.slice(0, 1000);`),
      says: 'counts a shared parent twice',
    },
    { code: reach(whole(step("('back' as Way)"))), says: 'It walks back, whichever way' },
    {
      code: reach(
        whole(step('way', ".filter((run) => store.getExecutionsById([run])[0]?.lastKnownState === 'COMPLETE')")),
      ),
      says: 'It stops at a cached run',
    },
    { code: reach(whole(step('way'), '')), says: 'the artifact that you start from' },
    {
      code: reach(whole(step('way').replaceAll(/\.filter\(\(\{ type \}\) => [^;]*?\)\)/g, ''))),
      says: 'back and forward at once: 4 and 5',
    },
    {
      code: reach(
        `const one = ${step('way')}; const near = one(id); return [...new Set([...near, ...near.flatMap(one)])].filter((at) => at !== id);`,
      ),
      says: 'two steps and stops',
    },
    {
      code: reach(whole(step('way').replace(/(ByExecutionIds\(runs\)).*\.map/, '$1.map'))),
      says: 'It takes all that a run has touched',
    },
    { code: reach('return [1, 2, 3, 4];'), says: 'the same list, whatever' },
  ],
  undeclared: [
    { code: find('return [];'), says: 'Nobody is accused' },
    {
      code: find('return [[store.getExecutions().at(-1)!.id, 1]];'),
      says: 'The newest run is accused',
    },
    {
      code: find(
        `${tables} return tables.filter(({ run }) => inputsOf(run).length === 0).map(({ run, id }): [number, number] => [run, id]);`,
      ),
      says: 'A source is accused',
    },
    {
      code: find(`${tables} return tables.flatMap((output) => inputsOf(output.run).length === 0 ? [] : tables.filter((file) => file.id !== output.id && [...file.lines].some((line) => output.lines.has(line)) && ${unknown.replace('![...file.lines].some', '[...file.lines].some').replace('tables.some(', '!tables.some(')})
        .map(({ id }): [number, number] => [output.run, id]));`),
      says: 'The archive is accused',
    },
    { code: find(pairs(`${inside} && ${unknown}`)), says: 'that was made after the run' },
    {
      code: find(
        `${pairs(`file.time < output.time && ${inside} && ${unknown}`).replace('[output.run, id]', '[id, output.run]')}`,
      ),
      says: 'The pairs are turned round',
    },
    { code: find(pairs(`file.time < output.time && ${inside}`)), says: 'the run does declare' },
    {
      code: find(
        pairs(
          `file.time < output.time && [...file.lines].some((line) => output.lines.has(line) && !tables.some((each) => inputsOf(output.run).includes(each.id) && each.lines.has(line)))`,
        ),
      ),
      says: 'some lines in common are no proof',
    },
  ],
};
