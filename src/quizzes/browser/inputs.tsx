/** How a question is answered: options, a number, an order, pairs. Native controls, so that keys and readers know them. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../platform/l10n.ts';
import type { Answer } from '../answers.ts';
import { plainText } from '../markdown.ts';
import { type MatchForm, type NumberForm, type OptionsForm, type OrderForm, rightSides } from '../model.ts';
import type { CurrentQuestion } from '../state.ts';
import { Line } from './markdown.tsx';

interface Common {
  /** Places in the order in which they are shown. */
  readonly shown: readonly number[];
  readonly answer: Answer;
  /** The question is over. */
  readonly locked: boolean;
  readonly change: (answer: Answer) => void;
}

type InputProps = Common & { readonly current: CurrentQuestion };

export function Input({ current, ...rest }: InputProps) {
  const { form } = current;
  switch (form.kind) {
    case 'number':
      return <NumberInput form={form} {...rest} />;
    case 'order':
      return <OrderInput form={form} {...rest} />;
    case 'match':
      return <MatchInput form={form} {...rest} />;
    default:
      return <OptionsInput form={form} {...rest} />;
  }
}

function OptionsInput({ form, shown, answer, locked, change }: Common & { readonly form: OptionsForm }) {
  const chosen = answer.kind === 'options' ? answer.chosen : [];
  const isSeveral = form.kind === 'several';
  const choose = (place: number, on: boolean) => {
    const others = isSeveral ? chosen.filter((each) => each !== place) : [];
    change({ kind: 'options', chosen: on ? [...others, place] : others });
  };
  return (
    <ul class="options">
      {shown.map((place) => (
        <li key={place}>
          <label class={chosen.includes(place) ? 'option chosen' : 'option'}>
            <input
              type={isSeveral ? 'checkbox' : 'radio'}
              name="option"
              checked={chosen.includes(place)}
              disabled={locked}
              onChange={(event) => choose(place, event.currentTarget.checked)}
            />
            <span>
              <Line text={form.options[place]?.text ?? ''} />
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}

function NumberInput({ form, answer, locked, change }: Common & { readonly form: NumberForm }) {
  return (
    <p class="number">
      <label>
        {t('Your answer')}{' '}
        <input
          type="text"
          inputMode="decimal"
          autocomplete="off"
          spellcheck={false}
          value={answer.kind === 'number' ? answer.typed : ''}
          readOnly={locked}
          onInput={(event) => change({ kind: 'number', typed: event.currentTarget.value })}
        />
        {form.unit !== undefined && <span class="unit"> {form.unit}</span>}
      </label>
    </p>
  );
}

function OrderInput({ form, answer, locked, change }: Common & { readonly form: OrderForm }) {
  const list = useRef<HTMLOListElement>(null);
  /** The step that was moved last, until its row is drawn. */
  const moved = useRef<{ readonly to: number; readonly by: -1 | 1 }>(undefined);
  const order = answer.kind === 'order' ? answer.order : [];
  const move = (place: number, by: -1 | 1) => {
    const next = [...order];
    const [step = 0] = next.splice(place, 1);
    next.splice(place + by, 0, step);
    moved.current = { to: place + by, by };
    change({ kind: 'order', order: next });
  };
  // The row is drawn at its other place: the button that was pressed keeps the focus, or its neighbor at an end. In the
  // same breath, so that no key comes between.
  useLayoutEffect(() => {
    if (!moved.current) return;
    const { to, by } = moved.current;
    moved.current = undefined;
    const buttons = list.current?.children[to]?.querySelectorAll<HTMLButtonElement>('button');
    const pressed = buttons?.[by < 0 ? 0 : 1];
    (pressed?.disabled ? buttons?.[by < 0 ? 1 : 0] : pressed)?.focus();
  }, [order]);
  return (
    <ol class="order" ref={list}>
      {order.map((step, place) => {
        const text = form.steps[step] ?? '';
        const name = plainText(text);
        return (
          <li key={step}>
            <span class="step">
              <Line text={text} />
            </span>
            {!locked && (
              <span class="moves">
                <button
                  type="button"
                  aria-label={t('Move up: {0}', name)}
                  disabled={place === 0}
                  onClick={() => move(place, -1)}
                >
                  ↑
                </button>
                <button
                  type="button"
                  aria-label={t('Move down: {0}', name)}
                  disabled={place === order.length - 1}
                  onClick={() => move(place, 1)}
                >
                  ↓
                </button>
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function MatchInput({ form, shown, answer, locked, change }: Common & { readonly form: MatchForm }) {
  const sides = answer.kind === 'match' ? answer.sides : [];
  const texts = rightSides(form);
  const choose = (index: number, side: number | undefined) =>
    change({ kind: 'match', sides: form.pairs.map((_, each) => (each === index ? side : sides[each])) });
  return (
    <ul class="match">
      {form.pairs.map(({ left }, index) => (
        <li key={left}>
          <label>
            <span class="left">
              <Line text={left} />
            </span>
            <select
              value={sides[index] === undefined ? '' : String(sides[index])}
              disabled={locked}
              onChange={({ currentTarget: { value } }) => choose(index, value === '' ? undefined : Number(value))}
            >
              <option value="">{t('Choose…')}</option>
              {shown.map((side) => (
                <option key={side} value={String(side)}>
                  {plainText(texts[side] ?? '')}
                </option>
              ))}
            </select>
          </label>
        </li>
      ))}
    </ul>
  );
}
