import { useState } from 'preact/hooks';
import type { TensorData, TensorImage, TensorImages } from '../../../mlops/payloads/tensor.ts';
import { t } from '../../../platform/l10n.ts';
import { parseImage } from '../../payloads/tensor.ts';
import { Axis } from './axis.tsx';
import { short } from './format.ts';
import { sourceOf, useAnswer } from './slices.ts';

/** Small images are enlarged to about this many pixels, by whole factors. */
const comfortable = 224;

/** A tensor seen as an image, or as one of several. */
export function Picture({ data, images }: { readonly data: TensorData; readonly images: TensorImages }) {
  const [index, setIndex] = useState(0);
  const { first } = images;
  const isFirst = index === 0 && first !== undefined;
  const { value, problem } = useAnswer<{ readonly image?: TensorImage; readonly index: number }>(
    { ...(first && { image: first }), index: 0 },
    isFirst,
    String(index),
    async ({ query }) => ({ image: parseImage(await query(sourceOf(data), { op: 'image', index })), index }),
  );
  return (
    <div class="picture">
      {images.count > 1 && <Axis name={t('image')} length={images.count} index={index} onMove={setIndex} />}
      {value.image && <Pixels image={value.image} alt={t('Image {0} of the tensor', value.index)} />}
      <p>{lightText(images)}</p>
      {value.image && value.image.step > 1 && <p>{t('Every {0}th row and column is shown.', value.image.step)}</p>}
      <p role="status">{problem}</p>
    </div>
  );
}

/** An image as it is, enlarged when it is tiny: each pixel then a square. */
export function Pixels({ image, alt, size = comfortable }: { image: TensorImage; alt: string; size?: number }) {
  const zoom = Math.max(1, Math.floor(size / Math.max(image.width, image.height)));
  return (
    <img
      class={zoom > 1 ? 'pixelated' : ''}
      src={`data:image/png;base64,${image.png}`}
      alt={alt}
      width={image.width * zoom}
      height={image.height * zoom}
    />
  );
}

/** How the values became light. */
export function lightText({ black, white }: Pick<TensorImages, 'black' | 'white'>): string {
  if (black === 0 && (white === 1 || white === 255)) return t('Values from 0 to {0} are shown as they are.', white);
  return t('Scaled: {0} is black, {1} is white.', short(black), short(white));
}
