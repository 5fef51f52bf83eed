import { LiveOutput, type Logged } from './liveOutput.ts';

export interface LiveChartOptions {
  readonly title?: string;
  /** What a step is, in the singular: `step` by default, `epoch`, `episode`. */
  readonly unit?: string;
  /** How many steps there will be: with it, the chart shows a bar and when it will be done. */
  readonly total?: number;
}

/** A chart that grows while a loop of your own runs. */
export interface LiveChart {
  /**
   * Adds a point to each named curve. `loss` and `val_loss` share a picture, as any name and its `val_` twin do.
   * @param step where on the horizontal axis, in ascending order; one after the last by default
   */
  log(values: Readonly<Record<string, number>>, step?: number): void;
  /** Says that nothing more will come. */
  end(): void;
}

/**
 * Shows a chart below the cell at once, and draws what is logged while the loop runs.
 *
 *     const chart = liveChart({ title: 'Policy gradient', unit: 'episode', total: 200 });
 *     for (const episode of episodes) chart.log({ reward: play(episode) });
 *     chart.end();
 *
 * @throws TypeError for a value or a step that is no number
 */
export function liveChart({ title = 'Live chart', unit = 'step', total }: LiveChartOptions = {}): LiveChart {
  const live = new LiveOutput({ kind: 'chart', title, unit, ...(total === undefined ? {} : { total }) });
  let last = 0;
  return {
    log(values: Logged, step = last + 1) {
      for (const [name, value] of Object.entries({ ...values, step })) {
        if (typeof value !== 'number')
          throw new TypeError(`liveChart: ${name} must be a number, and is ${typeof value}.`);
      }
      last = step;
      live.point(step, values);
      live.set({ done: step });
    },
    end: () => live.end('finished'),
  };
}
