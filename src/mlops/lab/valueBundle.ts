/** The forms of values that are no outputs by themselves, but of which machine learning is made. */
import type { MimeBundle } from '../payloads/mime.ts';
import { isModel, modelBundle } from './model.ts';
import { tensorBundle } from './tensor.ts';
import { elementsOf } from './tensorElements.ts';

/** The forms of a tensor, an array of numbers or a model; nothing for any other value. */
export function valueBundle(value: unknown): MimeBundle | undefined {
  if (isModel(value)) return modelBundle(value);
  const elements = elementsOf(value);
  return elements && tensorBundle(value, elements);
}
