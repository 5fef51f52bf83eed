import './compare.css';
import { render } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Page } from '../../../platform/browser/page.ts';
import { keepingBy, Requests } from '../../../platform/browser/requests.ts';
import { t } from '../../../platform/l10n.ts';
import type { CompareRequest, FromPage, ToPage } from '../../compare/contract.ts';
import { usualView, type View } from '../../compare/view.ts';
import { Comparison } from './comparison.tsx';
import type { Ask } from './useReads.ts';

type Start = Extract<ToPage, { type: 'start' }>;
type Shown = Extract<ToPage, { type: 'runs' }>;

/** Receives what the extension sends, and keeps how the runs are looked at. */
function App({ page }: { readonly page: Page<ToPage, FromPage> }) {
  const [start, setStart] = useState<Start>();
  const [shown, setShown] = useState<Shown>();
  const [problem, setProblem] = useState<string>();
  const [view, setView] = useState<View>(usualView);
  const requests = useMemo(() => new Requests<CompareRequest>((request) => page.send(request)), [page]);
  const ask: Ask = useCallback((request) => requests.ask(request), [requests]);
  const keeping = useMemo(() => keepingBy(ask), [ask]);
  const receive = useRef((message: ToPage) => {
    switch (message.type) {
      case 'start':
        setStart(message);
        setView(message.view ?? usualView);
        setShown(undefined);
        return;
      case 'runs':
        setProblem(undefined);
        setShown(message);
        return;
      case 'problem':
        setProblem(message.message);
        return;
      case 'reply':
        requests.reply(message);
    }
  });
  useEffect(() => page.start((message) => receive.current(message)), [page]);
  const look = useCallback(
    (next: View) => {
      setView(next);
      page.send({ type: 'view', view: next });
    },
    [page],
  );
  if (problem !== undefined) {
    return (
      <p class="problem" role="alert">
        {problem}
      </p>
    );
  }
  if (!start || !shown) return <p class="quiet reading">{t('Reading the runs…')}</p>;
  return (
    <Comparison
      key={`${start.experiment} ${start.chosen.join(' ')}`}
      start={start}
      runs={shown.runs}
      now={shown.now}
      whole={shown.whole}
      view={view}
      ask={ask}
      keeping={keeping}
      onView={look}
      onExperiment={(id) => id !== 'chosen' && page.send({ type: 'experiment', id })}
    />
  );
}

const root = document.getElementById('root');
if (root) render(<App page={new Page<ToPage, FromPage>()} />, root);
