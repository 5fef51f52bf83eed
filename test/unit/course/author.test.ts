import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkCourse, completionsAt, descriptionAt } from '../../../src/course/author/author.ts';
import type { Problem } from '../../../src/shared/yaml/problem.ts';
import { nearest, nextFreeId, wellFormedId } from '../../../src/shared/yaml/suggest.ts';
import { courseRepository, extensionRoot, folderOf, remove } from '../courseFolder.ts';

const head = 'courses:\n  - title: A\n    weeks:\n      - title: B\n        objectives: []\n        items:\n';
const itemLine = (fields: string) => `          - { ${fields} }\n`;
const lab = (id: string) => `// ---\n// id: ${id}\n// title: T\n// ---\n\n// %%\n1;\n`;
const here = { 'w/One.lab.ts': lab('One'), 'w/deck.pdf': '' };

type Files = Readonly<Record<string, string>>;

async function inFolder<T>(files: Files, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await folderOf(files);
  try {
    return await work(folder);
  } finally {
    await remove(folder);
  }
}

async function problemsOf(files: Files): Promise<readonly Problem[]> {
  const checked = await inFolder(files, (folder) => checkCourse(folder, extensionRoot));
  assert.ok(checked, 'this is no course');
  return checked.problems;
}

/** `line:column+length severity code` of each, and what would stand there after its fix. */
const told = (problems: readonly Problem[]) =>
  problems.map(
    ({ line, column, length, severity, code, fix }) =>
      `${line}:${column}+${length} ${severity} ${code}${fix ? ` → ${fix.text}` : ''}`,
  );

const ofYaml = async (yaml: string, files: Files = here) => told(await problemsOf({ ...files, 'course.yaml': yaml }));

