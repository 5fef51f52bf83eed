import { useEffect, useRef, useState } from 'preact/hooks';
import { fractionDone, type LiveState } from '../../../mlops/payloads/live.ts';
import type { Sentence } from '../../../mlops/payloads/liveFormat.ts';
import { hintsOf } from '../../../mlops/payloads/liveHints.ts';
import { summaryOf } from '../../../mlops/payloads/liveText.ts';
import { addStyles } from '../../../platform/browser/addStyles.ts';
import { t } from '../../../platform/l10n.ts';
import { parseLive } from '../../live/form.ts';
import { useEnvironment } from '../environment.ts';
import { type Drawer, mount } from '../mount.tsx';
import { panelsOf } from './curves.ts';
import { Facts } from './facts.tsx';
import { Icon } from './icons.tsx';
import { PanelChart } from './panel.tsx';
import { liveStyles } from './styles.ts';
import { LiveTable } from './table.tsx';
import { type LiveTools, Toolbar } from './toolbar.tsx';

addStyles(liveStyles);

export const drawLive: Drawer = (data, element, environment) => {
  const draw = (data: unknown) => {
    const state = parseLive(data);
    return mount(element, <LiveOutput key={state.id} given={state} />, environment);
  };
  return { ...draw(data), update: draw };
};

/** What a person has chosen for an output, also when that is drawn anew. */
const views = new Map<string, LiveTools>();
const firstView: LiveTools = { log: false, smooth: false, table: false };

/** A training or a loop while it runs, and how it went. @param given as it stood when the output was stored */
function LiveOutput({ given }: { readonly given: LiveState }) {
  const state = useFollowed(given);
  const elapsed = useElapsed(state, state !== given);
  const [view, setView] = useState(views.get(state.id) ?? firstView);
  const [problem, setProblem] = useState('');
  const root = useRef<HTMLDivElement>(null);
  const panels = panelsOf(state);
  const choose = (chosen: LiveTools) => {
    views.set(state.id, chosen);
    setView(chosen);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form fields
    <div ref={root} class={`mlops-lab-live ${state.status}`} role="group" aria-label={state.title}>
      <header>
        <Icon name={state.status} /> <strong>{statusText(state)}</strong> <span>{state.title}</span>
        {panels.length > 0 && (
          <Toolbar state={state} tools={view} onChange={choose} root={root} onProblem={setProblem} />
        )}
      </header>
      {problem !== '' && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <Bar state={state} />
      <Facts state={{ ...state, elapsed }} />
      <Hints state={state} />
      {panels.length > 0 && (
        <div class="panels">
          {panels.map((panel) => (
            <PanelChart key={panel.title} panel={panel} view={view} />
          ))}
        </div>
      )}
      {view.table && <LiveTable state={state} />}
      {state.status !== 'running' && (
        <p class="summary">
          {translated(summaryOf(state))} {state.reason}
        </p>
      )}
      <Announcement state={state} />
    </div>
  );
}

function Bar({ state }: { readonly state: LiveState }) {
  const fraction = fractionDone(state);
  if (state.status !== 'running' && (state.status === 'finished' || fraction === undefined)) return null;
  const percent = fraction === undefined ? undefined : Math.floor(fraction * 100);
  return (
    <div
      class={percent === undefined ? 'bar unknown' : 'bar'}
      role="progressbar"
      tabIndex={-1}
      aria-label={state.title}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === undefined ? {} : { 'aria-valuenow': percent })}
    >
      <span style={{ width: `${(fraction ?? 0) * 100}%` }} />
    </div>
  );
}

function Hints({ state }: { readonly state: LiveState }) {
  return (
    <>
      {hintsOf(state).map((hint) => (
        <p key={hint.kind} class={hint.severe ? 'hint severe' : 'hint'}>
          <Icon name={hint.severe ? 'warning' : 'hint'} />
          <span>
            <strong>{hint.severe ? t('Warning') : t('Hint')}</strong> {translated(hint)}
          </span>
        </p>
      ))}
    </>
  );
}

/** Milliseconds: a screen reader that is told of each change would never be silent. */
const announceInterval = 10_000;

function Announcement({ state }: { readonly state: LiveState }) {
  const said = useRef({ at: Date.now(), status: state.status, text: '' });
  const isDue = Date.now() - said.current.at >= announceInterval || said.current.status !== state.status;
  if (isDue) said.current = { at: Date.now(), status: state.status, text: translated(summaryOf(state)) };
  return (
    <p class="mlops-lab-live-announcement" aria-live="polite">
      {said.current.text}
    </p>
  );
}

/** As it stands now, where there is somebody who knows; else as it was given. */
function useFollowed(given: LiveState): LiveState {
  const { follow } = useEnvironment();
  const [followed, setFollowed] = useState<LiveState>();
  useEffect(() => follow(given.id, setFollowed), [follow, given.id]);
  return followed && followed.version >= given.version ? followed : given;
}

/** Seconds since it began. They go on where it runs, though a slow batch may have nothing to tell for long. */
function useElapsed(state: LiveState, isFollowed: boolean): number {
  const heard = useRef({ version: -1, at: 0 });
  const [, tick] = useState(0);
  if (heard.current.version !== state.version) heard.current = { version: state.version, at: Date.now() };
  const isTicking = isFollowed && state.status === 'running';
  useEffect(() => {
    if (!isTicking) return;
    const timer = setInterval(() => tick((ticks) => ticks + 1), 1000);
    return () => clearInterval(timer);
  }, [isTicking]);
  return isTicking ? state.elapsed + (Date.now() - heard.current.at) / 1000 : state.elapsed;
}

function statusText({ status }: LiveState): string {
  const words = { running: t('Running'), finished: t('Finished'), stopped: t('Stopped'), failed: t('Failed') };
  return words[status];
}

function translated({ message, args }: Sentence): string {
  return t(message, ...args);
}
