// Boxes that were found, and how they are held against each other and against the truth.
import type { Box } from './edit.ts';

export interface Detection {
  readonly kind: string;
  /** From 0 to 1: how sure the detector is that a piece is there. */
  readonly score: number;
  /** In pixels of the picture. */
  readonly box: Box;
}

/** Intersection over union of two boxes: 1 for the same one, 0 for boxes that do not meet. */
export function iou([ax, ay, aw, ah]: Box, [bx, by, bw, bh]: Box): number {
  const across = Math.max(0, Math.min(ax + aw, bx + bw) - Math.max(ax, bx));
  const down = Math.max(0, Math.min(ay + ah, by + bh) - Math.max(ay, by));
  const union = aw * ah + bw * bh - across * down;
  return union > 0 ? (across * down) / union : 0;
}

/**
 * Non-maximum suppression: of boxes that overlap by more than `overlap` the one with the highest score stays. Those that
 * stay at a higher least score stay at a lower one, too.
 */
export function nonMaxSuppression<T extends Detection>(found: readonly T[], overlap: number): T[] {
  const kept: T[] = [];
  for (const one of found.toSorted((a, b) => b.score - a.score))
    if (kept.every((other) => iou(one.box, other.box) <= overlap)) kept.push(one);
  return kept;
}

/**
 * Holds boxes against the pieces that are there: each piece is matched with the surest box that is still free and
 * overlaps it by half or more (PASCAL VOC's rule).
 * @returns for each box the index of its piece, or nothing: it is on nothing
 */
export function matches(found: readonly Detection[], pieces: readonly { readonly box: Box }[]): (number | undefined)[] {
  const free = new Set(pieces.keys());
  const order = [...found.keys()].sort((a, b) => found[b]!.score - found[a]!.score);
  const matched: (number | undefined)[] = found.map(() => undefined);
  for (const i of order) {
    const best = [...free].reduce<number | undefined>((best, piece) => {
      const better =
        iou(found[i]!.box, pieces[piece]!.box) > (best === undefined ? 0 : iou(found[i]!.box, pieces[best]!.box));
      return better ? piece : best;
    }, undefined);
    if (best === undefined || iou(found[i]!.box, pieces[best]!.box) < 0.5) continue;
    matched[i] = best;
    free.delete(best);
  }
  return matched;
}
