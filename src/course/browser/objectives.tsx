/** The objectives of a week in full, each with its box and the places that show it. */
import { t } from '../../platform/l10n.ts';
import type { WeekEvidence, WeekObjective } from '../week/page.ts';
import { kindText } from './items.tsx';

interface Props {
  readonly objectives: readonly WeekObjective[];
  readonly tick: (objective: number, done: boolean) => void;
  readonly follow: (objective: number, evidence: number) => void;
}

export function Objectives({ objectives, tick, follow }: Props) {
  return (
    <>
      <p class="rule">{t('The boxes are yours: tick what you can do. Progress counts what you did, not the ticks.')}</p>
      <ul class="objectives">
        {objectives.map(({ text, ticked, evidence }, index) => (
          <li key={text}>
            <label>
              <input type="checkbox" checked={ticked} onChange={(event) => tick(index, event.currentTarget.checked)} />
              <span>{text}</span>
            </label>
            {evidence.length > 0 && (
              <ul class="evidence" aria-label={t('Where it is shown')}>
                {evidence.map((each, place) => (
                  <li key={`${each.title}#${each.name}`}>
                    <Evidence evidence={each} follow={() => follow(index, place)} />
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Evidence({ evidence, follow }: { readonly evidence: WeekEvidence; readonly follow: () => void }) {
  const { kind, title, name, isHere, shown } = evidence;
  // A name is a slug: `which-arrow`.
  const label = `${kindText(kind)}: ${name.replaceAll('-', ' ')}`;
  if (!isHere) return <span class="gone">{t('{0} (not here yet)', label)}</span>;
  return (
    <button type="button" class="link" title={title} onClick={follow}>
      {shown ? `✓ ${label}` : label}
    </button>
  );
}
