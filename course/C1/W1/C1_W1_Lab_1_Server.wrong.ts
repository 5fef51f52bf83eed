import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const statuses = (...eight: number[]) =>
  `const first = ${JSON.stringify(eight.slice(0, 4))}; const last = ${JSON.stringify(eight.slice(4))};`;
const accept = (body: string) => `const accept = (file) => { const { bytes, name } = file; ${body} };`;
const limits = 'if (bytes.length > limit) return 413;';
const attempt = (otherwise: string) => `try { decode(bytes); return 200; } catch (error) { return ${otherwise}; }`;
const byCode = attempt("error.code === 'unknown-image' ? 415 : 400");
const signature = 'bytes[0] === 0x89 || (bytes[0] === 0xff && bytes[1] === 0xd8)';
const chosen = (lena: string, cousin: string) => `const chosen = { lena: ${lena}, cousin: ${cousin} };`;

export const wrong: WrongAnswers = {
  statuses: [
    { code: statuses(200, 200, 422, 415, 415, 400, 413, 405), says: 'validated before any code of ours' },
    { code: statuses(200, 200, 404, 415, 422, 400, 413, 405), says: 'that is 422, not 404' },
    { code: statuses(200, 200, 422, 415, 422, 500, 413, 405), says: 'so it is not 500' },
    { code: statuses(200, 200, 422, 415, 422, 400, 415, 404), says: 'Size is asked first' },
    { code: statuses(200, 415, 422, 200, 422, 400, 413, 405), says: 'A PNG is a picture' },
    { code: statuses(200, 200, 200, 200, 200, 200, 200, 200), says: 'By its content it is no picture' },
  ],
  accept: [
    { code: accept("return name.endsWith('.jpg') ? 200 : 415;"), says: 'The name alone decides' },
    { code: accept(`${limits} return ${signature} ? 200 : 415;`), says: 'the rest is missing' },
    {
      code: accept(`${limits} if (!/\\.(png|jpe?g)$/.test(name)) return 415; ${byCode}`),
      says: 'refused for its name',
    },
    { code: accept(`${limits} ${attempt('415')}`), says: 'It is a picture, and it is broken' },
    {
      code: accept(`${limits} if (!(${signature})) return 415; decode(bytes); return 200;`),
      says: 'It throws for a broken',
    },
    { code: accept(byCode), says: 'It reads 2 MB before it asks' },
    { code: accept(`if (bytes.length >= limit) return 413; ${byCode}`), says: 'not above it' },
    { code: accept('return 200;'), says: 'nobody has looked at its content' },
  ],
  threshold: [
    { code: chosen('0.5', '0.5'), says: 'counts both errors alike' },
    { code: chosen('0.85', '0.5'), says: 'The cousin pays 5.00' },
    { code: chosen('0.2', '0.2'), says: 'pays 5.00 for each of the ghosts' },
    { code: chosen('0.2', '0.85'), says: 'You have swapped them' },
    { code: chosen('0.6', '0.2'), says: 'too many ghosts' },
  ],
  'break-it': [
    { code: 'const repaint = (color) => color;', says: 'Nothing has changed' },
    { code: 'const repaint = () => [255, 255, 255];', says: 'no longer stand out' },
    { code: 'const repaint = (color) => color.map((value) => value + 10);', says: 'still as good as before' },
  ],
};
