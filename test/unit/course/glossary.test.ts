import assert from 'node:assert/strict';
import { examineGlossary, readGlossary } from '../../../src/course/glossary.ts';
import { type Term, TermFinder } from '../../../src/shared/glossary.ts';

const entry = (term: string, also = '[]', see = 'mlops-lab:slides/S#page=2') =>
  `- { term: ${term}, also: ${also}, means: What it means., see: '${see}' }\n`;
const codes = async (source: string) => (await examineGlossary(source)).faults.map(({ code }) => code);

describe('glossary.yaml', () => {
  it('is read: terms with their other names, what they mean, and where they are shown', async () => {
    const [first] = await readGlossary(entry('drift', '[drifts]'));
    assert.deepEqual(first, {
      term: 'drift',
      also: ['drifts'],
      means: 'What it means.',
      see: 'mlops-lab:slides/S#page=2',
    });
  });

  it('says what is wrong, and in which line', async () => {
    assert.deepEqual(await codes(entry('a') + entry('b', '[A]')), ['duplicate-term']);
    assert.deepEqual(await codes(entry('a', '[]', 'https://example.org')), ['no-link']);
    assert.deepEqual(await codes('- { term: a }'), ['missing-key', 'missing-key']);
    assert.notDeepEqual(await codes('a: [}'), []);
    await assert.rejects(
      readGlossary(entry('a') + entry('a')),
      /glossary\.yaml, line 2: “a” stands in the glossary twice/,
    );
  });
});

describe('terms in a text', () => {
  const term = (name: string, ...also: string[]): Term => ({ term: name, also, means: '', see: '' });
  const finder = new TermFinder([term('drift'), term('data drift'), term('L-infinity'), term('Cohen’s kappa', 'p99')]);
  const found = (text: string) => finder.in(text).map(({ from, to }) => text.slice(from, to));

  it('are whole words in whatever case, the longer one first, also over the end of a line', () => {
    assert.deepEqual(found('Drift, data  drift and DATA\nDRIFT; no drifter, no adrift'), [
      'Drift',
      'data  drift',
      'DATA\nDRIFT',
    ]);
    assert.deepEqual(found("By Cohen's kappa, L-Infinity and p99."), ["Cohen's kappa", 'L-Infinity', 'p99']);
  });

  it('are no names of code', () => {
    assert.deepEqual(found('drift(a) my.drift $drift drift_2 drift'), ['drift']);
  });

  it('are found at a place', () => {
    assert.equal(finder.at('see data drift', 9)?.term.term, 'data drift');
    assert.equal(finder.at('see data drift', 2), undefined);
    assert.deepEqual(new TermFinder([]).in('drift'), []);
  });
});
