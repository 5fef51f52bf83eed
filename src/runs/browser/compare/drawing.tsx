import { useEffect, useRef } from 'preact/hooks';
import { type Chart, renderChart } from '../../../platform/browser/chart.ts';
import type { ChartActions } from '../../../platform/browser/chartActions.ts';

/** A chart that stays in place while what it draws changes. */
export function Drawing({ spec, actions }: { readonly spec: object; readonly actions: ChartActions }) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<Promise<Chart> | undefined>(undefined);
  const latest = useRef(spec);
  const drawn = useRef(spec);
  latest.current = spec;
  useEffect(() => {
    drawn.current = latest.current;
    chart.current = renderChart(element.current!, latest.current, { actions });
    return () => void chart.current?.then((made) => made.dispose());
  }, [actions]);
  useEffect(() => {
    // Every message brings all runs anew: what draws the same stays, with what somebody points at in it.
    if (drawn.current === spec || JSON.stringify(drawn.current) === JSON.stringify(spec)) return;
    drawn.current = spec;
    void chart.current?.then((made) => {
      // Another may have come meanwhile.
      if (latest.current === spec) void made.update(spec);
    });
  }, [spec]);
  return <div class="drawing-place" ref={element} />;
}
