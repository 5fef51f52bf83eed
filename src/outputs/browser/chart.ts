import { renderChart } from '../../platform/browser/chart.ts';
import type { Drawer } from './mount.tsx';

export const drawChart: Drawer = (data, element, environment) => renderChart(element, data, { actions: environment });
