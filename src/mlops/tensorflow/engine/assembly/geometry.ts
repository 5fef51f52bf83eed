// The geometry of convolutions and pools: 15 words of a record, from word 7 on.
import { bytes, int } from './record';

/** Where the geometry stands in a record. */
const first: i32 = 7;

export class Geometry {
  @inline
  static batch(record: usize): i32 {
    return int(record, first);
  }
  @inline
  static inHeight(record: usize): i32 {
    return int(record, first + 1);
  }
  @inline
  static inWidth(record: usize): i32 {
    return int(record, first + 2);
  }
  @inline
  static inChannels(record: usize): i32 {
    return int(record, first + 3);
  }
  @inline
  static filterHeight(record: usize): i32 {
    return int(record, first + 4);
  }
  @inline
  static filterWidth(record: usize): i32 {
    return int(record, first + 5);
  }
  @inline
  static strideHeight(record: usize): i32 {
    return int(record, first + 6);
  }
  @inline
  static strideWidth(record: usize): i32 {
    return int(record, first + 7);
  }
  @inline
  static dilationHeight(record: usize): i32 {
    return int(record, first + 8);
  }
  @inline
  static dilationWidth(record: usize): i32 {
    return int(record, first + 9);
  }
  @inline
  static padTop(record: usize): i32 {
    return int(record, first + 10);
  }
  @inline
  static padLeft(record: usize): i32 {
    return int(record, first + 11);
  }
  @inline
  static outHeight(record: usize): i32 {
    return int(record, first + 12);
  }
  @inline
  static outWidth(record: usize): i32 {
    return int(record, first + 13);
  }
  @inline
  static outChannels(record: usize): i32 {
    return int(record, first + 14);
  }

  /** The taps of a filter over all input channels: the depth of the product that a convolution is. */
  @inline
  static depth(record: usize): i32 {
    return Geometry.filterHeight(record) * Geometry.filterWidth(record) * Geometry.inChannels(record);
  }

  /** The pixels of the result, of all images. */
  @inline
  static pixels(record: usize): i32 {
    return Geometry.batch(record) * Geometry.outHeight(record) * Geometry.outWidth(record);
  }

  /** The address of an input pixel, which may lie outside. */
  @inline
  static at(x: usize, record: usize, image: i32, y: i32, column: i32): usize {
    const row = image * Geometry.inHeight(record) + y;
    return x + bytes((row * Geometry.inWidth(record) + column) * Geometry.inChannels(record));
  }

  @inline
  static isInside(record: usize, y: i32, column: i32): bool {
    return y >= 0 && y < Geometry.inHeight(record) && column >= 0 && column < Geometry.inWidth(record);
  }
}
