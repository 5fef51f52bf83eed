import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../platform/l10n.ts';
import { type Comment, commentsOn } from '../answers.ts';
import type { CurrentQuestion, Outcome, QuizEvent, QuizState } from '../state.ts';
import { Input } from './inputs.tsx';
import { CourseLink, ExplainTerms, Line, Markdown, Output } from './markdown.tsx';

interface QuestionProps {
  readonly state: QuizState;
  readonly current: CurrentQuestion;
  readonly of: number;
  /** What the question tests. */
  readonly objective: string;
  readonly dispatch: (event: QuizEvent) => void;
}

/** The question that is asked, with what is said of the answer below it. */
export function QuestionView({ state, current, of, objective, dispatch }: QuestionProps) {
  const { form, question, shown } = current;
  const heading = useRef<HTMLHeadingElement>(null);
  const number = state.at + 1;
  // A new question is read out from its heading on.
  useLayoutEffect(() => heading.current?.focus(), [question.id, state.take]);
  const isTold = state.phase === 'told';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        dispatch({ type: isTold ? 'next' : 'submit' });
      }}
    >
      <h2 ref={heading} tabIndex={-1}>
        {t('Question {0} of {1}', number, of)}
      </h2>
      <progress max={of} value={state.at} aria-label={t('Questions answered')} />
      <fieldset>
        <legend>
          <Markdown text={form.stem} />
        </legend>
        {form.output !== undefined && <Output text={form.output} label={t('Output to read')} />}
        <Input
          key={`${state.take} ${question.id}`}
          current={current}
          shown={shown}
          answer={state.answer}
          locked={isTold}
          change={(answer) => dispatch({ type: 'change', answer })}
        />
      </fieldset>
      <div role="status" class="said">
        {state.missing !== undefined && <p class="missing">{state.missing}</p>}
        {state.phase === 'nudged' && (
          <p class="nudge">
            <strong>{t('Not yet.')}</strong> <Line text={form.nudge} />
          </p>
        )}
      </div>
      {isTold && <Told outcome={state.outcomes[question.id] ?? 0} comments={commentsOn(form, state.answer)} />}
      <p class="actions">
        {!isTold && <button type="submit">{state.phase === 'nudged' ? t('Check Again') : t('Check')}</button>}
        {state.phase === 'nudged' && (
          <button type="button" class="secondary" onClick={() => dispatch({ type: 'tell' })}>
            {t('Show the Answer')}
          </button>
        )}
        {isTold && <button type="submit">{number === of ? t('Show the Result') : t('Next Question')}</button>}
      </p>
      {/* Before the answer it would give it away. */}
      {isTold && (
        <p class="objective">
          {t('Tests:')} {objective}
        </p>
      )}
    </form>
  );
}

function Told({ outcome, comments }: { readonly outcome: Outcome; readonly comments: readonly Comment[] }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // What is said of the answer comes next, whether it is read by eye or by ear.
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <section class={outcome === 0 ? 'told wrong' : 'told right'} aria-labelledby="told">
      <h3 id="told" ref={heading} tabIndex={-1}>
        {outcome === 0 ? t('Not right') : outcome === 1 ? t('Right') : t('Right, at the second try')}
      </h3>
      <ul class="comments">
        <ExplainTerms.Provider value={true}>
          {comments.map((comment, index) => (
            <CommentView key={index} {...comment} />
          ))}
        </ExplainTerms.Provider>
      </ul>
    </section>
  );
}

function CommentView({ about, right, chosen, idea, why, see }: Comment) {
  return (
    <li class={right ? 'right' : 'wrong'}>
      {about !== undefined && (
        <p class="about">
          <span class="mark" aria-hidden="true">
            {right ? '✓' : '✗'}
          </span>{' '}
          <span class="verdict">{right ? t('Right') : t('Wrong')}</span>
          {chosen && <span class="yours">{t('your answer')}</span>} <Line text={about} />
        </p>
      )}
      {idea !== undefined && (
        <p class="idea">
          <em>{t('The idea behind it:')}</em> <Line text={idea} />
        </p>
      )}
      {why !== undefined && <Markdown text={why} />}
      {see !== undefined && (
        <p class="see">
          <CourseLink href={see}>{placeText(see)}</CourseLink>
        </p>
      )}
    </li>
  );
}

/** A link in words: what kind of place it leads to, and its name. */
export function placeText(href: string): string {
  const [, kind = '', item = '', place = ''] = /^mlops-lab:(slides|lab)\/([^#]+)(?:#(.*))?$/.exec(href) ?? [];
  const name = place.replace(/^page=/, '').replace(/-/g, ' ');
  const where = itemText(kind, item);
  return name ? t('See {0}: “{1}”', where, name) : t('See {0}', where);
}

/** Of an item that is named as the course names its own, which it is; of another its id. */
function itemText(kind: string, item: string): string {
  const [, course, week, , number] = /^C(\d)_W(\d)_(Slides|Lab_(\d))$/.exec(item) ?? [];
  if (course === undefined || week === undefined)
    return kind === 'slides' ? t('the slides {0}', item) : t('the lab {0}', item);
  if (number === undefined) return t('the slides of course {0}, week {1}', course, week);
  return t('lab {0} of course {1}, week {2}', number, course, week);
}
