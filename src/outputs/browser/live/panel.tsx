import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { numberText } from '../../../mlops/payloads/liveFormat.ts';
import { t } from '../../../platform/l10n.ts';
import { type Curve, type Panel, type Point, smoothed, thinned } from './curves.ts';
import { countScale, linearScale, logScale, type Scale, tickText, tickTexts } from './scale.ts';

const height = 190;
const margin = { top: 10, right: 12, bottom: 30, left: 50 };

export interface PanelView {
  readonly log: boolean;
  readonly smooth: boolean;
}

/** One metric: the curve of its training, dashed that of its validation, and behind them the batches. */
export function PanelChart({ panel, view }: { readonly panel: Panel; readonly view: PanelView }) {
  const place = useRef<HTMLElement>(null);
  const width = useWidth(place);
  const [pointed, setPointed] = useState<number>();
  const shown = shownCurves(panel, view, width);
  const scales = scalesOf(shown, view.log, width);
  const legend = panel.curves.filter(({ role }) => role !== 'batch' || panel.curves.length === 1);
  return (
    <figure ref={place}>
      <figcaption>
        <strong>{panel.title}</strong>
        {legend.map((curve) => (
          <span key={curve.role} class={curve.role}>
            <svg width="22" height="8" aria-hidden="true">
              <path d="M0 4H22" />
            </svg>{' '}
            {legend.length > 1 && nameOf(curve)} <b>{valueAt(curve, pointed)}</b>
          </span>
        ))}
        {pointed !== undefined && <span>{t('at {0} {1}', panel.unit, tickText(Math.round(pointed * 100) / 100))}</span>}
      </figcaption>
      {width > 0 && (
        <svg
          class="chart"
          role="img"
          aria-label={descriptionOf(panel)}
          width={width}
          height={height}
          onPointerMove={(event) => setPointed(nearest(panel.curves, scales?.x, event.offsetX))}
          onPointerLeave={() => setPointed(undefined)}
        >
          {scales && <Axes panel={panel} view={view} width={width} scales={scales} />}
          {scales &&
            shown.map((curve, index) => (
              <path
                key={index}
                class={curve.faint ? `${curve.role} faint` : curve.role}
                d={pathOf(curve.points, scales)}
              />
            ))}
          {scales && panel.best && <Best best={panel.best} scales={scales} />}
          {scales && pointed !== undefined && (
            <path class="pointed" d={`M${scales.x.place(pointed)} ${margin.top}V${height - margin.bottom}`} />
          )}
          {!scales && (
            <text x={width / 2} y={height / 2} text-anchor="middle">
              {t('No finite value yet')}
            </text>
          )}
        </svg>
      )}
    </figure>
  );
}

interface Scales {
  readonly x: Scale;
  readonly y: Scale;
}

interface AxesProps {
  readonly panel: Panel;
  readonly view: PanelView;
  readonly width: number;
  readonly scales: Scales;
}

function Axes({ panel, view, width, scales }: AxesProps) {
  const bottom = height - margin.bottom;
  const values = view.log ? scales.y.ticks.map(tickText) : tickTexts(scales.y.ticks);
  return (
    <g class="axes">
      {scales.y.ticks.map((tick, index) => (
        <g key={`y${tick}`}>
          <path d={`M${margin.left} ${scales.y.place(tick)}H${width - margin.right}`} />
          <text x={margin.left - 6} y={scales.y.place(tick) + 4} text-anchor="end">
            {values[index]}
          </text>
        </g>
      ))}
      {scales.x.ticks.map((tick) => (
        <text key={`x${tick}`} x={scales.x.place(tick)} y={bottom + 14} text-anchor="middle">
          {tickText(tick)}
        </text>
      ))}
      <text x={(margin.left + width - margin.right) / 2} y={height - 3} text-anchor="middle">
        {panel.unit}
      </text>
    </g>
  );
}

