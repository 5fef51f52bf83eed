import assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkCourse } from '../../../src/course/author/author.ts';
import { loadCourse } from '../../../src/course/load.ts';
import { readReadme } from '../../../src/course/readme.ts';
import { examineCourseYaml, readCourseYaml } from '../../../src/course/yaml.ts';
import { UserError } from '../../../src/platform/errors.ts';
import { itemsOf } from '../../../src/shared/find.ts';
import { fileOf } from '../../../src/shared/model.ts';
import { extensionRoot, fixtureReadme, folderOf, remove } from '../courseFolder.ts';

const head = 'courses:\n  - title: A\n    weeks:\n      - title: B\n        objectives: []\n        items:\n';
const repeated = (piece: string, length: number) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/** Numbers from 0 up to 1, the same in every run (mulberry32). */
function randoms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Cuts, doubles, swaps and plants pieces in a text. */
function mutated(text: string, random: () => number, plants: readonly string[]): string {
  let result = text;
  for (let step = 0; step < 1 + random() * 4; step++) {
    const from = Math.floor(random() * result.length);
    const to = Math.min(result.length, from + Math.floor(random() * 40));
    const plant = plants[Math.floor(random() * plants.length)] ?? '';
    const between = [plant, result.slice(from, to).repeat(2), '', plant + result.slice(from, to)];
    result = result.slice(0, from) + between[Math.floor(random() * between.length)] + result.slice(to);
  }
  return result;
}

const leadingOut = [
  '../../../etc/passwd',
  '..\\..\\x.ipynb',
  '\\\\host\\share\\x.pdf',
  '//host/x.pdf',
  '/etc/passwd',
  'C:\\x.pdf',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'command:workbench.action.quit',
  'data:text/html,x',
  '%2e%2e/%2e%2e/etc/passwd',
  '%00',
  'a%00.pdf',
  'w/../../w/deck.pdf',
  'out/secret.pdf',
  '%ff%fe',
  `${'../'.repeat(200)}etc/passwd`,
];

/** What must never be reached. */
let outside: string;
before(async () => {
  outside = await folderOf({ 'secret.pdf': '' });
});
after(() => remove(outside));

/** Loads and checks the course of a folder: whatever it holds, only a UserError comes, and no target lies outside. */
async function assertHarmless(folder: string, what: string): Promise<void> {
  try {
    const course = await loadCourse(folder, extensionRoot);
    for (const { item } of course ? itemsOf(course) : []) {
      const base = item.base ?? folder;
      const isOurs = base === folder || base === join(extensionRoot, 'course');
      const file = course && fileOf(course, item);
      assert.ok(isOurs && (file === undefined || file.startsWith(join(base, '/'))), `${file} lies outside: ${what}`);
      assert.ok(item.state !== 'resolved' || !/etc|secret/.test(file ?? ''), `${file} is reached: ${what}`);
    }
  } catch (error) {
    assert.ok(error instanceof UserError, `${error}: ${what}`);
    assert.ok(error.message.length > 10);
  }
  const checked = await checkCourse(folder, extensionRoot);
  for (const { line, column, length, message } of checked?.problems ?? []) {
    assert.ok(line >= 1 && column >= 1 && length >= 0 && message.length <= 600, what);
  }
}

