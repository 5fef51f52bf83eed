import { useRef, useState } from 'preact/hooks';
import type { ImagesData, LabelledImage } from '../../../mlops/payloads/images.ts';
import { addStyles } from '../../../platform/browser/addStyles.ts';
import { t } from '../../../platform/l10n.ts';
import { parseImages } from '../../payloads/tensor.ts';
import { type Drawer, mount } from '../mount.tsx';
import { lightText, Pixels } from '../tensor/picture.tsx';
import { Larger } from './larger.tsx';
import { nextFocus } from './navigation.ts';
import { styles } from './styles.ts';
import { Verdict, verdictOf, wordsOf } from './verdict.tsx';

addStyles(styles);

export const drawImages: Drawer = (data, element, environment) =>
  mount(element, <Grid data={parseImages(data)} />, environment);

const thumbnail = 96;

/**
 * Images side by side, each with its label and prediction. One of them is in the order of the Tab key; the arrow keys
 * move among them, Enter shows one larger.
 */
function Grid({ data }: { readonly data: ImagesData }) {
  const [focused, setFocused] = useState(0);
  const [larger, setLarger] = useState<number>();
  const list = useRef<HTMLUListElement>(null);
  const focus = (index: number) => {
    setFocused(index);
    list.current?.querySelectorAll('button')[index]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const tops = Array.from(list.current?.children ?? [], (item) => item.getBoundingClientRect().top);
    const next = nextFocus(event.key, focused, tops);
    if (next === undefined) return;
    event.preventDefault();
    focus(next);
    if (larger !== undefined) setLarger(next);
  };
  const { images, total, columns } = data;
  return (
    <section class="mlops-lab-images" aria-label={data.title ?? t('Images')}>
      <p>
        {data.title && <strong>{data.title}</strong>} <span>{sizeText(data)}</span>
      </p>
      <ul
        ref={list}
        onKeyDown={onKeyDown}
        style={columns === undefined ? undefined : { gridTemplateColumns: `repeat(${columns}, max-content)` }}
      >
        {images.map((image, index) => (
          <li key={index} class={verdictOf(image)}>
            <button
              type="button"
              tabIndex={index === focused ? 0 : -1}
              aria-expanded={larger === index}
              onFocus={() => setFocused(index)}
              onClick={() => setLarger(larger === index ? undefined : index)}
            >
              <Pixels image={image} alt={wordsOf(image, index)} size={thumbnail} />
              <Caption image={image} />
            </button>
          </li>
        ))}
      </ul>
      {total > images.length && <p>{t('The first {0} of {1} images are shown.', images.length, count(total))}</p>}
      {images.length > 0 && <p class="note">{lightText(data)}</p>}
      {larger !== undefined && images[larger] && (
        <Larger
          data={data}
          image={images[larger]}
          index={larger}
          onClose={() => {
            setLarger(undefined);
            focus(larger);
          }}
        />
      )}
    </section>
  );
}

/** The alternative text of the image says the same. */
function Caption({ image }: { readonly image: LabelledImage }) {
  const { label, prediction } = image;
  if (label === undefined && prediction === undefined) return null;
  return (
    <span class="caption" aria-hidden="true">
      <Verdict image={image} /> <span>{prediction ?? label}</span>
      {verdictOf(image) === 'wrong' && <small>{t('is {0}', label ?? '')}</small>}
    </span>
  );
}

function sizeText({ images, total }: ImagesData): string {
  const size = total === 1 ? t('1 image') : t('{0} images', count(total));
  const judged = images.filter((image) => verdictOf(image) !== undefined);
  if (judged.length === 0) return size;
  const right = judged.filter((image) => verdictOf(image) === 'right').length;
  return `${size}, ${t('{0} of {1} shown predictions are right', right, judged.length)}`;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
