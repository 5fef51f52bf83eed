import assert from 'node:assert/strict';
import { parseNotes } from '../../../src/slides/notes/notesFile.ts';
import { rowsOf } from '../../../src/slides/notes/notesRows.ts';

const firstOf = (note: string) =>
  rowsOf(parseNotes(`# Deck\n\n## [Page 2](mlops-lab:slides/D#page=2)\n\n${note}\n`, 'D'), 'D').pages[0]?.first;

describe('a row of the Notes view', () => {
  it('has the first words of its note without the marks of Markdown', () => {
    assert.equal(firstOf('Ask about **alerts**, *soon*, by `curl`.'), 'Ask about alerts, soon, by curl.');
    assert.equal(firstOf('> See [the lab](mlops-lab:lab/L#x) and __that__'), 'See the lab and that');
    assert.equal(firstOf('---\n\n- one\n- two'), 'one');
  });

  it('leaves letters that are no marks as they are', () => {
    for (const note of ['2 * 3 * 4', 'snake_case_name', 'a ** b', 'x[1](y', '5 < 6']) assert.equal(firstOf(note), note);
  });

  it('is cut where it is long', () => {
    assert.equal(firstOf('a'.repeat(500)), `${'a'.repeat(120)}…`);
  });
});