describe('a course.yaml that misbehaves', () => {
  const sound = `${head}${Array.from({ length: 4 }, (_, i) => `          - { id: L_${i}, kind: lab, title: T, file: w/a.lab.ts, readme: [a.ipynb] }\n`).join('')}`;

  it('whatever is done to it, is read, or refused with a sentence', async () => {
    const folder = await folderOf({ 'w/a.lab.ts': '// id: L_0\n', 'w/deck.pdf': '' });
    await symlink(outside, join(folder, 'out'), 'junction');
    const plants = [
      ...leadingOut.map(
        (path) => `\n          - { id: X, kind: slides, title: T, file: "${path.replaceAll('\\', '\\\\')}" }\n`,
      ),
      ...[
        '&a ',
        '*a ',
        '<<: *a\n',
        '__proto__: 1\n',
        'constructor:\n',
        '\t',
        '\n',
        '? ',
        '- ',
        ': ',
        '{',
        '}',
        '[',
        ']',
        '"',
        "'",
      ],
      ...[
        '|\n',
        '>\n',
        '!!binary x',
        '!!js/function x',
        '%YAML 1.1\n---\n',
        '---\n',
        '...\n',
        '\0',
        '\uFEFF',
        '\u2028',
        '#',
        '~',
        '1e999',
      ],
    ];
    const random = randoms(1);
    try {
      for (let run = 0; run < 250; run++) {
        const text = mutated(sound, random, plants);
        await writeFile(join(folder, 'course.yaml'), text);
        await assertHarmless(folder, JSON.stringify(text));
      }
    } finally {
      await remove(folder);
    }
  }).timeout(60_000);

  // Two megabytes of each. The parser alone took between 8 s and, for nested keys, several minutes.
  for (const piece of ['[', ']', '? ', '- ', '- {\n', '{a: ', 'a: 1\n', '"', '&a ', '*a ', '---\n', '[a,', '\t', '%']) {
    it(`is read or refused quickly: 2 MB of ${JSON.stringify(piece)}`, async () => {
      const { stackTraceLimit } = Error;
      Error.stackTraceLimit = 10; // Mocha keeps all frames, and of an overflow these are ten thousand.
      try {
        const { faults, file } = await examineCourseYaml(repeated(piece, 2_000_000));
        assert.equal(file, undefined);
        assert.ok(faults.length > 0);
      } finally {
        Error.stackTraceLimit = stackTraceLimit;
      }
    }).timeout(20_000);
  }

  it('is refused where its keys are many, its aliases explode or go round, or it lists too much', async () => {
    const keys = Array.from({ length: 50_000 }, (_, i) => `k${i}: 1`).join('\n');
    const names = [...'abcdefghij'];
    const bomb = names
      .map((name, i) => `${name}: &${name} [${Array(10).fill(i ? `*${names[i - 1]}` : 'x')}]`)
      .join('\n');
    for (const text of [keys, bomb, 'courses: &c [*c]', `${head}          - &i { id: [*i] }\n`]) {
      await assert.rejects(readCourseYaml(text), { name: 'UserError', code: 'course-yaml' });
    }
    const item = (i: number) => `          - { id: L_${i}, kind: lab, title: T, file: f }\n`;
    const long = head + Array.from({ length: 10_001 }, (_, i) => item(i)).join('');
    const folder = await folderOf({ 'course.yaml': long });
    try {
      await assert.rejects(loadCourse(folder, extensionRoot), { name: 'UserError', code: 'course-too-long' });
      assert.deepEqual(
        (await checkCourse(folder, extensionRoot))?.problems.map(({ code }) => code),
        ['course-too-long'],
      );
    } finally {
      await remove(folder);
    }
  }).timeout(20_000);
});

