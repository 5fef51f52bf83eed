import type { WrongAnswers } from '../../../src/labs/proof/wrongAnswers.ts';

const storm = (heals: string, calls: number, innermost: number) =>
  `const heals = '${heals}'; const callsPerTray = ${calls}; const innermost = ${innermost};`;
const right = {
  'order, 503 and Retry-After': 'again',
  'order, 429': 'again',
  'order, 415': 'never',
  'order, 422': 'never',
  'order, no answer in time': 'with a key',
  'order, half an answer': 'with a key',
  'order, 500': 'with a key',
  'order, connection refused': 'again',
  'draw, no answer in time': 'again',
  'draw, 413': 'never',
};
const words = (changed: Partial<Record<keyof typeof right, string>>) =>
  `const words = ${JSON.stringify({ ...right, ...changed })};`;
const call = "await fetch(url, { method: 'POST', signal: AbortSignal.timeout(2000) })";
const ask = (body: string) => `const ask = async (url) => { ${body} throw new Error('none'); };`;
const four = (body: string) => ask(`for (let call = 1; call <= 4; call++) { ${body} }`);
const stop = 'if (answer.status >= 400 && answer.status < 500) break;';
const order = (body: string) => `const order = async (send, tray) => { ${body} };`;
const thrice = (key: string) =>
  `for (let i = 0; i < 3; i++) { try { return await send(tray, ${key}); } catch {} } throw new Error('lost');`;
const hash = "createHash('sha256').update(tray).digest('hex')";

export const wrong: WrongAnswers = {
  storm: [
    { code: storm('all four', 3, 27), says: 'can still be too busy' },
    { code: storm('all but 3 tries', 3, 27), says: 'does not make them fewer' },
    { code: storm('no retry and drop', 1, 27), says: 'a quiet day' },
    { code: storm('no retry and drop', 3, 9), says: 'Attempts of layers multiply' },
  ],
  retries: [
    { code: words({ 'order, 415': 'again', 'order, 422': 'again', 'draw, 413': 'again' }), says: 'refused for ever' },
    { code: words({ 'order, 429': 'never' }), says: 'say “not now”' },
    { code: words({ 'order, no answer in time': 'again' }), says: 'booked twice' },
    { code: words({ 'order, 500': 'again' }), says: 'may come after the booking' },
    { code: words({ 'draw, no answer in time': 'with a key' }), says: 'A drawing books nothing' },
    { code: words({ 'order, no answer in time': 'never' }), says: 'You give up where' },
  ],
  ask: [
    {
      code: four(`try { const answer = ${call}; ${stop} if (answer.ok) return (await answer.json()).boxes; } catch {}`),
      says: 'an error inside',
    },
    {
      code: four(
        `try { const answer = ${call}; const { boxes } = await answer.json(); if (boxes) return boxes; } catch {}`,
      ),
      says: 'the boxes of a 415',
    },
    {
      code: four(
        `try { const answer = await fetch(url, { method: 'POST' }); ${stop} const { boxes } = await answer.json(); if (boxes) return boxes; } catch {}`,
      ),
      says: 'It waits for ever',
    },
    {
      code: four(
        `try { const answer = ${call}; const { boxes } = await answer.json(); if (answer.ok && boxes) return boxes; } catch {}`,
      ),
      says: 'It tries a 415 again',
    },
    {
      code: four(
        `try { const answer = ${call}; ${stop} const { boxes } = await answer.json(); if (boxes?.length) return boxes; } catch {}`,
      ),
      says: 'An empty tray',
    },
    { code: ask('return [1, 2, 3];'), says: 'It never calls' },
  ],
  key: [
    { code: order(thrice('undefined')), says: 'There is no key' },
    { code: order(thrice('randomUUID()')), says: 'a key of its own' },
    { code: `import { createHash } from 'node:crypto'; ${order(thrice(hash))}`, says: 'made from the tray' },
    { code: order(thrice("'order'")), says: 'One key for all orders' },
    { code: order('return send(tray, randomUUID());'), says: 'gives up too early' },
  ],
};
