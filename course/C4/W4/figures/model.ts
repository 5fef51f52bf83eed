// All numbers of this deck that need chance or training. `node model.ts` writes them to model.json, which the pages read;
// the deck's test computes them again and compares.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { range, rounded } from '../../../C3/W1/figures/chance.ts';
import { acts, age, bills, horizon, policies, prices, wait } from './acts.ts';
import { bySpan, correlated, dials, ksAlarms, lastYear, psiAlarms, width, widthSpans } from './alarms.ts';
import { accuracyAt, atMost, bought, buying, cohort, limitOf, slices } from './labels.ts';
import { classifier, columns, daily, days, eventDay, letters, means, rowsADay } from './world.ts';

export function model() {
  const byEvent = means();
  const limit = limitOf(byEvent.quiet!.right);
  return {
    columns,
    days,
    eventDay,
    rowsADay,
    daily: Object.fromEntries(letters.map((letter, i) => [letter, daily(letter, 40 + i)])),
    means: byEvent,
    classifier: letters.map((letter) => ({
      letter,
      plain: classifier(letter, false),
      squares: classifier(letter, true),
    })),
    alarms: {
      dials,
      lastYear,
      bySpan: bySpan(),
      widths: widthSpans.map((span) => ({ span, width: width(span) })),
      correlated: [0, 0.7, 0.9].map((rho) => ({ rho, alarms: correlated(rho) })),
      ks: [1000, 10_000, 100_000].map((rows) => ({ rows, share: ksAlarms(rows, 100) })),
      psi: [100, 1000].map((rows) => ({ rows, share: psiAlarms(rows) })),
    },
    cohort: { ...cohort, byAge: range(46).map((day) => rounded(accuracyAt(Math.max(1, day)))) },
    bought,
    buying: buying(),
    limit,
    seen: Object.fromEntries(
      Object.entries(byEvent).map(([letter, { right }]) => [letter, rounded(atMost(limit, bought, right))]),
    ),
    slices: slices(),
    acts,
    bills: bills(),
    prices,
    wait,
    horizon,
    age,
    policies: policies(),
  };
}

if (import.meta.main) {
  writeFileSync(join(import.meta.dirname, 'model.json'), `${JSON.stringify(model())}\n`);
}
