/** Names for TensorFlow.js's classes: its build is minified, and a data set would be shown as an `r`. */

/** Calls each class that a module offers, or a namespace within it, as it is offered. */
export function nameClasses(module: object): void {
  for (const [name, offered] of Object.entries(module)) {
    if (isClass(name, offered)) Object.defineProperty(offered, 'name', { value: name, configurable: true });
    else if (typeof offered === 'object' && offered !== null && isModule(offered)) nameClasses(offered);
  }
}

/** By the convention of the library that classes, and they alone, begin with a capital letter. */
function isClass(name: string, offered: unknown): offered is object {
  // Some name themselves by a getter or method of theirs.
  const own = typeof offered === 'function' ? Object.getOwnPropertyDescriptor(offered, 'name') : undefined;
  return /^[A-Z].*[a-z]/.test(name) && typeof own?.value === 'string';
}

/** An object of a module's names, such as `tf.data`, and no instance of a class. */
function isModule(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
