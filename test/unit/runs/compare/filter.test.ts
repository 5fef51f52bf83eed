import assert from 'node:assert/strict';
import fc from 'fast-check';
import { complete } from '../../../../src/runs/compare/filter/complete.ts';
import { matching } from '../../../../src/runs/compare/filter/match.ts';
import { parseFilter } from '../../../../src/runs/compare/filter/parse.ts';
import { isFilterError } from '../../../../src/runs/compare/filter/tokens.ts';
import { columnsFrom } from '../../../ui/runs/compared.ts';

const runs = columnsFrom([
  { id: 'a', name: 'one', params: { lr: '0.01', 'layer.size': '8' }, metrics: { loss: 0.5, 'batch/loss': 1 } },
  { id: 'b', name: 'Two', params: { lr: '0.1' }, metrics: { loss: Number.NaN }, tags: { stage: 'candidate' } },
  { id: 'c', name: 'three', status: 'FAILED', metrics: { loss: Number.POSITIVE_INFINITY } },
]);

/** The ids that a filter leaves, as one word. */
function found(filter: string): string {
  const left = matching(runs, parseFilter(filter));
  return runs.ids.filter((_, row) => left[row] === 1).join('');
}

/** What is wrong with a filter, and the part of it that is meant. */
function refused(filter: string): [message: string, part: string] {
  try {
    parseFilter(filter);
  } catch (error) {
    if (isFilterError(error)) return [error.message, filter.slice(error.from, error.to)];
    throw error;
  }
  assert.fail(`“${filter}” was taken`);
}

describe('runs: a filter', () => {
  it('leaves the runs for which all conditions hold', () => {
    assert.equal(found(''), 'abc');
    assert.equal(found('metrics.loss < 1'), 'a');
    assert.equal(found('metrics.loss >= 0.5'), 'ac');
    assert.equal(found('metric.loss < 1 AND params.lr = "0.01"'), 'a');
    assert.equal(found("attributes.status = 'FAILED'"), 'c');
    assert.equal(found('status != "FAILED" and tags.stage = "candidate"'), 'b');
    assert.equal(found('run_id IN ("a", \'c\')'), 'ac');
    assert.equal(found('run.run_id NOT IN ("a")'), 'bc');
  });

  it('takes names with points, in quotes and in backticks', () => {
    assert.equal(found('params.layer.size = "8"'), 'a');
    assert.equal(found('metrics.`batch/loss` = 1'), 'a');
    assert.equal(found('metrics."batch/loss" = 1e0'), 'a');
  });

  it('compares texts by pattern, with and without case', () => {
    assert.equal(found('run_name LIKE "t%"'), 'c');
    assert.equal(found('run_name ILIKE "t%"'), 'bc');
    assert.equal(found('run_name LIKE "o_e"'), 'a');
    assert.equal(found('run_name LIKE "o.e"'), '');
  });

  it('finds no run that lacks what is compared, and NaN by != alone', () => {
    assert.equal(found('params.lr != "0.1"'), 'a');
    assert.equal(found('metrics.loss != 0.5'), 'bc');
    assert.equal(found('metrics.loss <= 0'), '');
    assert.equal(found('metrics.nothing = 1'), '');
  });

  it('says what is wrong and where', () => {
    const cases: Readonly<Record<string, readonly [says: RegExp, part: string]>> = {
      'metrics.loss < "0.1"': [/metrics\.loss is a number: write it without quotes/, '"0.1"'],
      'params.lr = 0.01': [/write its value in quotes, as in params\.lr = "0\.01"/, '0.01'],
      'params.lr < "1"': [/only numbers have an order/, '<'],
      'metrics.loss == 1': [/write one of = !=/, '=='],
      'loss < 1': [/“loss” is no attribute of a run.*metrics\.loss/, 'loss'],
      'metrcs.loss < 1': [/“metrcs” is no part of a run/, 'metrcs'],
      'metrics.batch/loss < 1': [/in backticks, as in metrics\.`batch\/loss`/, '/'],
      'metrics.loss < 1 or metrics.loss > 2': [/no OR: filter for one/, 'or'],
      'metrics.loss < 1 metrics.loss > 2': [/AND is missing before “metrics”/, 'metrics'],
      '(metrics.loss < 1)': [/no parentheses/, '('],
      'metrics.loss < 1 and': [/A condition is missing after AND/, 'and'],
      'metrics.loss <': [/A value is missing after </, ''],
      'metrics.loss': [/A comparison is missing/, ''],
      'metrics.': [/A name is missing after “metrics\.”/, ''],
      'params.lr = "0.1': [/This text has no end/, '"0.1'],
      'run_id IN "a"': [/A list of texts is missing/, '"a"'],
      'run_id IN ("a" "b")': [/A comma or “\)” is missing/, '"b"'],
      'params.lr IN ("a")': [/“IN” does not compare params\.lr/, 'IN'],
      'metrics.loss NOT 1': [/“NOT” does not compare/, 'NOT'],
    };
    for (const [filter, [says, part]] of Object.entries(cases)) {
      const [message, at] = refused(filter);
      assert.match(message, says);
      assert.equal(at, part, filter);
    }
  });

  it('is either taken or refused with a place in it, whatever is typed', () => {
    const word = fc.constantFrom(
      'metrics',
      'params.lr',
      '.',
      '=',
      '<',
      '"a"',
      "'",
      '`',
      'and',
      'NOT',
      'IN',
      '(',
      ',',
      ')',
      '1e',
      '-',
      ' ',
      '😀',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 12 }), (words) => {
        const filter = words.join(' ');
        try {
          parseFilter(filter);
        } catch (error) {
          assert.ok(isFilterError(error), String(error));
          assert.ok(error.from >= 0 && error.from <= error.to && error.to <= filter.length, filter);
        }
        complete(filter, filter.length, runs);
      }),
    );
  });
});

