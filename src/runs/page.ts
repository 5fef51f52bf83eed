import { tagKeys } from '../mlops/tracking/values.ts';
import { t } from '../platform/l10n.ts';
import { type MetricSeries, type PageRun, toJsonNumber } from './contract.ts';
import type { RunDetails } from './model.ts';

/** What a run's page shows of it: the metrics with a curve first, then the single values. */
export function pageRun(run: RunDetails): PageRun {
  const { metrics, artifactUri, artifactFolder, history, ...rest } = run;
  const lab = run.tags[tagKeys.lab];
  const series: MetricSeries[] = Object.entries(history).map(([key, points]) => ({
    key,
    latest: toJsonNumber(metrics[key] ?? Number.NaN),
    points: points.map((point) => ({ ...point, value: toJsonNumber(point.value) })),
  }));
  return {
    ...rest,
    series: series.sort((a, b) => Number(b.points.length > 1) - Number(a.points.length > 1)),
    ...(lab !== undefined && { lab }),
    ...(artifactFolder === undefined &&
      artifactUri !== '' && { artifactsElsewhere: t('They are not in this folder: {0}', artifactUri) }),
  };
}
