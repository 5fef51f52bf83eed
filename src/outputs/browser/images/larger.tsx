import type { ImagesData, LabelledImage } from '../../../mlops/payloads/images.ts';
import { t } from '../../../platform/l10n.ts';
import { parseImage } from '../../payloads/tensor.ts';
import { Pixels } from '../tensor/picture.tsx';
import { sourceOf, useAnswer } from '../tensor/slices.ts';
import { Verdict, wordsOf } from './verdict.tsx';

interface LargerProps {
  readonly data: ImagesData;
  readonly image: LabelledImage;
  readonly index: number;
  readonly onClose: () => void;
}

const large = 448;

/** One image larger: as it is in the kernel, or what travelled of it when that is all there is. */
export function Larger({ data, image, index, onClose }: LargerProps) {
  const isWhole = image.step === 1;
  const { value, problem } = useAnswer({ image, index }, isWhole, String(index), async ({ query }) => {
    const whole = parseImage(await query(sourceOf(data), { op: 'image', index }));
    return { image: { ...image, ...whole }, index };
  });
  // Until the answer comes, the one that is asked for is shown small, and not the last one large.
  const shown = value.index === index && !isWhole ? value.image : image;
  return (
    <figure onKeyDown={({ key }) => key === 'Escape' && onClose()}>
      <Pixels image={shown} alt="" size={large} />
      <figcaption>
        <Verdict image={image} /> <span>{wordsOf(image, index)}</span>
        <button type="button" onClick={onClose}>
          {t('Close')}
        </button>
        {shown.step > 1 && <span>{t('Every {0}th row and column is shown.', shown.step)}</span>}
        <span role="status">{problem}</span>
      </figcaption>
    </figure>
  );
}
