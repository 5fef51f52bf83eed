import { useState } from 'preact/hooks';
import { type Element, sizeOf, type TensorData, type TensorImages } from '../../../mlops/payloads/tensor.ts';
import { addStyles } from '../../../platform/browser/addStyles.ts';
import { t } from '../../../platform/l10n.ts';
import { parseTensor } from '../../payloads/tensor.ts';
import { type Drawer, mount } from '../mount.tsx';
import { Statistics, Title } from './facts.tsx';
import { short } from './format.ts';
import { Picture } from './picture.tsx';
import { styles } from './styles.ts';
import { Values } from './values.tsx';

addStyles(styles);

export const drawTensor: Drawer = (data, element, environment) =>
  mount(element, <Output data={parseTensor(data)} />, environment);

function Output({ data }: { readonly data: TensorData }) {
  const value = data.slice?.values[0]?.[0];
  return value !== undefined && sizeOf(data.shape) === 1 ? <Single data={data} value={value} /> : <Card data={data} />;
}

/** A tensor of one value, which is all there is to know of it. */
function Single({ data, value }: { readonly data: TensorData; readonly value: Element }) {
  return (
    <article class="mlops-lab-tensor" aria-label={t('Tensor')}>
      <header>
        <code class="single">{typeof value === 'number' ? short(value, 7) : String(value)}</code>
        <Title data={data} />
      </header>
    </article>
  );
}

/** What is known of a tensor as a whole, and beside it its values, or its image where its shape may be one's. */
function Card({ data }: { readonly data: TensorData }) {
  const { images, slice, statistics } = data;
  const [isImage, setImage] = useState(images !== undefined && isLikelyImage(data.shape, images));
  const [isShaded, setShaded] = useState(true);
  const showsImage = isImage && images !== undefined;
  return (
    <article class="mlops-lab-tensor" aria-label={t('Tensor')}>
      <header>
        <Title data={data} />
        <div class="views">
          {images && <Toggle kind="image" label={t('Image')} isOn={isImage} onClick={() => setImage(!isImage)} />}
          {slice && statistics?.of === 'values' && !showsImage && (
            <Toggle kind="shading" label={t('Shading')} isOn={isShaded} onClick={() => setShaded(!isShaded)} />
          )}
        </div>
      </header>
      {data.disposed && <p>{t('This tensor is disposed of: its values are gone. Display it before dispose().')}</p>}
      {!data.disposed && !slice && <p>{t('This tensor is empty: it has no values.')}</p>}
      {statistics && <Statistics statistics={statistics} />}
      {showsImage && <Picture data={data} images={images} />}
      {slice && !showsImage && <Values data={data} first={slice} isShaded={isShaded} />}
    </article>
  );
}

interface ToggleProps {
  /** High contrast, which has no shades, knows the button by it. */
  readonly kind: string;
  readonly label: string;
  readonly isOn: boolean;
  readonly onClick: () => void;
}

function Toggle({ kind, label, isOn, onClick }: ToggleProps) {
  return (
    <button type="button" class={kind} aria-pressed={isOn} onClick={onClick}>
      {label}
    </button>
  );
}

/** A matrix is seldom an image; what has an axis of channels and the values of pixels mostly is one. */
function isLikelyImage(shape: readonly number[], { height, width, channels, black, white }: TensorImages): boolean {
  const hasChannels = shape.length === 4 || (shape.length === 3 && channels > 1);
  return hasChannels && height >= 8 && width >= 8 && black === 0 && (white === 1 || white === 255);
}
