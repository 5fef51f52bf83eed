/** Every lab of the course teaches what it claims: what `npm run labs` finds wrong is a failure here. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { findLabs } from '../../src/labs/proof/find.ts';
import { type LabProof, proveLab } from '../../src/labs/proof/prove.ts';
import { proofText } from '../../src/labs/proof/report.ts';
import { inLanes } from './lanes.ts';

const root = join(import.meta.dirname, '../..');
const labs = await findLabs(root, { ids: [], courses: [] });

describe('the labs', () => {
  let proofs: ReadonlyMap<string, Promise<LabProof>>;
  before(() => {
    proofs = inLanes(labs, ({ path }) => proveLab(path, { dist: join(root, 'dist') }));
  });

  it('are found', () => assert.ok(labs.length > 0));

  for (const { id } of labs) {
    it(`${id} is proved`, async () => {
      const proof = await proofs.get(id)!;
      console.log(`      ${proofText(proof)}`);
      assert.deepEqual(proof.problems, []);
    });
  }
});