describe('a README that misbehaves', () => {
  it('whatever is done to it, is read, or refused with a sentence, and leads nowhere outside', async () => {
    const readme = (await fixtureReadme()).slice(0, 12_000);
    const folder = await folderOf({
      'C1-Introduction-to-machine-learning-in-production/Week1/C1_W1.pdf': '',
      'w/deck.pdf': '',
    });
    await symlink(outside, join(folder, 'out'), 'junction');
    const plants = [
      ...leadingOut.map((path) => `\n#### Slides\n- [Deck](${path})\n- [Deck](<${path}>)\n`),
      ...[
        '## Course 1: X\n',
        '### Week 1\n',
        '#### Labs\n',
        '<script>alert(1)</script>',
        '<!--',
        '-->',
        '> ',
        '- ',
        '[',
        ']',
        '(',
        ')',
        '![',
        '\\',
      ],
      ...['\r\n', '\r', '\uFEFF', '\0', '\u202e', '\ud800', '```\n', '~~~\n', '`'],
    ];
    const random = randoms(2);
    try {
      for (let run = 0; run < 120; run++) {
        const text = mutated(readme, random, plants);
        await writeFile(join(folder, 'README.md'), text);
        await assertHarmless(folder, JSON.stringify(text));
      }
    } finally {
      await remove(folder);
    }
  }).timeout(60_000);

  // 5 MB of each below a week's heading; one second would be long on an idle machine.
  const long = {
    'nested lists': '  - ',
    quotes: '> ',
    brackets: '[',
    'list lines': '- x\n',
    'blank lines': '\n',
    HTML: '<div>',
    backticks: '`',
    fences: '```\n~~~\n',
  };
  for (const [what, piece] of Object.entries(long)) {
    it(`is read quickly: 5 MB of ${what}`, () => {
      for (const section of ['#### Labs\n', '#### Learning Objectives\n']) {
        const text = `## Course 1\n### Week 1\n#### Slides\n[a](a.pdf)\n${section}${repeated(piece, 5_000_000)}`;
        assert.equal(readReadme(text)[0]?.weeks[0]?.links.length, 1);
      }
    }).timeout(20_000);
  }

  it('is read with Windows’ line ends, a byte order mark, and in UTF-16', async () => {
    const text = '## Course 1: A\r\n### Week 1\r\n#### Slides\r\n- [Über](w/deck.pdf)\r\n';
    const folder = await folderOf({ 'w/deck.pdf': '' });
    const bigEndian = Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
    try {
      for (const bytes of [Buffer.from(`\uFEFF${text}`), Buffer.from(`\uFEFF${text}`, 'utf16le'), bigEndian]) {
        await writeFile(join(folder, 'README.md'), bytes);
        const course = await loadCourse(folder, extensionRoot);
        assert.deepEqual(course && itemsOf(course).map(({ item }) => [item.title, item.state]), [['Über', 'resolved']]);
      }
    } finally {
      await remove(folder);
    }
  });

  it('is refused with a sentence where it is no text, or too large; a folder of its name is none', async () => {
    const folder = await folderOf({});
    const path = join(folder, 'README.md');
    try {
      await mkdir(path);
      assert.equal(await loadCourse(folder, extensionRoot), undefined);
      await remove(path);
      await writeFile(path, await readFile(process.execPath).then((program) => program.subarray(0, 10_000)));
      await assert.rejects(loadCourse(folder, extensionRoot), { name: 'UserError', code: 'course-not-text' });
      await writeFile(path, 'x'.repeat(8_000_001));
      await assert.rejects(loadCourse(folder, extensionRoot), { name: 'UserError', code: 'course-too-large' });
      await writeFile(path, `## Course 1\n### Week 1\n#### Labs\n${'[a](a)\n'.repeat(10_001)}`);
      await assert.rejects(loadCourse(folder, extensionRoot), { name: 'UserError', code: 'course-too-long' });
    } finally {
      await remove(folder);
    }
  });

  it('of 10,000 dead links beside 500 files is loaded without a search for each', async () => {
    const links = Array.from({ length: 9_999 }, (_, i) => `- [Lab of wine quality ${i}](w/gone_${i}.ipynb)\n`);
    const files = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`w/deep/x${i}.ipynb`, '']));
    const text = `## Course 1\n### Week 1\n#### Labs\n- [Here](w/here.ipynb)\n${links.join('')}`;
    const folder = await folderOf({ ...files, 'w/here.ipynb': '', 'README.md': text });
    try {
      const course = await loadCourse(folder, extensionRoot);
      assert.equal(course && itemsOf(course).filter(({ item }) => item.state === 'missing').length, 9_999);
    } finally {
      await remove(folder);
    }
  }).timeout(20_000);
});
