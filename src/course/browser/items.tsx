/** The items of a week, each with what it is, how far it is, and how long it takes. */
import { t } from '../../platform/l10n.ts';
import type { ItemKind } from '../../shared/model.ts';
import type { WeekItem } from '../week/page.ts';

/** The words beside it say the same. */
const marks = { todo: '○', begun: '◐', done: '✓', missing: '·' } as const;

export function Items({ items, open }: { readonly items: readonly WeekItem[]; readonly open: (item: number) => void }) {
  return (
    <ul class="items">
      {items.map((item, index) => (
        <li key={item.title} class={item.state}>
          <span class="mark" aria-hidden="true">
            {marks[item.state]}
          </span>
          <span class="kind">{kindText(item.kind)}</span>
          <span class="title">
            {item.state === 'missing' ? (
              item.title
            ) : (
              <button type="button" class="link" onClick={() => open(index)}>
                {item.title}
              </button>
            )}
          </span>
          <span class="takes">{item.minutes === undefined ? '' : t('{0} min', item.minutes)}</span>
          <span class="sentence">{item.state === 'missing' ? t('Not here yet.') : item.sentence}</span>
        </li>
      ))}
    </ul>
  );
}

export function kindText(kind: ItemKind): string {
  switch (kind) {
    case 'slides':
      return t('Slides');
    case 'lab':
      return t('Lab');
    case 'assignment':
      return t('Assignment');
    case 'quiz':
      return t('Quiz');
  }
}
