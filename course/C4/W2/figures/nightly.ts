// Overnight and in streams: records that break, shards that run twice, photos that come late.
import { range, rounded, uniform } from '../../../C3/W1/figures/chance.ts';

export const records = 24_000;
/** Shops whose new tills write a comma for the point, from tonight on. */
export const changed = 4;
const shops = 12;

/** Why a record was refused, last night and tonight. One in a hundred is broken by chance, as ever. */
export function broken(tonight: boolean) {
  const next = uniform(6);
  const reasons: Record<string, number> = { 'cut off': 0, 'no shop': 0, 'too large': 0, 'not a number': 0 };
  for (let i = 0; i < records; i++) {
    const chance = next();
    if (chance < 0.005) reasons['cut off']!++;
    else if (chance < 0.008) reasons['no shop']!++;
    else if (chance < 0.01) reasons['too large']!++;
    else if (tonight && i % shops < changed) reasons['not a number']!++;
  }
  const all = Object.values(reasons).reduce((a, b) => a + b);
  return { reasons, all, share: rounded(all / records, 3) };
}

/** Shards of a job; a shard that fails has written half of its answers, and runs again. */
export const shards = { count: 48, rows: records / 48, fails: 0.1 };
export function retried() {
  const next = uniform(4);
  let [appended, again] = [0, 0];
  const byId = new Set<number>();
  range(shards.count).forEach((shard) => {
    const write = (rows: number) => {
      for (let row = 0; row < rows; row++) {
        appended++;
        byId.add(shard * shards.rows + row);
      }
    };
    while (next() < shards.fails) {
      again++;
      write(shards.rows / 2);
    }
    write(shards.rows);
  });
  return { again, appended, byId: byId.size };
}

/** Photos reach the stream seconds after they were taken; one in thirty when its shop is on the line again. */
export const delays = { usual: 5, offline: 1800, share: 1 / 30, window: 600 };
export const lateness = [0, 60, 600, 3600, 7200];

/** Share of photos that their window of ten minutes has missed, by how long it stays open after its end (seconds). */
export function missed() {
  return lateness.map((open) => {
    const next = uniform(12);
    let lost = 0;
    const count = 200_000;
    for (let i = 0; i < count; i++) {
      const left = delays.window * next();
      const mean = next() < delays.share ? delays.offline : delays.usual;
      if (-mean * Math.log(1 - next()) > left + open) lost++;
    }
    return { open, lost: rounded(lost / count, 4) };
  });
}
