/** Walks from values to the objects that they hold, without running any code of theirs: no getters, no traps. */
import { types } from 'node:util';

/** Objects that are looked at, at most; as many slots of an array. */
const budget = 20_000;

const mapEntries = Map.prototype.forEach;
const setValues = Set.prototype.forEach;

/**
 * Visits objects, the nearest to the roots first. Bounded, and blind to closures and private fields: what it does not
 * find may yet be held.
 * @param visit ends the walk by `true`
 */
export function reach(roots: Iterable<unknown>, visit: (object: object) => boolean): void {
  const seen = new Set<object>();
  let left = budget;
  const add = (value: unknown) => {
    if (isObject(value) && left > 0 && !seen.has(value)) {
      seen.add(value);
      left--;
    }
  };
  for (const root of roots) add(root);
  // A set gives also what is added to it meanwhile.
  for (const object of seen) {
    if (types.isProxy(object) || ArrayBuffer.isView(object) || types.isModuleNamespaceObject(object)) continue;
    if (visit(object)) return;
    for (const value of heldBy(object)) add(value);
    if (types.isMap(object)) {
      mapEntries.call(object, (value, key) => {
        add(key);
        add(value);
      });
    } else if (types.isSet(object)) setValues.call(object, add);
  }
}

function* heldBy(object: object): Generator<unknown> {
  if (Array.isArray(object)) {
    const length = Math.min(object.length, budget);
    for (let index = 0; index < length; index++) yield Object.getOwnPropertyDescriptor(object, index)?.value;
    return;
  }
  for (const key of Reflect.ownKeys(object)) yield Object.getOwnPropertyDescriptor(object, key)?.value;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
