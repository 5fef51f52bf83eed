import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const right = { leads: 'magnesium (mg/l)', inGrams: 92, standardized: 40, rightCellar: 60 };
const predicted = (changes: Partial<typeof right>) =>
  Object.entries({ ...right, ...changes })
    .map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`)
    .join(' ');
/** A PCA by its parts. */
const pca = ({
  center = 'meanOf(rows)',
  first = 'k',
  variance = 'size ** 2 / (rows.length - 1)',
  project = 'along(minus(some, center), components)',
}) => `const fitPca: FitPca = (rows, k) => {
  const center = ${center};
  const { s, v } = svdOf(minus(rows, center));
  const components = v.slice(0, ${first});
  return {
    components,
    variances: s.slice(0, ${first}).map((size) => ${variance}),
    project: (some) => ${project},
  };
};`;
const choose = (body: string) => `const chooseK = (points: readonly Point[], loss: number): number => { ${body} };`;
const best = 'const best = Math.max(...points.map(({ read }) => read));';
const sorted = 'const rising = points.toSorted((a, b) => a.k - b.k);';
const typo = (scaled: string, row: string, column = 'Array.from(model.components[0]!, Math.abs)') =>
  `const findTypo = (rows: Rows): { row: number; column: number } => {
    const scaled = ${scaled};
    const model = new PCA({ nComponents: 1 }).fit(scaled);
    const farthest = (values: readonly number[]) => values.indexOf(Math.max(...values));
    return { row: farthest(${row}), column: farthest(${column}) };
  };`;
const farthestScore = 'model.transform(scaled).map(([score]) => Math.abs(score!))';

export const wrong: WrongAnswers = {
  grams: [
    { code: predicted({ leads: 'proline (mg/l)' }), says: 'variance belongs to the wine' },
    { code: predicted({ leads: 'all alike' }), says: 'Whoever has the largest numbers leads' },
    { code: predicted({ inGrams: 36 }), says: 'One column in milligrams is left' },
    { code: predicted({ standardized: 95 }), says: 'say more than one thing' },
    { code: predicted({ rightCellar: 99 }), says: 'for a share of the information' },
  ],
  pca: [
    { code: pca({ center: 'new Float64Array(rows[0]!.length)' }), says: 'Not centered' },
    { code: pca({ first: 'k + 1' }), says: 'It does not give k components' },
    { code: pca({ project: 'along(minus(some, meanOf(some)), components)' }), says: 'by their own mean' },
    { code: pca({ project: 'along(some, components)' }), says: 'not centered at all' },
    { code: pca({ variance: 'size' }), says: 'Its square is what becomes a variance' },
    { code: pca({ variance: 'size ** 2 / rows.length' }), says: 'so it is n - 1' },
    { code: pca({ variance: 'size ** 2' }), says: 'Not divided' },
  ],
  k: [
    {
      code: choose(`${sorted} return rising.find(({ kept }) => kept >= 0.95)!.k;`),
      says: 'Chosen by the variance kept',
    },
    { code: choose(`${best} return points.find(({ read }) => read === best)!.k;`), says: 'The best point, whatever' },
    {
      code: choose(`${best} return points.find(({ read }) => read >= best - loss)!.k;`),
      says: 'The first point of the list',
    },
    {
      code: choose(`${sorted} return rising.find(({ read }) => read >= rising.at(-1)!.read - loss)!.k;`),
      says: 'which need not be the best',
    },
    {
      code: choose(`${sorted}
        const gains = rising.map(({ read }, i) => (i === 0 ? 0 : read - rising[i - 1]!.read));
        return rising[gains.indexOf(Math.max(...gains))]!.k;`),
      says: 'The elbow',
    },
  ],
  typo: [
    { code: typo('rows', farthestScore), says: 'In raw units proline leads' },
    { code: typo('new StandardScaler().fitTransform(rows)', farthestScore), says: 'Standardizing hides it' },
    {
      code: typo('new RobustScaler().fitTransform(rows)', 'model.transform(scaled).map(([score]) => score!)'),
      says: 'those downward are not',
    },
    {
      code: typo('new RobustScaler().fitTransform(rows)', 'scaled.map((row) => -Math.max(...row.map(Math.abs)))'),
      says: 'not the one that lies farthest along it',
    },
  ],
};