describe('runs: what can stand next in a filter', () => {
  /** The proposals at `|`, and what of the filter they take the place of. */
  const proposed = (filter: string): [string[], string] => {
    const caret = filter.indexOf('|');
    const text = filter.replace('|', '');
    const { from, proposals } = complete(text, caret, runs);
    return [proposals.map((proposal) => proposal.text), text.slice(from, caret)];
  };

  it('is a name, then a comparison, then a value, then AND', () => {
    assert.deepEqual(proposed('|')[0].slice(0, 3), ['metrics.loss', 'metrics.`batch/loss`', 'params.lr']);
    assert.deepEqual(proposed('metrics.lo|'), [['metrics.loss'], 'metrics.lo']);
    assert.deepEqual(proposed('metrics.loss |')[0], ['=', '!=', '<', '<=', '>', '>=']);
    assert.deepEqual(proposed('metrics.loss <|'), [['<', '<='], '<']);
    assert.deepEqual(proposed('params.lr = |')[0], ['"0.01"', '"0.1"']);
    assert.deepEqual(proposed('params.lr = "0.1|'), [['"0.1"'], '"0.1']);
    assert.deepEqual(proposed('params.lr = "0.1" |'), [['and'], '']);
    assert.deepEqual(proposed('params.lr = "0.1" and sta|')[0], [
      'attributes.status',
      'attributes.start_time',
      'tags.stage',
    ]);
  });

  it('stands in backticks where a name has more than letters', () => {
    assert.deepEqual(proposed('metrics.`ba|'), [['metrics.`batch/loss`'], 'metrics.`ba']);
  });

  it('is a member of a list', () => {
    assert.deepEqual(proposed('run_id IN (|')[0], ['"a"', '"b"', '"c"']);
    assert.deepEqual(proposed('run_id IN ("a", |')[0], ['"a"', '"b"', '"c"']);
  });
});
