import type { LabProof } from './prove.ts';

/** A lab's proof for people: one line where all holds, and a line for each problem and each note. */
export function proofText({ lab, problems, notes, trials, claims, figures }: LabProof): string {
  const { exercises, checks, minutes, words, cpuSeconds, cpuLimit, seconds } = figures;
  const caught = trials.filter(({ problem }) => problem === undefined).length;
  const facts = [
    `${exercises} exercises, ${checks} checks`,
    `${caught} of ${trials.length} wrong answers caught`,
    ...(claims.length > 0 ? [claims.map(claimText).join(', ')] : []),
    `${cpuSeconds.toFixed(1)} of ${cpuLimit} CPU s`,
    `${words} words, ${minutes} min`,
  ];
  return [
    `${problems.length === 0 ? '✔' : '✘'} ${lab}  ${facts.join('; ')}  (${seconds.toFixed(1)} s)`,
    ...problems.map((problem) => `    ✘ ${problem}`),
    ...notes.map((note) => `    · ${note}`),
  ].join('\n');
}

function claimText({ claim, seed, value }: LabProof['claims'][number]): string {
  return `${claim}: ${value === undefined ? 'none' : Number(value.toPrecision(4))} (seed ${seed})`;
}
