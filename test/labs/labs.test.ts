/** Every lab of the course teaches what it claims: what `npm run labs` finds wrong is a failure here. */
import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findLabs } from '../../src/labs/proof/find.ts';
import { type LabProof, proveLab } from '../../src/labs/proof/prove.ts';
import { proofText } from '../../src/labs/proof/report.ts';

const root = join(import.meta.dirname, '../..');
const labs = await findLabs(root, { ids: [], courses: [] });

describe('the labs', () => {
  const proofs = new Map<string, Promise<LabProof>>();
  before(() => {
    const lanes: Promise<unknown>[] = Array.from({ length: Math.min(availableParallelism(), 4) }, () =>
      Promise.resolve(),
    );
    for (const [index, { id, path }] of labs.entries()) {
      const lane = index % lanes.length;
      const proof = lanes[lane]!.then(() => proveLab(path, { dist: join(root, 'dist') }));
      proofs.set(id, proof);
      // Who waits for the lab is told what went wrong with it; the next one begins all the same.
      lanes[lane] = proof.catch(() => undefined);
    }
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