describe('the problems of a course.yaml', () => {
  it('are none where there is nothing wrong', async () => {
    const sound = `${head}${itemLine('id: One, kind: lab, title: T, file: w/One.lab.ts')}${itemLine('id: Deck, kind: slides, title: T, file: w/deck.pdf')}`;
    assert.deepEqual(await ofYaml(sound), []);
    assert.deepEqual(await ofYaml(`\uFEFF${sound.replaceAll('\n', '\r\n')}`), []);
  });

  it('stand at the file that is not there, is of another kind, or lies outside; the nearest name mends it', async () => {
    const yaml = [
      'id: A, kind: lab, title: T, file: w/Oen.lab.ts',
      'id: B, kind: slides, title: T, file: w/One.lab.ts',
      'id: C, kind: lab, title: T, file: ../x.lab.ts',
      'id: D, kind: slides, title: T, file: deck.pdf',
      'id: E, kind: lab, title: T, file: nowhere/at/all.lab.ts',
    ];
    assert.deepEqual(await ofYaml(head + yaml.map(itemLine).join('')), [
      '7:49+12 warning missing-file → w/One.lab.ts',
      '8:52+12 error wrong-file',
      '9:49+11 error outside-folder',
      '10:52+8 warning missing-file → w/deck.pdf',
      '11:49+21 warning missing-file',
    ]);
  });

  it('stand at ids: twice, not well formed, other than the lab’s own', async () => {
    const file = 'title: T, file: w/deck.pdf';
    const yaml = [
      `id: L_1, kind: slides, ${file}`,
      `id: L_1, kind: slides, ${file}`,
      `id: 1 wrong id, kind: slides, ${file}`,
      'id: Other, kind: lab, title: T, file: w/One.lab.ts',
    ];
    assert.deepEqual(await ofYaml(head + yaml.map(itemLine).join('')), [
      '8:19+3 error duplicate-id → L_2',
      '9:19+10 error id-format → wrong_id',
      '10:19+5 error lab-id → One',
    ]);
    const bare = { 'w/One.lab.ts': '// %%\n1;\n' };
    const one = itemLine('id: One, kind: lab, title: T, file: w/One.lab.ts');
    assert.deepEqual(await ofYaml(head + one, bare), ['7:19+3 error lab-id']);
  });

  it('stand at each fault of shape, and name the key or kind that was meant', async () => {
    const yaml = head.replace('objectives', 'objectifs') + itemLine('id: A, kind: labs, title: 3, file: w/deck.pdf');
    assert.deepEqual(await ofYaml(yaml), [
      '4:9+8 error missing-key',
      '5:9+9 error unknown-key → objectives',
      '7:28+4 error unknown-value → lab',
      '7:41+1 error wrong-type',
    ]);
    // What would be there twice is no mending.
    assert.deepEqual(await ofYaml('courses: []\ncourse: 1\n'), ['1:10+2 error empty', '2:1+6 error unknown-key']);
    assert.deepEqual(await ofYaml(''), ['1:1+0 error wrong-type']);
    assert.deepEqual(await ofYaml(`${head}\n__proto__: { polluted: 1 }\nconstructor: 1\n`), [
      '6:15+0 error wrong-type',
      '8:1+9 error unknown-key',
      '9:1+11 error unknown-key',
    ]);
    assert.equal(({} as { polluted?: number }).polluted, undefined);
  });

  it('stand at what is no YAML, what else is wrong with it left for later', async () => {
    assert.deepEqual(await ofYaml('courses:\n\t- title: A\n'), ['2:1+1 error yaml-syntax']);
    assert.deepEqual(await ofYaml('courses: [\n'), ['2:1+0 error yaml-syntax']);
    assert.deepEqual(await ofYaml('courses: []\ncourses: []\n'), ['2:1+7 error duplicate-key']);
    assert.deepEqual(await ofYaml('courses: *gone\n'), ['1:10+5 error yaml-syntax']);
    assert.deepEqual(await ofYaml('courses: &c [*c]\n'), ['1:14+2 error yaml-syntax']);
    assert.deepEqual(await ofYaml('courses: []\n---\ncourses: []\n'), ['3:1+0 error yaml-syntax']);
  });

  it('of an item that an alias repeats stand at the alias', async () => {
    const yaml = `${head}          - &one { id: One, kind: lab, title: T, file: w/One.lab.ts }\n          - *one\n`;
    assert.deepEqual(await ofYaml(yaml), ['8:13+4 error duplicate-id → One_2']);
  });

  it('stand at names for a README that it does not link, or that are given twice', async () => {
    const readme = '## Course 1: A\n### Week 1\n#### Labs\n- [L](w/first.ipynb)\n#### Slides\n- [S](w/deck.pdf)\n';
    const fields = (id: string, names: string) =>
      `id: ${id}, kind: slides, title: T, file: w/deck.pdf, readme: [${names}]`;
    const yaml = [fields('A', 'Deck.pdf'), fields('B', 'deck.pdf'), fields('C', 'dekc.pdf, first.ipynb')];
    const text = head + yaml.map(itemLine).join('');
    assert.deepEqual(await ofYaml(text, { ...here, 'README.md': readme }), [
      '8:73+8 warning readme-name-twice',
      '9:73+8 warning readme-name-unknown → deck.pdf',
      '9:83+11 warning readme-name-unknown',
    ]);
    // Without a README nobody knows.
    assert.deepEqual(await ofYaml(text), ['8:73+8 warning readme-name-twice']);
  });

  it('are told of unsaved text', async () => {
    await inFolder({ ...here, 'course.yaml': 'courses: []' }, async (folder) => {
      const checked = await checkCourse(folder, extensionRoot, async (path) =>
        path.endsWith('.yaml') ? '{' : undefined,
      );
      assert.deepEqual(
        checked?.problems.map(({ code }) => code),
        ['yaml-syntax'],
      );
    });
  });

  it('are a sentence about the file as a whole where it cannot be read', async () => {
    assert.deepEqual(await ofYaml('a\0b'), ['1:1+0 error course-not-text']);
    const [problem] = await problemsOf({ 'course.yaml': '#'.repeat(2_000_001) });
    assert.equal(
      problem?.message,
      'course.yaml has 2.0 MB, and no more than 2.0 MB are read. Split the course into several folders.',
    );
  });

  it('of the bundled course are files that are not part of it yet, and nothing else', async () => {
    const checked = await checkCourse(join(extensionRoot, 'course'), extensionRoot);
    assert.deepEqual(
      [...new Set(checked?.problems.map(({ severity, code }) => `${severity} ${code}`))],
      ['warning missing-file'],
    );
  });

  it('are not looked for where there is no course', async () => {
    assert.equal(
      await inFolder({ 'README.md': '# Mine\n' }, (folder) => checkCourse(folder, extensionRoot)),
      undefined,
    );
  });
});

describe('the problems of a README', () => {
  it('are the repaired links of the course repository, each mended by the file that is opened instead', async () => {
    const folder = await courseRepository();
    try {
      const readme = await readFile(join(folder, 'README.md'), 'utf8');
      const { problems = [] } = (await checkCourse(folder, extensionRoot)) ?? {};
      assert.deepEqual(
        problems.map(({ line, severity, code }) => [line, severity, code]),
        [102, 208, 212].map((line) => [line, 'information', 'repaired-link']),
      );
      for (const { line, column, length, fix, message } of problems) {
        const written = readme.split('\n')[line - 1]!.slice(column - 1, column - 1 + length);
        assert.ok(message.includes(`“${written}”`) && message.includes(`“${fix?.text}”`), message);
      }
    } finally {
      await remove(folder);
    }
  });

  it('are links that lead nowhere, elsewhere or out, at their line', async () => {
    const links = [
      '[Gone](w/Oen.lab.ts)',
      '[Wrong](w/deck.pdf)',
      '[Out](../x.ipynb)',
      '[Web](https://example.org)',
      '[(b)](<w/b (1).ipnyb>)',
    ];
    const readme = `## Course 9: A\r\n### Week 9\r\n#### Labs\r\n${links.map((link) => `- ${link}\r\n`).join('')}`;
    assert.deepEqual(told(await problemsOf({ ...here, 'w/b (1).ipynb': '', 'README.md': readme })), [
      '4:10+12 warning dead-link → w/One.lab.ts',
      '5:11+10 warning misdirected-link',
      '6:9+10 warning dead-link',
      '7:9+19 warning dead-link',
      '8:10+13 warning dead-link → w/b%20%281%29.ipynb',
    ]);
  });
});

