/**
 * Why one way to native TensorFlow cannot be gone here: a clause that fits after a colon, without a full stop.
 * Another way may still work, so this is not yet for the user's eyes.
 */
export class Obstacle extends Error {
  override readonly name: string = 'Obstacle';
}

/** A download is not what is pinned: asking elsewhere for the same file would only hide that. */
export class ChecksumMismatch extends Obstacle {
  override readonly name = 'ChecksumMismatch';
}
