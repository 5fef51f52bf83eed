import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const order = (...names: string[]) => `const myOrder = ${JSON.stringify(names)};`;

const flat = 'draw(() => [220, 130, 40])';
const fine = 'draw((x, y) => ((x + y) % 2 ? [230, 230, 230] : [30, 30, 30]))';
const corner = 'draw((x, y) => (x < 6 && y < 10 ? [250, 200, 90] : [10, 60, 120]))';
/** The solution of `golden`, with other pictures, another tolerance, or another way to see that colors differ. */
const golden = ({
  pictures = [flat, fine, corner],
  expected = 'trained(picture)',
  most = '0.01',
  colors = 'differs(flat)',
  scale = '',
} = {}) => `
const [flat, fine, corner] = [${pictures.join(', ')}];
const golden = [flat, fine, corner];
const diagnose = (trained, served) => {
  const differs = (picture) => {
    const expected = ${expected};
    return served(picture).some((value, i) => Math.abs(value - expected[i]) > ${most});
  };
  const ratio = mean(served(flat)) / mean(trained(flat));
  ${scale || "if (ratio > 20) return 'unscaled'; if (ratio < 0.05) return 'twice';"}
  if (${colors}) return 'swapped';
  return golden.some((picture) => differs(picture)) ? 'resize' : 'same';
};`;

const exif = (file: string, cause = 'turned') => `const fourth = ${file}; const cause = '${cause}';`;
const lopsided = 'draw((x, y) => (x < 5 && y < 9 ? [240, 60, 60] : [40, 40, 90]))';

const cheapest = (cost: string) =>
  `const cheapest = (plans, { pictures, dollarsPerGB, chance, outage }) => {
    const cost = ({ bytes, decoders }) => ${cost};
    return plans.toSorted((a, b) => cost(a) - cost(b))[0].name;
  };`;

export const wrong: WrongAnswers = {
  'five-decoders': [
    { code: order('training', 'resize', 'swapped', 'twice', 'unscaled'), says: 'only make it surer' },
    { code: order('training', 'resize', 'swapped', 'unscaled', 'twice'), says: 'Colors matter' },
    { code: order('training', 'unscaled', 'twice', 'resize', 'swapped'), says: 'nearly harmless' },
  ],
  golden: [
    {
      code: `const golden = [${flat}]; const diagnose = (trained, served) => (trained(golden[0]).length === served(golden[0]).length ? 'same' : 'resize');`,
      says: 'All five have the same shape',
    },
    {
      code: golden({ colors: 'Math.abs(mean(served(flat)) - mean(trained(flat))) > 0.01' }).replace(
        'golden.some((picture) => differs(picture))',
        'golden.some((picture) => Math.abs(mean(served(picture)) - mean(trained(picture))) > 0.01)',
      ),
      says: 'a mean over all numbers does not move',
    },
    { code: golden({ pictures: ['draw(() => [128, 128, 128])', fine, fine] }), says: 'Your pictures are gray' },
    { code: golden({ pictures: [flat, flat, flat] }), says: 'no picture has details finer than two pixels' },
    { code: golden({ colors: 'differs(fine)' }), says: 'A finer detail is taken for a color' },
    { code: golden({ scale: "if (ratio > 20 || ratio < 0.05) return 'twice';" }), says: 'not told apart' },
    { code: golden({ most: '1e-9' }), says: 'compare with a tolerance' },
    {
      code: golden({ pictures: ['draw(() => [220, 90, 90])', fine, 'draw(() => [220, 90, 90])'] }),
      says: 'two channels of your picture are equal',
    },
    {
      code: golden({
        pictures: [flat, 'draw((x, y) => (y % 2 ? [230, 230, 230] : [30, 30, 30]))', flat],
      }).replace("? 'resize' : 'same'", "&& served(fine).every((value) => value < 0.2) ? 'resize' : 'same'"),
      says: 'Another resize passes',
    },
    {
      code: golden({ expected: 'training(picture)' }).replaceAll('trained(flat)', 'training(flat)'),
      says: 'the numbers of one decoder are typed in',
    },
    {
      code: `const golden = [${flat}, ${fine}, ${corner}]; const diagnose = () => 'swapped';`,
      says: 'the same for all five decoders',
    },
  ],
  exif: [
    { code: exif(`await toPng(${lopsided})`), says: 'A PNG file carries no such tag' },
    { code: exif(`await toJpeg(${lopsided})`, 'lossy'), says: 'they agree to the last number' },
    { code: exif(`withOrientation(await toJpeg(${lopsided}), 1)`), says: 'Orientation 1 means upright' },
    { code: exif('withOrientation(await toJpeg(draw(() => [240, 60, 60])), 6)'), says: 'looks the same after a turn' },
    {
      code: exif('withOrientation(await toJpeg(draw((x, y) => (x < 4 || x > 11 ? [240, 60, 60] : [40, 40, 90]))), 6)'),
      says: 'the picture has a symmetry',
    },
    { code: exif(`withOrientation(await toJpeg(${lopsided}), 6)`, 'lossy'), says: 'loses the same for both' },
    { code: exif(`withOrientation(await toJpeg(${lopsided}), 6)`, 'scaled'), says: 'at other places' },
  ],
  where: [
    { code: cheapest('bytes'), says: 'The fewest bytes win' },
    { code: cheapest('decoders'), says: 'The fewest decoders win' },
    {
      code: cheapest('(pictures * bytes * dollarsPerGB) / 1e9 + (decoders > 0 ? chance * outage : 0)'),
      says: 'six decoders drift six times',
    },
    {
      code: cheapest('(pictures * bytes * dollarsPerGB) / 1e12 + decoders * chance * outage'),
      says: 'comes out too cheap',
    },
    { code: cheapest('(2e6 * bytes * dollarsPerGB) / 1e9 + decoders * 2000'), says: 'belong to the year' },
  ],
};
