import type { ComponentChildren } from 'preact';
import type { Histogram, TensorData, TensorStatistics } from '../../../mlops/payloads/tensor.ts';
import { t } from '../../../platform/l10n.ts';
import { bytes, count, short } from './format.ts';

/** What a tensor is: dtype, shape, size, and of a variable its name. */
export function Title({ data }: { readonly data: TensorData }) {
  const { dtype, shape, variable } = data;
  return (
    <p class="title">
      <strong>{dtype}</strong> <code>[{shape.join(', ')}]</code> <span>{bytes(data.bytes)}</span>
      {variable && (
        <span>
          {variable.trainable ? t('variable {0}', variable.name) : t('variable {0}, not trainable', variable.name)}
        </span>
      )}
    </p>
  );
}

/** Range, moments and counts of a tensor, and how its values are distributed. */
export function Statistics({ statistics }: { readonly statistics: TensorStatistics }) {
  const { min, max, mean, std, nan, infinite, zeros, finite, histogram } = statistics;
  const total = finite + nan + infinite;
  const number = (value: number | undefined) =>
    value !== undefined && <span title={String(value)}>{short(value)}</span>;
  return (
    <div class="statistics">
      <dl aria-label={statistics.of === 'magnitudes' ? t('Statistics of the magnitudes') : t('Statistics')}>
        {statistics.of === 'magnitudes' && <Fact name={t('Of')}>{t('magnitudes')}</Fact>}
        <Fact name={t('Min')}>{number(min)}</Fact>
        <Fact name={t('Max')}>{number(max)}</Fact>
        <Fact name={t('Mean')}>{number(mean)}</Fact>
        <Fact name={t('Std')}>{number(std)}</Fact>
        <Fact name={t('Zeros')}>{zeros > 0 ? `${count(zeros)} (${share(zeros, total)})` : '0'}</Fact>
        <Fact name={t('NaN')}>{nan > 0 ? <Warning>{`${count(nan)} (${share(nan, total)})`}</Warning> : '0'}</Fact>
        <Fact name={t('Infinite')}>
          {infinite > 0 ? <Warning>{`${count(infinite)} (${share(infinite, total)})`}</Warning> : '0'}
        </Fact>
      </dl>
      {histogram && <Bars histogram={histogram} />}
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  if (children === false) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** By a sign, too, and not by colour alone. */
function Warning({ children }: { readonly children: string }) {
  return (
    <span class="warning">
      <svg viewBox="0 0 16 16" width="13" height="13" aria-hidden="true">
        <path d="M8 2 14.5 13.5H1.5ZM8 6.5v3.5M8 11.6v.4" />
      </svg>{' '}
      {children}
    </span>
  );
}

function share(part: number, total: number): string {
  const percent = (100 * part) / total;
  return percent < 0.1 ? '< 0.1%' : `${Number(percent.toPrecision(3))}%`;
}

const height = 56;
const barWidth = 5;

function Bars({ histogram: { start, width, counts } }: { readonly histogram: Histogram }) {
  const most = Math.max(...counts);
  const edge = (bin: number) => short(start + bin * width, 4);
  const peak = counts.indexOf(most);
  const description = t(
    'Histogram of {0} bins from {1} to {2}; most values, {3}, lie from {4} to {5}.',
    ...[counts.length, edge(0), edge(counts.length), count(most), edge(peak), edge(peak + 1)],
  );
  return (
    <figure>
      <svg
        viewBox={`0 0 ${counts.length * barWidth} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={description}
      >
        {counts.map((value, bin) => {
          // A bin that is not empty is never invisible.
          const size = value === 0 ? 0 : Math.max(1.5, (value / most) * height);
          return (
            <rect key={bin} x={bin * barWidth} y={height - size} width={barWidth - 1} height={size}>
              <title>{t('{0} to {1}: {2}', edge(bin), edge(bin + 1), count(value))}</title>
            </rect>
          );
        })}
      </svg>
      <figcaption aria-hidden="true">
        <span>{edge(0)}</span>
        <span>{edge(counts.length)}</span>
      </figcaption>
    </figure>
  );
}
