/** The page of a week: what it is for, what is in it, and where to go on. */
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Page } from '../../platform/browser/page.ts';
import { t } from '../../platform/l10n.ts';
import type { FromPage, ToPage } from '../week/contract.ts';
import type { WeekPage } from '../week/page.ts';
import { Items } from './items.tsx';
import { Objectives } from './objectives.tsx';
import './week.css';

type Send = (message: FromPage) => void;

function App({ page }: { readonly page: Page<ToPage, FromPage> }) {
  const [week, setWeek] = useState<WeekPage>();
  useEffect(() => page.start((message) => setWeek(message.page)), [page]);
  if (!week) return <p>{t('Reading the week…')}</p>;
  // Another week begins at its top.
  return <WeekView key={week.key} week={week} send={(message) => page.send(message)} />;
}

function WeekView({ week, send }: { readonly week: WeekPage; readonly send: Send }) {
  useEffect(() => scrollTo(0, 0), []);
  const { key, course, title, items, objectives } = week;
  const open = (item: number) => send({ type: 'open', week: key, item });
  return (
    <main>
      <p class="course">{course}</p>
      <h1>{title}</h1>
      <Standing week={week} open={open} />
      <section aria-labelledby="items">
        <h2 id="items">{t('In this week')}</h2>
        <Items items={items} open={open} />
      </section>
      {objectives.length > 0 && (
        <section aria-labelledby="objectives">
          <h2 id="objectives">{t('After this week you can')}</h2>
          <Objectives
            objectives={objectives}
            tick={(objective, done) => send({ type: 'tick', week: key, objective, done })}
            follow={(objective, evidence) => send({ type: 'evidence', week: key, objective, evidence })}
          />
        </section>
      )}
      <Turns week={week} turn={(by) => send({ type: 'turn', week: key, by })} />
    </main>
  );
}

/** How far the week is, how long its labs take, and the one button. */
function Standing({ week, open }: { readonly week: WeekPage; readonly open: (item: number) => void }) {
  const { next, state, percent, sentence, items } = week;
  const minutes = items.reduce((sum, item) => sum + (item.minutes ?? 0), 0);
  const here = items.some((item) => item.state !== 'missing');
  const item = next === undefined ? undefined : items[next];
  return (
    <div class="standing">
      {state !== 'todo' && <progress max={100} value={percent} aria-label={t('Progress of this week')} />}
      <p class="counts">
        {[
          here ? sentence : t('Nothing of this week is here yet.'),
          state === 'begun' && here && t('{0}%.', percent),
          minutes > 0 && t('The labs take about {0}.', timeText(minutes)),
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {item && next !== undefined && (
        <button type="button" class="go" onClick={() => open(next)}>
          {item.state === 'begun' ? t('Continue with {0}', item.title) : t('Start {0}', item.title)}
        </button>
      )}
    </div>
  );
}

/** `45 minutes`, `1 hour`, `2½ hours`: no one plans an evening to the minute. */
function timeText(minutes: number): string {
  if (minutes < 60) return t('{0} minutes', minutes);
  const halves = Math.round(minutes / 30);
  const whole = Math.floor(halves / 2);
  if (halves % 2 === 0) return whole === 1 ? t('1 hour') : t('{0} hours', whole);
  return t('{0}½ hours', whole);
}

function Turns({ week, turn }: { readonly week: WeekPage; readonly turn: (by: -1 | 1) => void }) {
  return (
    <nav aria-label={t('Other weeks')}>
      {week.before !== undefined && (
        <button type="button" class="secondary" onClick={() => turn(-1)}>
          {`← ${week.before}`}
        </button>
      )}
      {week.after !== undefined && (
        <button type="button" class="secondary after" onClick={() => turn(1)}>
          {`${week.after} →`}
        </button>
      )}
    </nav>
  );
}

const root = document.getElementById('root');
if (root) render(<App page={new Page<ToPage, FromPage>()} />, root);
