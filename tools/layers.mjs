// The layers of src, stated once: which room may import from which. biome.layers.json holds what follows from it, so
// that Biome says so while one types:
//   node tools/layers.mjs && npx biome check --write biome.layers.json    writes it anew
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** By room, the other rooms that its code may import from, and its storeys beside its plain code. */
export const rooms = {
  mlops: { from: [], storeys: [] },
  platform: { from: [], storeys: ['view', 'browser'] },
  shared: { from: ['platform'], storeys: ['view'] },
  kernel: { from: ['mlops', 'platform'], storeys: ['view', 'process'] },
  outputs: { from: ['kernel', 'mlops', 'shared', 'platform'], storeys: ['view', 'browser'] },
  course: { from: ['shared', 'platform'], storeys: ['view', 'browser'] },
  slides: { from: ['shared', 'platform'], storeys: ['view', 'browser'] },
  quizzes: { from: ['shared', 'platform'], storeys: ['view', 'browser'] },
  labs: { from: ['outputs', 'kernel', 'mlops', 'shared', 'platform'], storeys: ['view'] },
  runs: { from: ['outputs', 'kernel', 'mlops', 'shared', 'platform'], storeys: ['view', 'browser'] },
};

const vscode = { group: ['vscode'], message: 'Only view/ and extension.ts talk to VS Code.' };
const node = { group: ['node:*'], message: 'A webview has no Node.js.' };
const view = { group: ['**/view/**'], message: 'Only views and extension.ts import a view.' };
const browser = { group: ['**/browser/**'], message: 'Only a webview runs this: meet it through contract.ts.' };
const kernel = {
  group: ['**/process/**'],
  message: "Only the kernel's process runs this: meet it through protocol/.",
};
const entries = {
  group: ['**/extension.ts', '**/cli.ts', '**/cli/**'],
  message: 'Entries compose; nothing imports them.',
};

/** By storey, what it may not import of any room. */
const forbidden = {
  plain: [vscode, view, browser, kernel, entries],
  view: [browser, kernel, entries],
  browser: [vscode, node, view, kernel, entries],
  process: [vscode, view, browser, entries],
};

/** The rules of a room, one a storey. Each file falls under exactly one: of two that fit, Biome obeys the last alone. */
function roomRules(room) {
  const { from, storeys } = rooms[room];
  const away = Object.keys(rooms).filter((other) => other !== room && !from.includes(other));
  const message = `${room} imports ${from.length ? `of ${from.join(', ')} alone` : 'of no other room'} (tools/layers.mjs).`;
  // The schemas of the course's files are data of the folder `course/`, not code of the room.
  const group = [...away.map((other) => `**/${other}/**`), '!**/course/*.schema.json'];
  const elsewhere = { group, message };
  const plain = [`src/${room}/**`, ...storeys.map((storey) => `!src/${room}/${storey}/**`)];
  return [
    rule(plain, [...forbidden.plain, elsewhere]),
    ...storeys.map((storey) => rule([`src/${room}/${storey}/**`], [...forbidden[storey], elsewhere])),
  ];
}

function rule(includes, patterns) {
  const noRestrictedImports = { level: 'error', options: { patterns } };
  return { includes, linter: { rules: { style: { noRestrictedImports } } } };
}

/** The overrides of biome.layers.json. */
export function overrides() {
  return [
    rule(['src/extension.ts'], [browser, kernel]),
    rule(['src/*.ts', 'src/cli/**', '!src/extension.ts'], [vscode, view, browser, kernel]),
    ...Object.keys(rooms).flatMap(roomRules),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(join(import.meta.dirname, '..', 'biome.layers.json'), JSON.stringify({ overrides: overrides() }));
