import { type ComponentChild, render } from 'preact';
import { type Environment, EnvironmentContext } from './environment.ts';

/** An output that is drawn. */
export interface Drawn {
  /** When all of it can be seen: a chart takes a moment. */
  readonly complete: Promise<unknown>;
  dispose(): void;
}

/** Draws components into an element; drawn into the same element again, they keep their state. */
export function mount(element: HTMLElement, content: ComponentChild, environment: Environment): Drawn {
  render(<EnvironmentContext.Provider value={environment}>{content}</EnvironmentContext.Provider>, element);
  return { complete: Promise.resolve(), dispose: () => render(null, element) };
}
