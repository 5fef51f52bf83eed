import { useMemo, useRef, useState } from 'preact/hooks';
import type { ModelData } from '../../../mlops/payloads/model.ts';
import { messageOf } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import { useEnvironment } from '../environment.ts';
import { type Graph, graphOf } from './graph.ts';
import type { Layout, Point } from './layout.ts';
import { standaloneSvg } from './standaloneSvg.ts';

/** More layers than this make a picture in which nobody finds anything. */
const mostBoxes = 400;

type LayoutOf = (graph: Graph) => Layout;

/** The graph of a model's layers as a drawing. @param layoutOf loaded when the first is drawn */
export function Diagram({ data, layoutOf }: { readonly data: ModelData; readonly layoutOf: LayoutOf }) {
  const graph = useMemo(() => graphOf(data), [data]);
  const isDrawn = graph.boxes.length <= mostBoxes;
  const layout = useMemo(() => (isDrawn ? layoutOf(graph) : undefined), [graph]);
  const drawing = useRef<SVGSVGElement>(null);
  const [problem, setProblem] = useState('');
  const { save } = useEnvironment();
  if (!layout) {
    return <p>{t('The graph is not drawn, since it has {0} layers. The table lists them.', graph.boxes.length)}</p>;
  }
  const keep = () => {
    setProblem('');
    save(`${data.name}.svg`, standaloneSvg(drawing.current!)).catch((error: unknown) => setProblem(messageOf(error)));
  };
  const label = t(
    'Graph of the layers of {0}: {1} layers and {2} connections. The table lists the same.',
    ...[data.name, graph.boxes.length, graph.edges.length],
  );
  return (
    <div class="diagram">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t('Graph')}>
        <svg ref={drawing} width={layout.width} height={layout.height} role="img" aria-label={label}>
          {layout.clusters.map(({ title, x, y, width, height }, index) => (
            <g key={index} class="cluster">
              <rect {...{ x, y, width, height }} rx="4" />
              <text x={x + 8} y={y + 13}>
                {cut(title, width)}
              </text>
            </g>
          ))}
          {layout.edges.map((points, index) => (
            <g key={index} class="edge">
              <path d={curve(points)} />
              <path class="tip" d={tip(points.at(-1)!, points.at(-2)!)} />
            </g>
          ))}
          {layout.boxes.map(({ title, type, detail, x, y, width, height }, index) => (
            <g key={index} class={type === 'InputLayer' || type === 'Input' ? 'box input' : 'box'}>
              <title>{`${type} ${title} ${detail}`}</title>
              <rect {...{ x, y, width, height }} rx="4" />
              <text x={x + 10} y={y + 16}>
                <tspan class="type">{type}</tspan> <tspan dx="4">{cut(title, width - 8.2 * type.length)}</tspan>
              </text>
              <text class="detail" x={x + 10} y={y + 31}>
                {cut(detail, width)}
              </text>
            </g>
          ))}
        </svg>
      </section>
      <button type="button" class="save" aria-label={t('Save as SVG')} title={t('Save as SVG')} onClick={keep}>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <path d="M8 2v8M4.8 7.2 8 10.4l3.2-3.2M2.5 13.5h11" />
        </svg>
      </button>
      {problem !== '' && <p role="alert">{problem}</p>}
    </div>
  );
}

function cut(text: string, width: number): string {
  const most = Math.max(4, Math.floor((width - 20) / 6.8));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** Through the first and the last point, rounded at those between. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points as [Point, ...Point[]];
  const pieces = rest.map((point, index) => {
    const next = rest[index + 1];
    if (!next) return `L${point.x} ${point.y}`;
    return `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}`;
  });
  return `M${first.x} ${first.y}${pieces.join('')}`;
}

/** The head of an arrow that points to `end`. */
function tip(end: Point, from: Point): string {
  const angle = Math.atan2(end.y - from.y, end.x - from.x);
  const corner = (turn: number) => `${end.x - 7 * Math.cos(angle + turn)} ${end.y - 7 * Math.sin(angle + turn)}`;
  return `M${end.x} ${end.y}L${corner(0.45)}L${corner(-0.45)}Z`;
}
