/** Which component draws which form: the one table that notebook, side panel and exported page share. */
import type { ComponentChild } from 'preact';
import { mime } from '../../mlops/host.ts';
import { renderChart } from '../../platform/browser/chart.ts';
import { messageOf, UserError } from '../../platform/errors.ts';
import { t } from '../../platform/l10n.ts';
import { parseCheck, parseTable } from '../contract.ts';
import { type Form, wrapped } from '../forms.ts';
import { Check } from './check.tsx';
import type { Environment } from './environment.ts';
import { type Drawn, mount } from './mount.tsx';
import { Table } from './table.tsx';

/** Draws one output, or a sentence where it is malformed. */
export function draw(form: Form, element: HTMLElement, environment: Environment): Drawn {
  try {
    return drawUnchecked(form, element, environment);
  } catch (error) {
    return mount(element, problem(error), environment);
  }
}

function drawUnchecked({ mime: type, data }: Form, element: HTMLElement, environment: Environment): Drawn {
  switch (type) {
    case mime.vegaLite: {
      const chart = renderChart(element, data);
      return { complete: chart, dispose: () => void chart.then((done) => done.dispose()) };
    }
    case mime.check:
      return mount(element, <Check result={parseCheck(data)} />, environment);
    case mime.table:
      return mount(element, <Table data={parseTable(data)} />, environment);
    case wrapped:
      return drawUnchecked(unwrapped(data), element, environment);
    default:
      throw new UserError('output-unknown', t('MLOps Lab does not draw outputs of the type {0}.', type));
  }
}

function unwrapped(data: unknown): Form {
  if (typeof data === 'object' && data !== null && 'mime' in data && 'data' in data && typeof data.mime === 'string') {
    if (data.mime !== wrapped) return { mime: data.mime, data: data.data };
  }
  throw new UserError('output-malformed', t('This output does not say of which type it is. Run the cell again.'));
}

function problem(error: unknown): ComponentChild {
  return (
    <p class="mlops-lab-problem" role="alert">
      {messageOf(error)}
    </p>
  );
}
