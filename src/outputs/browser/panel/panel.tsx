/** The page of the side panel: a block for each cell that was run, in the order of the runs, like a terminal. */
import { render } from 'preact';
import { Page } from '../../../platform/browser/page.ts';
import { t } from '../../../platform/l10n.ts';
import type { FromPanel, PageEvent, ToPanel } from '../../panel/contract.ts';
import { HostedEnvironment } from '../hosted.ts';
import { styles } from '../styles.ts';
import { PanelBlock } from './block.tsx';
import { Follower } from './follow.ts';
import './panel.css';

const page = new Page<ToPanel, FromPanel>();
const environment = new HostedEnvironment((message) => page.send(message));
const blocks = new Map<number, PanelBlock>();

const sheet = document.createElement('style');
sheet.textContent = styles;
document.head.append(sheet);

const root = document.getElementById('root')!;
const toolbar = document.createElement('header');
const list = document.createElement('main');
const follow = document.createElement('footer');
/** What a screen reader is told: how cells end, and not all that they print. */
const news = document.createElement('p');
news.className = 'news';
news.setAttribute('role', 'status');
root.append(toolbar, list, follow, news);
const follower = new Follower(list, (isFollowing) => showFollow(!isFollowing));

function apply(event: PageEvent): void {
  switch (event.type) {
    case 'begin':
      for (const id of event.replaces) remove(id);
      add(new PanelBlock(event, { environment, send: (message) => page.send(message) }));
      return;
    case 'output':
      blocks.get(event.id)?.output(event.output, event.skipped ?? 0);
      return;
    case 'end': {
      const block = blocks.get(event.id);
      block?.end(event.end);
      if (block) news.textContent = block.summary;
      return;
    }
    case 'clear':
      for (const [id, block] of blocks) {
        if (block.isRunning) block.clear();
        else remove(id);
      }
  }
}

function add(block: PanelBlock): void {
  blocks.set(block.id, block);
  list.append(block.element);
}

function remove(id: number): void {
  blocks.get(id)?.dispose();
  blocks.delete(id);
}

function showFollow(shown: boolean): void {
  const button = (
    <button type="button" onClick={() => follower.resume()}>
      {t('Follow the Outputs')} <span aria-hidden="true">↓</span>
    </button>
  );
  render(shown ? button : null, follow);
}

function showToolbar(): void {
  const none = blocks.size === 0;
  render(
    <>
      <button type="button" onClick={() => page.send({ type: 'showText' })}>
        {t('Show as Text')}
      </button>
      <button type="button" disabled={none} onClick={() => page.send({ type: 'clear' })}>
        {t('Clear')}
      </button>
      {none && <p>{t('Run a cell of the lab, and what it shows stands here.')}</p>}
    </>,
    toolbar,
  );
}

function receive(message: ToPanel): void {
  switch (message.type) {
    case 'events':
      if (message.anew) for (const id of [...blocks.keys()]) remove(id);
      for (const event of message.events) apply(event);
      if (message.anew) news.textContent = '';
      showToolbar();
      follower.grown();
      return;
    case 'remember':
      page.remember(message.state);
      return;
    case 'reveal':
      blocks.get(message.id)?.reveal();
      return;
    default:
      environment.receive(message);
  }
}

showToolbar();
page.start(receive);
