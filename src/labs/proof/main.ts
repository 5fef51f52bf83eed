/** `npm run labs [-- ID... | --course 1,2] [--seeds] [--json]`: proves labs, and exits with 1 unless all holds. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findLabs, inLanes } from './find.ts';
import { type LabProof, proveLab } from './prove.ts';
import { proofText } from './report.ts';

const root = join(import.meta.dirname, '../../..');

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      course: { type: 'string', default: '' },
      seeds: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const courses = values.course.split(',').filter(Boolean).map(Number);
  const labs = await findLabs(root, { ids: positionals, courses });
  const missing = positionals.filter((id) => !labs.some((lab) => lab.id === id));
  const proofs = await inLanes(Math.min(availableParallelism(), 4), labs, async ({ id, path }) => {
    const proof = await proveLab(path, { dist: join(root, 'dist'), seeds: values.seeds }).catch((error: unknown) =>
      broken(id, path, error),
    );
    if (!values.json) console.log(proofText(proof));
    return proof;
  });
  if (values.json) console.log(JSON.stringify({ schemaVersion: 1, missing, labs: proofs }, null, 2));
  const proved = proofs.filter(({ problems }) => problems.length === 0).length;
  for (const id of missing) console.error(`There is no lab ${id} in course/.`);
  if (!values.json) console.log(`\n${proved} of ${proofs.length} labs proved`);
  return proved === proofs.length && missing.length === 0 && proofs.length > 0 ? 0 : 1;
}

/** A lab that cannot even be read or run is not proved, and keeps no other from being. */
function broken(lab: string, file: string, error: unknown): LabProof {
  const problem = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const none = { words: 0, codeCells: 0, exercises: 0, checks: 0, minutes: 0, cpuSeconds: 0, cpuLimit: 0, seconds: 0 };
  return { lab, file, problems: [problem], notes: [], trials: [], claims: [], figures: none };
}

process.exitCode = await main(process.argv.slice(2));