describe('completion in a course.yaml', () => {
  const readme = '## Course 1: A\n### Week 1\n#### Labs\n- [L](w/first.ipynb)\n- [M](w/second.ipynb)\n';
  /** The labels, or what is inserted, at the `|`. */
  const at = (text: string, part: 'label' | 'insert' = 'label') =>
    inFolder({ ...here, 'README.md': readme, 'course.yaml': '' }, async (folder) => {
      const offset = text.indexOf('|');
      const found = await completionsAt(folder, text.replace('|', ''), offset);
      return found.map((completion) => completion[part]);
    });

  it('gives the keys of the level that the cursor is on, but those that are there', async () => {
    assert.deepEqual(await at('|'), ['courses']);
    assert.deepEqual(await at('courses:\n  - |'), ['title', 'weeks']);
    assert.deepEqual(await at('courses:\n  - title: A\n    |\n'), ['weeks']);
    assert.deepEqual(await at(`${head}          - |`), ['id', 'kind', 'title', 'file', 'readme']);
    assert.deepEqual(await at(`${head}          - { id: X, k| }`), ['kind', 'title', 'file', 'readme']);
    assert.deepEqual(await at(`${head}          - id: X\n            |\n            title: T\n`), [
      'kind',
      'file',
      'readme',
    ]);
    assert.deepEqual(await at(head.replace('objectives: []', '|')), ['objectives']);
  });

  it('begins a list on the next line, as far in as it belongs, and in braces nowhere', async () => {
    assert.deepEqual(await at('|', 'insert'), ['courses:\n  - ']);
    assert.deepEqual(await at('courses:\n  - title: A\n    w|', 'insert'), ['weeks:\n      - ']);
    assert.ok((await at(`${head}          - { id: X, | }`, 'insert')).every((text) => !text.includes('\n')));
  });

  it('gives kinds, the next id, files of the kind that are free, and names that the README links', async () => {
    assert.deepEqual(await at(`${head}          - { id: X, kind: |`), ['slides', 'lab', 'assignment', 'quiz']);
    const first = itemLine('id: L_1, kind: lab, title: T, file: w/x.lab.ts, readme: [first.ipynb]');
    assert.deepEqual(await at(`${head}${first}          - id: |\n`), ['L_2']);
    assert.deepEqual(await at(`${head}          - { kind: lab, file: w/|`), ['README.md', 'w/One.lab.ts']);
    assert.deepEqual(await at(`${head}          - { kind: slides, file: |`), ['w/deck.pdf']);
    assert.deepEqual(await at(`${head}${first}          - { kind: lab, readme: [| }`), ['second.ipynb']);
    assert.deepEqual(await at(`${head}          - kind: lab\n            readme:\n              - |\n`), [
      'first.ipynb',
      'second.ipynb',
    ]);
  });

  it('gives nothing where words are free', async () => {
    assert.deepEqual(await at('courses:\n  - title: A|\n'), []);
    assert.deepEqual(await at(head.replace('[]', '\n          - { text: |')), []);
    assert.deepEqual(await at('# |'), []);
  });
});

describe('the description of a place in a course.yaml', () => {
  it('is the schema’s, of the key and of its value', async () => {
    const text = head + itemLine('id: One, kind: lab, title: T, file: f, other: 1');
    const schema = JSON.parse(await readFile(join(extensionRoot, 'course/course.schema.json'), 'utf8'));
    const { kind } = schema.properties.courses.items.properties.weeks.items.properties.items.items.properties;
    for (const word of ['kind', 'lab,']) {
      const found = await descriptionAt(text, text.indexOf(word) + 1);
      assert.deepEqual([found?.key, found?.text, found?.values], ['kind', kind.description, kind.enum]);
    }
    assert.equal(
      (await descriptionAt(text, text.indexOf('weeks')))?.text,
      schema.properties.courses.items.properties.weeks.description,
    );
    assert.equal(await descriptionAt(text, text.indexOf('other')), undefined);
    assert.equal(await descriptionAt('constructor: 1', 2), undefined);
  });
});

describe('what was meant', () => {
  it('is the one word that is clearly nearest', () => {
    assert.equal(nearest('objectivs', ['objectives', 'items', 'title']), 'objectives');
    assert.equal(nearest('lab', ['lac', 'lad']), undefined);
    assert.equal(nearest('lab', ['assignment']), undefined);
    assert.equal(nearest('x'.repeat(201), ['x'.repeat(201)]), undefined);
  });

  it('is the id after it that is free, and an id of the same letters', () => {
    assert.equal(nextFreeId('C1_Lab_9', new Set(['C1_Lab_9', 'C1_Lab_10'])), 'C1_Lab_11');
    assert.equal(nextFreeId('Deck', new Set(['Deck'])), 'Deck_2');
    assert.equal(wellFormedId('12 my lab!'), 'my_lab');
    assert.equal(wellFormedId('…'), undefined);
  });
});
