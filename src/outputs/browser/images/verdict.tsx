import type { LabelledImage } from '../../../mlops/payloads/images.ts';
import { t } from '../../../platform/l10n.ts';

/** Whether a prediction is right; nothing where there is none, or no label to judge it by. */
export function verdictOf({ label, prediction }: LabelledImage): 'right' | 'wrong' | undefined {
  if (label === undefined || prediction === undefined) return undefined;
  return label === prediction ? 'right' : 'wrong';
}

/** An image in words, for whoever does not see it. */
export function wordsOf(image: LabelledImage, index: number): string {
  const { label, prediction } = image;
  if (label !== undefined && prediction !== undefined) {
    const verdict = label === prediction ? t('right') : t('wrong');
    return t('image {0}: predicted {1}, labelled {2}: {3}', index, prediction, label, verdict);
  }
  if (prediction !== undefined) return t('image {0}: predicted {1}', index, prediction);
  return label === undefined ? t('image {0}', index) : t('image {0}: labelled {1}', index, label);
}

/** A tick or a cross: told apart by shape, and by colour besides. */
export function Verdict({ image }: { readonly image: LabelledImage }) {
  const verdict = verdictOf(image);
  if (!verdict) return null;
  return (
    <svg class="verdict" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={verdict === 'right' ? 'M3 8.5 6.5 12 13 4.5' : 'M4 4l8 8M12 4l-8 8'} />
    </svg>
  );
}
