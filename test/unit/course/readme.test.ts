import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readReadme } from '../../../src/course/readme.ts';
import { fixtureReadme } from '../courseFolder.ts';
import { cpuSeconds } from '../cpuTime.ts';

const course = (...lines: string[]) => ['## Course 1: One', '### Week 1', ...lines].join('\n');
const spanned = (text: string) => readReadme(text).flatMap((c) => c.weeks.flatMap((w) => w.links));
const links = (text: string) => spanned(text).map(({ span: _, ...link }) => link);

describe('the README reader', () => {
  it('reads the course repository: 4 courses, 3+4+5+4 weeks, 49 links, 27 objectives in course 1', async () => {
    const courses = readReadme(await fixtureReadme());
    const weeks = courses.flatMap((c) => c.weeks);
    const count = (kind: string) => weeks.flatMap((w) => w.links).filter((l) => l.kind === kind).length;
    assert.deepEqual(
      courses.map((c) => c.weeks.length),
      [3, 4, 5, 4],
    );
    assert.deepEqual([count('slides'), count('lab'), count('assignment')], [16, 31, 2]);
    assert.deepEqual(
      weeks.map((w) => w.objectives.length),
      [5, 13, 9, ...Array(13).fill(0)],
    );
    assert.deepEqual(
      courses.map((c) => c.number),
      [1, 2, 3, 4],
    );
  });

  it('keeps titles and objectives as written, without marks and blanks at the ends', async () => {
    const [first] = readReadme(await fixtureReadme());
    assert.equal(first?.title, 'Course 1: Machine Learning in Production');
    assert.equal(first?.weeks[0]?.title, 'Week 1: Overview of the ML Lifecycle and Deployment');
    assert.equal(first?.weeks[0]?.objectives[1], 'Define “concept drift” as it relates to ML projects.');
    const labs = links(await fixtureReadme()).map((l) => l.title);
    assert.ok(labs.includes('Ungraded lab: Algorithmic Dimensionality Reduction'));
  });

  it('takes headings of any level, closing marks, bold, and Windows line ends', () => {
    const text = [
      '# **Course 2: Two** #',
      '##### Week 3: Late ##',
      '# Learning Objectives',
      '* Do `this`',
      '1) And that',
      '## Labs:',
      '+ [Go](a.ipynb)',
    ];
    assert.deepEqual(readReadme(text.join('\r\n')), [
      {
        number: 2,
        title: 'Course 2: Two',
        weeks: [
          {
            number: 3,
            title: 'Week 3: Late',
            objectives: ['Do this', 'And that'],
            links: [{ kind: 'lab', title: 'Go', href: 'a.ipynb', span: { from: 112, to: 119 } }],
          },
        ],
      },
    ]);
  });

  it('reads destinations with parentheses, blanks in <>, and a title; leaves pictures out', () => {
    const text = course(
      '#### Labs',
      '- ![x](x.png) [A](a(1).ipynb) and [B](<b c.ipynb>) and [C \\[c\\]](c.ipynb "Sea")',
    );
    assert.deepEqual(links(text), [
      { kind: 'lab', title: 'A', href: 'a(1).ipynb' },
      { kind: 'lab', title: 'B', href: 'b c.ipynb' },
      { kind: 'lab', title: 'C [c]', href: 'c.ipynb' },
    ]);
  });

  it('knows where each destination stands, whatever ends the lines', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = course(
        '```',
        '[x](x)',
        '```',
        '#### Labs',
        '- [A](a(1).ipynb) and [B](<b c.ipynb>)',
        '[C](c "C")',
      ).replaceAll('\n', end);
      const found = spanned(text).map(({ href, span: { from, to } }) => [href, text.slice(from, to)]);
      assert.deepEqual(found, [
        ['a(1).ipynb', 'a(1).ipynb'],
        ['b c.ipynb', 'b c.ipynb'],
        ['c', 'c'],
      ]);
    }
  });

  it('passes over links elsewhere: before a week, below another heading, after the course, in a code block', () => {
    const elsewhere = [
      '## Course 1',
      '[a](a)',
      '### Week 1',
      '[b](b)',
      '#### Notes',
      '[c](c)',
      '#### Labs',
      '```',
      '[d](d)',
      '```',
      '[in](in)',
    ];
    assert.deepEqual(
      links([...elsewhere, '## Disclaimer', '[e](e)', '#### Labs', '[f](f)'].join('\n')).map((l) => l.href),
      ['in'],
    );
  });

  it('ends a code block where CommonMark does, and begins none at inline code', () => {
    const hrefs = (...lines: string[]) => links(course('#### Labs', ...lines)).map((link) => link.href);
    assert.deepEqual(hrefs('```make run``` starts it.', '[in](in)'), ['in']);
    assert.deepEqual(hrefs('````', '~~~', '[a](a)', '```', '[b](b)', '````', '[in](in)'), ['in']);
    assert.deepEqual(hrefs('~~~ a `mark`', '[a](a)', '~~~ more', '[b](b)', '   ~~~~ \t', '[in](in)'), ['in']);
    assert.deepEqual(hrefs('```sh', '[a](a)', '    ```', '[b](b)', '```', '[in](in)'), ['in']);
    assert.deepEqual(hrefs('    ```', '[in](in)'), ['in']);
    assert.deepEqual(hrefs('```', '[a](a)'), []);
  });

  it('finds no course in a README of another shape', () => {
    assert.deepEqual(readReadme('# My Project\n\n## Labs\n- [x](x.ipynb)\n## Course notes\n### Week 1\n'), []);
    assert.deepEqual(readReadme('## Course 1\n### Week 1\nNothing is linked here.'), []);
  });

  it('never throws on garbage, and gives only titled links', () => {
    const piece = fc.constantFrom(
      '# ',
      '## Course 1',
      '### Week 2',
      '#### Labs',
      '\n',
      '[',
      ']',
      '](',
      '(',
      ')',
      '![',
      '\\',
      '<',
      '>',
      '"',
      '- ',
      'x',
      ' ',
      '\u2028',
      '```',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(piece, { maxLength: 60 }).map((parts) => parts.join('')),
        ),
        (text) => {
          for (const link of links(text)) assert.ok(link.title.length > 0);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('does not lose links of any title and path', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 _.:-]{0,20}[A-Za-z0-9]$/);
    const path = fc.stringMatching(/^[A-Za-z0-9_./%-]{1,30}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(word, path), { minLength: 1, maxLength: 8 }), (wanted) => {
        const text = course('#### Slides', ...wanted.map(([title, href]) => `- [${title}](${href})`));
        assert.deepEqual(
          links(text),
          wanted.map(([title, href]) => ({ kind: 'slides', title, href })),
        );
      }),
    );
  });

  // Each fills 200 lines, as long as lines are read. Quadratic time would be half a minute; linear time is far below
  // the limit, on a busy machine too.
  for (const hostile of [
    '[',
    '\\[',
    '[a](',
    '[a](b"',
    '[a](b (c)',
    '![',
    '<',
    '# ',
    ' ',
    '(',
    '[[a]',
    '`*',
    '\n[a](<',
    '\n#  #',
    '```',
    `[a](${' '.repeat(9_990)}x y`,
    `[a](x${' '.repeat(9_990)}"y" z`,
  ]) {
    it(`stays quick on long lines of ${JSON.stringify(hostile.replace(/ {9,}/, ' … '))}`, async () => {
      const line = hostile.repeat(10_000 / hostile.length);
      const lines = (start: string) => Array<string>(200).fill(start + line);
      const seconds = await cpuSeconds(() => {
        readReadme(course('#### Labs', ...lines('')));
        readReadme(course('#### Labs', ...lines('# ')));
        readReadme(course('#### Learning Objectives', ...lines('- ')));
      });
      assert.ok(seconds < 5);
    }).timeout(60_000);
  }
});
