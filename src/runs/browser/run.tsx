import './run.css';
import { render } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ChartActions } from '../../platform/browser/chartActions.ts';
import { Page } from '../../platform/browser/page.ts';
import { keepingBy, Requests } from '../../platform/browser/requests.ts';
import type { KeepRequest, Reply } from '../../platform/keep.ts';
import { t } from '../../platform/l10n.ts';
import type { FromPage, PageRun, ToPage } from '../contract.ts';
import { formatAgo, formatBytes, formatDuration, formatStatus, formatTime } from '../format.ts';
import { Metric } from './metric.tsx';

type Send = (message: FromPage) => void;

function App({ page }: { readonly page: Page<ToPage, FromPage> }) {
  const [message, setMessage] = useState<Exclude<ToPage, Reply>>();
  const requests = useMemo(() => new Requests<KeepRequest>((request) => page.send(request)), [page]);
  const actions = useMemo(() => keepingBy((request) => requests.ask(request)), [requests]);
  useEffect(() => page.start((next) => (next.type === 'reply' ? requests.reply(next) : setMessage(next))), [page]);
  if (!message) return <p>{t('Reading the run…')}</p>;
  if (message.type === 'problem') {
    return (
      <p class="problem" role="alert">
        {message.message}
      </p>
    );
  }
  return <RunView {...message} actions={actions} send={(answer) => page.send(answer)} />;
}

interface RunViewProps {
  readonly run: PageRun;
  readonly now: number;
  readonly locale: string;
  readonly actions: ChartActions;
  readonly send: Send;
}

function RunView({ run, now, locale, actions, send }: RunViewProps) {
  return (
    <main>
      <Header run={run} now={now} locale={locale} />
      <section aria-labelledby="metrics">
        <h2 id="metrics">{t('Metrics')}</h2>
        {run.series.length === 0 && <p class="none">{t('No metric was logged.')}</p>}
        <div class="metrics">
          {run.series.map((series) => (
            <Metric key={series.key} series={series} actions={actions} />
          ))}
        </div>
      </section>
      <div class="columns">
        <Pairs id="params" title={t('Params')} none={t('No param was logged.')} pairs={run.params} />
        <Pairs id="tags" title={t('Tags')} none={t('No tag was set.')} pairs={run.tags} />
      </div>
      <Artifacts run={run} send={send} />
    </main>
  );
}

function Header({ run, now, locale }: Pick<RunViewProps, 'run' | 'now' | 'locale'>) {
  const started = `${formatTime(run.startTime, locale)} (${formatAgo(run.startTime, now, locale)})`;
  const facts: readonly (readonly [string, string])[] = [
    ...(run.lab === undefined ? [] : [[t('Lab'), run.lab] as const]),
    [t('Experiment'), run.experiment],
    [t('Started'), started],
    [t('Duration'), formatDuration((run.endTime ?? now) - run.startTime)],
    [t('Run ID'), run.id],
  ];
  return (
    <header>
      <h1>
        {run.name} <span class={`status ${run.status.toLowerCase()}`}>{formatStatus(run.status)}</span>
      </h1>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}

interface PairsProps {
  readonly id: string;
  readonly title: string;
  readonly none: string;
  readonly pairs: Readonly<Record<string, string>>;
}

function Pairs({ id, title, none, pairs }: PairsProps) {
  const entries = Object.entries(pairs);
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {entries.length === 0 ? (
        <p class="none">{none}</p>
      ) : (
        <table aria-labelledby={id}>
          <tbody>
            {entries.map(([key, value]) => (
              <tr key={key}>
                <th scope="row">{key}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Artifacts({ run, send }: { readonly run: PageRun; readonly send: Send }) {
  return (
    <section aria-labelledby="artifacts">
      <h2 id="artifacts">{t('Artifacts')}</h2>
      {run.artifacts.length === 0 && <p class="none">{run.artifactsElsewhere ?? t('No file was logged.')}</p>}
      <ul class="artifacts">
        {run.artifacts.map(({ path, bytes }) => (
          <li key={path}>
            <button type="button" onClick={() => send({ type: 'openArtifact', path })}>
              {path}
            </button>{' '}
            <span class="size">{formatBytes(bytes)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const root = document.getElementById('root');
if (root) render(<App page={new Page<ToPage, FromPage>()} />, root);