function Best({ best: [x, y], scales }: { readonly best: readonly [number, number]; readonly scales: Scales }) {
  const top = scales.y.place(y);
  if (!Number.isFinite(top)) return null;
  const left = scales.x.place(x);
  // Beside the point, on the side where there is room.
  const isLate = left > scales.x.place(scales.x.ticks.at(-1) ?? x) - 60;
  return (
    <g class="best">
      <path d={`M${left} ${top}V${height - margin.bottom}`} />
      <circle cx={left} cy={top} r="4" />
      <text x={left + (isLate ? -8 : 8)} y={top - 6} text-anchor={isLate ? 'end' : 'start'}>
        {t('best')}
      </text>
    </g>
  );
}

type Shown = Curve & { readonly faint: boolean };

function shownCurves({ curves }: Panel, { smooth }: PanelView, width: number): Shown[] {
  const most = Math.max(50, width - margin.left - margin.right);
  return curves.flatMap((curve): Shown[] => {
    const raw = { ...curve, points: thinned(curve.points, most), faint: smooth };
    return smooth ? [raw, { ...curve, points: thinned(smoothed(curve.points), most), faint: false }] : [raw];
  });
}

/** Nothing where there is no value to be drawn. */
function scalesOf(curves: readonly Shown[], log: boolean, width: number): Scales | undefined {
  const points = curves.flatMap((curve) => curve.points.filter(([, y]) => isDrawn(y, log)));
  if (points.length === 0 || width === 0) return undefined;
  const [left, right] = rangeOf(points.map(([x]) => x));
  const [low, high] = rangeOf(points.map(([, y]) => y!));
  const across = [margin.left, width - margin.right] as const;
  const up = [height - margin.bottom, margin.top] as const;
  const y = log ? logScale(low, high, up, 5) : linearScale(low, high, up, 5);
  return { x: countScale(left, right, across, Math.max(2, Math.floor(width / 60))), y };
}

function isDrawn(y: number | null, log: boolean): y is number {
  return y !== null && (!log || y > 0);
}

function rangeOf(values: readonly number[]): [number, number] {
  return values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
}

function pathOf(points: readonly Point[], { x, y }: Scales): string {
  let path = '';
  let isOpen = false;
  for (const [at, value] of points) {
    const top = value === null ? Number.NaN : y.place(value);
    if (!Number.isFinite(top)) {
      isOpen = false;
      continue;
    }
    path += `${isOpen ? 'L' : 'M'}${x.place(at).toFixed(1)} ${top.toFixed(1)}`;
    isOpen = true;
  }
  // One point alone has no line: a round cap makes it a dot.
  return points.length === 1 ? `${path}h0` : path;
}

/** The place of the horizontal axis that has a point and lies nearest to the pointer. */
function nearest(curves: readonly Curve[], scale: Scale | undefined, pixels: number): number | undefined {
  const [curve] = curves.filter(({ role }) => role !== 'batch').concat(curves);
  return curve?.points.reduce<number | undefined>(
    (best, [x]) =>
      scale && (best === undefined || Math.abs(scale.place(x) - pixels) < Math.abs(scale.place(best) - pixels))
        ? x
        : best,
    undefined,
  );
}

function valueAt({ points }: Curve, x: number | undefined): string {
  const point = x === undefined ? points.at(-1) : points.find(([at]) => at >= x);
  if (!point) return '';
  return point[1] === null ? t('not finite') : numberText(point[1]);
}

function nameOf({ role, name }: Curve): string {
  if (role === 'validation') return t('validation');
  return role === 'batch' ? t('batches') : name.startsWith('val_') ? t('validation') : t('training');
}

function descriptionOf({ title, unit, curves }: Panel): string {
  const told = curves.filter(({ role }) => role !== 'batch' || curves.length === 1);
  const parts = told.map((curve) => {
    const ends = [valueAt(curve, curve.points[0]?.[0]), valueAt(curve, undefined)];
    // A curve alone is the metric itself, which the panel is named after.
    return told.length > 1 ? t('{0} from {1} to {2}', nameOf(curve), ...ends) : t('from {0} to {1}', ...ends);
  });
  return t('Line chart of {0} by {1}: {2}.', title, unit, parts.join(', '));
}

function useWidth(place: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    setWidth(Math.floor(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return width;
}
