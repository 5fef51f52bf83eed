import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../platform/l10n.ts';
import type { ObjectiveResult, QuizResult } from '../result.ts';
import { CourseLink } from './markdown.tsx';
import { placeText } from './question.tsx';

interface ResultProps {
  readonly result: QuizResult;
  readonly textOf: (objective: string) => string;
  readonly again: () => void;
}

/** What came out, by objective, with what to see again. */
export function ResultView({ result, textOf, again }: ResultProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const { first, second, questions, objectives } = result;
  const missed = objectives.filter((each) => each.again);
  const shown = objectives.filter((each) => !each.again);
  return (
    <section aria-labelledby="result">
      <h2 id="result" ref={heading} tabIndex={-1}>
        {t('{0} of {1} right', first + second, questions)}
      </h2>
      <p>
        {t('{0} at the first try, {1} at the second.', first, second)}{' '}
        {missed.length === 0 ? t('Nothing is left to see again.') : ''}
      </p>
      <Objectives title={t('See again')} id="again" objectives={missed} textOf={textOf} />
      <Objectives title={t('Shown')} id="shown" objectives={shown} textOf={textOf} />
      <p class="actions">
        <button type="button" onClick={again}>
          {t('Take It Again')}
        </button>
      </p>
      <p class="objective">{t('Taken again, the same ideas are asked in other cases.')}</p>
    </section>
  );
}

interface ObjectivesProps {
  readonly title: string;
  readonly id: string;
  readonly objectives: readonly ObjectiveResult[];
  readonly textOf: (objective: string) => string;
}

function Objectives({ title, id, objectives, textOf }: ObjectivesProps) {
  if (objectives.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <ul class="objectives">
        {objectives.map(({ objective, right, of, again, see }) => (
          <li key={objective}>
            <p>
              {textOf(objective)} <span class="count">{t('{0} of {1}', right, of)}</span>
            </p>
            {again && (
              <ul class="see">
                {see.map((href) => (
                  <li key={href}>
                    <CourseLink href={href}>{placeText(href)}</CourseLink>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
