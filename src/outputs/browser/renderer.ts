/** Draws the outputs of labs in VS Code's notebooks. */
import type { FromRenderer, ToRenderer } from '../contract.ts';
import { draw } from './drawings.tsx';
import { HostedEnvironment } from './hosted.ts';
import type { Drawn } from './mount.tsx';
import { keepOwnKeys } from './ownKeys.ts';
import { styles } from './styles.ts';

/** The part of VS Code's notebook renderer API (`vscode-notebook-renderer`) that is used here. */
interface OutputItem {
  readonly id: string;
  readonly mime: string;
  json(): unknown;
}
interface Renderer {
  renderOutputItem(item: OutputItem, element: HTMLElement): Promise<void>;
  /** Without an id: all outputs. */
  disposeOutputItem(id?: string): void;
}
/** Messages pass where the extension is there to take them. */
interface RendererContext {
  postMessage?(message: FromRenderer): void;
  onDidReceiveMessage?(listener: (message: ToRenderer) => void): void;
}

export function activate(context: RendererContext): Renderer {
  const sheet = document.createElement('style');
  sheet.textContent = styles;
  document.head.append(sheet);
  const environment = new HostedEnvironment((message) => context.postMessage?.(message));
  context.onDidReceiveMessage?.((message) => environment.receive(message));
  /** By item: what is drawn, or is about to be. */
  const drawn = new Map<string, { readonly mime: string; readonly element: HTMLElement; output: Promise<Drawn> }>();

  const dispose = (id: string) => {
    void drawn.get(id)?.output.then((output) => output.dispose());
    drawn.delete(id);
  };
  return {
    async renderOutputItem(item, element) {
      const before = drawn.get(item.id);
      if (before?.mime === item.mime && before.element === element) {
        const output = await before.output;
        if (output.update && element.hasChildNodes()) {
          output.update(item.json());
          return;
        }
      }
      dispose(item.id);
      // VS Code pads each `div` here once its own renderer of text is loaded: another element stands where text does.
      const place = document.createElement('mlops-lab-output');
      place.addEventListener('keydown', keepOwnKeys);
      element.replaceChildren(place);
      const output = draw({ mime: item.mime, data: item.json() }, place, environment);
      drawn.set(item.id, { mime: item.mime, element, output });
      await output;
    },
    disposeOutputItem(id) {
      for (const key of id === undefined ? [...drawn.keys()] : [id]) dispose(key);
    },
  };
}
