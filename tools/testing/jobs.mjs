// How the commands of a layer of tests are run: several at once, and once more those that failed.

/**
 * How many commands of a layer may fail, and pass when each runs once more by itself. Several windows on a busy machine
 * find a race now and then. The end names it, for it is to be mended; a fifth file in a run is a fault and not chance.
 */
export const unsteadyLimit = 4;

/** Runs all of the jobs, up to `count` at once: `run` gives a job's report, to which its job is added. */
export async function inLanes(count, jobs, run) {
  const reports = [];
  const queue = jobs.values();
  const lane = async () => {
    for (const job of queue) reports.push({ ...(await run(job)), job });
  };
  await Promise.all(Array.from({ length: count }, lane));
  return reports;
}

/** Those that failed, if they are few, once more and one at a time: the second report stands, with what failed first. */
export async function tryAgain(ran, run) {
  const failed = ran.filter((report) => report.failed > 0);
  if (failed.length > unsteadyLimit) return ran;
  const tried = [];
  for (const first of failed) {
    console.log(`\n── once more, as ${first.failed} failed: ${first.job.args.at(-1)}`);
    const second = await run(first.job);
    tried.push(second.failed ? second : { ...second, job: first.job, unsteady: whatFailed(first) });
  }
  return [...ran.filter((report) => report.failed === 0), ...tried];
}

/** @returns the failures of a report; a command that broke off has only a note */
function whatFailed({ failures, note, job }) {
  return failures.length ? failures : [{ title: job.args.at(-1), message: note }];
}
