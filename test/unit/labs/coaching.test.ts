import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TensorUse } from '../../../src/kernel/protocol/outputs.ts';
import type { VariableInfo } from '../../../src/kernel/protocol/variables.ts';
import { factsText, leakDetail, leakHint, leakSummary, leakText } from '../../../src/labs/coaching.ts';
import { parseLab } from '../../../src/labs/file.ts';
import { textCells } from '../../../src/labs/text/cells.ts';
import { lensesOf } from '../../../src/labs/text/lenses.ts';
import { partsOf, typeText, variableDescription, variableLabel } from '../../../src/labs/variableText.ts';

const use = (change: Partial<TensorUse> = {}): TensorUse => ({
  backend: 'wasm',
  leaked: 0,
  bytes: 0,
  ops: {},
  ...change,
});
const info = (change: Partial<VariableInfo>): VariableInfo => ({
  name: 'x',
  kind: 'number',
  type: 'number',
  preview: '1',
  members: 0,
  forms: [],
  ...change,
});

describe('what a cell tells of itself', () => {
  it('says its time where VS Code does not, and the backend where it used tensors', () => {
    assert.equal(factsText({ status: 'succeeded', seconds: 0.0123 }), '12 ms');
    assert.equal(factsText({ status: 'succeeded', seconds: 0.0123, backend: 'wasm' }), '12 ms · WASM');
    assert.equal(factsText({ status: 'failed', seconds: 1.3, backend: 'tensorflow' }), 'native');
    assert.equal(factsText({ status: 'succeeded', seconds: 1.3 }), '');
    assert.equal(factsText({ status: 'skipped', seconds: 0 }), '');
  });

  it('says how many tensors leaked, what they were, and how to mend it', () => {
    const leak = use({ leaked: 37, bytes: 1_234_567, ops: { Add: 25, '': 12 } });
    assert.equal(leakText(use()), undefined);
    assert.equal(leakText(use({ leaked: 1, bytes: 4 })), '1 tensor leaked (4 B)');
    assert.equal(leakText(leak), '37 tensors leaked (1.2 MB)');
    assert.equal(leakText(use({ leaked: 3000, bytes: 150_000 })), '3,000 tensors leaked (150 kB)');
    assert.match(
      leakDetail(leak),
      /^37 tensors leaked \(1\.2 MB\): .*They were made by Add \(25\), tf\.tensor and the like \(12\)\.$/,
    );
    assert.match(leakHint(), /tf\.tidy\(\(\) => …\).*\.dispose\(\).*tf\.dispose\(\[a, b\]\)/);
    assert.equal(leakSummary([use(), use()]), undefined);
    assert.equal(leakSummary([leak, use(), leak]), 'Tensors leaked: 74 (2.5 MB), in 2 cells.');
  });

  it('stands above the cells of a lab that is open as text', () => {
    const cells = textCells(parseLab('// ---\n// id: A\n// title: A\n// ---\n\n// %%\n1\n'));
    const tensors = use({ leaked: 2, bytes: 8, ops: { Add: 2 } });
    const end = { status: 'succeeded', seconds: 1 } as const;
    const lenses = lensesOf(cells, () => ({ status: 'ended', end, checks: [], tensors }), 'own', false);
    assert.deepEqual(lenses.at(-1), {
      line: 5,
      title: '$(warning)\u00a02 tensors leaked (8 B)',
      action: 'explainLeak',
      tensors,
    });
  });
});

describe('variables in words', () => {
  it('says type, size and value', () => {
    assert.equal(variableDescription(info({})), '1');
    const tensor = info({ kind: 'tensor', type: 'Tensor float32', shape: [28, 28], preview: '' });
    assert.equal(variableDescription(tensor), 'Tensor float32 [28, 28]');
    assert.equal(variableLabel(tensor), 'x, Tensor float32, shape 28 × 28');
    const list = info({ kind: 'list', type: 'Array', length: 12_000, preview: '[1, 2, …]' });
    assert.equal(variableDescription(list), 'Array (12,000)  [1, 2, …]');
    assert.equal(variableLabel(list), 'x, Array, length 12,000, [1, 2, …]');
    assert.equal(typeText(info({ kind: 'text', type: 'string', length: 3 })), 'string');
    assert.equal(variableDescription(info({ preview: 'y'.repeat(500) })).length, 100);
  });

  it('divides what is long into at most 100 parts, that cover it', () => {
    assert.deepEqual(partsOf({ from: 0, to: 100 }), []);
    assert.deepEqual(partsOf({ from: 0, to: 101 }), [
      { from: 0, to: 100 },
      { from: 100, to: 101 },
    ]);
    fc.assert(
      fc.property(fc.nat(1e9), fc.integer({ min: 101, max: 1e9 }), (from, length) => {
        const parts = partsOf({ from, to: from + length });
        assert.ok(parts.length > 1 && parts.length <= 100);
        assert.equal(parts[0]?.from, from);
        assert.equal(parts.at(-1)?.to, from + length);
        for (const [index, part] of parts.entries()) if (index > 0) assert.equal(part.from, parts[index - 1]?.to);
      }),
    );
  });
});
