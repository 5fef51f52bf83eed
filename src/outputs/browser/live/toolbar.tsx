import type { LiveState } from '../../../mlops/payloads/live.ts';
import { messageOf } from '../../../platform/errors.ts';
import { t } from '../../../platform/l10n.ts';
import { useEnvironment } from '../environment.ts';
import { csvOf, pngOf, svgOf } from './files.ts';
import { Icon, type IconName } from './icons.tsx';

export interface LiveTools {
  readonly log: boolean;
  readonly smooth: boolean;
  readonly table: boolean;
}

interface ToolbarProps {
  readonly state: LiveState;
  readonly tools: LiveTools;
  readonly onChange: (tools: LiveTools) => void;
  /** Where the charts stand that are saved. */
  readonly root: { readonly current: HTMLElement | null };
  /** Told why a file could not be saved; the empty text: that is out of date. */
  readonly onProblem: (problem: string) => void;
}

export function Toolbar({ state, tools, onChange, root, onProblem }: ToolbarProps) {
  const { save } = useEnvironment();
  const keep = async (extension: string, content: string | Promise<Uint8Array>) => {
    onProblem('');
    try {
      await save(`${state.title}.${extension}`, await content);
    } catch (error) {
      onProblem(messageOf(error));
    }
  };
  const charts = () => [...(root.current?.querySelectorAll<SVGSVGElement>('svg.chart') ?? [])];
  const toggle = (name: keyof LiveTools) => () => onChange({ ...tools, [name]: !tools[name] });
  return (
    <span class="tools">
      <Tool icon="log" label={t('Logarithmic Scale')} pressed={tools.log} onClick={toggle('log')} />
      <Tool icon="smooth" label={t('Smooth Curves')} pressed={tools.smooth} onClick={toggle('smooth')} />
      <Tool icon="table" label={t('Show Data as Table')} pressed={tools.table} onClick={toggle('table')} />
      <Tool icon="picture" label={t('Save as PNG')} onClick={() => keep('png', pngOf(charts(), state.title))} />
      <Tool icon="vector" label={t('Save as SVG')} onClick={() => keep('svg', svgOf(charts(), state.title))} />
      <Tool icon="save" label={t('Save as CSV')} onClick={() => keep('csv', csvOf(state))} />
    </span>
  );
}

interface ToolProps {
  readonly icon: IconName;
  readonly label: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}

function Tool({ icon, label, pressed, onClick }: ToolProps) {
  return (
    <button type="button" title={label} aria-label={label} aria-pressed={pressed} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}
