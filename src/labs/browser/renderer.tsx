/** Draws the outputs of labs in notebooks: tables, Vega-Lite charts and check results. */
import { type ComponentChild, render } from 'preact';
import { mime } from '../../mlops/host.ts';
import { renderChart } from '../../platform/browser/chart.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import { parseCheck, parseTable } from '../contract.ts';
import { Check } from './check.tsx';
import { styles } from './styles.ts';
import { Table } from './table.tsx';

/** The part of VS Code's notebook renderer API (`vscode-notebook-renderer`) that is used here. */
interface OutputItem {
  readonly id: string;
  readonly mime: string;
  json(): unknown;
}
interface Renderer {
  renderOutputItem(item: OutputItem, element: HTMLElement): Promise<void>;
  /** Without an id: all outputs. */
  disposeOutputItem(id?: string): void;
}

export function activate(): Renderer {
  const sheet = document.createElement('style');
  sheet.textContent = styles;
  document.head.append(sheet);
  const drawn = new Map<string, Drawn>();

  const dispose = (id: string) => {
    drawn.get(id)?.dispose();
    drawn.delete(id);
  };
  return {
    async renderOutputItem(item, element) {
      dispose(item.id);
      const output = draw(item, element);
      drawn.set(item.id, output);
      await output.complete;
    },
    disposeOutputItem(id) {
      for (const key of id === undefined ? [...drawn.keys()] : [id]) dispose(key);
    },
  };
}

interface Drawn {
  /** When all of it can be seen: a chart takes a moment. */
  readonly complete: Promise<unknown>;
  dispose(): void;
}

/** Draws one output, or a sentence where it is malformed. */
function draw(item: OutputItem, element: HTMLElement): Drawn {
  try {
    return drawUnchecked(item, element);
  } catch (error) {
    return mount(
      element,
      <p class="mlops-lab-problem" role="alert">
        {messageOf(error)}
      </p>,
    );
  }
}

function drawUnchecked(item: OutputItem, element: HTMLElement): Drawn {
  const data = item.json();
  switch (item.mime) {
    case mime.vegaLite: {
      const chart = renderChart(element, data);
      return { complete: chart, dispose: () => void chart.then((done) => done.dispose()) };
    }
    case mime.check:
      return mount(element, <Check result={parseCheck(data)} />);
    case mime.table:
      return mount(element, <Table data={parseTable(data)} />);
    default:
      throw new UserError('output-unknown', t('MLOps Lab does not draw outputs of the type {0}.', item.mime));
  }
}

function mount(element: HTMLElement, content: ComponentChild): Drawn {
  render(content, element);
  return { complete: Promise.resolve(), dispose: () => render(null, element) };
}
