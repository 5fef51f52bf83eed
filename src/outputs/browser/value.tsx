/** The page of one opened value: a table, a chart or a tensor, drawn as below a cell. */
import './value.css';
import { Page } from '../../platform/browser/page.ts';
import type { FromRenderer } from '../contract.ts';
import type { ToValuePage } from '../valueContract.ts';
import { draw } from './drawings.tsx';
import { HostedEnvironment } from './hosted.ts';
import type { Drawn } from './mount.tsx';
import { styles } from './styles.ts';

const page = new Page<ToValuePage, FromRenderer>();
const environment = new HostedEnvironment((message) => page.send(message));
const root = document.getElementById('root')!;
const sheet = document.createElement('style');
sheet.textContent = styles;
document.head.append(sheet);

let drawn: Promise<Drawn> | undefined;

page.start((message) => {
  if (message.type !== 'show') return environment.receive(message);
  const last = drawn;
  drawn = (async () => {
    (await last)?.dispose();
    // In an element of its own: a drawing may have changed the last one's.
    const element = document.createElement('main');
    root.replaceChildren(element);
    return draw(message.form, element, environment);
  })();
});
