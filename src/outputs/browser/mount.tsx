import { type ComponentChild, render } from 'preact';
import { type Environment, EnvironmentContext } from './environment.ts';

/** An output that is drawn. */
export interface Drawn {
  dispose(): void;
  /** Draws newer data in the same place, without building it anew. @throws {UserError} as a `Drawer` */
  update?(data: unknown): unknown;
}

/**
 * Draws untrusted data into an element; resolves when all of it can be seen.
 * @param alt a picture in words, where its output brought them
 * @throws {UserError} with a sentence that stands in the output's place
 */
export type Drawer = (
  data: unknown,
  element: HTMLElement,
  environment: Environment,
  alt?: string,
) => Drawn | Promise<Drawn>;

/** Draws components into an element; drawn into the same element again, they keep their state. */
export function mount(element: HTMLElement, content: ComponentChild, environment: Environment): Drawn {
  render(<EnvironmentContext.Provider value={environment}>{content}</EnvironmentContext.Provider>, element);
  return { dispose: () => render(null, element) };
}
